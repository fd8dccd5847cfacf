"""What the plan wants per quarter against what happened; counts of the region, for the coordination point.

Registrations count on the day of registration, training on its first day (domain rules, section 10). Merged files
are no persons of their own.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import ExtractQuarter, ExtractYear

from candidates.models import Candidate, Enrolment, TrainingPlan, TrainingSeat
from candidates.training_choices import PassOverReason, PlanMeasure, SeatState, TrainingForm
from organisations.tenancy import Acting

_FORMS = {PlanMeasure.INTENSIVE: TrainingForm.INTENSIVE, PlanMeasure.SHORT: TrainingForm.SHORT}
QUARTERS = (1, 2, 3, 4)
_MONTHS_IN_A_QUARTER = 3
#: What begins later than so many years from now was typed wrongly: it makes no years in the plan.
YEARS_AHEAD = 2

Quarter = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One quarter of one measure, and all quarters up to and including it. Without a plan ``planned`` is None."""

    year: int
    quarter: int
    planned: int | None
    actual: int
    planned_so_far: int
    actual_so_far: int
    is_future: bool

    @property
    def behind(self) -> int:
        """How many fewer there are than planned by now; 0 when there are enough."""
        return max(self.planned_so_far - self.actual_so_far, 0)


def quarter_of(day: date) -> Quarter:
    return day.year, (day.month - 1) // _MONTHS_IN_A_QUARTER + 1


def planned_of(region_id: uuid.UUID) -> dict[tuple[str, int, int], TrainingPlan]:
    """Each quarter of the plan, by measure, year and quarter."""
    rows = TrainingPlan.objects.filter(region_id=region_id)
    return {(row.measure, row.year, row.quarter): row for row in rows}


def against_plan(region_id: uuid.UUID, *, since: date | None, on: date) -> dict[str, list[Cell]]:
    """By measure, every quarter from the programme start, or else the first with a plan, up to the last with either."""
    planned = planned_of(region_id)
    actual = {measure: _counted(region_id, measure, since) for measure in PlanMeasure}
    quarters = {(year, quarter) for _measure, year, quarter in planned}
    counted = {one for counts in actual.values() for one in counts}
    quarters |= {one for one in counted if one[0] <= on.year + YEARS_AHEAD} | {quarter_of(on)}
    years = range(min(year for year, _quarter in quarters), max(year for year, _quarter in quarters) + 1)
    return {
        measure: list(
            _cells(
                {key[1:]: row.number for key, row in planned.items() if key[0] == measure},
                actual[measure],
                years,
                now=quarter_of(on),
            )
        )
        for measure in PlanMeasure
    }


def _cells(planned: Mapping[Quarter, int], actual: Mapping[Quarter, int], years: range, *, now: Quarter):
    planned_so_far = actual_so_far = 0
    for year in years:
        for quarter in QUARTERS:
            here = (year, quarter)
            planned_so_far += planned.get(here, 0)
            actual_so_far += actual.get(here, 0)
            yield Cell(
                year,
                quarter,
                planned.get(here),
                actual.get(here, 0),
                planned_so_far,
                actual_so_far,
                is_future=here > now,
            )


def _counted(region_id: uuid.UUID, measure: PlanMeasure, since: date | None) -> dict[Quarter, int]:
    if measure == PlanMeasure.INTAKE:
        rows, day = Candidate.objects.standing().filter(region_id=region_id), "registered_on"
    else:
        form = _FORMS[measure]
        rows, day = Enrolment.objects.standing().filter(region_id=region_id, programme__form=form), "started_on"
    if since is not None:
        rows = rows.filter(**{f"{day}__gte": since})
    counted = rows.annotate(year=ExtractYear(day), quarter=ExtractQuarter(day)).values("year", "quarter")
    counts = counted.annotate(number=Count("pk")).order_by()
    return {(row["year"], row["quarter"]): row["number"] for row in counts}


def passed_over(region_id: uuid.UUID, *, year: int) -> list[dict[str, Any]]:
    """Seats given in the year past somebody who came first: by ``reason``, how many ``seats``, and of those ``nearer``.

    ``nearer`` are the seats for which somebody who lives nearer was passed over (003 article 3f).
    """
    given = TrainingSeat.objects.filter(region_id=region_id, state__in=SeatState.taking())
    rows = given.filter(passed_over__gt=0, offered_at__year=year)
    counted = rows.values("pass_over_reason").annotate(
        seats=Count("pk"), nearer=Count("pk", filter=Q(passed_over_nearer__gt=0))
    )
    labels = dict(PassOverReason.choices)
    return [
        {"reason": labels[row["pass_over_reason"]], "seats": row["seats"], "nearer": row["nearer"]}
        for row in counted.order_by("-seats", "pass_over_reason")
    ]


@transaction.atomic
def set_year(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    year: int,
    numbers: Mapping[tuple[str, int], int],
    source: str,
    at: datetime,
) -> int:
    """Set what the plan wants in the quarters of a year, by measure and quarter; returns how many numbers changed."""
    there = {
        (row.measure, row.quarter): row
        for row in TrainingPlan.objects.filter(region_id=region_id, year=year).select_for_update(
            of=("self",), no_key=True
        )
    }
    changed = 0
    for (measure, quarter), number in numbers.items():
        row = there.get((measure, quarter)) or TrainingPlan(
            region_id=region_id, measure=measure, year=year, quarter=quarter
        )
        if row.number == number:
            continue
        row.number, row.source = number, source
        row.changed_by_id, row.changed_at = acting.user_id, at
        row.save()
        changed += 1
    return changed
