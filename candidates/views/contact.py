"""Calling a candidate from one screen, and what came of it and of other contacts."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates import access, lifecycle
from candidates.choices import CandidateState
from candidates.file import contacts
from candidates.file import shown as file_page
from candidates.file.call_script import script
from candidates.file.contacts import contacts_of
from candidates.file.pages import name_of
from candidates.file_choices import ContactResult
from candidates.forms.contact import CallForm, ContactForm
from candidates.models import Candidate, ContactMoment
from candidates.views.file import file_url, frame, open_file
from candidates.working.to_do import tasks_of
from organisations.access import WorkRequest, requires
from organisations.models import new_id
from organisations.refused import Refused
from organisations.templatetags.formatting import day_nl

SHOWN_WHILE_CALLING = 5
#: In the address: after this call the next person is called.
ROUND = "ronde"


@requires(access.works_with_candidates)
@require_GET
def contact_list(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Everybody who called, met or wrote to this candidate."""
    candidate = open_file(request, candidate_id, purpose=_("Contacten bekeken"))
    return _contact_page(request, candidate, ContactForm(on=timezone.localdate(), initial={"token": new_id()}))


@requires(access.may_work_with_candidates)
@require_POST
def contact_create(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Note a contact that was no call."""
    candidate = open_file(request, candidate_id, purpose=_("Contact vastleggen"))
    form = ContactForm(request.POST, on=timezone.localdate())
    if form.is_valid():
        try:
            contacts.record(
                request.acting,
                candidate.pk,
                form.contact(),
                at=timezone.now(),
                contact_id=form.cleaned_data.get("token"),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Vastgelegd."))
            return HttpResponseRedirect(file_url(request, candidate, "contact_list"))
    return _contact_page(request, candidate, form)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_call(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Call from here: the number, what was said before, what to ask, and one button for how it went."""
    candidate = open_file(request, candidate_id, purpose=_("Bellen"))
    on, at = timezone.localdate(), timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = CallForm(posted, on=on, initial={"token": new_id()})
    if posted is not None and form.is_valid():
        try:
            noted = contacts.record(
                request.acting, candidate.pk, form.contact(), at=at, contact_id=form.cleaned_data.get("token")
            )
            if form.goes_on_to_intake and candidate.state == CandidateState.REGISTERED:
                lifecycle.move(request.acting, candidate.pk, to=CandidateState.INTAKE, on=on, at=at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _after_call(request, candidate, noted, to_intake=form.goes_on_to_intake)
    earlier = list(contacts_of(candidate)[:SHOWN_WHILE_CALLING])
    context = {
        "form": form,
        "script": script(candidate.state),
        "notices": file_page.notices(candidate, earlier, on=on),
        "contacts": file_page.contact_items(earlier),
        "registration": file_page.about_registration(candidate),
        "wishes": file_page.wishes(getattr(candidate, "profile", None)),
        "tasks": list(tasks_of(request.acting).filter(candidate=candidate, done_at__isnull=True).order_by("due_on")),
        "is_new": candidate.state == CandidateState.REGISTERED,
        "in_round": ROUND in request.GET,
    }
    status = 422 if form.errors else 200
    return render(
        request, "candidates/candidate_call.html", frame(request, candidate, "contacts") | context, status=status
    )


@requires(access.may_work_with_candidates)
@require_GET
def call_next(request: WorkRequest) -> HttpResponse:
    """The call screen of whoever waits longest for a promised call; the list when nobody does."""
    return HttpResponseRedirect(_next_url(request) or _list_url(request))


@requires(access.may_work_with_candidates)
@require_POST
def contact_take_back(request: WorkRequest, candidate_id: uuid.UUID, contact_id: uuid.UUID) -> HttpResponse:
    """Take one's own last contact away."""
    candidate = get_object_or_404(access.candidates_of(request.acting), pk=candidate_id, anonymised_at=None)
    noted = get_object_or_404(ContactMoment, pk=contact_id, candidate=candidate, by_id=request.acting.user_id)
    try:
        contacts.take_back(request.acting, noted.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Teruggedraaid. De belafspraak van daarvoor staat er weer."))
    return HttpResponseRedirect(file_url(request, candidate, "contact_list"))


def _contact_page(request: WorkRequest, candidate: Candidate, form: ContactForm) -> HttpResponse:
    rows, at = list(contacts_of(candidate)), timezone.now()
    newest = rows[0] if rows else None
    context: dict[str, Any] = {
        "form": form,
        "contacts": file_page.contact_items(rows),
        "may_take_back": newest
        if newest and contacts.can_take_back(request.acting, newest, contact_id=newest.pk, at=at)
        else None,
        "newest_title": file_page.contact_title(newest) if newest else "",
        "notices": file_page.notices(candidate, rows, on=timezone.localdate(at)),
    }
    status = 422 if form.errors else 200
    return render(
        request, "candidates/contact_list.html", frame(request, candidate, "contacts") | context, status=status
    )


def _after_call(request: WorkRequest, candidate: Candidate, noted: ContactMoment, *, to_intake: bool) -> HttpResponse:
    said = _("%(name)s: %(result)s.") % {
        "name": name_of(candidate),
        "result": str(ContactResult(noted.result).label).lower(),
    }
    if noted.call_by:
        said += " " + _("U belt weer voor of op %(day)s.") % {"day": day_nl(noted.call_by)}
    messages.success(request, said)
    if to_intake:
        return HttpResponseRedirect(file_url(request, candidate, "intake_edit"))
    if ROUND in request.GET:
        following = _next_url(request)
        if following is None:
            messages.info(request, _("Dat was de laatste. Iedereen die u vandaag zou bellen, is gebeld."))
        return HttpResponseRedirect(following or _list_url(request))
    return HttpResponseRedirect(file_url(request, candidate, "contact_list"))


def _next_url(request: WorkRequest) -> str | None:
    following = contacts.next_to_call(request.acting, on=timezone.localdate(), at=timezone.now())
    return f"{file_url(request, following, 'candidate_call')}?{ROUND}=1" if following else None


def _list_url(request: WorkRequest) -> str:
    address = reverse("candidates:candidate_list", kwargs={"organisation_id": request.acting.organisation_id})
    return f"{address}?rij=bellen"
