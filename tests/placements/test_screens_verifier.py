"""Dirk's work list: what waits, verdicts that open the next entry, undo, and a name only with a reason."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import ReadLog, new_id
from placements.choices import LineStatus
from placements.models import Contribution, HoursStatement, RevaluationTask
from placements.verifying import verification
from tests.database import owner
from tests.factories.placements import ContributionFactory
from tests.placements.workspace import (
    APRIL,
    MARCH,
    act,
    auditor_of,
    contract_of,
    logged,
    second_contractor,
    seen,
    stated,
)

FIXED = 3


def queries_of(person, path):
    with CaptureQueriesContext(connection) as taken:
        assert person.get(path).status_code == 200
    return [
        one["sql"]
        for one in taken
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config"))
    ]


def contribution_of(contract, **values):
    with owner():
        return ContributionFactory(contract=contract, submitted_at=timezone.now(), **values)


def task_of(cast, contract, **values):
    line = logged(cast.bram, contract, name="T. Termijn", **values)
    month = stated(cast.bram, line)
    with act(cast.dirk) as acting:
        verification.approve(verification.Chosen(line.pk, True, (month.pk,)), by=acting, at=timezone.now())  # noqa: FBT003
    with owner():
        return RevaluationTask.objects.create(statement=month, new_value=Decimal("1.00"))


def decide(person, path, form):
    """Press a button on the page as it stands now."""
    page = person.get(path).content.decode()
    return person.post(path, form | {"shown": re.findall(r'name="shown" value="([^"]+)"', page)})


def paths_of(line, contribution, task):
    return [
        "beoordelen/",
        f"beoordelen/inzet/{line.pk}/",
        f"beoordelen/invulling/{contribution.pk}/",
        f"beoordelen/herwaardering/{task.pk}/",
    ]


def posts_of(line, contribution, task):
    return [
        *paths_of(line, contribution, task)[1:],
        f"beoordelen/inzet/{line.pk}/naam/",
        f"beoordelen/terugdraaien/inzet/{line.pk}/",
        f"beoordelen/terugdraaien/invulling/{contribution.pk}/",
    ]


@pytest.fixture
def waiting(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract)
    return line, stated(cast.bram, line)


def test_what_waits_stands_oldest_first_and_by_pseudonym(cast, waiting):
    line, _month = waiting
    younger = logged(cast.bram, line.contract, name="B. Proefstra")
    contribution_of(line.contract, description="Sollicitatietraining")
    text = cast.dirk.get("beoordelen/").content.decode()
    assert text.index(line.pseudonym) < text.index(younger.pseudonym) < text.index("invulling/")
    assert "3 regels wachten" in text
    assert "1973" in text
    for secret in ("A. Voorbeeld", "14-6-1973", "B. Proefstra"):
        assert secret not in text


def test_a_verdict_opens_the_next_entry_with_a_way_to_undo(cast, waiting):
    line, month = waiting
    younger = logged(cast.bram, line.contract, name="B. Proefstra")
    page = cast.dirk.get(f"beoordelen/inzet/{line.pk}/")
    assert f'name="next" value="inzet.{younger.pk}"' in page.content.decode()
    form = {"deployment": "1", "statement": str(month.pk), "verdict": "approve", "next": f"inzet.{younger.pk}"}
    answer = decide(cast.dirk, f"beoordelen/inzet/{line.pk}/", form)
    assert answer.url == cast.dirk.url(f"beoordelen/inzet/{younger.pk}/?na=inzet.{line.pk}")
    assert seen(month).status == LineStatus.APPROVED
    after = cast.dirk.get(answer.url.removeprefix(cast.dirk.url())).content.decode()
    assert "Ongedaan maken" in after
    assert f"{line.pseudonym}, maart" in after
    undone = cast.dirk.post(f"beoordelen/terugdraaien/inzet/{line.pk}/")
    assert undone.url == cast.dirk.url(f"beoordelen/inzet/{line.pk}/")
    assert (seen(line).status, seen(month).reversed_at is None) == (LineStatus.SUBMITTED, False)
    with owner():
        assert HoursStatement.objects.live().get(deployment=line).status == LineStatus.SUBMITTED


@pytest.mark.parametrize("verdict", ["approve", "return", "reject"])
def test_a_verdict_on_figures_that_changed_since_is_not_taken(cast, waiting, verdict):
    line, month = waiting
    path = f"beoordelen/inzet/{line.pk}/"
    was = re.findall(r'name="shown" value="([^"]+)"', cast.dirk.get(path).content.decode())
    stated(cast.bram, line, paid=80)
    form = {"deployment": "1", "statement": str(month.pk), "verdict": verdict, "said": "Klopt dit?"}
    answer = cast.dirk.post(path, form | {"shown": was})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Deze regel is intussen gewijzigd. Kijk opnieuw." in text
    assert "80,00" in text
    assert (seen(line).status, seen(month).status) == (LineStatus.SUBMITTED, LineStatus.SUBMITTED)
    assert cast.dirk.post(path, form).status_code == 422  # nothing shown at all
    assert decide(cast.dirk, path, form).status_code == 302
    assert seen(month).status != LineStatus.SUBMITTED


def test_a_contribution_or_revaluation_that_changed_since_is_not_decided(cast):
    contract = contract_of(cast)
    row, task = contribution_of(contract, value=0), task_of(cast, contract)
    for path, line, changed in (
        (f"beoordelen/invulling/{row.pk}/", row, {"quantity": row.quantity * 2}),
        (f"beoordelen/herwaardering/{task.pk}/", task, {"new_value": Decimal("2.00")}),
    ):
        was = re.findall(r'name="shown" value="([^"]+)"', cast.dirk.get(path).content.decode())
        with owner():
            type(line).objects.filter(pk=line.pk).update(**changed)
        answer = cast.dirk.post(path, {"verdict": "approve", "shown": was})
        assert answer.status_code == 422, path
        assert "intussen gewijzigd" in answer.content.decode()
    assert seen(row).status == LineStatus.SUBMITTED
    assert seen(task).done_at is None


def test_a_question_without_words_is_asked_for_and_nothing_changes(cast, waiting):
    line, month = waiting
    form = {"statement": str(month.pk), "verdict": "return", "said": " "}
    answer = decide(cast.dirk, f"beoordelen/inzet/{line.pk}/", form)
    assert answer.status_code == 422
    assert "Schrijf op wat u wilt weten." in answer.content.decode()
    assert seen(month).status == LineStatus.SUBMITTED
    decide(cast.dirk, f"beoordelen/inzet/{line.pk}/", form | {"said": "Klopt dit?"})
    assert seen(month).status == LineStatus.RETURNED


def test_rejecting_twice_keeps_the_first_reason(cast, waiting):
    line, month = waiting
    form = {"deployment": "1", "statement": str(month.pk), "verdict": "reject", "said": "Dubbel opgegeven"}
    assert decide(cast.dirk, f"beoordelen/inzet/{line.pk}/", form).status_code == 302
    late = decide(cast.dirk, f"beoordelen/inzet/{line.pk}/", form)
    assert late.status_code == 422
    assert "U hebt dit zelf al beoordeeld: u keurde het af" in late.content.decode()
    assert "Dubbel opgegeven" in cast.bram.get(f"inzet/{line.pk}/").content.decode()


def test_a_name_opens_with_a_reason_and_leaves_a_line_in_the_read_log(cast, waiting):
    line, _month = waiting
    path = f"beoordelen/inzet/{line.pk}/naam/"
    refused = cast.dirk.post(path, {"reason": "  "})
    assert refused.status_code == 422
    assert "A. Voorbeeld" not in refused.content.decode()
    with owner():
        assert not ReadLog.objects.exists()
    shown = cast.dirk.post(path, {"reason": "Bewijs vergelijken"})
    assert "A. Voorbeeld" in shown.content.decode()
    with owner():
        entry = ReadLog.objects.get()
    assert (entry.subject_id, entry.user_id, entry.reason) == (line.person_id, cast.dirk.user.pk, "Bewijs vergelijken")
    assert cast.dirk.get(path).status_code == 405


def test_contributions_and_revaluations_are_decided_here_too(cast):
    contract = contract_of(cast)
    row, task = contribution_of(contract, value=0), task_of(cast, contract)
    assert "1.000,00" in cast.dirk.get(f"beoordelen/invulling/{row.pk}/").content.decode() or row.value == 0
    decide(cast.dirk, f"beoordelen/invulling/{row.pk}/", {"verdict": "approve"})
    assert (seen(row).status, seen(row).value) == (LineStatus.APPROVED, Decimal("1000.00"))
    cast.dirk.post(f"beoordelen/terugdraaien/invulling/{row.pk}/")
    with owner():
        assert Contribution.objects.live().get(contract=contract).status == LineStatus.SUBMITTED
    page = cast.dirk.get(f"beoordelen/herwaardering/{task.pk}/").content.decode()
    assert "Waarde herzien" in page
    assert decide(cast.dirk, f"beoordelen/herwaardering/{task.pk}/", {"verdict": "approve"}).status_code == 302
    assert seen(task).done_at is not None


def test_a_revaluation_shows_the_calculation_of_now_and_what_caused_it(cast):
    task = task_of(cast, contract_of(cast))
    with owner():
        contract = task.statement.deployment.contract
        type(contract).objects.filter(pk=contract.pk).update(ends_on=dt.date(2026, 3, 20))
    text = cast.dirk.get(f"beoordelen/herwaardering/{task.pk}/").content.decode()
    assert text.index("Berekening van nu") < text.index("Berekening bij de goedkeuring")
    assert "Bij de goedkeuring telden 31 dagen van deze maand, nu 20." in text
    assert "tot en met 20-3-2026" in text
    assert "T. Termijn" not in text
    decide(cast.dirk, f"beoordelen/herwaardering/{task.pk}/", {"verdict": "approve"})
    with owner():
        renewed = HoursStatement.objects.live().get(deployment=task.statement.deployment)
    now = text[text.index("Berekening van nu") : text.index("Berekening bij de goedkeuring")]
    assert f"{renewed.value:.2f}".replace(".", ",")[-6:] in now


def test_a_revaluation_in_which_more_days_count_says_that_there_is_room_again(cast):
    """As when months that the person worked elsewhere were reversed since."""
    task = task_of(cast, contract_of(cast), block_code="pw_gt2")
    path = f"beoordelen/herwaardering/{task.pk}/"
    month = seen(task.statement)
    with owner():
        for line in month.trace:
            if "counted" in line:
                line["counted"] = "20"
        HoursStatement.objects.filter(pk=month.pk).update(trace=month.trace)
    text = cast.dirk.get(path).content.decode()
    assert "Bij de goedkeuring telden 20 dagen van deze maand, nu 31." in text
    assert "maanden dat een persoon telt, is weer ruimte gekomen." in text
    with owner():
        contract = task.statement.deployment.contract
        type(contract).objects.filter(pk=contract.pk).update(ends_on=dt.date(2026, 3, 10))
    assert "is weer ruimte gekomen" not in cast.dirk.get(path).content.decode()


def test_flags_name_what_to_look_at(cast):
    contract = contract_of(cast)
    few = logged(cast.bram, contract, hours_per_week=Decimal(8))
    stated(cast.bram, few, paid=100)
    outside = logged(cast.bram, contract, name="B. Proefstra", ends_on=dt.date(2029, 1, 1))
    many = logged(cast.bram, contract, name="C. Testema", hours_per_week=Decimal(40))
    stated(cast.bram, many, paid=230)
    listed = cast.dirk.get("beoordelen/").content.decode()
    for flag in ("Te weinig uren per week", "Buiten het contract", "Veel uren in een maand"):
        assert flag in listed
    assert "veel meer uren dan afgesproken" in cast.dirk.get(f"beoordelen/inzet/{few.pk}/").content.decode()
    assert "buiten de looptijd" in cast.dirk.get(f"beoordelen/inzet/{outside.pk}/").content.decode()
    assert "meer dan gemiddeld 48 uur" in cast.dirk.get(f"beoordelen/inzet/{many.pk}/").content.decode()


def test_a_second_line_of_the_same_person_and_a_strange_age_are_flagged(cast, waiting):
    line, _month = waiting
    path = f"beoordelen/inzet/{line.pk}/"
    twice, also = "Zelfde persoon staat in deze periode al op dit contract", "ook op een ander contract van dit bedrijf"
    text = cast.dirk.get(path).content.decode()
    assert twice not in text
    assert also not in text
    assert "Klopt het geboortejaar?" not in text
    logged(cast.bram, line.contract)
    logged(cast.bram, contract_of(cast))
    text = cast.dirk.get(path).content.decode()
    assert twice in text
    assert also in text
    child = logged(cast.bram, line.contract, name="K. Klein", birth_date=dt.date(2015, 1, 1))
    assert "Klopt het geboortejaar?" in cast.dirk.get(f"beoordelen/inzet/{child.pk}/").content.decode()


def test_many_hours_are_flagged_over_contractors_and_nobody_else_is_told(cast, waiting):
    line, _month = waiting
    other = second_contractor()
    elsewhere = logged(other, contract_of(cast, contractor=other.organisation))
    stated(other, elsewhere, MARCH, 90)
    assert "meer dan gemiddeld 48 uur" in cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()
    for person, path in ((cast.bram, f"inzet/{line.pk}/"), (other, "uren/2026-03/"), (other, f"inzet/{elsewhere.pk}/")):
        text = person.get(path).content.decode()
        assert "48 uur" not in text
        assert "Veel uren" not in text


def test_the_list_is_narrowed_and_paged(cast, waiting):
    line, _month = waiting
    contribution_of(line.contract)
    other = second_contractor()
    elsewhere = logged(other, contract_of(cast, contractor=other.organisation))
    for query, counted in (
        ("", 3),
        ("?soort=inzet", 2),
        ("?soort=invulling", 1),
        ("?soort=herwaardering", 0),
        (f"?opdrachtnemer={other.organisation.pk}", 1),
        (f"?contract={elsewhere.contract_id}", 1),
        (f"?contract={new_id()}", 0),
        ("?contract=onzin", 3),
        ("?soort=onzin&page=zeven", 3),
        (f"?zoek={line.pseudonym}", 1),
        (f"?zoek={other.organisation.name.split()[0].lower()}", 1),
        (f"?zoek={elsewhere.contract.reference}", 1),
        (f"?zoek={line.contract.title.split()[0]} {line.pseudonym}", 1),
        ("?zoek=A.%20Voorbeeld", 0),
    ):
        text = cast.dirk.get(f"beoordelen/{query}").content.decode()
        expected = "Niets gevonden" if counted == 0 else f"{counted} regel"
        assert expected in text, query


def test_an_empty_list_says_what_comes(cast):
    assert "Alles is beoordeeld" in cast.dirk.get("beoordelen/").content.decode()


def test_who_may_not_gets_403_and_sees_nothing(cast, waiting):
    line, _month = waiting
    contribution, task = contribution_of(line.contract), task_of(cast, line.contract)
    for person in (cast.alice, cast.bram, cast.carla, cast.esra):
        for path in paths_of(line, contribution, task):
            assert person.get(path).status_code == 403, path
        for path in posts_of(line, contribution, task):
            assert person.post(path, {"verdict": "approve", "reason": "x"}).status_code == 403, path


def test_a_stranger_gets_the_404_of_a_missing_row(cast, waiting):
    line, _month = waiting
    contribution, task = contribution_of(line.contract), task_of(cast, line.contract)
    for path in paths_of(line, contribution, task)[1:]:
        assert cast.frank.get(path).status_code == 404, path
    for path in posts_of(line, contribution, task):
        nowhere = path.replace(str(line.pk), str(new_id()))
        for one in (path, nowhere):
            assert cast.frank.post(one, {"verdict": "approve", "reason": "x"}).status_code == 404, one
        assert cast.frank.client.post(cast.dirk.url(path), {"verdict": "approve"}).status_code == 404
    assert "Alles is beoordeeld" in cast.frank.get("beoordelen/").content.decode()
    assert "Alles is beoordeeld" in cast.frank.get(f"beoordelen/?contract={line.contract_id}").content.decode().replace(
        "Niets gevonden", "Alles is beoordeeld"
    )
    assert cast.frank.client.get(cast.dirk.url("beoordelen/")).status_code == 404


def test_an_auditor_reads_the_list_and_decides_nothing(cast, waiting):
    line, month = waiting
    contribution, task = contribution_of(line.contract), task_of(cast, line.contract)
    auditor = auditor_of(cast.dirk)
    for path in paths_of(line, contribution, task):
        page = auditor.get(path)
        assert page.status_code == 200
        assert b'name="verdict"' not in page.content
    for path in posts_of(line, contribution, task):
        form = {"deployment": "1", "verdict": "approve", "reason": "x"}
        assert auditor.post(path, form).status_code == 403, path
    assert seen(month).status == LineStatus.SUBMITTED


def test_the_authority_never_gets_a_person(cast, waiting):
    """Canaries: neither value, group nor pseudonym of a person reaches who put the contract out."""
    line, month = waiting
    with act(cast.dirk) as acting:
        chosen = verification.Chosen(line.pk, True, (month.pk,))  # noqa: FBT003
        verification.approve(chosen, by=acting, at=timezone.now())
    for path in (f"contracten/{line.contract_id}/", "contracten/"):
        text = cast.alice.get(path).content.decode()
        assert line.contract.title in text
        for secret in ("A. Voorbeeld", line.pseudonym, "Wajong", "3.750", "45.000", "1973"):
            assert secret not in text, (path, secret)
    with act(cast.alice):
        assert not HoursStatement.objects.exists()


@pytest.mark.parametrize("opened", [False, True])
def test_as_many_queries_for_thirty_entries_as_for_three(cast, opened):
    contract = contract_of(cast)
    taken, line = [], None
    for start, end in ((0, 3), (3, 30)):
        for number in range(start, end):
            line = logged(cast.bram, contract, name=f"Nummer {number}")
            stated(cast.bram, line)
            stated(cast.bram, line, APRIL)
        path = f"beoordelen/inzet/{line.pk}/" if opened else "beoordelen/"
        taken.append(queries_of(cast.dirk, path))
    # The list with the line that is open beside it: its evidence comes on top of a detail page.
    assert len(taken[0]) == len(taken[1]) <= FIXED + 11, "\n".join(taken[1])
