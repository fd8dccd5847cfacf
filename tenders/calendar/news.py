"""What is mailed to who follows the calendar: what became new in his search, which dates changed, what was withdrawn.

Each search is looked up only among what happened at all. No value is read.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Region
from organisations.templatetags.formatting import day_nl
from tenders.calendar.selection import selection
from tenders.choices import TenderStatus
from tenders.following import Line, Section
from tenders.models import Tender, TenderStep

_DATES = {
    "planned_publication": gettext_lazy("Aankondiging"),
    "planned_award": gettext_lazy("Gunning"),
    "starts_on": gettext_lazy("Start van het werk"),
    "ends_on": gettext_lazy("Einde van het werk"),
}
#: What is entered later than this after its own day is history, not news.
_NEWS_FOR = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened on the calendar of a region from one day to another, by tender."""

    new: frozenset[uuid.UUID] = frozenset()
    #: For each, what each changed date was and is.
    changed: Mapping[uuid.UUID, list[str]] = field(default_factory=dict)
    #: With the reason, where one was given.
    withdrawn: Mapping[uuid.UUID, str] = field(default_factory=dict)
    #: As they are now, ``with_days_taken``.
    tenders: Mapping[uuid.UUID, Any] = field(default_factory=dict)

    @property
    def ids(self) -> set[uuid.UUID]:
        return {*self.new, *self.changed, *self.withdrawn}


def news(
    region: Region, queries: Iterable[str], *, first: dt.date, last: dt.date, on: dt.date
) -> dict[str, list[Section]]:
    """What happened on these days, for each search that has any of it."""
    happened = happened_between(region.pk, first=first, last=last)
    ids = happened.ids
    if not ids:
        return {}
    told = {}
    for query in sorted(queries):
        found = selection(region.pk, query, on=on, may_guess=False)
        everything = set(found.whatever_status().filter(pk__in=ids).order_by().values_list("pk", flat=True))
        asked = set(found.unordered.filter(pk__in=everything).order_by().values_list("pk", flat=True))
        sections = [
            Section(title, [_line(region, happened, one) for one in _by_title(happened, of_these)])
            for title, of_these in (
                (_("NIEUW OP DE KALENDER"), asked & happened.new),
                (_("ANDERE DATUM"), asked & set(happened.changed)),
                (_("INGETROKKEN"), everything & set(happened.withdrawn)),
            )
            if of_these
        ]
        if sections:
            told[query] = sections
    return told


def happened_between(region_id: uuid.UUID, *, first: dt.date, last: dt.date) -> Happened:
    """What became new, changed a date or was withdrawn on these days, and is on the calendar now. Five queries."""
    here = Tender.objects.on_calendar().filter(region_id=region_id)
    new = frozenset(
        here.not_withdrawn().filter(on_calendar_since__range=(first, last)).order_by("pk").values_list("pk", flat=True)
    )
    since, before = _start_of(first), _start_of(last + dt.timedelta(days=1))
    withdrawn = dict(
        TenderStep.objects.filter(
            tender__in=here.filter(status=TenderStatus.WITHDRAWN, on_calendar_since__lt=first),
            to_status=TenderStatus.WITHDRAWN,
            on__gte=first - _NEWS_FOR,
            at__gte=since,
            at__lt=before,
        )
        .order_by("at", "pk")
        .values_list("tender_id", "note")
    )
    changed = _changed(here.not_withdrawn().exclude(pk__in=new), since=since, before=before)
    ids = {*new, *changed, *withdrawn}
    tenders = (
        here.filter(pk__in=ids).with_days_taken().select_related("authority").defer("search", "description").in_bulk()
        if ids
        else {}
    )
    return Happened(new, changed, withdrawn, tenders)


def _changed(tenders: Any, *, since: dt.datetime, before: dt.datetime) -> dict[uuid.UUID, list[str]]:
    """Of which tenders a planned day is another than before these days, with what it was and is."""
    events: Any = Tender.pgh_event_model.objects  # type: ignore[attr-defined]
    touched = events.filter(pgh_created_at__gte=since, pgh_created_at__lt=before, pgh_obj__in=tenders)
    ids = set(touched.order_by().values_list("pgh_obj_id", flat=True).distinct())
    if not ids:
        return {}
    columns = ("pgh_obj_id", *_DATES)
    earlier = events.filter(pgh_obj_id__in=ids, pgh_created_at__lt=since, on_calendar_since__isnull=False)
    was = earlier.order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id").distinct("pgh_obj_id").values(*columns)
    now = tenders.in_bulk(list(ids))
    changed: dict[uuid.UUID, list[str]] = {}
    for row in was:
        tender = now.get(row["pgh_obj_id"])
        lines = [
            _("%(what)s: van %(was)s naar %(now)s")
            % {"what": label, "was": _day(row[name]), "now": _day(getattr(tender, name))}
            for name, label in _DATES.items()
            if tender is not None and row[name] != getattr(tender, name)
        ]
        if lines:
            changed[row["pgh_obj_id"]] = lines
    return changed


def _by_title(happened: Happened, ids: Iterable[uuid.UUID]) -> list[Any]:
    return sorted((happened.tenders[one] for one in ids), key=lambda one: (one.title.casefold(), str(one.pk)))


def _line(region: Region, happened: Happened, tender: Any) -> Line:
    return Line(
        key=str(tender.pk),
        title=tender.title,
        said=list(_said(happened, tender)),
        url=settings.PUBLIC_URL + reverse("tenders:calendar_detail", args=[region.code, tender.pk]),
    )


def _said(happened: Happened, tender: Any) -> Iterator[str]:
    authority = tender.authority.name
    if tender.pk in happened.changed:
        yield authority
        yield from happened.changed[tender.pk]
    elif tender.pk in happened.withdrawn:
        reason = happened.withdrawn[tender.pk]
        yield f"{authority}. {reason}" if reason else authority
    elif tender.published_on:
        yield _("%(authority)s. Aangekondigd op %(day)s.") % {
            "authority": authority,
            "day": day_nl(tender.published_on),
        }
    else:
        yield _("%(authority)s. Aankondiging: %(day)s.") % {
            "authority": authority,
            "day": _day(tender.planned_publication),
        }


def _day(day: dt.date | None) -> str:
    return day_nl(day) if day else _("nog niet bekend")


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
