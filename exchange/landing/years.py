"""Lines that settle a year of uneven months. Their value follows from the approved months, once those have landed.

A changed approved line becomes a reversal plus a new line; a line of a deployment that gave way goes along with it.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import moments, opposite, wanted_as
from exchange.landing.outcome import Change
from exchange.package import DeploymentRow, YearRow
from placements.choices import LineStatus
from placements.models import Deployment, YearLine
from placements.worth import year_values
from placements.worth.appraisal import appraisables, reappraise_years

FILE = YearRow.FILE
_Held = Held[YearRow, YearLine]
_LAST_MONTH, _LAST_DAY = 12, 31


@dataclass(slots=True)
class _Writing:
    fresh: list[YearLine] = field(default_factory=list)
    updated: list[YearLine] = field(default_factory=list)
    reversed: list[YearLine] = field(default_factory=list)


def land_years(course: Course) -> None:
    """Write the lines with their values; the months must have landed."""
    deployment_ids = {line.pk for line in course.deployments.values() if not line._state.adding}  # noqa: SLF001
    held = {one.row.key: one for one in collect.years_of_lines(deployment_ids | course.replaced.keys())}
    writing = _Writing()
    kept = course.left_out(YearRow)
    for line in course.lines(YearRow):
        deployment = course.deployments.get(line.row.deployment)
        if deployment is None:
            if not course.is_announced(DeploymentRow, line.row.deployment):
                course.outcome.refuse(FILE, line.number, "deployment", _("Deze inzet is niet bekend in de regio."))
            continue
        if not deployment.starts_on.year <= line.row.year <= deployment.ends_on.year:
            course.outcome.refuse(FILE, line.number, "year", _("In dit jaar werkte deze persoon niet op het contract."))
            continue
        current = held.pop(line.row.key, None)
        row = wanted_as(line.row, current.row if current else None, kept)
        if current is None:
            course.outcome.count(FILE, Change.NEW)
        else:
            course.outcome.count(FILE, Change.SAME if current.row == row else Change.CHANGED)
        _settle(course, writing, row, current, deployment)
    for one in held.values():
        successor = course.replaced.get(one.record.deployment_id)
        if successor is not None:
            _settle(course, writing, one.row, one, successor)
    _value(writing)
    _write(course, writing)
    reappraise_years(deployment_ids | {line.deployment_id for line in writing.fresh})


def _settle(course: Course, writing: _Writing, row: YearRow, current: _Held | None, deployment: Deployment) -> None:
    """Bring one year to what the row says, on this deployment."""
    old = current.record if current else None
    if current is not None and old is not None and current.row == row and old.deployment_id == deployment.pk:
        return
    if old is not None and old.status == LineStatus.APPROVED:
        writing.reversed.append(old)
    line = old if old is not None and old.status != LineStatus.APPROVED else YearLine(created_at=course.at)
    line.deployment, line.year = deployment, row.year
    line.date = min(dt.date(row.year, _LAST_MONTH, _LAST_DAY), deployment.ends_on)
    line.submitted_at, line.decided_at = moments(old, row.status, course.at)
    line.status = row.status
    (writing.updated if line is old else writing.fresh).append(line)


def _value(writing: _Writing) -> None:
    """What each year gives beyond its approved months; once approved it stands."""
    lines = [*writing.fresh, *writing.updated]
    ids = {line.deployment_id for line in lines}
    known = {one.deployment_id: one for one in appraisables(Deployment.objects.filter(pk__in=ids), fresh=True)}
    approved = year_values.approved_months(ids)
    for line in lines:
        worth = known[line.deployment_id].year(line.year, approved.get((line.deployment_id, line.year), []))
        line.value, line.trace = worth.value, worth.trace_as_json()


def _write(course: Course, writing: _Writing) -> None:
    gone = YearLine.objects.filter(pk__in=[old.pk for old in writing.reversed])
    gone.update(reversed_at=course.at, value_now=None)
    opposites = [
        opposite(old, course.at, deployment_id=old.deployment_id, year=old.year, date=old.date)
        for old in writing.reversed
    ]
    YearLine.objects.bulk_create([*opposites, *writing.fresh], batch_size=1000)
    fields = ("deployment", "year", "date", "status", "submitted_at", "decided_at", "value", "trace")
    YearLine.objects.bulk_update(writing.updated, fields, batch_size=200)
    course.ledger.made(writing.fresh, label="year")
    course.ledger.replaced += len(writing.reversed) + len(writing.updated)
