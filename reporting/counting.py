"""The figures of one version: as they stand now or stood on a day, what came in late, and what differs from before.

Inside ``tenancy.system(Purpose.REPORT)`` of the region and one moment of the database.
"""

import datetime as dt
import json
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from django.utils import timezone

from reporting.as_known import as_known
from reporting.choices import ReportStage
from reporting.collect import collect
from reporting.figures.differences import differences, late_arrivals
from reporting.figures.snapshot import Snapshot
from reporting.models import Report
from reporting.periods import Kind, Period, parse_for


def counted(report: Report, *, at: dt.datetime) -> Snapshot:
    """Return the figures of this version, with late arrivals and with the changes since the version before."""
    kind = Kind(report.kind)
    period = parse_for(kind, report.period)
    moment = at if report.known_on is None else end_of(report.known_on)
    asked: dict[str, Any] = {"kind": kind, "at": at, "on": timezone.localdate(moment)}
    past = nullcontext() if report.known_on is None else as_known(moment, region_id=report.region_id)
    with past:
        snapshot = collect(
            report.region, period=period, version=report.version, manager_text=report.manager_text, **asked
        )
        late = _came_late(report, period.previous(), by=moment, asked=asked)
    snapshot = replace(snapshot, figures={**snapshot.figures, "late_arrivals": late})
    before = version_before(report, by=moment)
    if before is None:
        return snapshot
    changes = differences(
        json.loads(before.snapshot),
        snapshot.to_json_dict(),
        rows_before=_rows_of(before),
        rows_after=snapshot.rows(),
    )
    return replace(snapshot, changes=changes)


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a Dutch day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def _came_late(report: Report, earlier: Period, *, by: dt.datetime, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What the frozen report over the period before this one did not know yet."""
    frozen = frozen_over(report, earlier, by=by)
    if frozen is None:
        return []
    now = collect(report.region, period=earlier, **asked)
    return late_arrivals(
        earlier,
        json.loads(frozen.snapshot),
        now.to_json_dict(),
        rows_frozen=_rows_of(frozen),
        rows_now=now.rows(),
    )


def frozen_over(report: Report, earlier: Period, *, by: dt.datetime) -> Report | None:
    """The report of the same kind over an earlier period that had been frozen by then."""
    versions = _chain(report).filter(period=str(earlier), stage=ReportStage.FROZEN, adopted_at__lte=by)
    return versions.order_by("-version").first()


def version_before(report: Report, *, by: dt.datetime) -> Report | None:
    """The version that this one corrects; of a report made again for a day the one that stood on that day."""
    versions = _chain(report).filter(period=report.period).exclude(snapshot="").order_by("-version")
    if report.known_on is not None:
        return versions.filter(frozen_at__lte=by).first()
    return versions.filter(version__lt=report.version).first()


def _chain(report: Report) -> Any:
    return Report.objects.filter(region_id=report.region_id, kind=report.kind, known_on=None)


def _rows_of(report: Report) -> Any:
    return json.loads(report.rows or "{}")
