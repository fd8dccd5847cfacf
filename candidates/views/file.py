"""The file of a candidate: overview, what is known, and what happened. Every page is written down as seen."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates import access
from candidates.back_office import werkpleinen_in
from candidates.choices import CandidateState
from candidates.file import facts, glances, step_back
from candidates.file import shown as file_page
from candidates.file.contacts import contacts_of
from candidates.file.history import happenings
from candidates.file.pages import PAGES, name_of, opened
from candidates.file.way import steps_of, way
from candidates.forms.file import IdentityForm, SituationForm, WishesForm
from candidates.models import Assessment, Candidate
from candidates.names import phone_link
from candidates.registering.registrations import codes_by_words
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.models import AreaMunicipality, Municipality, Occupation
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed

#: Contacts on the overview; the page of contacts has them all.
LAST_CONTACTS = 3
PER_PAGE = 30
#: What is read of the file of somebody who was erased.
READ = {one.url_name for one in PAGES} | {"candidates:enrolment_edit"}


@requires(access.works_with_candidates)
@require_GET
def candidate_detail(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """What is known of a candidate at one look, and what waits. Of a file that was merged: the one that was kept."""
    try:
        candidate = open_file(request, candidate_id, purpose=_("Dossier bekeken"))
    except Http404:
        merged = Candidate.objects.filter(pk=candidate_id, region_id__in=request.acting.region_ids)
        kept = merged.filter(merged_into__isnull=False).select_related("merged_into").first()
        if kept is None or kept.merged_into is None:
            raise
        return HttpResponseRedirect(file_url(request, kept.merged_into))
    contacts = list(contacts_of(candidate)[: LAST_CONTACTS + 1])
    assessments = Assessment.objects.filter(candidate=candidate).select_related("done_by").order_by("-begun_at", "-pk")
    profile = getattr(candidate, "profile", None)
    steps = steps_of(candidate)
    newest = steps[0] if steps else None
    registrant = file_page.who_registered(candidate)
    return render(
        request,
        "candidates/candidate_detail.html",
        {
            **frame(request, candidate, "overview"),
            "notices": file_page.notices(candidate, contacts, on=timezone.localdate()),
            "now": glances.glance(request.acting, candidate, on=timezone.localdate()),
            "registration": file_page.about_registration(candidate),
            "registrant": registrant,
            "registrant_link": phone_link(registrant.by_phone) if registrant else "",
            "conditions": getattr(candidate, "agency_conditions", None),
            "wishes": file_page.wishes(profile),
            "contacts": file_page.contact_items(contacts[:LAST_CONTACTS]),
            "has_more_contacts": len(contacts) > LAST_CONTACTS,
            "assessments": list(assessments[:2]),
            "is_stopped": candidate.state in CandidateState.with_reason(),
            "way": way(candidate, steps),
            "may_take_step_back": newest
            if step_back.can_take_back(request.acting, newest, at=timezone.now())
            else None,
        },
    )


@requires(access.works_with_candidates)
@require_GET
def candidate_history(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Everything that happened to the file."""
    candidate = open_file(request, candidate_id, purpose=_("Geschiedenis van het dossier bekeken"))
    page = Paginator(happenings(candidate), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "items": [one.item(candidate) for one in page.object_list]}
    return render(request, "candidates/candidate_history.html", frame(request, candidate, "history") | context)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def identity_edit(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Change who somebody is and how to reach him; what stood there stays in the history."""
    candidate = open_file(request, candidate_id, purpose=_("Persoonsgegevens aanpassen"))
    initial = IdentityForm.initial_of(candidate.identity)
    form = IdentityForm(request.POST if request.method == "POST" else None, initial=initial, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            facts.change_identity(
                request.acting, candidate.pk, form.identity(), on=timezone.localdate(), shown=form.was_shown
            )
        except Changed as changed:
            say_changed(changed, form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard. Wat er eerst stond, vindt u terug bij Geschiedenis."))
            return HttpResponseRedirect(file_url(request, candidate))
    context = frame(request, candidate, "overview") | {"form": form}
    return render(request, "candidates/identity_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def facts_edit(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Change what is known of the registration, and what somebody can and wants."""
    candidate = open_file(request, candidate_id, purpose=_("Gegevens aanpassen"))
    posted = request.POST if request.method == "POST" else None
    situation = SituationForm(
        posted,
        candidate=candidate,
        municipalities=municipalities_for(candidate),
        by_words=codes_by_words(Municipality.objects.all(), on=candidate.registered_on),
        werkpleinen=werkpleinen_in(candidate.region_id) if acts_for_coordination_point(request.acting) else [],
    )
    wishes = wishes_form(candidate, posted)
    if posted is not None and all([situation.is_valid(), wishes.is_valid()]):
        try:
            facts.change_facts(
                request.acting,
                candidate.pk,
                situation.situation(candidate),
                wishes.wishes(),
                at=timezone.now(),
                shown=situation.was_shown,
            )
        except Changed as changed:
            say_changed(changed, situation, wishes)
        except Refused as refused:
            situation.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(file_url(request, candidate))
    context = frame(request, candidate, "overview") | {"situation": situation, "wishes": wishes}
    wrong = situation.errors or wishes.errors
    return render(request, "candidates/facts_edit.html", context, status=422 if wrong else 200)


def open_file(request: WorkRequest, candidate_id: uuid.UUID, *, purpose: str) -> Candidate:
    """The candidate of this address, once it is written down what he is looked at for; of who was erased only to read."""
    candidate = opened(request.acting, candidate_id, purpose=purpose, at=timezone.now(), request=request.reference)
    match = request.resolver_match
    asks_again = match is not None and match.view_name == "candidates:candidate_erase"
    reads = request.method in {"GET", "HEAD"} and match is not None and match.view_name in READ
    if candidate.anonymised_at is not None and not (reads or asks_again):
        # Nobody is left to call or to help: what rests of the file is read, and nothing is done with it.
        raise Http404
    return candidate


def frame(request: WorkRequest, candidate: Candidate, tab: str) -> dict[str, Any]:
    """What the frame of every page of the file reads."""
    identity = getattr(candidate, "identity", None)
    return {
        "candidate": candidate,
        "identity": identity,
        "name": name_of(candidate),
        "tab": tab,
        "may_write": access.may_work_with_candidates(request.acting) and candidate.anonymised_at is None,
        "phone_link": phone_link(identity.phone) if identity else "",
    }


def file_url(request: WorkRequest, candidate: Candidate, name: str = "candidate_detail") -> str:
    address = {"organisation_id": request.acting.organisation_id, "candidate_id": candidate.pk}
    return reverse(f"candidates:{name}", kwargs=address)


def wishes_form(candidate: Candidate, posted: Any) -> WishesForm:
    occupations = list(Occupation.objects.filter(region_id=candidate.region_id).order_by("name", "pk"))
    return WishesForm(posted, profile=getattr(candidate, "profile", None), occupations=occupations)


def municipalities_for(candidate: Candidate) -> list[Municipality]:
    """Those that existed on the day of registration: of the region first, then all others, by name."""
    in_force = Municipality.objects.filter(valid__contains=candidate.registered_on).order_by("name", "pk")
    own = set(
        AreaMunicipality.objects.filter(
            region_id=candidate.region_id, valid__contains=candidate.registered_on
        ).values_list("municipality_id", flat=True)
    )
    return sorted(in_force, key=lambda one: one.code not in own)
