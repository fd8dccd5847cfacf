"""What both said after each talk: a page for each employer, saved in one go."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.reading import log_seen
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed
from placements import access
from placements.forms.speed_date import ResultForm, result_forms, talks_gone
from placements.models import SpeedDate, SpeedDateEmployer
from placements.speed_date_choices import SpeedDateState
from placements.speed_dates import results
from placements.speed_dates.pages import tabs
from placements.speed_dates.schedule import meetings_of
from placements.views.speed_date import event_or_404, purpose_of


@requires(acts_for_coordination_point)
@require_GET
def speed_date_results(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """Per employer how many results are in, and how often both said yes."""
    event = event_or_404(request, event_id)
    employers: list[Any] = list(results.employers_with_talks(event))
    to_do = next((one for one in employers if one.answered < one.talks), None)
    context = _frame(request, event) | {"employers": employers, "to_do": to_do}
    return render(request, "placements/speed_date_results.html", context)


@requires(acts_for_coordination_point)
@require_http_methods(["GET", "POST"])
def speed_date_results_of(request: WorkRequest, event_id: uuid.UUID, employer_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    employer = _employer(event, employer_id)
    if request.method == "POST" and not access.may_coordinate(request.acting):
        raise PermissionDenied
    forms = _forms(request, event, employer)
    refused_because = ""
    if request.method == "POST" and all(map(ResultForm.is_valid, forms)):
        try:
            _keep(request, event, employer, forms)
        except Changed as changed:
            forms = _forms(request, event, employer)
            refused_because = changed.sentence
            for form in forms:
                if form.is_valid() and form.is_overtaken():
                    say_changed(changed, form)
                    del form.errors[NON_FIELD_ERRORS]  # once above them all
        except Refused as refused:
            refused_because = refused.sentence
        else:
            return _kept(request, event, employer)
    return _page(request, event, employer, forms, refused_because)


def _forms(request: WorkRequest, event: SpeedDate, employer: SpeedDateEmployer) -> list[ResultForm]:
    talks = meetings_of(event).filter(employer=employer)
    return result_forms(talks, request.POST if request.method == "POST" else None)


def _keep(request: WorkRequest, event: SpeedDate, employer: SpeedDateEmployer, forms: list[ResultForm]) -> None:
    if talks_gone(forms, request.POST):
        raise Refused(_("Een gesprek staat niet meer in het plan sinds u deze bladzijde opende. Kijk de lijst na."))
    sent = [form.result() for form in forms if form.was_sent]
    results.keep(request.acting, event.pk, employer.pk, results=sent, at=timezone.now())


def _kept(request: WorkRequest, event: SpeedDate, employer: SpeedDateEmployer) -> HttpResponse:
    messages.success(request, _("Uitslagen van %(name)s bewaard.") % {"name": employer.label})
    before, event = event.state, event_or_404(request, event.pk)
    if before == SpeedDateState.HELD and event.is_open:
        messages.success(request, _("Er staat geen uitslag meer. Het plan kan weer veranderen."))
    following = _following(event, employer) if "verder" in request.POST else None
    return HttpResponseRedirect(_url(request, event, following or employer))


@requires(access.may_coordinate)
@require_POST
def speed_date_list_yes(request: WorkRequest, event_id: uuid.UUID, employer_id: uuid.UUID) -> HttpResponse:
    """Whom both said yes to comes onto the list of the vacancy."""
    event = event_or_404(request, event_id)
    employer = _employer(event, employer_id)
    try:
        listed = results.list_both_yes(request.acting, event.pk, employer.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(_url(request, event, employer))
    for sentence in listed.sentences:
        messages.error(request, sentence)
    if listed.added:
        said = ngettext(
            "%(n)s kandidaat staat op de lijst. Leg nu bij het voorstel het ja van de kandidaat vast.",
            "%(n)s kandidaten staan op de lijst. Leg nu bij elk voorstel het ja van de kandidaat vast.",
            listed.added,
        )
        messages.success(request, said % {"n": listed.added})
    return HttpResponseRedirect(_url(request, event, employer))


def _page(
    request: WorkRequest,
    event: SpeedDate,
    employer: SpeedDateEmployer,
    forms: list[ResultForm],
    refused_because: str,
) -> HttpResponse:
    seen = [form.meeting.attendee.candidate for form in forms]
    log_seen(request.acting, seen, purpose=purpose_of(event), at=timezone.now(), request=request.reference)
    proposals = results.proposed_already(employer)
    times = {slot: begins for slot, begins, _ends in event.times()}
    rows: list[dict[str, Any]] = [
        {
            "form": form,
            "meeting": form.meeting,
            "begins": times.get(form.meeting.slot),
            "proposal": proposals.get(form.meeting.attendee.candidate_id),
        }
        for form in forms
    ]
    context = _frame(request, event) | {
        "employer": employer,
        "rows": rows,
        "forms": forms,
        "refused_because": refused_because,
        "to_list": [row for row in rows if row["meeting"].both_say_yes and employer.vacancy_id and not row["proposal"]],
        "following": _following(event, employer),
    }
    failed = refused_because or any(form.errors for form in forms)
    return render(request, "placements/speed_date_results_of.html", context, status=422 if failed else 200)


def _frame(request: WorkRequest, event: SpeedDate) -> dict[str, Any]:
    has_been = results.has_begun(event, at=timezone.now())
    is_told = event.state in {SpeedDateState.PLANNED, SpeedDateState.HELD}
    return {
        "event": event,
        "tabs": tabs(request.acting, event, "results"),
        "may_tell": access.may_coordinate(request.acting) and has_been and is_told,
    }


def _following(event: SpeedDate, employer: SpeedDateEmployer) -> SpeedDateEmployer | None:
    """Whose results come next, as they stand on the list."""
    others = list(results.employers_with_talks(event))
    place = next((n for n, one in enumerate(others) if one.pk == employer.pk), len(others))
    return others[place + 1] if place + 1 < len(others) else None


def _employer(event: SpeedDate, employer_id: uuid.UUID) -> SpeedDateEmployer:
    return get_object_or_404(event.employers.select_related("vacancy"), pk=employer_id)


def _url(request: WorkRequest, event: SpeedDate, employer: SpeedDateEmployer) -> str:
    names = [request.acting.organisation_id, event.pk, employer.pk]
    return reverse("placements:speed_date_results_of", args=names)
