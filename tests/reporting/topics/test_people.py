"""Registrations, training, work and lasting work: who counts, on which day, and under which key."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from placements import at_work
from reporting.figures import facts
from reporting.figures.facts import Facts
from reporting.figures.topics import figures
from reporting.figures.tree import Tree, to_json, to_rows
from reporting.periods import Kind
from tests.reporting.snapshots import (
    FACTS,
    MUNICIPALITIES,
    SAFETY,
    WELDING,
    candidate,
    enrolment,
    placement,
    spending,
    window,
)

D = dt.date
COMPARABLE = facts.Programme(code="ERV", name="Ervaring", form="comparable")
ANNA = candidate("K-1", D(2018, 9, 3))


def facts_with(period: str = "2019-Q2", kind: Kind = Kind.QUARTERLY, **values: Any) -> Facts:
    return Facts(**{"window": window(period, kind), "gap_months": 6, "municipalities": MUNICIPALITIES} | values)


def figures_of(period: str = "2019-Q2", kind: Kind = Kind.QUARTERLY, **values: Any) -> Tree:
    return to_json(figures(facts_with(period, kind, **values)))


@pytest.mark.parametrize(
    ("day", "period", "cumulative"),
    [
        (D(2017, 12, 31), 0, 0),
        (D(2018, 1, 1), 0, 1),
        (D(2019, 3, 31), 0, 1),
        (D(2019, 4, 1), 1, 1),
        (D(2019, 6, 30), 1, 1),
        (D(2019, 7, 1), 0, 0),
    ],
)
def test_an_event_counts_on_its_day_both_ends_inclusive(day: dt.date, period: int, cumulative: int) -> None:
    person = candidate("K-1", day)
    found = figures_of(
        candidates=(person,),
        enrolments=(enrolment("D-1", person, day, WELDING, ended_on=day, outcome="certificate"),),
        placements=(placement("PL-1", person, day),),
    )
    for topic in ("registrations", "training_started", "training_completed", "employments"):
        assert [found[topic][split]["total"] for split in ("period", "cumulative")] == [period, cumulative], topic


def test_what_happened_before_the_programme_is_of_its_own_period_but_no_employment() -> None:
    day = D(2017, 5, 1)
    person = candidate("K-1", day)
    found = figures_of("2017-Q2", candidates=(person,), placements=(placement("PL-1", person, day, sroi=True),))

    assert found["registrations"]["period"]["total"] == 1
    assert found["employments"]["period"]["total"] == 0
    assert found["sroi_jobs"]["period"]["from_programme"] == 0


def test_registrations_roll_up_into_groups_with_their_sources() -> None:
    groups = ["participatiewet", "nuo", "ww", "uwv_other", "wsw", "work_to_work", ""]
    people = tuple(
        candidate(f"K-{number}", D(2019, 5, 1), group, source="self" if number % 2 else "uwv")
        for number, group in enumerate(groups)
    )
    period = figures_of(candidates=people)["registrations"]["period"]

    assert period["by_group"] == {"participatiewet": 2, "ww": 2, "wsw": 1, "work_to_work": 1, "unknown": 1}
    assert period["by_group_and_source"] == {
        "participatiewet": {"uwv": 1, "self": 1},
        "ww": {"uwv": 1, "self": 1},
        "wsw": {"uwv": 1},
        "work_to_work": {"self": 1},
        "unknown": {"uwv": 1},
    }


def test_registrations_from_outside_the_region_count_under_their_code() -> None:
    far = candidate("K-2", D(2019, 5, 1), municipality="GM0363", in_region=False, in_priority=False)
    period = figures_of(candidates=(candidate("K-1", D(2019, 5, 1)), far))["registrations"]["period"]

    assert (period["total"], period["from_outside_region"], period["priority_area"]) == (2, 1, 1)
    assert period["by_municipality"] == {"GM0014": 1, "GM0363": 1}


def test_training_started_by_group_form_and_programme() -> None:
    nuo = candidate("K-2", D(2018, 1, 1), "nuo", in_priority=False)
    found = figures_of(
        enrolments=(
            enrolment("D-1", ANNA, D(2019, 4, 1), WELDING),
            enrolment("D-2", nuo, D(2019, 4, 1), SAFETY),
            enrolment("D-3", nuo, D(2019, 6, 30), COMPARABLE),
        )
    )
    period = found["training_started"]["period"]

    assert period["by_group"] == {"participatiewet": 3}
    assert period["by_form"] == {"intensive": 1, "short": 1, "comparable": 1}
    assert period["by_programme"] == {"LAS": 1, "VCA": 1, "ERV": 1}
    assert period["priority_area"] == 1
    # Comparable tracks count, but not in the target.
    assert [found["targets"][kind]["actual"] for kind in ("started", "start_intensive", "start_short")] == [2, 1, 1]


@pytest.mark.parametrize(
    ("ended_on", "outcome", "key"),
    [
        (D(2019, 6, 30), "certificate", "total"),
        (D(2019, 6, 30), "no_certificate", "no_certificate"),
        (None, "", "open"),
        (D(2019, 7, 1), "certificate", "open"),
        (D(2019, 6, 30), "", None),
    ],
)
def test_an_enrolment_is_in_one_count_of_its_outcome_or_in_none(
    ended_on: dt.date | None, outcome: str, key: str | None
) -> None:
    one = enrolment("D-1", ANNA, D(2019, 4, 1), WELDING, ended_on=ended_on, outcome=outcome)
    completed = figures_of(enrolments=(one,))["training_completed"]

    for split in ("period", "cumulative"):
        counts = {name: completed[split][name] for name in ("total", "no_certificate", "open")}
        assert counts == {"total": 0, "no_certificate": 0, "open": 0} | ({key: 1} if key else {})
        assert completed[split]["dropouts"] == {}


def test_open_is_a_state_also_of_what_began_before_the_programme() -> None:
    completed = figures_of(enrolments=(enrolment("D-1", ANNA, D(2017, 4, 1), WELDING),))["training_completed"]

    assert [completed[split]["open"] for split in ("period", "cumulative")] == [1, 1]


def test_dropouts_by_reason_in_own_words_too() -> None:
    reasons = ["work", "Naar België. Tijdelijk", "", "work"]
    completed = figures_of(
        enrolments=tuple(
            enrolment(
                f"D-{number}",
                ANNA,
                D(2019, 4, 1),
                WELDING,
                ended_on=D(2019, 5, 1),
                outcome="dropout",
                dropout_reason=reason,
            )
            for number, reason in enumerate(reasons)
        )
    )["training_completed"]["period"]

    assert completed["dropouts"] == {"work": 2, "Naar België. Tijdelijk": 1, "unknown": 1}
    assert completed["total"] == 0


@pytest.mark.parametrize(
    ("starts_on", "followed"),
    [(D(2019, 6, 30), 1), (D(2019, 7, 1), 0), (D(2019, 3, 1), 1)],
    ids=["last day", "a day late", "before the certificate"],
)
def test_a_certificate_is_followed_when_the_holder_was_sustained_by_the_periods_end(
    starts_on: dt.date, followed: int
) -> None:
    found = figures_of(
        candidates=(ANNA,),
        enrolments=(
            enrolment("D-1", ANNA, D(2019, 1, 1), WELDING, ended_on=D(2019, 4, 30), outcome="certificate"),
            enrolment("D-2", ANNA, D(2019, 1, 1), SAFETY, ended_on=D(2019, 5, 30), outcome="certificate"),
        ),
        placements=(placement("PL-1", ANNA, starts_on),),
    )["training_completed"]["period"]

    assert (found["total"], found["followed_by_sustained"]) == (2, 2 * followed)


@pytest.mark.parametrize(
    ("ends_on", "hours", "duration", "hours_class"),
    [
        (D(2019, 9, 29), "11.99", "<6", "0-11"),
        (D(2019, 9, 30), "12.00", "6-<12", "12-23"),
        (D(2020, 3, 31), "24.00", "12", "24-31"),
        (D(2020, 4, 1), "31.99", "12", "24-31"),
        (D(2020, 4, 2), "32.00", ">12", "32+"),
        (None, "40.00", ">12", "32+"),
    ],
)
def test_employments_by_agreed_duration_and_hours(
    ends_on: dt.date | None, hours: str, duration: str, hours_class: str
) -> None:
    job = placement("PL-1", ANNA, D(2019, 4, 1), ends_on=ends_on, ended_on=D(2019, 4, 2), hours_per_week=Decimal(hours))
    period = figures_of(placements=(job,))["employments"]["period"]

    assert (period["by_duration"], period["by_hours"]) == ({duration: 1}, {hours_class: 1})


def test_employments_by_werkplein_count_jobs_and_persons_apart() -> None:
    nowhere = candidate("K-2", D(2018, 1, 1), werkplein="", in_priority=False)
    period = figures_of(
        placements=(
            placement("PL-1", ANNA, D(2019, 4, 1), sroi=True),
            placement("PL-2", ANNA, D(2019, 5, 1)),
            placement("PL-3", nowhere, D(2019, 5, 1)),
        )
    )["employments"]["period"]

    assert (period["total"], period["by_werkplein"], period["without_werkplein"]) == (3, {"WP-GRO": 2}, 1)
    assert period["persons_by_werkplein"] == {"WP-GRO": 1}
    assert (period["sroi"], period["not_sroi"], period["priority_area"]) == (1, 2, 2)


TRACK = enrolment("D-1", ANNA, D(2019, 1, 1), WELDING, ended_on=D(2019, 3, 1), outcome="certificate")


class TestSustained:
    @pytest.mark.parametrize(
        ("changed", "counts"),
        [
            ({}, 1),
            ({"wage_replaces_benefit": False}, 0),
            ({"ends_on": D(2019, 9, 30)}, 0),
            ({"ends_on": D(2019, 10, 14)}, 1),
            ({"candidate": candidate("K-1", D(2018, 9, 3), in_region=False)}, 0),
            ({"starts_on": D(2018, 12, 31)}, 0),
            ({"ended_on": D(2019, 4, 16)}, 1),
        ],
    )
    def test_needs_all_four_conditions(self, changed: dict[str, Any], counts: int) -> None:
        job = dataclasses.replace(placement("PL-1", ANNA, D(2019, 4, 15)), **changed)
        found = figures_of(enrolments=(TRACK,), placements=(job,))

        assert found["sustained_outflow"]["cumulative"]["total"] == counts
        assert found["funnel"]["sustained"] == counts

    @pytest.mark.parametrize(("ended_on", "counts"), [(D(2019, 4, 15), 0), (D(2019, 4, 16), 1)])
    def test_a_track_given_up_leads_nowhere_unless_it_still_ran(self, ended_on: dt.date, counts: int) -> None:
        given_up = dataclasses.replace(TRACK, ended_on=ended_on, outcome="dropout", dropout_reason="work")
        found = figures_of(enrolments=(given_up,), placements=(placement("PL-1", ANNA, D(2019, 4, 15)),))

        assert found["sustained_outflow"]["period"]["total"] == counts

    def test_of_each_person_the_first_and_of_one_day_the_lowest_reference(self) -> None:
        jobs = [("PL-9", D(2019, 5, 1)), ("PL-10", D(2019, 5, 1)), ("PL-1", D(2019, 6, 1))]
        tree = figures(
            facts_with(
                enrolments=(TRACK,),
                placements=tuple(
                    placement(reference, ANNA, day, sector="other" if reference == "PL-10" else "construction")
                    for reference, day in jobs
                ),
            )
        )

        assert to_rows(tree)["sustained_outflow.period.total"] == ["PL-10"]
        assert to_json(tree)["sustained_outflow"]["period"]["by_sector"] == {"other": 1}

    def test_who_was_so_before_the_programme_does_not_count_again(self) -> None:
        before = enrolment("D-0", ANNA, D(2017, 1, 1), WELDING, ended_on=D(2017, 5, 1))
        found = figures_of(
            enrolments=(before, TRACK),
            placements=(placement("PL-1", ANNA, D(2017, 6, 1)), placement("PL-2", ANNA, D(2019, 4, 15))),
        )
        assert found["sustained_outflow"]["cumulative"]["total"] == 0

    def test_by_the_stored_group_municipality_and_werkplein(self) -> None:
        people = [
            candidate(f"K-{number}", D(2018, 9, 3), group, municipality=code, werkplein=werkplein)
            for number, (group, code, werkplein) in enumerate(
                [("nuo", "GM0053", ""), ("uwv_other", "GM0014", "WP-GRO"), ("ww", "GM0014", "WP-GRO")]
            )
        ]
        found = figures_of(
            enrolments=tuple(enrolment(f"D-{one.reference}", one, D(2019, 1, 1), WELDING) for one in people),
            placements=tuple(placement(f"PL-{one.reference}", one, D(2019, 4, 15)) for one in people),
        )
        period = found["sustained_outflow"]["period"]
        assert period["by_group_detail"] == {"nuo": 1, "uwv_other": 1, "ww": 1}
        assert period["by_municipality"] == period["by_municipality_now"] == {"GM0053": 1, "GM0014": 2}
        assert (period["by_werkplein"], period["without_werkplein"]) == ({"WP-GRO": 2}, 1)
        # Programme targets are separate ones: other benefits of UWV are no part of the 200 of WW.
        targets = found["targets"]
        assert [targets[f"sustained_{group}"]["actual"] for group in ("participatiewet", "ww", "nuo")] == [0, 1, 1]

    def test_half_yearly_in_detail(self) -> None:
        job = placement(
            "PL-1", ANNA, D(2018, 10, 1), checks=(facts.Check(months=6, checked_on=D(2019, 4, 5), at_work=False),)
        )
        tracks = (
            enrolment("D-1", ANNA, D(2018, 9, 10), WELDING, ended_on=D(2018, 9, 30), cost=Decimal("2500.25")),
            enrolment("D-2", ANNA, D(2019, 6, 30), SAFETY, cost=Decimal("99.75")),
            enrolment("D-3", ANNA, D(2019, 7, 1), SAFETY, cost=Decimal("1000.00")),
        )
        line = facts.Spending(
            reference="UIT-1",
            on=D(2019, 6, 30),
            category="training",
            amount=Decimal("100.01"),
            year=2019,
            candidate=ANNA,
        )
        found = figures_of("2019-H1", Kind.HALF_YEARLY, enrolments=tracks, placements=(job,), spending=(line,))
        detail = found["sustained_outflow"]["cumulative"]

        assert detail["by_municipality_detail"] == {
            "GM0014": {
                "count": 1,
                "enrolments": 2,
                "cost": "2600.00",
                "at_work_after": {
                    "6": {"due": 1, "at_work": 0, "not_at_work": 1, "unknown": 0},
                    "12": {"due": 0, "at_work": 0, "not_at_work": 0, "unknown": 0},
                    "24": {"due": 0, "at_work": 0, "not_at_work": 0, "unknown": 0},
                },
            }
        }
        werkplein = detail["by_werkplein_detail"]["WP-GRO"]
        assert (werkplein["started_work"], werkplein["cost"], werkplein["cost_per_person"]) == (1, "100.01", "100.01")
        quarter = figures_of(enrolments=tracks, placements=(job,))["sustained_outflow"]["cumulative"]
        assert "by_municipality_detail" not in quarter


@pytest.mark.parametrize(
    ("starts_on", "ended_on", "period", "cumulative"),
    [
        (D(2018, 12, 31), None, 1, 1),  # plus six months is clipped to 30 June, less a day
        (D(2018, 12, 31), D(2019, 6, 28), 0, 0),
        (D(2018, 12, 31), D(2019, 6, 29), 1, 1),
        (D(2019, 1, 1), None, 1, 1),
        (D(2019, 1, 2), None, 0, 0),
        (D(2018, 10, 1), None, 0, 1),
        (D(2017, 7, 1), None, 0, 0),  # reached on 31 December 2017
        (D(2017, 7, 2), None, 0, 1),
    ],
)
def test_half_a_year_at_work_counts_on_its_last_day(
    starts_on: dt.date, ended_on: dt.date | None, period: int, cumulative: int
) -> None:
    far = candidate("K-1", D(2017, 1, 1), in_region=False)
    found = figures_of(placements=(placement("PL-1", far, starts_on, ends_on=starts_on, ended_on=ended_on),))

    assert found["half_year_at_work"] == {"period": period, "cumulative": cumulative}


@pytest.mark.parametrize(
    ("starts_on", "check", "expected"),
    [
        (D(2018, 12, 30), None, (1, 0, 0, 1)),
        (D(2018, 12, 31), None, (1, 0, 0, 1)),  # 31 December + 6 months is clipped to 30 June
        (D(2019, 1, 1), None, (0, 0, 0, 0)),
        (D(2017, 12, 31), None, (0, 0, 0, 0)),
        (D(2018, 12, 1), (D(2019, 6, 30), True), (1, 1, 0, 0)),
        (D(2018, 12, 1), (D(2019, 6, 30), False), (1, 0, 1, 0)),
        (D(2018, 12, 1), (D(2019, 7, 1), True), (1, 0, 0, 1)),
        (D(2019, 2, 1), (D(2019, 6, 30), True), (0, 0, 0, 0)),
    ],
)
def test_follow_ups_are_due_by_the_periods_end_and_known_when_dated_by_then(
    starts_on: dt.date, check: tuple[dt.date, bool] | None, expected: tuple[int, int, int, int]
) -> None:
    checks = (facts.Check(months=6, checked_on=check[0], at_work=check[1]),) if check else ()
    found = figures_of(placements=(placement("PL-1", ANNA, starts_on, checks=checks),))["at_work_after"]["6"]

    assert tuple(found[key] for key in ("due", "at_work", "not_at_work", "unknown")) == expected
    due = at_work.due_on(starts_on, 6)
    assert due is not None
    rule = at_work.totals(
        [at_work.Check(due, *(check or (None, None)))] if starts_on >= D(2018, 1, 1) else [], by=D(2019, 6, 30)
    )
    assert (rule.due, rule.at_work, rule.not_at_work, rule.unknown) == expected


def test_rows_of_follow_ups_name_placement_and_months() -> None:
    tree = figures(facts_with(placements=(placement("PL-1", ANNA, D(2018, 1, 1)),)))

    assert to_rows(tree)["at_work_after.12.due"] == ["PL-1+12"]


def test_the_funnel_counts_persons_once_a_stage() -> None:
    found = figures_of(
        candidates=(
            candidate("K-1", D(2018, 9, 3), intake_on=D(2018, 9, 10)),
            candidate("K-2", D(2018, 9, 3), intake_on=D(2019, 7, 1)),
            candidate("K-3", D(2017, 9, 3)),
        ),
        enrolments=(TRACK, dataclasses.replace(TRACK, reference="D-9")),
        placements=(
            placement(
                "PL-1", ANNA, D(2018, 5, 1), checks=(facts.Check(months=12, checked_on=D(2019, 5, 1), at_work=True),)
            ),
            placement("PL-2", candidate("K-3", D(2017, 9, 3)), D(2019, 5, 1)),
        ),
    )["funnel"]

    assert found == {
        "registered": 2,
        "intake": 2,
        "training_started": 1,
        "placed": 2,
        "half_year": 1,
        "sustained": 0,
        "at_work_after_12": 1,
    }


def test_the_series_ends_at_the_cumulative_total() -> None:
    days = [D(2017, 12, 31), D(2018, 1, 1), D(2018, 3, 31), D(2018, 4, 1), D(2019, 6, 30), D(2019, 7, 1)]
    people = tuple(candidate(f"K-{number}", day) for number, day in enumerate(days))
    found = figures_of(candidates=people)["registrations"]

    assert found["series"] == [
        {"on": "2018-03-31", "count": 2},
        {"on": "2018-06-30", "count": 3},
        {"on": "2018-09-30", "count": 3},
        {"on": "2018-12-31", "count": 3},
        {"on": "2019-03-31", "count": 3},
        {"on": "2019-06-30", "count": 4},
    ]
    assert found["cumulative"]["total"] == 4


@pytest.mark.parametrize(
    ("on", "counts"),
    [(D(2018, 12, 31), {"GM0005": 1, "GM0053": 1}), (D(2019, 1, 1), {"GM1966": 1, "GM0053": 1})],
)
def test_by_the_division_of_now_an_ended_code_goes_to_its_one_successor(on: dt.date, counts: dict[str, int]) -> None:
    codes = {
        "GM0005": facts.Municipality(code="GM0005", name="Bedum", ended_on=D(2019, 1, 1), successors=("GM1966",)),
        "GM1966": facts.Municipality(code="GM1966", name="Het Hogeland"),
    } | {"GM0053": MUNICIPALITIES["GM0053"]}
    people = tuple(candidate(f"K-{code}", D(2018, 5, 1), municipality=code) for code in ("GM0005", "GM0053"))
    about = dataclasses.replace(window(), on=on)
    found = to_json(figures(Facts(window=about, gap_months=6, candidates=people, municipalities=codes)))

    assert found["registrations"]["cumulative"]["by_municipality_now"] == counts
    assert found["registrations"]["cumulative"]["by_municipality"] == {"GM0005": 1, "GM0053": 1}
    assert set(found["municipalities"]) >= set(counts)


def test_names_are_given_of_the_werkpleinen_and_programmes_that_have_a_line() -> None:
    elsewhere = candidate("K-9", D(2019, 7, 1), werkplein="WP-OOST")
    nobody = candidate("K-8", D(2019, 5, 1), werkplein="")
    found = figures_of(
        candidates=(ANNA, nobody, elsewhere),
        programmes=(WELDING, SAFETY, COMPARABLE),
        enrolments=(enrolment("D-1", ANNA, D(2019, 6, 30), WELDING), enrolment("D-2", ANNA, D(2019, 7, 1), SAFETY)),
        spending=(spending("UIT-1", D(2019, 6, 30), "training", "1.00", programme="ERV"),),
        werkpleinen={"WP-GRO": "Werkplein Groningen", "WP-OOST": "Werkplein Oost", "GEM-1": "Gemeente"},
    )

    assert found["werkpleinen"] == {"WP-GRO": "Werkplein Groningen"}
    assert found["programmes"] == {"ERV": "Ervaring", "LAS": "Lassen"}


def test_event_counts_of_quarters_add_up_to_the_year() -> None:
    def counted(period: str, kind: Kind) -> dict[str, int]:
        tree = to_json(figures(dataclasses.replace(FACTS, window=window(period, kind))))
        return {
            "registrations": tree["registrations"]["period"]["total"],
            "started": tree["training_started"]["period"]["total"],
            "completed": tree["training_completed"]["period"]["total"],
            "dropouts": sum(tree["training_completed"]["period"]["dropouts"].values()),
            "employments": tree["employments"]["period"]["total"],
            "sustained": tree["sustained_outflow"]["period"]["total"],
            "half_year": tree["half_year_at_work"]["period"],
            "jobs": tree["sroi_jobs"]["period"]["from_programme"] + tree["sroi_jobs"]["period"]["other"],
            "tracks": tree["finance"]["tracks"],
        }

    year = counted("2019", Kind.YEARLY)
    quarters = [counted(f"2019-Q{number}", Kind.QUARTERLY) for number in range(1, 5)]
    assert year == {key: sum(quarter[key] for quarter in quarters) for key in year}
    assert sum(year.values()) > 0
