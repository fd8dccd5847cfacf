"""Speed-date events: the list, a new one, and when and where it is."""

import uuid

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, chosen_region, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed
from placements import access
from placements.forms.speed_date import CancelSpeedDateForm, EventForm
from placements.models import SpeedDate, SpeedDateCandidate
from placements.speed_date_choices import SpeedDateState
from placements.speed_dates import events

#: So many past events stand on the list; older ones on the next page.
PAST_SHOWN = 50


@requires(access.mediates_vacancies)
@require_GET
def speed_date_list(request: WorkRequest) -> HttpResponse:
    """What comes first, then what has been; a Werkplein counts its own candidates."""
    found = events.events_of(request.acting).annotate(employers_coming=Count("employers"))
    coming = Q(state__in=SpeedDateState.open())
    rows = [
        *found.filter(coming).order_by("day", "starts_at", "pk"),
        *found.exclude(coming).order_by("-day", "-starts_at", "pk")[:PAST_SHOWN],
    ]
    invited = _invited([one.pk for one in rows])
    context = {
        "rows": [{"event": one, "invited": invited.get(one.pk, (0, 0))} for one in rows],
        "may_run": access.may_coordinate(request.acting),
    }
    return render(request, "placements/speed_date_list.html", context)


def _invited(ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """By event how many candidates are on the list, and how many of them said yes; as far as the reader sees them."""
    counted = (
        SpeedDateCandidate.objects.filter(event__in=ids, candidate__merged_into=None)
        .values("event_id")
        .annotate(there=Count("pk"), agreed=Count("pk", filter=Q(agreed_on__isnull=False)))
        .order_by("event_id")
    )
    return {row["event_id"]: (row["there"], row["agreed"]) for row in counted}


@requires(access.may_coordinate)
@require_http_methods(["GET", "POST"])
def speed_date_create(request: WorkRequest) -> HttpResponse:
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = events.add(
                request.acting,
                entry=form.entered(),
                region_id=chosen_region(request).id,
                on=timezone.localdate(),
            )
        except Refused as refused:
            form.add_error("day", refused.sentence)
        else:
            messages.success(request, _("De speeddate staat klaar. Voeg toe wie er komt."))
            return HttpResponseRedirect(url_of(request, made))
    return render(
        request, "placements/speed_date_form.html", {"form": form, "event": None}, status=422 if form.errors else 200
    )


@requires(access.may_coordinate)
@require_http_methods(["GET", "POST"])
def speed_date_edit(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    form = EventForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            events.change(
                request.acting,
                event.pk,
                entry=form.entered(),
                on=timezone.localdate(),
                at=now,
                shown=form.was_shown,
            )
        except Changed as changed:
            say_changed(changed, form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(url_of(request, event))
    return _edit_page(request, event, form, CancelSpeedDateForm())


@requires(access.may_coordinate)
@require_POST
def speed_date_cancel(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """It does not go on, with a reason; or after all it does."""
    event = event_or_404(request, event_id)
    if event.state == SpeedDateState.CANCELLED:
        events.take_up_again(request.acting, event.pk)
        messages.success(request, _("De speeddate gaat weer door."))
        return HttpResponseRedirect(url_of(request, event))
    form = CancelSpeedDateForm(request.POST)
    if form.is_valid():
        try:
            events.cancel(request.acting, event.pk, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", refused.sentence)
        else:
            messages.success(request, _("Bewaard: de speeddate gaat niet door. Vertel het wie zou komen."))
            return HttpResponseRedirect(url_of(request, event))
    return _edit_page(request, event, EventForm(event=event), form)


def _edit_page(
    request: WorkRequest, event: SpeedDate, form: EventForm, cancel_form: CancelSpeedDateForm
) -> HttpResponse:
    context = {"form": form, "cancel_form": cancel_form, "event": event}
    failed = form.errors or cancel_form.errors
    return render(request, "placements/speed_date_form.html", context, status=422 if failed else 200)


def event_or_404(request: WorkRequest, event_id: uuid.UUID) -> SpeedDate:
    return get_object_or_404(events.events_of(request.acting), pk=event_id)


def url_of(request: WorkRequest, event: SpeedDate, page: str = "speed_date_detail") -> str:
    return reverse(f"placements:{page}", args=[request.acting.organisation_id, event.pk])


def purpose_of(event: SpeedDate) -> str:
    """What somebody reads in the log of who saw him."""
    return (_("Speeddate %(name)s") % {"name": event.title})[:200]
