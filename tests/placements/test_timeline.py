"""The timeline of a contract: all that happened, to each viewer only what is his, in a fixed number of queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import new_id
from placements.choices import LineStatus
from placements.models import Transition
from tenders.choices import (
    Cause,
    DocumentKind,
    DocumentState,
    LadderKind,
    MessageKind,
    NoticeKind,
    OptionState,
    PartyRole,
    SettlementState,
    StepState,
)
from tenders.models import (
    Agreement,
    CallOff,
    Contract,
    ContractParty,
    ContractVersion,
    Document,
    HandOver,
    LadderStep,
    Message,
    Notice,
    OptionYear,
    Plan,
    Settlement,
    Succession,
    Turnover,
)
from tenders.models.succession import SuccessionKind
from tests.cast import Person
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

NOON = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 4)


@pytest.fixture
def contract(cast, owner):
    with owner():
        return ContractFactory(
            authority=cast.alice.organisation, contractor=cast.bram.organisation, werkplein=cast.carla.organisation
        )


@pytest.fixture
def partner(cast, owner, contract):
    with owner():
        company = OrganisationFactory(kind="contractor", name="Combinant BV")
        member = MembershipFactory(organisation=company)
        ContractParty.objects.create(
            contract=contract,
            organisation=company,
            role=PartyRole.PARTNER,
            joined_on=DAY,
            left_on=DAY + dt.timedelta(days=5),
        )
    return colleague_of(Person(member.user, company))


def text(response):
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def page(person, contract, query=""):
    return text(person.get(f"contracten/{contract.pk}/tijdlijn/{query}"))


def fill(cast, contract):
    """One of everything that leaves a moment."""
    alice, bram, dirk = cast.alice, cast.bram, cast.dirk
    terms = {name: getattr(contract, name) for name in Contract.TERMS}
    ContractVersion.objects.create(
        contract=contract, number=2, valid_from=DAY, reason="Meerwerk aan de kade", made_by=alice.user, **terms
    )
    ContractVersion.objects.create(
        contract=contract, number=3, valid_from=DAY, reason="Deelopdracht telt", cause=Cause.CALL_OFF, **terms
    )
    year = {"starts_on": dt.date(2028, 2, 1), "ends_on": dt.date(2029, 1, 31), "decide_by": dt.date(2027, 10, 1)}
    OptionYear.objects.create(contract=contract, **year)
    taken = {"starts_on": dt.date(2029, 2, 1), "ends_on": dt.date(2030, 1, 31), "decide_by": DAY}
    OptionYear.objects.create(contract=contract, state=OptionState.TAKEN, decided_on=DAY, reason="Goed werk", **taken)
    CallOff.objects.create(
        contract=contract,
        reference="DO-1",
        title="Kade noord",
        awarded_on=DAY,
        starts_on=DAY,
        ends_on=DAY,
        amount=Decimal("1234.56"),
        made_by=alice.user,
        made_at=NOON,
        withdrawn_at=NOON,
        withdrawn_reason="Ging niet door",
    )
    Turnover.objects.create(
        contract=contract, from_on=DAY, to_on=DAY, amount=Decimal("987.65"), made_by=bram.user, made_at=NOON
    )
    proposed = {"proposed_by": bram.user, "proposed_for": bram.organisation, "proposed_at": NOON}
    agreed = {"agreed_at": NOON, "decided_by": alice.user, "decided_for": alice.organisation}
    Plan.objects.create(contract=contract, days=[DAY], totals=[Decimal(1)], **proposed, **agreed)
    Agreement.objects.create(
        contract=contract,
        contractor=bram.organisation,
        description="Leerplek op de bouwplaats",
        amount=Decimal("500.00"),
        evidence="Verslag",
        starts_on=DAY,
        declined_at=NOON,
        declined_reason="Te weinig onderbouwd",
        **proposed,
    )
    HandOver.objects.create(
        contract=contract,
        to_name="Opvolger",
        to_email="opvolger@demo.example",
        made_by=alice.user,
        made_at=NOON,
        accepted_at=NOON,
        accepted_by=alice.user,
    )
    old = OrganisationFactory(kind="contractor", name="Oude Aannemer BV")
    Succession.objects.create(
        region=contract.region,
        kind=SuccessionKind.CONTRACT,
        contract=contract,
        predecessor=old,
        successor=bram.organisation,
        on=DAY,
        reason="Faillissement",
        made_by=dirk.user,
    )
    step = LadderStep.objects.create(
        contract=contract,
        kind=LadderKind.CONVERSATION,
        state=StepState.DONE,
        planned_on=DAY,
        done_on=DAY,
        made_by=alice.user,
        made_at=NOON,
        contractor_view="Wij zien dat anders",
        contractor_view_at=NOON,
        contractor_view_by=bram.user,
    )
    Document.objects.create(
        contract=contract,
        organisation=alice.organisation,
        kind=DocumentKind.CONVERSATION,
        title="Brief over het gesprek",
        state=DocumentState.WAITING,
        made_by=alice.user,
        step=step,
        sent_at=NOON,
    )
    Settlement.objects.create(
        contract=contract,
        state=SettlementState.WITHDRAWN,
        obligation=1,
        persons_approved=Decimal("4321.98"),
        others_approved=0,
        shortfall=0,
        surplus=0,
        drawn_up_by=dirk.user,
        drawn_up_for=dirk.organisation,
        drawn_up_at=NOON,
        withdrawn_at=NOON,
        withdrawn_reason="Te vroeg",
    )
    Notice.objects.create(contract=contract, kind=NoticeKind.BEHIND, on=DAY, to="bram@demo.example")
    said = {"contract": contract, "user": bram.user, "organisation": bram.organisation, "at": NOON}
    Message.objects.create(text="Inhoud van het bericht", **said)
    Message.objects.create(
        kind=MessageKind.VISIT, took_place_on=DAY, with_whom="Vera", text="Inhoud van het bezoek", **said
    )
    Message.objects.create(text="Onder ons", internal=True, **said)
    Contract.objects.filter(pk=contract.pk).update(first_contact_on=DAY)


def lines(contract, number=1, user=None):
    for _ in range(number):
        deployment = DeploymentFactory(contract=contract)
        statement = HoursStatementFactory(deployment=deployment, month=dt.date(2026, 4, 1))
        contribution = ContributionFactory(contract=contract)
        for line in (
            {"deployment": deployment},
            {"deployment": deployment, "statement": statement},
            {"contribution": contribution},
        ):
            Transition.objects.create(to_status=LineStatus.APPROVED, at=NOON, user=user, **line)


OF_SIDES = (
    "Gegund",
    "Eerste contact gelegd",
    "Versie 2: Meerwerk aan de kade",
    "Verplichting € 50.000,00",
    "Besluit over verlenging uiterlijk",
    "Verlengd tot en met 31 januari 2030",
    "Deelopdracht toegevoegd",
    "€ 1.234,56",
    "Deelopdracht ingetrokken",
    "Ging niet door",
    "Gefactureerde omzet van 4 mei 2026",
    "Plan voorgesteld",
    "Plan afgesproken",
    "Maatwerk voorgesteld",
    "Te weinig onderbouwd",
    "Stap gepland: Gesprek",
    "Stap gedaan: Gesprek",
    "Zienswijze van de opdrachtnemer",
    "Herinnering van het portaal: Achter op schema",
    "Combinant BV doet mee als combinant",
    "Combinant BV doet niet meer mee",
)
#: A settlement that was withdrawn holds exact totals, and is none: the others read of it in the conversation.
OF_TOTALS = ("Afrekening opgemaakt", "Afrekening ingetrokken")
OF_CONVERSATION = ("Bericht van Bouwbedrijf Molenwerf BV", "Werkbezoek met Vera")
OF_PERSONS = ("Medewerker goedgekeurd", "Uren van april 2026 goedgekeurd")
OF_AUTHORITY = ("Overgedragen aan Opvolger", "Overdracht bevestigd")
OF_SUCCESSOR = ("Overname van een contract: eerst Oude Aannemer BV", "Faillissement")
OF_LETTER = ("Verstuurd: Uitnodiging voor een gesprek",)
OF_OTHERS = ("Andere invulling goedgekeurd",)
OWN_NOTE = ("Notitie, alleen voor",)
NEVER = ("Inhoud van het bericht", "Inhoud van het bezoek", "Onder ons", "4.321,98", "Wij zien dat anders")
EVERYTHING = (
    *OF_SIDES,
    *OF_TOTALS,
    *OF_CONVERSATION,
    *OF_PERSONS,
    *OF_AUTHORITY,
    *OF_SUCCESSOR,
    *OF_LETTER,
    *OF_OTHERS,
    *OWN_NOTE,
)
MAY_SEE = {
    "alice": (*OF_SIDES, *OF_CONVERSATION, *OF_AUTHORITY, *OF_LETTER, *OF_OTHERS),
    "bram": (*OF_SIDES, *OF_CONVERSATION, *OF_SUCCESSOR, *OF_LETTER, *OWN_NOTE, *OF_PERSONS, *OF_OTHERS),
    "carla": (*OF_SIDES, *OF_TOTALS, *OF_CONVERSATION, *OF_PERSONS, *OF_OTHERS),
    "dirk": (
        *OF_SIDES,
        *OF_TOTALS,
        *OF_CONVERSATION,
        *OF_AUTHORITY,
        *OF_SUCCESSOR,
        *OF_LETTER,
        *OF_PERSONS,
        *OF_OTHERS,
    ),
    "esra": (*OF_SIDES, *OF_TOTALS),
}


@pytest.mark.parametrize("who", list(MAY_SEE))
def test_each_viewer_reads_what_is_his_and_nothing_else(cast, owner, contract, partner, who):
    with owner():
        fill(cast, contract)
        lines(contract)
    shown = page(getattr(cast, who), contract)
    assert [one for one in MAY_SEE[who] if one not in shown] == []
    assert [one for one in set(EVERYTHING) - set(MAY_SEE[who]) if one in shown] == []
    assert [one for one in NEVER if one in shown] == []


def test_a_partner_reads_of_the_contract_only_what_everybody_knows(cast, owner, contract, partner):
    with owner():
        fill(cast, contract)
        lines(contract)
    shown = page(partner, contract)
    assert "Combinant BV doet mee als combinant" in shown
    own = {"Gegund", "Eerste contact gelegd", "Combinant BV doet mee als combinant", "Combinant BV doet niet meer mee"}
    assert [one for one in set(EVERYTHING) - own if one in shown] == []


def test_a_stranger_gets_what_a_missing_contract_gives(cast, owner, contract):
    for path in (f"contracten/{contract.pk}/tijdlijn/", f"contracten/{new_id()}/tijdlijn/"):
        assert cast.frank.get(path).status_code == 404
        assert cast.strangers["contractor"].get(path).status_code == 404
    assert cast.frank.client.get(cast.alice.url(f"contracten/{contract.pk}/tijdlijn/")).status_code == 404


def test_narrowed_to_a_subject_and_page_by_page(cast, owner, contract):
    with owner():
        fill(cast, contract)
        for number in range(60):
            Message.objects.create(
                contract=contract,
                user=cast.bram.user,
                organisation=cast.bram.organisation,
                text="Nog een",
                at=NOON + dt.timedelta(minutes=number),
            )
    contacts = page(cast.alice, contract, "?over=contact")
    assert "Bericht van" in contacts
    assert "Versie 2" not in contacts
    assert "1 tot en met 50 van 63" in contacts
    assert "Eerste contact gelegd" in page(cast.alice, contract, "?over=contact&page=2")
    assert "Versie 2" in page(cast.alice, contract, "?over=onzin&page=2")
    assert "Hierover is nog niets gebeurd" in page(cast.alice, contract, "?over=invulling")


def test_newest_first_and_the_overview_shows_twenty_with_the_way_to_all(cast, owner, contract):
    with owner():
        fill(cast, contract)
    shown = cast.dirk.get(f"contracten/{contract.pk}/tijdlijn/").context["items"]
    days = [item["when"] for item in shown]
    assert days == sorted(days, reverse=True)
    response = cast.dirk.get(f"contracten/{contract.pk}/")
    assert len(response.context["page"].timeline) == 20
    assert f"contracten/{contract.pk}/tijdlijn/" in text(response)


def test_lines_of_one_day_are_one_moment(cast, owner, contract):
    with owner():
        lines(contract, 4, user=cast.dirk.user)
    items = cast.dirk.get(f"contracten/{contract.pk}/tijdlijn/?over=invulling").context["items"]
    assert [item["sub"] for item in items] == ["4 regels, door Dirk"] * 3


def test_what_is_still_to_come_is_said_so(cast, owner, contract):
    today = timezone.localdate()
    with owner():
        Contract.objects.filter(pk=contract.pk).update(awarded_on=today, ends_on=today + dt.timedelta(days=90))
    overview = {item["title"]: item["state"] for item in _timeline(cast.alice, contract)}
    assert overview["Einde van het contract"] == "future"
    assert overview["Eerste contact uiterlijk"] == "due"
    assert overview["Gegund"] == "past"
    with owner():
        Contract.objects.filter(pk=contract.pk).update(first_contact_on=today)
    assert "Eerste contact uiterlijk" not in {item["title"] for item in _timeline(cast.alice, contract)}


def _timeline(person, contract):
    return person.get(f"contracten/{contract.pk}/").context["page"].timeline


@pytest.mark.parametrize("path", ["", "tijdlijn/"])
@pytest.mark.parametrize("who", ["alice", "bram", "dirk"])
def test_same_number_of_queries_whatever_happened(cast, owner, contract, who, path):
    counts = []
    for number in (1, 9):
        with owner():
            lines(contract, number)
            if number == 1:
                fill(cast, contract)
        with CaptureQueriesContext(connection) as queries:
            assert getattr(cast, who).get(f"contracten/{contract.pk}/{path}").status_code == 200
        around = ("SAVEPOINT", "RELEASE", "SELECT set_config")
        counts.append(len([one for one in queries if not one["sql"].startswith(around)]))
    assert counts[0] == counts[1] <= 3 + 9
