"""Reports that are due: a draft of each after the cut-off day, made by the portal itself, once.

The cut-off day is the 25th of the month after the period, or the day that the region chose, moved to the next working
day. A report that somebody asked for earlier is not made again.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from organisations import outbox, tenancy
from organisations.choices import OrganisationKind, Purpose
from organisations.models import OrganisationRegion, Region
from organisations.outbox import queue_mails
from organisations.tenancy import Acting
from reporting import pipeline
from reporting.choices import ReportStatus, ReportStep
from reporting.flow import checking
from reporting.flow.judging import writers_of
from reporting.models import Report, ReportEvent, ReportPolicy
from reporting.periods import CUT_OFF_DAY, Kind, Period
from reporting.working_days import from_working_day

TASK = "reporting.tasks.make_planned_report"
#: The final report is asked for: nobody but the partners knows that the programme has ended.
PLANNED = (Kind.QUARTERLY, Kind.HALF_YEARLY, Kind.YEARLY)


def draft_on(period: Period, *, cut_off_day: int = CUT_OFF_DAY) -> dt.date:
    """The day on which the draft over a period is made: what was entered on the cut-off day still counts."""
    last = from_working_day(period.cut_off_on.replace(day=cut_off_day))
    return last + dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Coming:
    """A draft that the portal will make: the day on which it closes, and the day of the agreement where that is off."""

    title: str
    closes_on: dt.date
    made_on: dt.date
    moved_from: dt.date | None


def coming(on: dt.date, *, cut_off_day: int, since: dt.date) -> list[Coming]:
    """Of each kind the first draft after this day."""
    found = []
    for kind in PLANNED:
        period = Period.containing(on, kind.length).previous()
        while period.first_day < since or draft_on(period, cut_off_day=cut_off_day) <= on:
            period = period.next()
        agreed = period.cut_off_on.replace(day=cut_off_day)
        made_on = draft_on(period, cut_off_day=cut_off_day)
        closes_on = made_on - dt.timedelta(days=1)
        moved_from = agreed if closes_on != agreed else None
        found.append(Coming(f"{kind.label} {period.label}", closes_on, made_on, moved_from))
    return sorted(found, key=lambda one: one.made_on)


def due_periods(on: dt.date, *, cut_off_day: int, since: dt.date) -> Iterator[tuple[Kind, Period]]:
    """Of each kind the last whole period, once its draft is due; none that began before the region did."""
    for kind in PLANNED:
        period = Period.containing(on, kind.length).previous()
        if period.first_day >= since and draft_on(period, cut_off_day=cut_off_day) <= on:
            yield kind, period


def plan(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Ask for each draft that is due and that nobody asked for yet; as ``system(UPKEEP)``."""
    region = Region.objects.get(pk=region_id)
    if region.money_start is None:
        return 0
    at, made = timezone.now(), 0
    for kind, period in due_periods(on, cut_off_day=cut_off_day_of(region_id), since=region.money_start):
        pipeline.await_turn(region_id, kind, period)
        if Report.objects.filter(region_id=region_id, kind=kind, period=str(period), known_on=None).exists():
            continue
        report = Report.objects.create(region=region, kind=kind, period=str(period), version=1, requested_at=at)
        outbox.queue_job(TASK, report_id=report.pk, region_id=region_id)
        made += 1
    return made


def agree(acting: Acting, *, region_id: uuid.UUID, cut_off_day: int, judgement_days: int, at: dt.datetime) -> None:
    """Keep what the region decided about its reports."""
    decided = {"cut_off_day": cut_off_day, "judgement_days": judgement_days}
    ReportPolicy.objects.update_or_create(
        region_id=region_id, defaults=decided | {"changed_at": at, "changed_by_id": acting.user_id}
    )


def cut_off_day_of(region_id: uuid.UUID) -> int:
    kept = ReportPolicy.objects.filter(region_id=region_id).values_list("cut_off_day", flat=True).first()
    return kept if kept is not None else CUT_OFF_DAY


def count_warnings(report_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> None:
    """Count what is incomplete behind a report that was made. Call it outside any transaction."""
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        report = Report.objects.select_related("region").get(pk=report_id)
        if report.has_figures:
            checking.count(report, report.region, at=timezone.now())


def tell(report_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> None:
    """Mail bureau and coordination point, once, that a planned draft is there and what is still missing in it."""
    with tenancy.system(Purpose.UPKEEP, region_id=region_id), transaction.atomic():
        report = Report.objects.select_related("region").get(pk=report_id)
        pipeline.await_turn(report.region_id, Kind(report.kind), Period.parse(report.period))
        if report.status != ReportStatus.READY or report.events.filter(step=ReportStep.PLANNED).exists():
            return
        ReportEvent.objects.create(
            report=report, region_id=report.region_id, step=ReportStep.PLANNED, at=timezone.now()
        )
        missing = [
            (checking.BY_CODE[one.code].title, one.count)
            for one in report.warnings.order_by("-count", "code")
            if one.code in checking.BY_CODE
        ]
        mails = []
        kinds = (OrganisationKind.PROGRAMME_BUREAU, OrganisationKind.COORDINATION_POINT)
        links = OrganisationRegion.objects.filter(region_id=region_id, organisation__kind__in=kinds)
        for organisation_id in links.order_by("code").values_list("organisation_id", flat=True):
            path = reverse("reporting:report_check", args=[organisation_id, report.pk])
            told = {"title": report.title, "missing": missing, "link": urljoin(settings.PUBLIC_URL, path)}
            mails += [(email, told | {"name": name}) for name, email in writers_of(organisation_id)]
        queue_mails("report_draft", mails)
