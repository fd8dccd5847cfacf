"""Who comes to an event and who wants to meet whom."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import may_work_with_candidates
from candidates.file.pages import name_of
from candidates.models import Candidate
from candidates.reading import log_seen
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from placements import access
from placements.forms.speed_date import (
    AgreementForm,
    SpeedDateCandidateForm,
    SpeedDateEmployerForm,
)
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateEmployer, SpeedDateWish
from placements.speed_dates import fitting, people
from placements.speed_dates.events import attendees_of
from placements.speed_dates.pages import tabs
from placements.views.speed_date import event_or_404, purpose_of, url_of

DETAIL = "speed_date_detail"


@requires(access.mediates_vacancies)
@require_GET
def speed_date_detail(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """Who comes: the employers with their tables, and the candidates with whether they agreed."""
    return _people_page(request, event_or_404(request, event_id), AgreementForm(initial=_today()))


@requires(may_work_with_candidates)
@require_POST
def speed_date_agree(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """Who of those asked said yes, on one day."""
    event = event_or_404(request, event_id)
    form = AgreementForm(request.POST)
    chosen = ids_in(request.POST.getlist("candidate"))
    if form.is_valid():
        agreement = form.agreement()
        try:
            if agreement is None:
                raise Refused(_("Vul in op welke dag en hoe zij ja zeiden."))  # noqa: TRY301 - as the use case does
            kept = people.agree(
                request.acting, event.pk, attendee_ids=chosen, agreement=agreement, on=timezone.localdate()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            said = ngettext("%(n)s kandidaat zei ja.", "%(n)s kandidaten zeiden ja.", kept)
            messages.success(request, said % {"n": kept})
            return HttpResponseRedirect(url_of(request, event))
    return _people_page(request, event, form, chosen)


def _people_page(
    request: WorkRequest, event: SpeedDate, form: AgreementForm, chosen: Collection[uuid.UUID] = ()
) -> HttpResponse:
    acting = request.acting
    attendees = list(attendees_of(event).annotate(wished=Count("wishes")))
    _log(request, event, [one.candidate for one in attendees])
    context = _frame(request, event, "people") | {
        "employers": event.employers.select_related("vacancy").annotate(wished=Count("wishes")).order_by("name", "pk"),
        "agreed": [_row(one) for one in attendees if one.agreed_on],
        "asked": [_row(one) | {"is_ticked": one.pk in chosen} for one in attendees if not one.agreed_on],
        "agreement_form": form,
        "may_invite": may_work_with_candidates(acting) and event.is_open,
    }
    return render(request, "placements/speed_date_detail.html", context, status=422 if form.errors else 200)


@requires(access.may_coordinate)
@require_http_methods(["GET", "POST"])
def speed_date_employer_add(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    return _employer_page(request, event_or_404(request, event_id), None)


@requires(access.may_coordinate)
@require_http_methods(["GET", "POST"])
def speed_date_employer(request: WorkRequest, event_id: uuid.UUID, employer_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    return _employer_page(request, event, _employer(event, employer_id))


def _employer_page(request: WorkRequest, event: SpeedDate, employer: SpeedDateEmployer | None) -> HttpResponse:
    form = SpeedDateEmployerForm(request.POST if request.method == "POST" else None, event=event, employer=employer)
    if request.method == "POST" and form.is_valid():
        try:
            if employer is None:
                people.add_employer(request.acting, event.pk, entry=form.entered())
            else:
                people.change_employer(request.acting, event.pk, employer.pk, entry=form.entered())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            again = "verder" in request.POST
            return HttpResponseRedirect(url_of(request, event, "speed_date_employer_add" if again else DETAIL))
    context = _frame(request, event, "people") | {"form": form, "employer": employer}
    return render(request, "placements/speed_date_employer.html", context, status=422 if form.errors else 200)


@requires(access.may_coordinate)
@require_POST
def speed_date_employer_remove(request: WorkRequest, event_id: uuid.UUID, employer_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    employer = _employer(event, employer_id)
    try:
        people.remove_employer(request.acting, event.pk, employer.pk)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("%(name)s komt niet meer.") % {"name": employer.name})
    return HttpResponseRedirect(url_of(request, event))


@requires(may_work_with_candidates)
@require_http_methods(["GET", "POST"])
def speed_date_invite(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """Candidates to ask, found by name or number; with the yes of who said it already."""
    event = event_or_404(request, event_id)
    words = request.GET.get("zoek", "").strip()[:100]
    form = AgreementForm(request.POST if request.method == "POST" else None)
    chosen = ids_in(request.POST.getlist("candidate"))
    if request.method == "POST" and form.is_valid():
        try:
            added = people.add_candidates(
                request.acting,
                event.pk,
                candidate_ids=chosen,
                agreement=form.agreement(),
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            said = ngettext("%(n)s kandidaat toegevoegd.", "%(n)s kandidaten toegevoegd.", added)
            messages.success(request, said % {"n": added})
            return HttpResponseRedirect(url_of(request, event))
    found = people.found_for(request.acting, event, words)
    _log(request, event, found)
    rows = [{"candidate": one, "name": name_of(one), "is_ticked": one.pk in chosen} for one in found]
    context = _frame(request, event, "people") | {
        "rows": rows,
        "words": words,
        "form": form,
        "most": people.MOST_FOUND,
        "is_cut": len(rows) == people.MOST_FOUND,
    }
    return render(request, "placements/speed_date_invite.html", context, status=422 if form.errors else 200)


@requires(may_work_with_candidates)
@require_http_methods(["GET", "POST"])
def speed_date_candidate(request: WorkRequest, event_id: uuid.UUID, attendee_id: uuid.UUID) -> HttpResponse:
    """When one candidate is there, and whether he agreed."""
    event = event_or_404(request, event_id)
    attendee = get_object_or_404(attendees_of(event), pk=attendee_id)
    form = SpeedDateCandidateForm(request.POST if request.method == "POST" else None, event=event, attendee=attendee)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_candidate(
                request.acting,
                event.pk,
                attendee.pk,
                presence=form.presence(),
                agreement=form.agreement(),
                on=timezone.localdate(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(url_of(request, event))
    _log(request, event, [attendee.candidate])
    context = _frame(request, event, "people") | {"form": form, "row": _row(attendee)}
    return render(request, "placements/speed_date_candidate.html", context, status=422 if form.errors else 200)


@requires(may_work_with_candidates)
@require_POST
def speed_date_candidate_remove(request: WorkRequest, event_id: uuid.UUID, attendee_id: uuid.UUID) -> HttpResponse:
    event = event_or_404(request, event_id)
    attendee = get_object_or_404(attendees_of(event), pk=attendee_id)
    try:
        people.remove_candidate(request.acting, event.pk, attendee.pk)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("De kandidaat staat niet meer op de lijst."))
    return HttpResponseRedirect(url_of(request, event))


@requires(access.mediates_vacancies)
@require_GET
def speed_date_wishes(request: WorkRequest, event_id: uuid.UUID) -> HttpResponse:
    """Per employer how many want to meet; a click away is who."""
    event = event_or_404(request, event_id)
    both = Q(wishes__by_employer=True, wishes__by_candidate=True)
    employers = event.employers.select_related("vacancy").annotate(
        pairs=Count("wishes"),
        by_employer=Count("wishes", filter=Q(wishes__by_employer=True)),
        by_candidate=Count("wishes", filter=Q(wishes__by_candidate=True)),
        both=Count("wishes", filter=both),
    )
    context = _frame(request, event, "wishes") | {
        "employers": employers.order_by("name", "pk"),
        "people": attendees_of(event).count(),
    }
    return render(request, "placements/speed_date_wishes.html", context)


@requires(access.mediates_vacancies)
@require_http_methods(["GET", "POST"])
def speed_date_wishes_of(request: WorkRequest, event_id: uuid.UUID, employer_id: uuid.UUID) -> HttpResponse:
    """Whom this employer wants to meet, and who wants to meet him: two ticks a candidate, saved in one go."""
    event = event_or_404(request, event_id)
    employer = _employer(event, employer_id)
    may_change = may_work_with_candidates(request.acting) and event.is_open
    if request.method == "POST":
        if not may_work_with_candidates(request.acting):
            raise PermissionDenied
        return _keep_wishes(request, event, employer)
    attendees = list(attendees_of(event))
    _log(request, event, [one.candidate for one in attendees])
    known = {one.attendee_id: one for one in SpeedDateWish.objects.filter(employer=employer)}
    fits = {}
    if employer.vacancy_id is not None:
        fits = fitting.rules_met(request.acting, employer.vacancy_id, [one.candidate_id for one in attendees])
    later = Q(name__gt=employer.name) | Q(name=employer.name, pk__gt=employer.pk)
    following = event.employers.filter(later).select_related("vacancy").order_by("name", "pk").first()
    context = _frame(request, event, "wishes") | {
        "employer": employer,
        "work": employer.vacancy.title if employer.vacancy else "",
        "rows": [_row(one) | {"wish": known.get(one.pk), "fits": fits.get(one.candidate_id)} for one in attendees],
        "may_change": may_change,
        "following": following,
    }
    return render(request, "placements/speed_date_wishes_of.html", context)


def _keep_wishes(request: WorkRequest, event: SpeedDate, employer: SpeedDateEmployer) -> HttpResponse:
    try:
        pairs = people.keep_wishes(
            request.acting,
            event.pk,
            employer.pk,
            by_employer=ids_in(request.POST.getlist("by_employer")),
            by_candidate=ids_in(request.POST.getlist("by_candidate")),
            shown=ids_in(request.POST.getlist("shown")),
            was_by_employer=ids_in(request.POST.getlist("was_by_employer")),
            was_by_candidate=ids_in(request.POST.getlist("was_by_candidate")),
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        said = ngettext("Bewaard: %(n)s wens bij %(name)s.", "Bewaard: %(n)s wensen bij %(name)s.", pairs)
        messages.success(request, said % {"n": pairs, "name": employer.label})
        for one in event.employers.filter(pk__in=ids_in(request.POST.getlist("verder"))):
            names = [request.acting.organisation_id, event.pk, one.pk]
            return HttpResponseRedirect(reverse("placements:speed_date_wishes_of", args=names))
    return HttpResponseRedirect(url_of(request, event, "speed_date_wishes"))


def _today() -> dict[str, Any]:
    return {"agreed_on": timezone.localdate()}


def _frame(request: WorkRequest, event: SpeedDate, current: str) -> dict[str, Any]:
    return {
        "event": event,
        "tabs": tabs(request.acting, event, current),
        "may_run": access.may_coordinate(request.acting) and event.is_open,
        "may_edit": access.may_coordinate(request.acting),
    }


def _row(attendee: SpeedDateCandidate) -> dict[str, Any]:
    return {"attendee": attendee, "candidate": attendee.candidate, "name": name_of(attendee.candidate)}


def _employer(event: SpeedDate, employer_id: uuid.UUID) -> SpeedDateEmployer:
    return get_object_or_404(event.employers.select_related("vacancy"), pk=employer_id)


def _log(request: WorkRequest, event: SpeedDate, seen: Iterable[Candidate]) -> None:
    log_seen(request.acting, seen, purpose=purpose_of(event), at=timezone.now(), request=request.reference)


def ids_in(given: Iterable[str]) -> set[uuid.UUID]:
    """The keys in what a form sent; what is none is left out."""
    found = set()
    for one in given:
        try:
            found.add(uuid.UUID(one))
        except ValueError:
            continue
    return found
