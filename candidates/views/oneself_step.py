"""What somebody tells of himself after registering, by his own link and without a password."""

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.forms.oneself_step import FORMS, CvForm, OwnCvForm
from candidates.models import Candidate, CandidateIdentity, OwnPage
from candidates.own_page import links
from candidates.registering import telling
from candidates.registering.oneself import Promise
from candidates.registering.registration import call_day
from candidates.telling import cv, cv_making, steps
from organisations import tenancy
from organisations.file_answers import to_keep
from organisations.link_pages import closed, opened_by_link
from organisations.models import Occupation
from organisations.outbox import queue_job
from organisations.refused import Refused
from organisations.region_contact import phone_of

_FORBIDDEN, _UNPROCESSABLE = 403, 422


@opened_by_link
@require_GET
def oneself_registered(request: HttpRequest, token: str) -> HttpResponse:
    """Registered: who calls and by when, what it means for a benefit, and what one can tell already."""
    at = timezone.now()
    with tenancy.link(token):
        page = _page(token, at=at)
        if page is None:
            return _closed(request, token)
        candidate = page.candidate
        helper, name = steps.helper_of()
        identity = CandidateIdentity.objects.get(candidate=candidate)
        _profile, done = steps.told(candidate)
    with tenancy.public(page.region.pk):
        phone = phone_of(page.region.pk)
    by = candidate.call_by
    context = {
        "region": page.region,
        "region_phone": phone,
        "candidate": candidate,
        "promise": Promise(helper, name, by) if by else None,
        "mail": identity.email,
        "reach": "phone" if identity.phone else "mail",
        "token": token,
        "steps": [(one, one.code in done) for one in steps.STEPS],
        "first": next((one for one in steps.STEPS if one.code not in done), None),
        "until": page.expires_at,
        "is_proven": page.is_proven,
    }
    return render(request, "candidates/oneself_registered.html", context)


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def oneself_step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One question, kept at once; it can be skipped, left to a call, or taken up again later."""
    at, on = timezone.now(), timezone.localdate()
    asked = steps.BY_CODE.get(step)
    if asked is None:
        raise Http404
    with tenancy.link(token):
        page = _page(token, at=at)
        if page is None:
            return _closed(request, token)
        candidate = page.candidate
        profile, done = steps.told(candidate)
        own = cv_making.answers_of(candidate) if step == "cv" else None
        sent = cv.shown(candidate, own) if step == "cv" else []
        has_phone = CandidateIdentity.objects.filter(candidate=candidate).exclude(phone="").exists()
    occupations, due = _known_in(page, step, on=on)
    go = request.POST.get("go", "next")
    is_sent = request.method == "POST" and go != "call"
    form = FORMS[step](
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        profile=profile,
        occupations=occupations,
    )
    if request.method == "POST":
        # Nothing has to be chosen to go on another day; what was chosen is kept or refused.
        needs_none = not is_sent or (go == "later" and isinstance(form, CvForm) and not request.FILES)
        if needs_none or form.is_valid():
            try:
                with tenancy.link(token):
                    _take(candidate, asked, form, go=go, has_phone=has_phone, at=at, on=on, due=due)
            except Refused as refused:
                form.add_error(None, refused.sentence) if form.is_bound else messages.error(request, refused.sentence)
            else:
                return HttpResponseRedirect(_next_url(request, page, asked, token, go, has_phone=has_phone))
    following = steps.after(step)
    context = {
        "region": page.region,
        "form": form,
        "step": asked,
        "number": steps.STEPS.index(asked) + 1,
        "steps": [(one, one.code in done) for one in steps.STEPS],
        "token": token,
        "next_url": _url(token, following.code)
        if following
        else reverse("candidates:oneself_registered", args=[token]),
        "sent": sent,
        "is_cv": step == "cv",
        "own": own,
        "is_made": any(one.is_made and one.is_there for one in sent),
        "is_proven": page.is_proven,
        "has_phone": has_phone,
    }
    status = _UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "candidates/oneself_step.html", context, status=status)


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def oneself_cv(request: HttpRequest, token: str) -> HttpResponse:
    """A few questions of which a CV is made."""
    at = timezone.now()
    with tenancy.link(token):
        page = _page(token, at=at)
        if page is None:
            return _closed(request, token)
        own = cv_making.answers_of(page.candidate)
    initial = {name: getattr(own, name) for name in cv_making.FIELDS} if own else {}
    form = OwnCvForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with tenancy.link(token):
            cv_making.answer(page.candidate, form.cleaned_data, at=at)
        messages.success(request, _("Bewaard. Wij maken nu uw cv. Dat duurt ongeveer een minuut."))
        return HttpResponseRedirect(_url(token, "cv"))
    context = {"region": page.region, "form": form, "token": token}
    status = _UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "candidates/oneself_cv.html", context, status=status)


@opened_by_link
@require_GET
def oneself_cv_file(request: HttpRequest, token: str) -> HttpResponse:
    """The CV that was made, to keep: by a link that is proven to be his own. Any other says how to get such a link."""
    with tenancy.link(token):
        page = _page(token, at=timezone.now())
        if page is None:
            return _closed(request, token)
        content = cv_making.made_for(page.candidate) if page.is_proven else None
        if not page.is_proven:
            identity = CandidateIdentity.objects.get(candidate=page.candidate)
            way = telling.way_to(identity.email, identity.phone)
            context = {"region": page.region, "token": token, "way": way or ""}
            return render(request, "candidates/oneself_cv_how.html", context, status=_FORBIDDEN)
    if content is None:
        messages.info(request, _("Uw cv is er nog niet. Kijk over een minuut nog eens."))
        return HttpResponseRedirect(_url(token, "cv"))
    return to_keep(bytes(content.data or b""), name="cv.pdf", media_type=content.document.media_type)


def _take(
    candidate: Candidate, asked: steps.Step, form, *, go: str, has_phone: bool, at: datetime, on: date, due: date
) -> None:
    """Do what the button says, inside the link."""
    if go == "call":
        steps.ask_call(candidate, asked, has_phone=has_phone, due=due, on=on, at=at)
        return
    if isinstance(form, CvForm):
        if form.is_valid():
            for one in form.cleaned_data["files"]:
                cv.send(candidate, name=one.name or "", content=one.read(), at=at)
    elif values := form.values():
        steps.save(candidate, values, at=at)
    if go == "later":
        queue_job(telling.LATER, region_id=candidate.region_id, candidate_id=candidate.pk, step=asked.code)


def _next_url(request: HttpRequest, page: OwnPage, asked: steps.Step, token: str, go: str, *, has_phone: bool) -> str:
    """Where the button leads, with the sentence that stands there."""
    if go == "later":
        messages.success(request, _later_said(page, token))
        return reverse("candidates:oneself_registered", args=[token])
    if go == "call":
        said = _("Goed. Wij bellen u hierover: %(about)s.")
        if not has_phone:
            said = _("Goed. Wij mailen u hierover: %(about)s.")
        messages.success(request, said % {"about": asked.about})
    elif asked.code == "cv":
        messages.success(request, _("Uw cv is binnen. Wij kijken het na."))
        return _url(token, asked.code)
    following = steps.after(asked.code)
    if following is None:
        return reverse("candidates:oneself_registered", args=[token])
    return _url(token, following.code)


def _later_said(page: OwnPage, token: str) -> str:
    with tenancy.link(token):
        identity = CandidateIdentity.objects.get(candidate=page.candidate)
    way = telling.way_to(identity.email, identity.phone)
    if way == "mail":
        return _("Bewaard. U krijgt een mail met een link. Daarmee gaat u later verder.")
    if way == "sms":
        return _("Bewaard. U krijgt een sms met een link. Daarmee gaat u later verder.")
    return _("Bewaard. Wij vragen de rest als wij u bellen.")


def _known_in(page: OwnPage, step: str, *, on: date) -> tuple[list[Occupation], date]:
    """What everybody may know of the region: its occupations where they are asked about, and when somebody calls."""
    with tenancy.public(page.region_id):
        wanted = step in {"diplomas", "beroepen"}
        rows = Occupation.objects.filter(region_id=page.region_id).order_by("name", "pk") if wanted else []
        return list(rows), call_day(page.region_id, on=on)


def _page(token: str, *, at: datetime) -> OwnPage | None:
    """The page of this link, unless who it is of stopped; inside ``tenancy.link``."""
    page = links.find(token, at=at)
    return None if page is None or page.candidate.state == "withdrawn" else page


def _url(token: str, code: str) -> str:
    return reverse("candidates:oneself_step", args=[token, code])


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    """Of a link that worked once it is known where to ask for another one. Inside the link."""
    region = links.was_of(token)
    return closed(request, "candidates/oneself_closed.html", region, is_over=region is not None)
