"""New registrations one after the other: who it is, who helps, who calls by when; the next opens by itself."""

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates import access
from candidates.back_office import policy_of, werkpleinen_in
from candidates.file.pages import name_of, opened
from candidates.forms.assignment import NOBODY, TriageForm
from candidates.models import Candidate
from candidates.names import phone_link
from candidates.registering.registrations import Place
from candidates.tables.candidate import waited
from candidates.views.undo import DONE, undo_bar
from candidates.working import assigning, queues
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.models import Municipality
from organisations.refused import Refused

#: So many stand beside the one that is open.
SHOWN = 20
#: Of more than this the rest comes once these are done.
MOST = 500
_COACH = "coach"


@requires(access.may_work_with_candidates)
@require_GET
def triage(request: WorkRequest) -> HttpResponse:
    """Begin with the registration that waits longest; with nothing new, say so."""
    waiting = _waiting(request)
    return _screen(request, waiting, 0 if waiting else None)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "POST"])
def triage_candidate(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """One new registration. A POST decides about it and goes on to the next."""
    waiting = _waiting(request)
    place = next((number for number, one in enumerate(waiting) if one.pk == candidate_id), None)
    if place is not None:
        return _screen(request, waiting, place)
    known = get_object_or_404(access.candidates_of(request.acting), pk=candidate_id)
    messages.info(request, _("U hoeft deze aanmelding niet meer te verdelen. Dit is het dossier."))
    url = reverse("candidates:candidate_detail", args=[request.acting.organisation_id, known.pk])
    return HttpResponseRedirect(url)


def _screen(request: WorkRequest, waiting: list[Any], place: int | None) -> HttpResponse:
    """The list of what is new, with the one at ``place`` open beside it."""
    acting, at = request.acting, timezone.now()
    on = timezone.localdate(at)
    first = (place or 0) // SHOWN * SHOWN
    entries = [
        _entry(request, one, on=on, is_current=number == place)
        for number, one in enumerate(waiting[first : first + SHOWN], start=first)
    ]
    context: dict[str, Any] = {
        "entries": entries,
        "total": len(waiting),
        "left_out": len(waiting) - len(entries),
        "undo": undo_bar(request),
        "current": None,
        "alone": request.resolver_match is not None and request.resolver_match.url_name == "triage_candidate",
        "list_url": reverse("candidates:triage", args=[acting.organisation_id]),
    }
    if place is None:
        return render(request, "candidates/triage.html", context)
    following = waiting[place + 1] if place + 1 < len(waiting) else None
    previous = waiting[place - 1] if place else None
    candidate = opened(
        acting, waiting[place].pk, purpose=_("Nieuwe aanmelding verdelen"), at=at, request=request.reference
    )
    form = _form(request, candidate, on=on)
    refused = ""
    if form.is_bound and form.is_valid():
        try:
            done = assigning.triage(acting, candidate.pk, form.decision(), on=on, at=at)
        except Refused as found:
            refused = found.sentence
        else:
            query = {DONE: str(done.pk), _COACH: form.cleaned_data["coach"] or NOBODY}
            return HttpResponseRedirect(_address(request, following, query))
    context |= {
        "current": candidate,
        "place": place + 1,
        "name": name_of(candidate),
        "phone_link": phone_link(candidate.identity.phone) if hasattr(candidate, "identity") else "",
        "waits": waited((on - candidate.registered_on).days),
        "municipality": waiting[place].municipality_name or Place.outside(candidate.municipality),
        "form": form,
        "refused": refused,
        "steps": [
            {"key": key, "label": label, "url": _address(request, one, _kept(request))}
            for key, label, one in (("k", _("Vorige"), previous), ("j", _("Volgende"), following))
            if one is not None
        ],
        "own_url": _address(request, candidate, _kept(request)),
    }
    return render(request, "candidates/triage.html", context, status=422 if refused or form.errors else 200)


def _waiting(request: WorkRequest) -> list[Any]:
    """The new registrations, the longest waiting first, with the name of the municipality."""
    candidates = access.candidates_of(request.acting)
    name = Municipality.objects.filter(pk=OuterRef("municipality")).values("name")
    new = queues.first_of(candidates, queues.NEW, acting=request.acting, on=timezone.localdate())
    return list(new.annotate(municipality_name=Subquery(name))[:MOST])


def _form(request: WorkRequest, candidate: Candidate, *, on: date) -> TriageForm:
    acting = request.acting
    return TriageForm(
        request.POST if request.method == "POST" else None,
        candidate=candidate,
        acting=acting,
        memberships=assigning.coaches_for(acting),
        werkpleinen=werkpleinen_in(*acting.region_ids) if acts_for_coordination_point(acting) else None,
        on=on,
        last_coach=request.GET.get(_COACH, ""),
        contact_days=policy_of(candidate.region_id).contact_days,
    )


def _entry(request: WorkRequest, one: Any, *, on: date, is_current: bool) -> dict[str, Any]:
    """A registration in the list beside: the work and the place, not the name; that is for the one who opens it."""
    return {
        "url": _address(request, one, _kept(request)),
        "work": one.wanted_work or _("Werk nog niet bekend"),
        "place": one.municipality_name or Place.outside(one.municipality),
        "waits": waited((on - one.registered_on).days),
        "wants_call": one.wants_call,
        "is_current": is_current,
    }


def _kept(request: WorkRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in (_COACH,) if request.GET.get(name)}


def _address(request: WorkRequest, candidate: Candidate | None, query: dict[str, str]) -> str:
    """Of a registration, or of the screen when none is left."""
    here = request.acting.organisation_id
    url = (
        reverse("candidates:triage", args=[here])
        if candidate is None
        else reverse("candidates:triage_candidate", args=[here, candidate.pk])
    )
    asked = {name: value for name, value in query.items() if value}
    return f"{url}?{urlencode(asked)}" if asked else url
