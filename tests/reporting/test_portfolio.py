"""A portfolio adds up what somebody sees, bands as two ends; and what is red is truly behind."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import ReadLog
from organisations.months import add_months
from placements.choices import LineStatus
from tenders.choices import LadderKind, PartyRole
from tenders.models import ContractParty, LadderStep, Message, Plan, Responsible
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.test_contract_list import text, titles

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
PORTFOLIO, RED = "portefeuille/", "portefeuille/achter/"


@pytest.fixture
def made(cast, owner):
    """A contract of 100 days of which today is the fiftieth, that owes 10 000: 5 000 is expected."""

    def make(title="Park", **values):
        with owner():
            return ContractFactory(
                **{
                    "title": title,
                    "authority": cast.alice.organisation,
                    "contractor": cast.bram.organisation,
                    "werkplein": cast.carla.organisation,
                    "awarded_on": add_months(TODAY, -13),
                    "starts_on": TODAY - 499 * DAY,
                    "ends_on": TODAY + 500 * DAY,
                    "obligation": Decimal("10000.00"),
                }
                | values
            )

    return make


def cells(page, label):
    """The amounts under a heading, group after group."""
    found = re.findall(rf'data-label="{re.escape(label)}"[^>]*>(.*?)</td>', page, re.DOTALL)
    return [" ".join(re.sub(r"<.*?>", " ", one).split()) for one in found]


def approve(contract, value, owner):
    with owner():
        line = DeploymentFactory(contract=contract)
        HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=Decimal(value))


def test_adds_up_by_standing_year_and_party(cast, made, owner):
    first, second = made("Een"), made("Twee", awarded_on=dt.date(2019, 3, 1), obligation=Decimal("20000.00"))
    approve(first, "1234.56", owner)
    with owner():
        ContributionFactory(contract=second, status=LineStatus.SUBMITTED, value=Decimal("9999.99"))
        plan = Plan.objects.create(
            contract=second,
            days=[TODAY - DAY, TODAY + 9 * DAY],
            totals=[Decimal("9000.00"), Decimal("20000.00")],
            proposed_by=cast.alice.user,
            proposed_for=cast.alice.organisation,
        )
        plan.agreed_at, plan.decided_by, plan.decided_for = timezone.now(), cast.bram.user, cast.bram.organisation
        plan.save()
    page = text(cast.dirk.get(PORTFOLIO))
    # By standing: at risk 'Een', on track 'Twee', and together.
    assert cells(page, "Contracten")[:3] == ["1", "1", "2"]
    assert cells(page, "Verplichting (€)")[:3] == ["10.000", "20.000", "30.000"]
    assert cells(page, "Afgesproken plan (€)")[:3] == ["0", "20.000", "20.000"]
    assert cells(page, "Volgens schema (€)")[:3] == ["5.000", "9.000", "14.000"]
    assert cells(page, "Goedgekeurd (€)")[:3] == ["1.235", "0", "1.235"]
    assert cells(page, "Wacht (€)")[:3] == ["0", "10.000", "10.000"]
    assert cells(page, "Nog in te vullen (€)")[:3] == ["8.765", "20.000", "28.765"]
    assert "?jaar=2019" in page
    assert f"?opdrachtgever={cast.alice.organisation.pk}" in page
    assert f"?opdrachtnemer={cast.bram.organisation.pk}" in page


def test_an_authority_adds_two_ends_of_bands_and_no_person(cast, made, owner):
    for title in ("Een", "Twee"):
        approve(made(title), "1234.56", owner)  # 12.35 %: the band of 10 to 15 %
    made("Niemand")
    page = text(cast.alice.get(PORTFOLIO))
    assert cells(page, "Goedgekeurd (€)")[0] == "2.000 tot 3.000"
    assert cells(page, "Nog in te vullen (€)")[0] == "27.000 tot 28.000"
    assert "Zo telt u banden op" in page
    for secret in ("1.234", "1.235", "2.469", "2.470", "8.765"):
        assert secret not in page
    assert "2.469" in text(cast.dirk.get(PORTFOLIO))


def test_a_sum_tells_an_authority_no_exact_amount_also_after_settlement(cast, made, owner):
    """The exact amount stands on the contract itself, where each reading is logged."""
    done = made("Klaar")
    approve(done, "1234.56", owner)
    with owner():
        type(done).objects.filter(pk=done.pk).update(settled_on=TODAY)
    assert cells(text(cast.alice.get(PORTFOLIO)), "Goedgekeurd (€)")[0] == "1.000 tot 1.500"
    assert "1.235" not in text(cast.alice.get("contracten/"))
    assert cells(text(cast.dirk.get(PORTFOLIO)), "Goedgekeurd (€)")[0] == "1.235"
    with owner():
        assert not ReadLog.objects.filter(subject="contract_totals").exists()
    assert "1.234,56" in text(cast.alice.get(f"contracten/{done.pk}/"))
    with owner():
        assert ReadLog.objects.filter(subject="contract_totals", subject_id=done.pk).count() == 1


def test_a_subcontractor_sees_his_own_part_alone(cast, made, owner):
    with owner():
        lead = OrganisationFactory(contractor=True, name="Hoofdaannemer BV")
    contract = made("Samen", contractor=lead)
    with owner():
        ContractParty.objects.create(
            contract=contract,
            organisation=cast.bram.organisation,
            role=PartyRole.SUBCONTRACTOR,
            joined_on=contract.awarded_on,
        )
        for organisation, value in ((lead, "4444.00"), (cast.bram.organisation, "333.00")):
            ContributionFactory(
                contract=contract, contractor=organisation, status=LineStatus.APPROVED, value=Decimal(value)
            )
    page = text(cast.bram.get(PORTFOLIO))
    assert "Uw eigen deel" in page
    assert cells(page, "Goedgekeurd (€)") == ["333"]
    assert "4.444" not in page
    assert "10.000" not in page
    assert "Samen" not in titles_of_red(cast.bram)


def test_nothing_of_another_region(cast, made):
    made("Geheim park")
    for stranger in cast.strangers.values():
        for path in (PORTFOLIO, RED):
            page = text(stranger.get(path))
            assert "Geheim park" not in page
            assert "10.000" not in page
    for path in (PORTFOLIO, RED):
        assert cast.frank.client.get(cast.alice.url(path)).status_code == 404


def titles_of_red(person):
    return titles(person.get(RED))


class TestRed:
    @pytest.mark.parametrize(
        "values",
        [
            {"starts_on": TODAY - 30 * DAY},
            {"starts_on": TODAY + DAY},
            {"settled_on": TODAY},
            {"obligation": Decimal("0.00"), "percentage": 0},
        ],
        ids=["starting", "to come", "settled", "owes nothing"],
    )
    def test_is_not_what_only_lacks_time_or_owes_nothing(self, cast, made, values):
        made("Niet rood", **values)
        for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
            assert titles_of_red(person) == []

    def test_is_not_what_has_enough_waiting(self, cast, made, owner):
        enough, too_little = made("Genoeg"), made("Te weinig")
        with owner():
            ContributionFactory(contract=enough, status=LineStatus.SUBMITTED, value=Decimal("4500.00"))
            ContributionFactory(contract=too_little, status=LineStatus.SUBMITTED, value=Decimal("4499.99"))
        for person in (cast.alice, cast.bram, cast.dirk):
            assert titles_of_red(person) == ["Te weinig"]

    def test_a_plan_that_asks_nothing_yet_is_not_red(self, cast, made, owner):
        contract = made("Later gepland")
        with owner():
            type(contract).objects.filter(pk=contract.pk).update(
                plan_days=[TODAY + DAY], plan_totals=[Decimal("10000.00")]
            )
        assert titles_of_red(cast.dirk) == []

    def test_says_why_who_and_what_next(self, cast, made, owner):
        contract = made("Park")
        approve(contract, "1234.56", owner)
        with owner():
            Responsible.objects.create(contract=contract, side="contractor", name="Boris", email="boris@demo.example")
            Message.objects.create(
                contract=contract,
                organisation=cast.alice.organisation,
                user=cast.alice.user,
                text="Gebeld",
                kind="phone",
                took_place_on=dt.date(2026, 5, 6),
            )
        page = text(cast.dirk.get(RED))
        for shown in ("5.000", "1.235", "3.765 te weinig", "nog 500 dagen", "Boris", "6-5-2026", "Herinnering sturen"):
            assert shown in page, shown
        assert f"contracten/{contract.pk}/stappen/nieuw/" in page
        banded = text(cast.alice.get(RED))
        assert "hooguit 1.500" in banded
        assert "1.235" not in banded
        assert f"contracten/{contract.pk}/stappen/nieuw/" not in text(cast.bram.get(RED))

    def test_an_open_step_is_the_next_one(self, cast, made, owner):
        contract = made("Park")
        with owner():
            step = LadderStep.objects.create(
                contract=contract, kind=LadderKind.CONVERSATION, planned_on=TODAY - DAY, made_by=cast.alice.user
            )
        page = text(cast.alice.get(RED))
        assert "Uitkomst van het gesprek vastleggen" in page
        assert f"stappen/{step.pk}/uitkomst/" in page

    def test_the_worst_comes_first_and_pages_have_twenty_five(self, cast, made, owner):
        behind = made("Beetje achter", ends_on=TODAY + 500 * DAY)
        with owner():
            ContributionFactory(contract=behind, status=LineStatus.APPROVED, value=Decimal("4000.00"))
        for number in range(26):
            made(f"Nummer {number}")
        assert len(titles_of_red(cast.dirk)) == 25
        assert titles(cast.dirk.get(RED, data={"page": "2"}))[-1] == "Beetje achter"


@pytest.mark.parametrize("path", [PORTFOLIO, RED])
def test_same_number_of_queries_at_three_and_150(cast, made, owner, path):
    people = (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra)

    def queries(person):
        with CaptureQueriesContext(connection) as seen:
            assert person.get(path).status_code == 200
        return len([one for one in seen if "SAVEPOINT" not in one["sql"] and "SELECT set_config" not in one["sql"]])

    for number in range(3):
        made(f"Nummer {number}")
    few = [queries(person) for person in people]
    assert max(few) <= 3 + 5
    with owner():
        others = [OrganisationFactory(contractor=True) for _ in range(5)]
    for number in range(147):
        made(f"Meer {number}", contractor=others[number % 5] if number % 3 else cast.bram.organisation)
    assert [queries(person) for person in people] == few
