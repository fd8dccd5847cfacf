"""The plan on paper: a sheet for each employer, one for each candidate, and a list for the door."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from candidates.file.pages import name_of
from candidates.reading import log_seen
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from placements.models import SpeedDate, SpeedDateMeeting
from placements.speed_dates import schedule
from placements.speed_dates.events import attendees_of
from placements.speed_dates.pages import tabs
from placements.views.speed_date import event_or_404, purpose_of

LISTS = {
    "werkgevers": _("Bladen voor werkgevers"),
    "kandidaten": _("Bladen voor kandidaten"),
    "deur": _("Lijst voor de deur"),
}


@requires(acts_for_coordination_point)
@require_GET
def speed_date_print(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    context = {
        "event": event,
        "tabs": tabs(request.acting, event, "print"),
        "lists": LISTS.items(),
        "has_plan": event.meetings.exists(),
    }
    return render(request, "placements/speed_date_print.html", context)


@requires(acts_for_coordination_point)
@require_GET
def speed_date_print_list(request: WorkRequest, event_id: uuid.UUID, which: str) -> HttpResponse:
    """A page made for paper. Only who agreed stands on it: nobody else is in a plan."""
    event = event_or_404(request, event_id)
    if which not in LISTS:
        raise Http404
    meetings = list(schedule.meetings_of(event))
    times = {slot: (begins, ends) for slot, begins, ends in event.times()}
    sheets = {"werkgevers": _by_employer, "kandidaten": _by_candidate, "deur": _door}[which](event, meetings, times)
    seen = {one.attendee.candidate_id: one.attendee.candidate for one in meetings}
    log_seen(request.acting, seen.values(), purpose=purpose_of(event), at=timezone.now(), request=request.reference)
    context = {
        "event": event,
        "tabs": tabs(request.acting, event, "print"),
        "which": which,
        "title": LISTS[which],
        "sheets": sheets,
    }
    return render(request, "placements/speed_date_print_list.html", context)


_Times = dict[int, tuple[Any, Any]]


def _by_employer(event: SpeedDate, meetings: Iterable[SpeedDateMeeting], times: _Times) -> list[dict[str, Any]]:
    """A sheet for each employer, with his tables and the rounds in which he waits."""
    by: dict[uuid.UUID, dict[tuple[int, int], SpeedDateMeeting]] = {}
    for one in meetings:
        by.setdefault(one.employer_id, {})[one.slot, one.table] = one
    sheets = []
    for employer in event.employers.select_related("vacancy").order_by("name", "pk"):
        talks = by.get(employer.pk, {})
        rows = [
            {
                "slot": slot,
                "begins": times[slot][0],
                "ends": times[slot][1],
                "table": table,
                "name": name_of(talks[slot, table].attendee.candidate) if (slot, table) in talks else "",
            }
            for slot in sorted(employer.slots_of(event))
            for table in range(1, max([employer.tables, *(t for s, t in talks if s == slot)]) + 1)
        ]
        sub = employer.vacancy.title if employer.vacancy else ""
        sheets.append({"title": employer.name, "sub": sub, "rows": rows, "has_tables": employer.tables > 1})
    return sheets


def _by_candidate(event: SpeedDate, meetings: Iterable[SpeedDateMeeting], times: _Times) -> list[dict[str, Any]]:
    by: dict[uuid.UUID, list[SpeedDateMeeting]] = {}
    for one in meetings:
        by.setdefault(one.attendee_id, []).append(one)
    sheets = []
    for attendee in attendees_of(event).filter(agreed_on__isnull=False, pk__in=by):
        rows = [
            {
                "slot": one.slot,
                "begins": times[one.slot][0],
                "ends": times[one.slot][1],
                "table": one.table,
                "has_tables": one.employer.tables > 1,
                "name": one.employer.name,
                "sub": one.employer.vacancy.title if one.employer.vacancy else "",
            }
            for one in by[attendee.pk]
        ]
        sheets.append({"title": name_of(attendee.candidate), "sub": "", "rows": rows})
    return sheets


def _door(event: SpeedDate, meetings: Iterable[SpeedDateMeeting], times: _Times) -> list[dict[str, Any]]:
    """Everybody who talks, by name, with when he begins and with how many he talks."""
    by: dict[uuid.UUID, list[SpeedDateMeeting]] = {}
    for one in meetings:
        by.setdefault(one.attendee_id, []).append(one)
    rows = [
        {
            "name": name_of(one.candidate),
            "begins": times[by[one.pk][0].slot][0],
            "employer": by[one.pk][0].employer.label,
            "talks": len(by[one.pk]),
        }
        for one in attendees_of(event).filter(agreed_on__isnull=False, pk__in=by)
    ]
    return [{"title": LISTS["deur"], "sub": "", "rows": rows}]
