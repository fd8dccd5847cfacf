"""Which figures a member sees: those counted last night, or those of the report that was published last."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from organisations.access import acts_for_werkplein
from organisations.models import Region
from organisations.tenancy import Acting
from reporting import access
from reporting.choices import Edition, FileFormat
from reporting.definitions import Rows, define
from reporting.models import ReportFile, ReportPublication, Standing
from reporting.overviews.dashboard.source import Source
from reporting.periods import Length, Period, PeriodError

#: Where the path of a figure comes in an address.
_PLACE = "-"


@dataclass(frozen=True)
class Shown:
    """Figures of a period and where they come from; ``source`` is None while they were never counted."""

    period: Period
    source: Source | None
    standing: Standing | None = None
    publication: ReportPublication | None = None


def in_address(text: str, *, on: dt.date, otherwise: Period | None = None) -> Period:
    """The period somebody asked for; without one that has begun the quarter of now, or ``otherwise``."""
    default = otherwise or Period.containing(on, Length.QUARTER)
    try:
        period = Period.parse(text)
    except PeriodError:
        return default
    return period if period.first_day <= on else default


def choices(acting: Acting, *, on: dt.date) -> list[tuple[int, list[Period]]]:
    """All periods since the start of the programme that have begun, year by year, the newest first."""
    starts = Region.objects.filter(pk__in=acting.region_ids).order_by("pk").values_list("programme_start", flat=True)
    first = min((start.year for start in starts if start), default=on.year)
    lengths = ((Length.QUARTER, 4), (Length.HALF_YEAR, 2), (Length.YEAR, 1))
    return [
        (
            year,
            [
                period
                for length, last in lengths
                for number in range(last, 0, -1)
                if (period := Period(year, length, number)).first_day <= on
            ],
        )
        for year in range(on.year, first - 1, -1)
    ]


def shown_figures(acting: Acting, period: Period) -> Shown | None:
    """What the dashboard shows: the standing of the period, or for who waits for reports the newest one published."""
    if access.sees_figures_of_now(acting):
        return standing_of(acting, period)
    return _published(acting)


def standing_of(acting: Acting, period: Period) -> Shown | None:
    if acting.region is None:
        return None
    standing = Standing.objects.defer("rows").filter(region_id=acting.region.id, period=str(period)).first()
    if standing is None:
        return None
    base = _without_place(reverse("reporting:standing_figure", args=[acting.organisation_id, _PLACE]))
    source = Source(json.loads(standing.document), base, f"?periode={period}") if standing.document else None
    return Shown(period, source, standing=standing)


def _published(acting: Acting) -> Shown | None:
    newest = access.published_for(acting).order_by("-published_at", "-pk").first()
    if newest is None:
        return None
    source = published_source(acting, newest)
    return None if source is None else Shown(Period.parse(newest.period), source, publication=newest)


def published_source(acting: Acting, publication: ReportPublication) -> Source | None:
    """The figures of a published report: its file, as the report itself is not for who reads an edition."""
    kept = ReportFile.objects.filter(report_id=publication.report_id, edition=Edition.EXACT, format=FileFormat.JSON)
    file = kept.order_by("pk").first()
    if file is None:
        return None
    address = reverse("reporting:report_figure", args=[acting.organisation_id, publication.report_id, _PLACE])
    return Source(json.loads(bytes(file.content)), _without_place(address))


@dataclass(frozen=True)
class Kept:
    """What was kept with a figure: which kind of rows, and their references; ``total`` counts those of others too."""

    kind: Rows
    behind: Sequence[str] | Mapping[str, str]
    total: int | None = None


def kept_rows(acting: Acting, figure: str, *, period: str, report_id: str, at: dt.datetime) -> Kept | None:
    """The rows of a figure of the dashboard or of a report, by its address; None where there are none."""
    definition = define(figure)
    if definition is None:
        return None
    if report_id:
        texts = access.reports_of(acting).filter(pk__in=_uuids(report_id)).values_list("rows", flat=True)
    else:
        on = timezone.localdate(at)
        texts = Standing.objects.filter(
            region_id__in=acting.region_ids, period=str(in_address(period, on=on))
        ).values_list("rows", flat=True)
    text = texts.order_by("pk").first()
    behind = json.loads(text).get(figure) if text else None
    return None if behind is None else Kept(definition.rows, behind)


def own_rows(acting: Acting, figure: str, *, report_id: uuid.UUID, kind: Rows) -> Kept | None:
    """Of a published report, which row security keeps from a Werkplein: those rows that are of its own people.

    None for who has no people of its own, and for figures that are not of people.
    """
    if not acts_for_werkplein(acting):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_own_rows(%s, %s, %s)", [report_id, figure, kind.value])
        (found,) = cursor.fetchone()
    if found is None:
        return None
    kept = json.loads(found)
    return Kept(kind, kept["own"], kept["total"])


def _uuids(text: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text)]
    except ValueError:
        return []


def _without_place(address: str) -> str:
    return address.removesuffix(f"{_PLACE}/")
