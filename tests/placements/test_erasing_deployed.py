"""Who worked on contracts goes after the term: name, reasons and files everywhere, and reports stay as they are."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from exchange.models import BulkFile, BulkJob, PayrollUpload
from organisations import erasing, tenancy
from organisations.choices import Purpose
from organisations.data_kinds import Part, Subject
from organisations.models import Erasure, OutboxMessage, ReadLog, RetentionMark, SavedView
from organisations.tasks import erase
from placements.models import DeployedPerson, Deployment, PersonDecision, PersonKey, Transition
from reporting.collect.work_on_contracts import other_persons
from reporting.periods import Length, Period
from tenders.models import Contract
from tests.everywhere import tables_with
from tests.placements.workspace import act, contract_of, logged, second_contractor, seen, stated

NAME, BORN = "Wouter Zonneveld", dt.date(1974, 8, 23)
SETTLED = dt.date(2027, 3, 15)
#: A year after that, with the warning of thirty days before it.
WARNED, DUE = dt.date(2028, 2, 20), dt.date(2028, 3, 22)


@pytest.fixture
def at_two(cast, owner):
    """The same person at two companies, whose contracts have both been settled."""
    neighbour = second_contractor()
    here, there = contract_of(cast), contract_of(cast, contractor=neighbour.organisation)
    lines = [
        logged(by, contract, name=NAME, birth_date=BORN, block_code="pw_gt2")
        for by, contract in ((cast.bram, here), (neighbour, there))
    ]
    stated(cast.bram, lines[0])
    with owner():
        for contract in (here, there):
            settle(contract)
    return lines


def settle(contract, on=SETTLED):
    Contract.objects.filter(pk=contract.pk).update(settled_on=on)


def day(region, on):
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        return erasing.keep_terms(region_id=region.pk, on=on)


def carried_out(owner) -> list[Erasure]:
    with owner():
        waiting = list(OutboxMessage.objects.filter(name=erasing.TASK, done_at=None).values_list("pk", flat=True))
    for pk in waiting:
        erase(outbox_id=str(pk))
    with owner():
        return list(Erasure.objects.order_by("asked_at"))


def gone(cast, owner) -> Erasure:
    """Warned and then erased, as the days pass."""
    day(cast.region, WARNED)
    day(cast.region, DUE)
    (erasure,) = carried_out(owner)
    return erasure


def marks(owner):
    with owner():
        return list(RetentionMark.objects.filter(subject=Subject.DEPLOYED))


def test_somebody_is_announced_before_he_goes_and_the_coordination_point_is_mailed(cast, owner, at_two):
    assert day(cast.region, dt.date(2028, 1, 1)) == 0
    assert day(cast.region, WARNED) == 1
    (mark,) = marks(owner)
    assert mark.due_on == WARNED + dt.timedelta(days=30)
    with owner():
        people = set(Deployment.objects.values_list("person_id", flat=True))
        mails = list(OutboxMessage.objects.filter(name="retention_warning"))
    assert set(mark.subject_ids) == people
    assert [mail.payload["to"] for mail in mails] == [cast.dirk.user.email]
    assert NAME not in str([mail.payload for mail in mails])
    assert day(cast.region, WARNED + dt.timedelta(days=1)) == 0
    with owner():
        assert not Erasure.objects.exists()


def test_a_contract_that_is_not_settled_keeps_the_person_everywhere(cast, owner, at_two):
    open_one = contract_of(cast)
    logged(cast.bram, open_one, name=NAME, birth_date=BORN, block_code="pw_gt2")
    assert day(cast.region, DUE) == 0


def test_who_is_kept_longer_stays_until_then(cast, owner, at_two):
    day(cast.region, WARNED)
    with owner():
        RetentionMark.objects.update(kept_until=dt.date(2028, 6, 1), kept_reason="dispute", kept_by=cast.dirk.user)
    assert day(cast.region, DUE) == 0
    assert day(cast.region, dt.date(2028, 6, 2)) == 1


def test_the_name_is_nowhere_any_more_and_the_lines_are_as_they_were(cast, owner, at_two):
    plant(cast, owner, at_two)
    before = [figures(line) for line in at_two]
    assert {"placements_deployedperson", "placements_transition", "exchange_bulkfile"} <= tables_with(NAME)
    erasure = gone(cast, owner)
    assert tables_with(NAME, "zonneveld", "1974-08-23") == set()
    assert [figures(line) for line in at_two] == before
    assert erasure.done_at is not None
    assert erasure.counts["placements.DeployedPerson"] == 2
    assert marks(owner) == []


def test_the_report_counts_him_once_before_and_after(cast, owner, at_two):
    period = Period(2026, Length.QUARTER, 1)
    before = jobs(cast, period)
    gone(cast, owner)
    assert jobs(cast, period) == before
    assert len(before) == 1
    with owner():
        keys = set(PersonKey.objects.values_list("key", "own_key"))
    assert len(keys) == 1


def test_nobody_can_make_out_the_key_of_an_erased_person(cast, owner, at_two):
    with owner():
        (old,) = set(PersonKey.objects.values_list("key", flat=True))
    gone(cast, owner)
    with owner():
        assert not PersonKey.objects.filter(key=old).exists()
        assert not PersonKey.objects.filter(own_key=old).exists()


def test_the_year_of_birth_stays_and_the_day_goes(cast, owner, at_two):
    gone(cast, owner)
    with owner():
        assert set(DeployedPerson.objects.values_list("birth_date", flat=True)) == {dt.date(1974, 1, 1)}


def test_a_day_of_birth_moves_no_further_than_bonuses_for_age_allow(cast, owner):
    """Fifty on 10 March, at work since 1 March: on 1 January of that year he would be fifty on the first day."""
    contract = contract_of(cast)
    line = logged(cast.bram, contract, name=NAME, birth_date=dt.date(1976, 3, 10), block_code="pw_gt2")
    with owner():
        settle(contract)
        ages = set(contract.tariff.blocks.exclude(min_age=None).values_list("min_age", flat=True))
    assert 50 in ages
    gone(cast, owner)
    with owner():
        assert DeployedPerson.objects.get(pk=line.person_id).birth_date == dt.date(1976, 12, 31)


def test_an_erasure_by_a_member_or_for_another_region_is_refused(cast, owner, at_two):
    with owner():
        erasure = Erasure.objects.create(
            region=cast.region, subject=Subject.DEPLOYED, part=Part.PERSON, cause="term",
            subject_ids=[line.person_id for line in at_two],
        )  # fmt: skip
    erase_now = "SELECT organisations_erase(%s, NULL, NULL, '{}')"
    refused = pytest.raises(ProgrammingError, match="nobody is to be erased here")
    with act(cast.dirk), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(erase_now, [erasure.pk])


def test_only_persons_of_the_region_are_erased(cast, owner, at_two):
    with owner():
        erasure = Erasure.objects.create(
            region=cast.other_region, subject=Subject.DEPLOYED, part=Part.PERSON, cause="term",
            subject_ids=[line.person_id for line in at_two],
        )  # fmt: skip
    refused = pytest.raises(ProgrammingError, match="whoever is erased belongs to the region")
    inside = tenancy.system(Purpose.UPKEEP, region_id=cast.other_region.pk)
    with inside, connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT * FROM organisations_names_to_erase(%s)", [erasure.pk])
    assert "placements_deployedperson" in tables_with(NAME)


def test_erased_twice_he_is_erased_once(cast, owner, at_two):
    erasure = gone(cast, owner)
    assert erasing.carry_out(erasure.pk, region_id=cast.region.pk) == erasure.counts


def figures(line):
    now = seen(line)
    return (now.starts_on, now.ends_on, now.hours_per_week, now.forecast, now.status, now.pseudonym, now.birth_year)


def jobs(cast, period):
    with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
        return other_persons(cast.region.pk, by=period.last_day)


def plant(cast, owner, lines):
    """His name wherever somebody may have written it."""
    at = timezone.now()
    with owner():
        people = [DeployedPerson.objects.get(pk=line.person_id) for line in lines]
        PersonDecision.objects.create(
            region=cast.region, kind="linked", one=people[0], other=people[1], reason=f"{NAME} is dezelfde",
            organisation=cast.dirk.organisation, decided_by=cast.dirk.user, decided_at=at,
        )  # fmt: skip
        Transition.objects.create(
            deployment_id=lines[0].pk, from_status="submitted", to_status="returned", note=f"Is {NAME} er nog?", at=at
        )
        ReadLog.objects.create(
            region=cast.region, organisation=cast.dirk.organisation, user=cast.dirk.user, subject="person",
            subject_id=people[0].pk, reason="Loonstrook van Zonneveld bekeken",
        )  # fmt: skip
        SavedView.objects.create(
            user=cast.bram.user, organisation=cast.bram.organisation, page="medewerkers", name=f"alles van {NAME}",
            query="q=wouter+zonneveld&sort=name",
        )  # fmt: skip
        OutboxMessage.objects.create(
            kind="mail", name="question", message_id="<een@demo.example>",
            payload={"to": "x@demo.example", "subject": f"Over {NAME}", "text": "Vraag over wouter  zonneveld."},
        )  # fmt: skip
        job = BulkJob.objects.create(
            region=cast.region, organisation=cast.bram.organisation, requested_by=cast.bram.user,
            kind="package_out", status="ready", title=f"{NAME}.csv", files_until=dt.date(2030, 1, 1),
        )  # fmt: skip
        BulkFile.objects.create(
            job=job, role="result", name="lijst.csv", content=f"naam;\n{NAME};".encode(), size=9, sha256="0" * 64
        )


@pytest.mark.parametrize(
    "cells", [("Zonneveld", "Wouter"), ("Wouter", "Zonneveld"), ("Zonneveld, Wouter", ""), (NAME, "")]
)
def test_his_row_goes_from_a_table_of_hours_however_his_name_stands_in_it(cast, owner, at_two, cells):
    other = ["Zonnebloem", "Wouter", "12"]
    with owner():
        table = PayrollUpload.objects.create(
            region=cast.region, organisation=cast.bram.organisation, uploaded_by=cast.bram.user, title="uren.csv",
            status="columns", header=["Achternaam", "Voornaam", "Uren"], columns=["last_name", "first_name", "hours"],
            rows=[[2, [*cells, "8"]], [3, other]], rows_until=dt.date(2030, 1, 1),
        )  # fmt: skip
    gone(cast, owner)
    with owner():
        table.refresh_from_db()
    assert table.rows == [[3, other]]
