"""The rules over rows: municipalities through time, tracks, and the count of a region against the naive one."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from candidates.models import BackOfficePolicy, Enrolment, TrainingProgramme
from placements.models import Placement
from placements.outflow import counted_by, outflow_of, with_outflow_facts
from placements.placing import running
from placements.placing.running import Seeing
from tests.factories.candidates import CandidateFactory
from tests.factories.placing import PlacementFactory
from tests.placements.sustained import naive
from tests.placements.workspace import act

ON = dt.date(2021, 12, 31)
START = dt.date(2020, 9, 1)


def enrol(candidate, started_on, ended_on=None, outcome="", **values):
    programme, _new = TrainingProgramme.objects.get_or_create(
        region=candidate.region, code="LAS", defaults={"name": "Lassen", "form": "short"}
    )
    return Enrolment.objects.create(
        region=candidate.region,
        reference=f"E-{Enrolment.objects.count()}",
        candidate=candidate,
        programme=programme,
        started_on=started_on,
        ended_on=ended_on,
        outcome=outcome,
        dropout_reason="unknown" if outcome == "dropout" else "",
        **values,
    )


def met(cast, placement):
    with act(cast.dirk):
        row = with_outflow_facts(Placement.objects.filter(pk=placement.pk)).get()
        return {
            one.finding.condition.value: one.finding.is_met
            for one in outflow_of(row, Placement.objects.filter(candidate=row.candidate_id), on=ON).weighed
        }


@pytest.mark.parametrize(
    ("municipality", "registered_on", "lived"),
    [
        # Ten Boer became Groningen on 1-1-2019.
        ("GM0009", dt.date(2018, 12, 31), True),
        ("GM0009", dt.date(2019, 1, 1), False),
        # Haren too: of the region, though never of the priority area.
        ("GM0017", dt.date(2018, 12, 31), True),
        ("GM0017", dt.date(2019, 1, 1), False),
        # Eemsdelta came on 1-1-2021.
        ("GM1979", dt.date(2020, 12, 31), False),
        ("GM1979", dt.date(2021, 1, 1), True),
        ("GM0003", dt.date(2020, 12, 31), True),
        ("GM0003", dt.date(2021, 1, 1), False),
        # Somewhere else, and a code that never was.
        ("GM0363", dt.date(2020, 1, 1), False),
        ("GM9999", dt.date(2020, 1, 1), False),
    ],
)
def test_residence_is_by_the_municipality_and_the_set_of_the_day_of_registration(
    cast, owner, municipality, registered_on, lived
):
    with owner():
        candidate = CandidateFactory(municipality=municipality, registered_on=registered_on)
        placement = PlacementFactory(candidate=candidate, starts_on=dt.date(2021, 6, 1))

    assert met(cast, placement)["resident"] is lived


def test_an_enrolment_that_ends_on_the_start_has_ended(cast, owner):
    with owner():
        candidate = CandidateFactory()
        placement = PlacementFactory(candidate=candidate, starts_on=START)
        enrolment = enrol(candidate, dt.date(2020, 6, 1), START, "certificate")
    assert met(cast, placement)["training"] is True

    with owner():
        Enrolment.objects.filter(pk=enrolment.pk).update(outcome="dropout", dropout_reason="unknown")
    assert met(cast, placement)["training"] is False


def test_the_region_says_how_long_after_training_work_may_begin(cast, owner):
    with owner():
        candidate = CandidateFactory()
        placement = PlacementFactory(candidate=candidate, starts_on=START)
        enrol(candidate, dt.date(2020, 1, 1), dt.date(2020, 5, 1), "certificate")
    assert met(cast, placement)["training"] is True

    with owner():
        BackOfficePolicy.objects.create(region=candidate.region, training_gap_months=3)
    assert met(cast, placement)["training"] is False


def test_the_check_that_was_made_last_stands_beside_the_rule(cast, owner):
    with owner():
        placement = PlacementFactory(starts_on=START, wage_replaces_benefit=False)
    with act(cast.dirk) as acting:
        for verdict in ("unclear", "met"):
            running.check_condition(
                acting,
                placement.pk,
                seeing=Seeing("wage", verdict, "payslip", ON),
                rule_met=False,
                on=ON,
                at=timezone.now(),
            )
        row = with_outflow_facts(Placement.objects.filter(pk=placement.pk)).get()
        weighed = {
            one.finding.condition.value: one
            for one in outflow_of(row, Placement.objects.filter(candidate=row.candidate_id), on=ON).weighed
        }

    assert (weighed["wage"].check.verdict, weighed["wage"].differs) == ("met", True)
    assert (weighed["contract"].check, weighed["contract"].differs) == (None, False)


def _day(dice):
    return dt.date(2018, 1, 1) + dt.timedelta(days=dice.randrange(1300))


@pytest.mark.parametrize("seed", range(3))
def test_the_count_of_a_region_equals_an_independent_one(cast, owner, seed, django_assert_num_queries):
    """Random people with tracks and placements, through the database."""
    dice = random.Random(seed)  # noqa: S311 - a test that can be repeated
    expected, half_years = {}, {}
    with owner():
        for _person in range(25):
            code = dice.choice(["GM0014", "GM0014", "GM0014", "GM0363"])
            candidate = CandidateFactory(municipality=code, registered_on=dt.date(2018, 1, 1))
            tracks, placed = [], []
            for _track in range(dice.randrange(3)):
                begun = _day(dice)
                over = dice.choice([None, begun, begun + dt.timedelta(days=dice.randrange(300))])
                outcome = dice.choice(["certificate", "no_certificate", "dropout"]) if over else ""
                enrol(candidate, begun, over, outcome)
                tracks.append(naive.Enrolment(begun, over, outcome))
            for number in range(dice.randrange(4)):
                about = [one.over for one in tracks if one.over] or [_day(dice)]
                begun = dice.choice([_day(dice), dice.choice(about), naive.months_later(dice.choice(about), 6)])
                last, really = (
                    dice.choice([None, begun + dt.timedelta(days=dice.choice([100, 180, 181, 182, 183, 400]))])
                    for _end in range(2)
                )
                placed.append(
                    naive.Placed(f"P-{candidate.reference}-{number}", begun, last, really, dice.random() < 0.8)
                )
                PlacementFactory(
                    candidate=candidate,
                    reference=placed[-1].reference,
                    starts_on=begun,
                    ends_on=last,
                    ended_on=really,
                    end_reason="unknown" if really else "",
                    wage_replaces_benefit=placed[-1].enough_wage,
                )
            placed = [one for one in placed if one.begun <= ON]
            reference = naive.first_that_counts(placed, tracks, 6, resident=code == "GM0014")
            reached = naive.half_a_year_on(placed, ON)
            if reference:
                expected[candidate.pk] = reference
            if reached:
                half_years[candidate.pk] = reached

    with act(cast.dirk), django_assert_num_queries(2):
        found = counted_by(Placement.objects.all(), by=ON)

    assert {key: one.reference for key, one in found.sustained.items()} == expected
    assert {key: one.reached_on for key, one in found.half_year.items()} == half_years
    assert expected, "a seed in which nobody counts says nothing"
