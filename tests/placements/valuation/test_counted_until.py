"""The database function that numbers a person's days: windows, pauses, limits."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placements.valuation import forecast
from tests.placements.valuation import naive
from tests.placements.valuation.test_against_naive import deployments, facts_of, periods

pytestmark = pytest.mark.django_db

D = date
Span = tuple[date, date]


def counted_until(spans: list[Span], first_day: date, last_day: date, max_months: int | None) -> date | None:
    """What the function answers; spans and days are inclusive."""
    text = [f"[{first},{last}]" for first, last in spans]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sroi_counted_until(%s::daterange[], %s::date, %s::date, %s::integer)",
            [text, first_day, last_day, max_months],
        )
        (answer,) = cursor.fetchone()
    return answer


FIRST = (D(2018, 1, 1), D(2018, 3, 31))  # 90 days; six months after it: 1 October


@pytest.mark.parametrize(
    ("spans", "own", "max_months", "answer"),
    [
        # Alone.
        ([], (D(2018, 1, 1), D(2020, 12, 31)), 24, D(2019, 12, 31)),
        ([], (D(2018, 1, 1), D(2019, 12, 31)), 24, D(2019, 12, 31)),
        ([], (D(2018, 1, 1), D(2018, 6, 30)), 24, D(2018, 6, 30)),
        ([], (D(2019, 8, 31), D(2021, 1, 1)), 6, D(2020, 2, 28)),  # up to, not including, 29 February
        ([], (D(2018, 8, 31), D(2021, 1, 1)), 6, D(2019, 2, 27)),
        ([], (D(2020, 2, 29), D(2022, 1, 1)), 12, D(2021, 2, 27)),
        ([], (D(2018, 1, 1), D(2018, 1, 1)), 1, D(2018, 1, 1)),
        ([], (D(2018, 1, 1), D(2030, 12, 31)), None, D(2030, 12, 31)),  # no limit
        # The deployment itself may be among the spans, also more than once.
        ([(D(2018, 1, 1), D(2020, 12, 31))] * 2, (D(2018, 1, 1), D(2020, 12, 31)), 24, D(2019, 12, 31)),
        # A pause: 1 January + 12 months is 365 days, 90 used, so 275 are left.
        ([FIRST], (D(2018, 9, 30), D(2020, 12, 31)), 12, D(2019, 7, 1)),
        # A day longer and the window is over: a new one starts.
        ([FIRST], (D(2018, 10, 1), D(2020, 12, 31)), 12, D(2019, 9, 30)),
        # Clipped: after 30 August comes 31 August, six months on is 28 February.
        ([(D(2018, 8, 1), D(2018, 8, 30))], (D(2019, 2, 27), D(2021, 12, 31)), 1, D(2019, 2, 27)),
        ([(D(2018, 8, 1), D(2018, 8, 31))], (D(2019, 2, 28), D(2021, 12, 31)), 1, None),
        ([(D(2018, 8, 1), D(2018, 8, 30))], (D(2019, 2, 28), D(2021, 12, 31)), 1, D(2019, 3, 27)),
        # Used up by others; overlapping days count once.
        ([(D(2018, 1, 1), D(2018, 12, 31))], (D(2019, 1, 1), D(2019, 12, 31)), 12, None),
        ([(D(2018, 1, 1), D(2018, 12, 31))], (D(2018, 7, 1), D(2019, 12, 31)), 12, D(2018, 12, 31)),
        (
            [(D(2018, 1, 1), D(2018, 6, 30)), (D(2018, 3, 1), D(2018, 8, 31))],
            (D(2018, 9, 1), D(2019, 12, 31)),
            12,
            D(2018, 12, 31),
        ),
        ([(D(2018, 1, 1), D(2018, 12, 30))], (D(2019, 3, 1), D(2019, 12, 31)), 12, D(2019, 3, 1)),
        # A chain of short pauses never closes the window.
        (
            [(D(2018, 1, 1), D(2018, 1, 31)), (D(2018, 6, 1), D(2018, 6, 30)), (D(2018, 12, 1), D(2018, 12, 31))],
            (D(2019, 5, 1), D(2019, 12, 31)),
            6,  # 181 days, 92 used
            D(2019, 7, 28),
        ),
        # An earlier closed window is forgotten; what comes after the deployment does not matter.
        ([(D(2010, 1, 1), D(2015, 12, 31))], (D(2018, 1, 1), D(2018, 12, 31)), 6, D(2018, 6, 30)),
        ([(D(2019, 1, 1), D(2025, 12, 31))], (D(2018, 1, 1), D(2018, 12, 31)), 12, D(2018, 12, 31)),
        ([(D(2018, 6, 1), D(2025, 12, 31))], (D(2018, 1, 1), D(2018, 12, 31)), 12, D(2018, 12, 31)),
        # Nothing inside the contract: first day after last day.
        ([], (D(2019, 1, 1), D(2018, 12, 31)), 12, None),
        ([FIRST], (D(2019, 1, 1), D(2018, 12, 31)), None, None),
    ],
)
def test_windows(spans: list[Span], own: Span, max_months: int | None, answer: date | None) -> None:
    """The last day that counts, or none."""
    assert counted_until(spans, *own, max_months) == answer


def test_missing_and_empty_spans() -> None:
    """No list, an empty range and a NULL in the list are nothing deployed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
                sroi_counted_until(NULL, '2018-01-01', '2020-12-31', 24),
                sroi_counted_until('{empty,NULL}', '2018-01-01', '2020-12-31', 24),
                sroi_counted_until('{}', NULL, '2020-12-31', NULL),
                sroi_counted_until('{}', '2018-01-01', NULL, 24)
            """
        )
        assert cursor.fetchone() == (D(2019, 12, 31), D(2019, 12, 31), None, None)


def test_the_function_is_fixed() -> None:
    """Immutable, parallel safe, not a definer's, and blind to the caller's search path."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT provolatile, proparallel, prosecdef, proconfig FROM pg_proc WHERE proname = 'sroi_counted_until'"
        )
        assert cursor.fetchall() == [("i", "s", False, ["search_path=pg_catalog, pg_temp"])]


@st.composite
def histories(draw: st.DrawFn) -> list[Span]:
    """Spans in a row whose gaps are about six months, so that windows close and just not close; some overlap."""
    day, spans = draw(st.dates(D(2015, 1, 1), D(2019, 12, 31)) | st.sampled_from([D(2015, 8, 31), D(2016, 2, 29)])), []
    for _ in range(draw(st.integers(1, 6))):
        last_day = day + timedelta(days=draw(st.integers(0, 70) | st.integers(0, 400)))
        spans.append((day, last_day))
        about = naive.later(last_day + naive.DAY, 6) + timedelta(days=draw(st.integers(-2, 2)))
        day = draw(st.just(about) | st.just(last_day + timedelta(days=draw(st.integers(-30, 200)))))
    return draw(st.permutations(spans))


relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(relaxed, max_examples=400)
@given(spans=histories(), max_months=st.sampled_from([1, 2, 6, 9, 12, 24]) | st.none())
def test_equals_walking_day_by_day(spans: list[Span], max_months: int | None) -> None:
    """For every span as the deployment: the days that count are its first ones, up to the day answered."""
    deployed = {day for span in spans for day in naive.days(*span)}
    windows = naive.numbered(deployed)
    allowed = {
        start: len(naive.days(start, naive.later(start, max_months) - naive.DAY)) if max_months else len(deployed)
        for start, _number in windows.values()
    }
    for first_day, last_day in spans:
        own = naive.days(first_day, last_day)
        counting = [day for day in own if windows[day][1] <= allowed[windows[day][0]]]
        assert counting == own[: len(counting)]
        assert counted_until(spans, first_day, last_day, max_months) == max(counting, default=None)


@settings(relaxed, max_examples=150)
@given(deployment=deployments(), elsewhere=st.lists(periods(), max_size=4))
def test_forecast_with_the_function(deployment: naive.Deployment, elsewhere: list[Span]) -> None:
    """From spans to euros: the function's day and the rules together give the naive forecast."""
    others = {day for span in elsewhere for day in naive.days(*span)}
    first_day = max(deployment.starts_on, deployment.contract[0])
    last_day = min(deployment.ends_on, deployment.contract[1])
    until = counted_until(elsewhere, first_day, last_day, deployment.longest)
    facts, tariff, bonuses = facts_of(deployment, {until} if until else set())
    assert forecast(facts, tariff, bonuses).value == naive.forecast(deployment, others)
