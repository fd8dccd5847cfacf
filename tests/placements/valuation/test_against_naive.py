"""The valuation against the naive one, over all that a tariff and a deployment can be."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from placements.valuation import (
    Block,
    Bonus,
    DeploymentFacts,
    StatedMonth,
    counted_days,
    forecast,
    month_value,
    settlement,
)
from tests.placements.valuation import naive

EUROS = st.decimals(0, 60_000, places=2)
HOURS = st.decimals(0, 60, places=2)
PAID = st.decimals(0, 280, places=2)
# Around month ends, years' ends and 29 February.
NEAR = st.sampled_from([date(2019, 2, 28), date(2020, 2, 29), date(2019, 12, 31), date(2020, 1, 1), date(2018, 8, 31)])
DATES = st.dates(date(2018, 1, 1), date(2021, 12, 31)) | NEAR


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date]:
    """Two days in order, from one day up to about two years."""
    first_day = draw(DATES)
    return first_day, first_day + timedelta(days=draw(st.integers(0, 40) | st.integers(0, 800)))


@st.composite
def bonus_rows(draw: st.DrawFn) -> list[tuple[Decimal, int | None, bool]]:
    """A few bonus rows, each with an age, a permanent contract, or both."""
    row = st.tuples(EUROS, st.none() | st.sampled_from([27, 50, 55]), st.booleans())
    return draw(st.lists(row.filter(lambda one: one[1] is not None or one[2]), max_size=4))


@st.composite
def deployments(draw: st.DrawFn) -> naive.Deployment:
    """Any deployment; births such that ages 27, 50 and 55 come about its start."""
    starts_on, ends_on = draw(periods())
    contract = draw(st.just((starts_on, ends_on)) | periods())
    aged = draw(st.sampled_from([20, 27, 50, 55]))
    near_birthday = starts_on + timedelta(days=draw(st.integers(-3, 3)))
    born = naive.later(date(near_birthday.year - aged, near_birthday.month, 1), 0).replace(
        day=min(near_birthday.day, naive.length_of_month(date(near_birthday.year - aged, near_birthday.month, 1)))
    )
    return naive.Deployment(
        starts_on=starts_on,
        ends_on=ends_on,
        contract=contract,
        agreed_hours=draw(HOURS | st.sampled_from([Decimal(12), Decimal(36), Decimal(40)])),
        permanent=draw(st.booleans()),
        born=draw(st.just(born) | st.sampled_from([date(1964, 2, 29), date(1992, 2, 29)])),
        annual=draw(EUROS),
        norm=draw(st.sampled_from([Decimal(36), Decimal(40), Decimal("37.5")])),
        least=draw(st.sampled_from([Decimal(0), Decimal(12), Decimal("16.5")])),
        longest=draw(st.none() | st.sampled_from([1, 2, 6, 12])),
        bonuses=tuple(draw(bonus_rows())),
    )


def facts_of(deployment: naive.Deployment, counted: set[date]) -> tuple[DeploymentFacts, Block, list[Bonus]]:
    """The same deployment as the portal's own facts, with its last counted day."""
    facts = DeploymentFacts(
        starts_on=deployment.starts_on,
        ends_on=deployment.ends_on,
        hours_per_week=deployment.agreed_hours,
        permanent=deployment.permanent,
        birth_date=deployment.born,
        contract_starts_on=deployment.contract[0],
        contract_ends_on=deployment.contract[1],
        counted_until=max(counted, default=None),
    )
    tariff = Block(
        code="block",
        label="Block",
        kind="full_time_year",
        value=deployment.annual,
        norm_hours=deployment.norm,
        min_hours=deployment.least,
        max_months=deployment.longest,
    )
    bonuses = [Bonus(f"row {n}", *row) for n, row in enumerate(deployment.bonuses)]
    return facts, tariff, bonuses


@settings(max_examples=300, deadline=None)
@given(deployment=deployments(), elsewhere=st.lists(periods(), max_size=2))
def test_counted_days_and_forecast(deployment: naive.Deployment, elsewhere: list[tuple[date, date]]) -> None:
    """The last counted day says which days count, and the forecast is the naive one to the cent."""
    others = {day for span in elsewhere for day in naive.days(*span)}
    counted = naive.counted(deployment, others)
    facts, tariff, bonuses = facts_of(deployment, counted)
    by_month: dict[date, int] = {}
    for day in sorted(counted):
        by_month[day.replace(day=1)] = by_month.get(day.replace(day=1), 0) + 1
    assert counted_days(facts, tariff) == by_month
    found = forecast(facts, tariff, bonuses)
    assert found.value == naive.forecast(deployment, others)
    assert found.trace[-1].params == {"amount": f"{found.value:.2f}"}


@settings(max_examples=300, deadline=None)
@given(deployment=deployments(), paid=PAID, ahead=st.integers(-1, 14))
def test_month_value(deployment: naive.Deployment, paid: Decimal, ahead: int) -> None:
    """Any month around the deployment, any paid hours."""
    month = naive.later(deployment.starts_on.replace(day=1), max(ahead, 0))
    if ahead < 0:
        month = (month - naive.DAY).replace(day=1)
    facts, tariff, bonuses = facts_of(deployment, naive.counted(deployment))
    found = month_value(facts, tariff, bonuses, month=month, paid_hours=paid)
    assert found.value == naive.month_value(deployment, month.year, month.month, paid)


@settings(max_examples=200, deadline=None)
@given(deployment=deployments(), paid=st.dictionaries(st.integers(1, 12), PAID, max_size=12), ahead=st.integers(0, 1))
def test_settlement(deployment: naive.Deployment, paid: dict[int, Decimal], ahead: int) -> None:
    """Months at their own value, then the line that settles the year; together never more than the days allow."""
    year = deployment.starts_on.year + ahead
    facts, tariff, bonuses = facts_of(deployment, naive.counted(deployment))
    stated = [
        StatedMonth(
            date(year, month, 1),
            hours,
            month_value(facts, tariff, bonuses, month=date(year, month, 1), paid_hours=hours).value,
        )
        for month, hours in paid.items()
    ]
    found = settlement(facts, tariff, bonuses, year=year, approved=stated)
    assert found.value == naive.settlement(
        deployment, year, [(one.month.month, one.paid_hours, one.value) for one in stated]
    )
    given_before = sum((one.value for one in stated), Decimal(0))
    assert found.value >= 0
    inside = {day for day in naive.counted(deployment) if day.year == year}
    most = naive.cents(naive.annual_value(deployment) * naive.months_of(inside) / 12)
    assert found.value == 0 or given_before + found.value <= most
