"""The plan of an event: asked of a worker, shown by round, and changed by hand."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from candidates.file.pages import name_of
from candidates.reading import log_seen
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.refused import Refused
from placements import access
from placements.forms.speed_date import MeetingForm
from placements.models import SpeedDate
from placements.speed_dates import asking, schedule
from placements.speed_dates.events import attendees_of
from placements.speed_dates.pages import tabs
from placements.speed_dates.without import Without
from placements.views.speed_date import event_or_404, purpose_of, url_of

WHY: dict[Without, str | Promise] = {
    Without.NO_WISH: gettext_lazy("niemand vroeg een gesprek"),
    Without.NEVER_TOGETHER: gettext_lazy("nooit tegelijk aanwezig met wie een gesprek wil"),
    Without.FULL: gettext_lazy("alle rondes waren nodig voor anderen"),
}


@requires(access.mediates_vacancies)
@require_GET
def speed_date_plan(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """By round who talks with whom, how many wanted pairs meet, and who goes without and why."""
    return _plan_page(request, event_or_404(request, event_id), None)


@requires(access.may_coordinate)
@require_POST
def speed_date_plan_ask(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    try:
        asking.ask(request.acting, event.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(url_of(request, event, "speed_date_plan"))


@requires(access.mediates_vacancies)
@require_GET
def speed_date_plan_progress(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """Whether the plan is there, as the part of the page that htmx asks for every two seconds."""
    event = event_or_404(request, event_id)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(url_of(request, event, "speed_date_plan"))
    if not event.is_being_planned:
        return HttpResponseClientRefresh()
    return render(request, "placements/_speed_date_progress.html", {"event": event})


@requires(access.may_coordinate)
@require_POST
def speed_date_meeting_add(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    form = _meeting_form(event, request.POST)
    if form.is_valid():
        try:
            schedule.add(
                request.acting,
                event.pk,
                employer_id=uuid.UUID(form.cleaned_data["employer"]),
                attendee_id=uuid.UUID(form.cleaned_data["attendee"]),
                slot=form.cleaned_data["slot"],
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Het gesprek staat in het plan en blijft daar."))
            return HttpResponseRedirect(url_of(request, event, "speed_date_plan"))
    return _plan_page(request, event, form)


@requires(access.may_coordinate)
@require_POST
def speed_date_meeting(request: WorkRequest, event_id: uuid.UUID, talk_id: uuid.UUID) -> HttpResponse:
    """Move one talk, pin it or let it loose, or take it away."""
    event = event_or_404(request, event_id)
    meeting = get_object_or_404(schedule.meetings_of(event), pk=talk_id)
    step, slot = request.POST.get("stap", ""), request.POST.get("ronde", "")
    try:
        if step == "weg":
            schedule.remove(request.acting, event.pk, meeting.pk)
            messages.success(request, _("Het gesprek is weg."))
        elif step in {"vast", "los"}:
            schedule.pin(request.acting, event.pk, meeting.pk, is_pinned=step == "vast")
            said = {
                "vast": _("Het gesprek staat vast. Het blijft staan als u het plan opnieuw maakt."),
                "los": _("Het gesprek staat los. Het kan veranderen als u het plan opnieuw maakt."),
            }
            messages.success(request, said[step])
        elif slot.isdecimal() and len(slot) < 4:  # noqa: PLR2004 - no event has a thousand rounds
            schedule.move(request.acting, event.pk, meeting.pk, slot=int(slot))
            messages.success(request, _("Verplaatst naar ronde %(slot)s.") % {"slot": int(slot)})
        else:
            messages.error(request, _("Kies een ronde."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(url_of(request, event, "speed_date_plan"))


def _meeting_form(event: SpeedDate, data: object = None) -> MeetingForm:
    return MeetingForm(
        data,
        event=event,
        employers=event.employers.select_related("vacancy").order_by("name", "pk"),
        attendees=attendees_of(event).filter(agreed_on__isnull=False),
    )


def _plan_page(request: WorkRequest, event: SpeedDate, form: MeetingForm | None) -> HttpResponse:
    meetings = list(schedule.meetings_of(event))
    stands = schedule.standing(event, meetings)
    runs = acts_for_coordination_point(request.acting)
    seen = {one.attendee.candidate_id: one.attendee.candidate for one in meetings}
    seen |= {one.candidate_id: one.candidate for one, _why in stands.candidates}
    log_seen(request.acting, seen.values(), purpose=purpose_of(event), at=timezone.now(), request=request.reference)
    may_change = access.may_coordinate(request.acting) and event.is_open and not event.is_being_planned
    context = {
        "event": event,
        "tabs": tabs(request.acting, event, "plan"),
        "rounds": schedule.rounds_of(event, meetings),
        "meetings": meetings,
        "stands": stands,
        "runs": runs,
        "without_candidates": [
            {"attendee": one, "name": name_of(one.candidate), "why": WHY[why]} for one, why in stands.candidates
        ],
        "without_employers": [{"employer": one, "why": WHY[why]} for one, why in stands.employers],
        "may_change": may_change,
        "slots": range(1, event.slots + 1),
        "form": (form or _meeting_form(event)) if may_change else None,
    }
    failed = form is not None and form.errors
    return render(request, "placements/speed_date_plan.html", context, status=422 if failed else 200)
