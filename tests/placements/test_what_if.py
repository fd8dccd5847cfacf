"""The calculator: equal to what the line itself would get, beside what is still open, and it keeps nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.models import Region
from organisations.templatetags.formatting import day_nl
from placements.models import Deployment
from placements.valuation import Bonus
from placements.worth.what_if import Effort, People, Terms, ages_of, worth
from tenders.choices import PartyRole
from tenders.models import Block, ContractParty, Tariff
from tests.database import owner
from tests.placements.workspace import TODAY, contract_of, logged, second_contractor, seen

pytestmark = pytest.mark.usefixtures("mid_june")

BLOCK = Block(
    code="pw", label="Groep", kind="full_time_year", value=Decimal(40000), norm_hours=36, min_hours=12, max_months=24
)
HOURLY = Block(code="uur", label="Uren", kind="per_hour", value=Decimal(100))
TERMS = Terms(
    dt.date(2026, 1, 1),
    dt.date(2029, 12, 31),
    (Bonus("50+", Decimal(5000), 50), Bonus("55+", Decimal(7500), 55), Bonus("vast", Decimal(1000), permanent=True)),
)


def people(**values):
    given = {"number": 1, "hours_per_week": Decimal(36), "starts_on": dt.date(2026, 7, 1), "months": 12}
    return People(BLOCK, **(given | values))


@pytest.mark.parametrize(
    ("row", "total"),
    [
        (people(), "40000.00"),
        (people(number=3), "120000.00"),
        (people(months=6, hours_per_week=Decimal(18)), "10000.00"),
        (people(hours_per_week=Decimal(11)), "0.00"),
        # Past the longest period nothing counts.
        (people(months=36), "80000.00"),
        # Before the contract begins nothing counts, and the longest period begins with it.
        (people(starts_on=dt.date(2025, 7, 1), months=12), "20000.00"),
        (people(starts_on=dt.date(2025, 7, 1), months=60), "80000.00"),
        (people(age=50), "45000.00"),
        (people(age=55, permanent=True), "48500.00"),
        (people(starts_on=dt.date(2029, 7, 1)), "20000.00"),
    ],
)
def test_what_persons_would_be_worth(row, total):
    assert worth([row], [], terms=TERMS).total == Decimal(total)


def test_ages_are_taken_on_the_day_that_the_region_takes_them():
    old_at_award = Terms(TERMS.first_day, TERMS.last_day, TERMS.bonuses, ages_on=dt.date(2025, 1, 1))
    assert worth([people(age=50)], [], terms=old_at_award).total == Decimal("45000.00")


def test_together_beside_what_is_still_open():
    answer = worth([people()], [Effort(HOURLY, Decimal("12.5"))], terms=TERMS, open_before=Decimal("50000.00"))
    assert (answer.total, answer.open_after, answer.more) == (
        Decimal("41250.00"),
        Decimal("8750.00"),
        Decimal("0.00"),
    )
    enough = worth([people(number=2)], [], terms=TERMS, open_before=Decimal("50000.00"))
    assert (enough.open_after, enough.more) == (Decimal("0.00"), Decimal("30000.00"))
    assert worth([people()], [], terms=TERMS).open_after is None


def test_the_ages_that_matter_are_those_of_the_bonuses():
    assert ages_of(TERMS.bonuses) == [50, 55]


def typed(**values):
    return {
        "people": "1",
        "efforts": "1",
        "p0-block": "wajong",
        "p0-number": "2",
        "p0-hours_per_week": "36",
        "p0-starts_on": "1-7-2026",
        "p0-months": "12",
        "e0-block": "",
        "e0-quantity": "",
    } | values


def answer_of(person, contract, **values):
    return person.get(f"contracten/{contract.pk}/rekenhulp/", data=typed(**values))


def test_it_equals_the_forecast_of_the_same_lines(cast):
    contract = contract_of(cast)
    data = typed(
        **{"p0-number": "1", "p0-block": "pw_lt2", "p0-hours_per_week": "27,5", "p0-months": "30", "p0-age": "50"}
    )
    told = cast.bram.get(f"contracten/{contract.pk}/rekenhulp/", data=data).context["answer"].total
    line = logged(
        cast.bram,
        contract,
        block_code="pw_lt2",
        hours_per_week=Decimal("27.5"),
        starts_on=dt.date(2026, 7, 1),
        ends_on=dt.date(2028, 12, 31),
        birth_date=dt.date(1976, 7, 1),
    )
    assert told == seen(line).forecast > 0


def test_the_answer_stands_beside_what_is_open_and_nothing_is_kept(cast):
    contract = contract_of(cast)
    logged(cast.bram, contract, starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 12, 31))
    response = answer_of(cast.bram, contract, **{"e0-block": "social_activity", "e0-quantity": "10"})
    answer = response.context["answer"]
    # 50.000 owed; the person in hand is to bring 22.500, two persons for a year 80.000, ten hours 1.000.
    assert (answer.open_before, answer.total, answer.more) == (
        Decimal("27500.00"),
        Decimal("81000.00"),
        Decimal("53500.00"),
    )
    text = response.content.decode()
    for words in ("€\xa081.000,00", "Wajong × 2", "Meer dan nodig", "er wordt niets bewaard"):
        assert words in text
    with owner():
        assert Deployment.objects.count() == 1


def test_while_typing_only_the_answer_is_sent(cast):
    contract = contract_of(cast)
    path = f"contracten/{contract.pk}/rekenhulp/"
    answer = cast.bram.get(path, data=typed(), headers={"HX-Request": "true"})
    assert "HX-Request" in answer["Vary"]
    text = answer.content.decode()
    assert "€\xa080.000,00" in text
    assert "<html" not in text


def test_lines_are_added_and_errors_stand_beside_the_field(cast):
    contract = contract_of(cast)
    first = cast.bram.get(f"contracten/{contract.pk}/rekenhulp/").context["form"]
    assert (len(first.people), len(first.efforts)) == (1, 1)
    more = answer_of(cast.bram, contract, more="people").context["form"]
    assert (len(more.people), len(more.efforts)) == (2, 1)
    assert more.people[0]["number"].value() == "2"
    most = answer_of(cast.bram, contract, people="999", more="efforts").context["form"]
    assert (len(most.people), len(most.efforts), most.is_full) == (20, 2, True)
    wrong = answer_of(
        cast.bram,
        contract,
        **{"p0-number": "x", "p0-hours_per_week": "61", "p0-months": "0", "p0-starts_on": "1-1-1900"},
    )
    for words in ("Vul een heel getal in", "60 uur", "tussen 2000 en 2100"):
        assert words in wrong.content.decode()
    assert wrong.context["answer"].outcomes == ()
    # A line without a group is an empty line, whatever else was left in it.
    assert not answer_of(cast.bram, contract, **{"p0-block": "", "p0-number": "x"}).context["form"].people[0].errors
    assert answer_of(cast.bram, contract, **{"p0-block": "bonus_50"}).context["answer"].outcomes == ()
    assert answer_of(cast.bram, contract, people="²", efforts="-1").status_code == 200


def test_everybody_of_the_contract_reckons_and_who_may_not_see_what_is_owed_does_not(cast):
    contract = contract_of(cast)
    for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        answer = answer_of(person, contract).context["answer"]
        assert (answer.total, answer.open_before) == (Decimal("80000.00"), Decimal("50000.00")), person.user.name
    other = second_contractor()
    assert answer_of(other, contract).status_code == 404
    with owner():
        ContractParty.objects.create(
            contract=contract,
            organisation=other.organisation,
            role=PartyRole.SUBCONTRACTOR,
            joined_on=dt.date(2026, 2, 1),
            made_by=cast.bram.user,
        )
    response = answer_of(other, contract)
    assert (response.context["answer"].total, response.context["answer"].open_before) == (Decimal("80000.00"), None)
    assert "50.000" not in response.content.decode()
    for stranger in cast.strangers.values():
        assert answer_of(stranger, contract).status_code == 404


def test_an_authority_learns_no_more_of_persons_than_the_band(cast):
    """The forecast of a person in hand is not taken off for who may not know it."""
    contract = contract_of(cast)
    before = answer_of(cast.alice, contract).context["answer"].open_before
    logged(cast.bram, contract)
    assert answer_of(cast.alice, contract).context["answer"].open_before == before
    assert answer_of(cast.bram, contract).context["answer"].open_before < before


def test_the_page_asks_the_same_number_of_questions_for_one_line_and_for_twenty(cast):
    contract = contract_of(cast)

    def count(**values):
        with CaptureQueriesContext(connection) as taken:
            assert answer_of(cast.bram, contract, **values).status_code == 200
        return len([one for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])

    assert count() == count(people="20", efforts="20") <= 3 + 9


class TestPublic:
    def test_anybody_reckons_by_the_tariff_of_the_region(self, cast):
        data = typed(contract_sum="1.000.000", percentage="5", **{"p0-number": "1", "p0-age": "55"})
        response = Client().get("/groningen/rekenhulp/", data=data)
        answer = response.context["answer"]
        assert (answer.total, answer.open_before, answer.open_after) == (
            Decimal("47500.00"),
            Decimal("50000.00"),
            Decimal("2500.00"),
        )
        text = response.content.decode()
        for words in ("in de regio Groningen", "€\xa047.500,00", "te bevestigen", day_nl(dt.date(2016, 1, 1))):
            assert words in text
        assert "sessionid" not in response.cookies

    def test_without_a_sum_there_is_no_balance(self, cast):
        response = Client().get("/groningen/rekenhulp/", data=typed())
        assert response.context["answer"].open_before is None
        assert Client().get("/groningen/rekenhulp/").status_code == 200

    def test_a_region_that_is_not_there_or_has_no_tariff_yet_is_not_found(self, cast):
        assert Client().get("/nergens/rekenhulp/").status_code == 404
        assert Client().get("/noordermeer/rekenhulp/").status_code == 404
        with owner():
            region = Region.objects.get(code="noordermeer")
            Tariff.objects.create(region=region, valid_from=TODAY + dt.timedelta(days=1))
        assert Client().get("/noordermeer/rekenhulp/").status_code == 404

    def test_it_writes_nothing_and_takes_no_post(self, cast):
        assert Client().post("/groningen/rekenhulp/", typed()).status_code == 405
