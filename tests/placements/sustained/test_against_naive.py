"""The rule against the naive one, for any person with any tracks and placements."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from placements.sustained import Employment, Track, duration_class, half_year_at_work, sustained_outflow
from tests.placements.sustained import naive

# Around month ends, years' ends and 29 February; few days, so that starts and ends coincide.
TURNS = [
    date(2018, 8, 31),
    date(2019, 2, 28),
    date(2019, 3, 1),
    date(2019, 8, 31),
    date(2020, 2, 29),
    date(2020, 8, 30),
]
DAYS = st.sampled_from(TURNS) | st.dates(date(2018, 1, 1), date(2021, 12, 31))
LENGTHS = st.sampled_from([0, 1, 180, 181, 182, 183, 184, 364, 365, 366]) | st.integers(0, 800)


@st.composite
def enrolments(draw: st.DrawFn) -> naive.Enrolment:
    begun = draw(DAYS)
    over = draw(st.none() | st.just(begun) | LENGTHS.map(lambda days: begun + timedelta(days=days)))
    return naive.Enrolment(begun, over, draw(st.sampled_from(["certificate", "no_certificate", "dropout", ""])))


@st.composite
def placements(draw: st.DrawFn, near: list[naive.Enrolment]) -> naive.Placed:
    """Any placement; often one that starts about a track's end, or the gap after it."""
    ends = [one.over for one in near if one.over]
    begun = draw(DAYS if not ends else DAYS | st.sampled_from(ends) | st.sampled_from(ends).map(_gap_later))
    begun += timedelta(days=draw(st.sampled_from([0, 0, -1, 1])))
    last, really = (draw(st.none() | LENGTHS.map(lambda days: begun + timedelta(days=days))) for _ in range(2))
    return naive.Placed(
        draw(st.sampled_from(["P-1", "P-10", "P-2", "p-1", "Q"])), begun, last, really, draw(st.booleans())
    )


def _gap_later(day: date) -> date:
    return naive.months_later(day, 6)


@st.composite
def people(draw: st.DrawFn) -> tuple[list[naive.Enrolment], list[naive.Placed]]:
    tracks = draw(st.lists(enrolments(), max_size=3))
    placed = draw(st.lists(placements(tracks), max_size=4, unique_by=lambda one: one.reference))
    return tracks, placed


def as_rule(tracks: list[naive.Enrolment], placed: list[naive.Placed]) -> tuple[list[Employment], list[Track]]:
    return (
        [
            Employment(
                one.reference, one.begun, one.agreed_last, one.really_last, wage_replaces_benefit=one.enough_wage
            )
            for one in placed
        ],
        [Track(one.begun, one.over, dropout=one.outcome == "dropout") for one in tracks],
    )


@settings(max_examples=1500, deadline=None)
@given(people(), st.booleans() | st.just(value=True), st.sampled_from([6, 6, 3, 0]))
def test_sustained_outflow(person, resident, gap):
    tracks, placed = person
    employments, as_tracks = as_rule(tracks, placed)

    found = sustained_outflow(employments, lived_in_region=resident, tracks=as_tracks, gap_months=gap)

    expected = naive.first_that_counts(placed, tracks, gap, resident=resident)
    assert (found.reference if found else None) == expected


@settings(max_examples=500, deadline=None)
@given(people(), DAYS)
def test_half_a_year_at_work(person, by):
    tracks, placed = person
    employments, _tracks = as_rule(tracks, placed)

    found = half_year_at_work(employments, by=by)

    assert (found.reached_on if found else None) == naive.half_a_year_on(placed, by)


@settings(max_examples=500, deadline=None)
@given(people())
def test_duration_classes(person):
    _tracks, placed = person

    for one in placed:
        assert duration_class(one.begun, one.agreed_last) == naive.duration(one)
