"""A settlement played through on screen, and who reads or does what of it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import OutboxMessage, ReadLog
from organisations.templatetags.formatting import day_nl
from placements.choices import LineStatus
from tenders.choices import LadderKind, ShortfallDecision, StepState
from tenders.models import ContractParty, Document, LadderStep, RegionPolicy, Responsible, Settlement
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.placements.test_settlement import brought_forward, drawn_up, settled, transferable, with_approved
from tests.placements.workspace import auditor_of, contract_of, second_contractor, seen

pytestmark = pytest.mark.django_db

STEPS = ("opmaken", "besluit", "brief", "terugdraaien")


def path(contract, step=""):
    return f"contracten/{contract.pk}/afrekening/{step + '/' if step else ''}"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def test_the_authority_plays_it_through_to_the_letter(cast, owner):
    contract = with_approved(cast, 20000)
    with owner():
        LadderStep.objects.create(
            contract=contract,
            kind=LadderKind.SHORTFALL,
            state=StepState.DONE,
            planned_on=dt.date(2026, 5, 1),
            done_on=dt.date(2026, 5, 1),
            decision=ShortfallDecision.WAIVE,
            outcome="Er was te weinig tijd voor werving.",
        )
    alice = cast.alice

    page = alice.get(path(contract))
    assert "Afrekening opmaken" in text(page)
    assert "19.000" not in text(page)

    page = alice.post(path(contract, "opmaken"), follow=True)
    assert "€ 19.000,00" in text(page)
    assert "€ 30.000,00" in text(page)
    assert page.context["decision"]["waived"].value() == Decimal(30000)
    assert text(page).count("Er was te weinig tijd voor werving.") == 2  # as ground, and proposed as reason

    refused = alice.post(path(contract, "besluit"), {"withheld": "20.000", "waived": "9.999,99", "reason": "x"})
    assert refused.status_code == 422
    assert "samen het tekort" in text(refused)

    page = alice.post(
        path(contract, "besluit"),
        {"withheld": "20.000", "waived": "10.000", "reason": "Twee vacatures bleven open."},
        follow=True,
    )
    form = page.context["letter"]
    assert "€ 20.000,00" in form["body"].value().replace("\xa0", " ")
    assert "Twee vacatures bleven open." in form["body"].value()

    letter = {"addressee": "Bram", "subject": "Afrekening", "body": form["body"].value() + "\nTot ziens."}
    page = alice.post(path(contract, "brief"), letter, follow=True)
    assert "afgerekend op" in text(page)
    with owner():
        assert Document.objects.get(contract=contract).content["body"].endswith("Tot ziens.")
        assert Settlement.objects.get(contract=contract).waived == Decimal(10000)
    assert seen(contract).settled_on == timezone.localdate()
    assert "Afgerekend" in text(alice.get(f"contracten/{contract.pk}/"))


@pytest.mark.parametrize("is_named", [True, False])
def test_it_is_said_who_of_the_contractor_gets_a_mail_or_that_nobody_does(cast, owner, is_named):
    contract = with_approved(cast, 50000)
    drawn_up(cast.dirk, contract)
    with owner():
        if not is_named:
            Responsible.objects.filter(contract=contract).delete()
    page = text(cast.dirk.post(path(contract, "brief"), {"addressee": "B", "subject": "A", "body": "T"}, follow=True))
    assert ("Er gaat een mail naar Bram Molenwerf." in page) == is_named
    assert ("er is geen mail verstuurd" in page) != is_named
    with owner():
        assert OutboxMessage.objects.filter(name="settled").exists() == is_named


def test_a_letter_that_is_not_finished_settles_nothing(cast):
    contract = with_approved(cast, 50000)
    drawn_up(cast.dirk, contract)
    page = cast.dirk.post(path(contract, "brief"), {"addressee": "B", "subject": "A", "body": "Beste {aanhef}"})
    assert page.status_code == 422
    assert "accolades" in text(page)
    assert seen(contract).settled_on is None


def test_a_shortfall_without_a_hearing_is_named_with_the_way_to_the_steps(cast, owner):
    contract = with_approved(cast, 20000)
    drawn_up(cast.alice, contract)
    page = cast.alice.get(path(contract))
    assert "nog niet gehoord" in text(page)
    assert text(page).count(f"contracten/{contract.pk}/stappen/") == 2  # the tab, and beside the sentence
    data = {"withheld": "30.000", "waived": "0", "reason": ""}
    refused = cast.alice.post(path(contract, "besluit"), data)
    assert refused.status_code == 422
    assert "niet gehoord" in str(refused.context["decision"].errors["reason"])
    with owner():
        LadderStep.objects.create(
            contract=contract,
            kind=LadderKind.HEARING,
            state=StepState.DONE,
            planned_on=dt.date(2026, 5, 1),
            done_on=dt.date(2026, 5, 1),
        )
    assert "nog niet gehoord" not in text(cast.alice.get(path(contract)))
    assert cast.alice.post(path(contract, "besluit"), data).status_code == 302


def test_what_waits_is_named_with_the_way_to_it(cast, owner):
    contract = with_approved(cast, 20000)
    with owner():
        ContributionFactory.create_batch(3, contract=contract)
    page = text(cast.dirk.get(path(contract)))
    assert "3 regels wachten op een oordeel" in page
    assert f"/beoordelen/?contract={contract.pk}" in page
    assert "Afrekening opmaken" not in page
    answer = cast.dirk.post(path(contract, "opmaken"), follow=True)
    assert "3 regels wachten op een oordeel" in text(answer)


def test_before_the_end_it_says_what_is_missing_to_each_what_is_his(cast, owner):
    soon = timezone.localdate() + dt.timedelta(days=60)
    contract = contract_of(cast, ends_on=soon)
    with owner():
        line = DeploymentFactory(contract=contract)
        HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=Decimal("11234.56"))
        DeploymentFactory(contract=contract, status=LineStatus.CONCEPT)
    bram, alice = text(cast.bram.get(path(contract))), text(cast.alice.get(path(contract)))
    assert "komt niemand aan het eind voor een verrassing" in bram
    assert "€ 38.765" in bram
    assert "Door u nog niet ingediend" in bram
    assert "38.765" not in alice
    assert "hoogstens" in alice
    assert "Door u nog niet ingediend" not in alice
    assert "U kunt afrekenen na de laatste dag" in alice


@pytest.mark.parametrize("step", ["", *STEPS])
def test_another_region_finds_nothing_and_a_subcontractor_neither(cast, owner, step):
    contract = with_approved(cast, 20000)
    second = second_contractor()
    with owner():
        ContractParty.objects.create(
            contract=contract, organisation=second.organisation, role="subcontractor", joined_on=contract.starts_on
        )
    drawn_up(cast.dirk, contract)
    if not step:
        assert second.get(path(contract)).status_code == 404
    ask = cast.frank.post if step else cast.frank.get
    assert ask(path(contract, step)).status_code == 404
    assert cast.dirk.get(path(contract)).status_code == 200


@pytest.mark.parametrize("step", STEPS)
def test_who_may_not_settle_gets_403(cast, step):
    contract = with_approved(cast, 20000)
    drawn_up(cast.dirk, contract)
    people = [cast.bram, cast.carla, cast.esra, auditor_of(cast.alice), auditor_of(cast.dirk)]
    if step == "terugdraaien":
        people.append(cast.alice)
    for person in people:
        assert person.post(path(contract, step), {"taken_back_reason": "x"}).status_code == 403
        assert "terugdraaien" not in text(person.get(path(contract)))


def test_each_time_an_authority_reads_the_exact_total_it_is_written_down(cast, owner):
    contract = with_approved(cast, 20000)
    cast.alice.get(path(contract))
    with owner():
        assert not ReadLog.objects.exists()
    drawn_up(cast.dirk, contract)
    for person in (cast.alice, cast.bram, cast.dirk, cast.alice):
        person.get(path(contract))
    with owner():
        rows = ReadLog.objects.filter(subject="contract_totals", subject_id=contract.pk)
        assert [row.user_id for row in rows] == [cast.alice.user.pk] * 2


def test_a_buyer_who_brings_the_end_forward_is_told_to_wait_and_reads_no_exact_total(cast, owner):
    contract = with_approved(cast, 20000, ends_on=dt.date(2030, 1, 31))
    brought_forward(contract, days_ago=5)
    with owner():
        organisation = cast.alice.organisation
        buyer = Person(MembershipFactory(organisation=organisation, role=Role.MEMBER).user, organisation)
    log_in(buyer)
    first = timezone.localdate() + dt.timedelta(days=25)
    for page in (buyer.get(path(contract)), buyer.post(path(contract, "opmaken"), follow=True)):
        assert f"u kunt afrekenen vanaf {day_nl(first)}".replace("\xa0", " ") in text(page)
        assert "opmaken</button>" not in text(page)
        assert "19.000" not in text(page)
    assert "opmaken</button>" in text(cast.dirk.get(path(contract)))
    # Drawn up by the coordination point, he reads it, and that is written down.
    drawn_up(cast.dirk, contract)
    assert "19.000,00" in text(buyer.get(path(contract)))
    with owner():
        (row,) = ReadLog.objects.filter(subject="contract_totals", subject_id=contract.pk)
        assert (row.user_id, row.organisation_id) == (buyer.user.pk, organisation.pk)


def test_the_overview_of_a_settled_contract_says_since_when_and_is_written_down_too(cast, owner):
    contract = with_approved(cast, 50000)
    overview = f"contracten/{contract.pk}/"
    assert "49.000" not in text(cast.alice.get(overview))
    drawn_up(cast.dirk, contract)
    settled(cast.dirk, contract)
    for person in (cast.alice, cast.bram):
        assert "Afgerekend op 15 juni 2026" in text(person.get(overview))
    assert "49.000,00" in text(cast.alice.get(overview))
    with owner():
        rows = ReadLog.objects.filter(subject="contract_totals", subject_id=contract.pk)
        assert [row.user_id for row in rows] == [cast.alice.user.pk] * 2


def test_when_it_cannot_be_written_down_the_page_is_refused(cast, owner):
    contract = with_approved(cast, 20000)
    drawn_up(cast.dirk, contract)
    with owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisations_readlog ADD CONSTRAINT full_up CHECK (subject = '') NOT VALID")
    with pytest.raises(DatabaseError, match="full_up"):
        cast.alice.get(path(contract))


def test_a_surplus_is_offered_to_the_contracts_of_both_parties(cast, owner):
    transferable(cast)
    contract, other = with_approved(cast, 60000), contract_of(cast, title="Brug over het Reitdiep")
    elsewhere = contract_of(cast, title="Andere opdrachtgever", authority=cast.carla.organisation)
    drawn_up(cast.alice, contract)
    page = text(cast.alice.get(path(contract)))
    assert "Brug over het Reitdiep" in page
    assert "Andere opdrachtgever" not in page
    assert cast.alice.post(path(contract, "besluit"), {"surplus_to": elsewhere.pk}).status_code == 422
    assert "Scheldt u kwijt?" not in page
    page = cast.alice.post(path(contract, "besluit"), {"surplus_to": other.pk}, follow=True)
    assert "naar Brug over het Reitdiep" in text(page)
    body = page.context["letter"]["body"].value().replace("\xa0", " ")
    assert (
        f"- Overschot: € 10.000,00, dit gaat naar de opdracht Brug over het Reitdiep (kenmerk {other.reference})"
        in body
    )
    for words in ("Tekort", "Ingehouden", "Kwijtgescholden", "\n\n\n"):
        assert words not in body
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(surplus_transferable=False)
    assert "kan een overschot niet mee" in text(cast.alice.get(path(contract)))


def test_the_coordination_point_opens_it_again_and_the_past_stays_on_the_page(cast):
    contract = with_approved(cast, 50000)
    drawn_up(cast.dirk, contract)
    settled(cast.dirk, contract)
    assert cast.dirk.post(path(contract, "terugdraaien"), {"taken_back_reason": " "}).status_code == 422
    page = text(cast.dirk.post(path(contract, "terugdraaien"), {"taken_back_reason": "Factuur vergeten"}, follow=True))
    assert "Factuur vergeten" in page
    assert "Afrekening opmaken" in page
    assert "€ 49.000,00" in text(cast.bram.get(path(contract)))


@pytest.mark.parametrize("who", ["alice", "bram", "dirk"])
def test_the_page_asks_the_same_number_of_questions_however_many_lines(cast, owner, who):
    person, counts = getattr(cast, who), []
    for lines in (3, 30):
        contract = with_approved(cast, 20000)
        with owner():
            for line in DeploymentFactory.create_batch(lines, contract=contract):
                HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=1)
            Settlement.objects.filter(contract=contract).delete()
        drawn_up(cast.dirk, contract)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert person.get(path(contract)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3 + 9, queries.captured_queries


def test_a_contractor_that_is_no_party_finds_nothing(cast):
    contract = with_approved(cast, 20000)
    assert second_contractor().get(path(contract)).status_code == 404
