"""'Mijn pagina': what somebody sees and does by the link that went to his own telephone or address."""

import functools
import json
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from candidates.choices import CandidateState
from candidates.file_choices import WithdrawReason
from candidates.models import OwnPage
from candidates.own_page import links
from organisations import tenancy
from organisations.distance import name_of
from organisations.file_answers import original, to_keep
from organisations.link_pages import closed, opened_by_link
from organisations.models import Occupation, Region
from organisations.refused import Refused
from organisations.region_words import speak
from organisations.shown import Changed
from organisations.shown_forms import say_changed
from placements.forms.own_page import (
    AnswerForm,
    ChangeMindForm,
    ContactForm,
    EraseOwnForm,
    OwnWishesForm,
    StopForm,
    Wrong,
    WrongForm,
)
from placements.kansrijk import words
from placements.mediation import answering, ending
from placements.mediation.moves import Party, may_become
from placements.models import PersonPage, Proposal
from placements.own_page import changing, leaving, opened, stored
from placements.vacancy_choices import AnsweredBy, ProposalState, VacancyState

_UNPROCESSABLE = 422

#: The pages, in the order in which they stand above each of them.
TABS = (
    ("own_page", "home", gettext_lazy("Begin")),
    ("own_page_data", "data", gettext_lazy("Wat wij bewaren")),
    ("own_page_change", "change", gettext_lazy("Wijzigen")),
    ("own_page_stop", "stop", gettext_lazy("Stoppen")),
)


def _own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the transaction of the link; a link that opens nothing says so. The first opening is a button, not a look.

    Whatever fetches addresses out of mails and texts sees no more than that button.
    """

    @functools.wraps(view)
    def opening(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        _body = request.POST
        at = timezone.now()
        with tenancy.link(token):
            page = opened.find(token, at=at)
            if page is None:
                region = links.was_of(token)
                ask_url = reverse("placements:own_page_request", args=[region.code]) if region else ""
                return closed(
                    request, "placements/own_page_closed.html", region, is_over=region is not None, ask_url=ask_url
                )
            speak(page.candidate.region.words)
            if page.opened_at is None:
                return first_opened(
                    request,
                    page,
                    region=page.candidate.region,
                    note_opened=functools.partial(links.note_opened, page, at=at),
                    not_me=functools.partial(opened.not_me, page, at=at),
                )
            return view(request, token, page, at, **kwargs)

    return opened_by_link(opening)


def first_opened(
    request: HttpRequest,
    page: OwnPage | PersonPage,
    *,
    region: Region,
    note_opened: Callable[[], object],
    not_me: Callable[[], object],
) -> HttpResponse:
    """Behind a link that nobody used yet: only the button that opens it, and one for whom it is not meant."""
    step = request.POST.get("step") if request.method == "POST" else ""
    if step == "open":
        note_opened()
        return HttpResponseRedirect(request.path)
    if step == "not_me":
        not_me()
        return render(request, "placements/own_page_ended.html", {"region": region})
    return render(request, "placements/own_page_first.html", {"region": region, "page": page})


@_own
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest, token: str, page: OwnPage, at: datetime) -> HttpResponse:
    """Who helps, what waits for an answer, and the way to everything else."""
    if request.method == "POST" and request.POST.get("step") == "end":
        links.end(page, at=at)
        return left(request, page.candidate.region, "placements:own_page_request")
    if request.method == "POST":
        return HttpResponseRedirect(request.path)
    proposals, today = opened.proposals_of(page.candidate), timezone.localdate(at)
    context = {
        "helper": opened.helper_of(page.candidate),
        "asked": [_shown(one, page, token, on=today) for one in proposals if one.state == ProposalState.ASKED],
        "earlier": [_shown(one, page, token, on=today) for one in proposals if one.state != ProposalState.ASKED],
        "is_stopped": page.candidate.state == CandidateState.WITHDRAWN,
        "today": today,
    }
    return _page(request, "own_page", token, page, "home", context)


@_own
@require_safe
def own_page_data(request: HttpRequest, token: str, page: OwnPage, at: datetime) -> HttpResponse:  # noqa: ARG001 - as all of these
    """All that is stored of him, and who looked at it."""
    known = stored.read_stored()
    groups = stored.groups_of(page.candidate, known)
    context = {
        "groups": [one for one in groups if one.pairs or one.entries or one.nothing],
        "readings": stored.readings(),
    }
    return _page(request, "own_page_data", token, page, "data", context)


@_own
@require_safe
def own_page_download(
    request: HttpRequest,  # noqa: ARG001 - as all of these
    token: str,  # noqa: ARG001 - as above
    page: OwnPage,
    at: datetime,
    form: str,
) -> HttpResponse:
    """The same as a file: to read, or for a program."""
    known, seen = stored.read_stored(), stored.readings()
    groups = [one for one in stored.groups_of(page.candidate, known) if one.pairs or one.entries]
    data = stored.as_data(page.candidate, known, seen, at=at)
    return taken_along(form, data, groups, seen, region=page.candidate.region, at=at)


def left(request: HttpRequest, region: Region, asked_at: str) -> HttpResponse:
    """The link was ended by who used it; ``asked_at`` names the page where a new one is asked."""
    context = {"region": region, "ask_url": reverse(asked_at, args=[region.code])}
    return render(request, "placements/own_page_left.html", context)


def taken_along(
    form: str,
    data: dict[str, Any],
    groups: list[stored.Group],
    seen: list[stored.Reading],
    *,
    region: Region,
    at: datetime,
) -> HttpResponse:
    """What is stored of somebody as a file: ``data`` for a program (``json``), or the groups to read."""
    name = f"mijn-gegevens-{timezone.localdate(at).isoformat()}.{form}"
    if form == "json":
        return to_keep(
            json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2),
            name=name,
            media_type="application/json",
        )
    context = {"groups": groups, "readings": seen, "region": region, "made_at": at}
    html = render_to_string("placements/own_page_download.html", context)
    return to_keep(html, name=name, media_type="text/html; charset=utf-8")


@_own
@require_safe
def own_page_document(
    request: HttpRequest,  # noqa: ARG001 - as all of these
    token: str,  # noqa: ARG001 - as above
    page: OwnPage,
    at: datetime,  # noqa: ARG001 - as above
    document_id: uuid.UUID,
) -> HttpResponse:
    """A document out of the own file."""
    content = opened.document_of(page.candidate, document_id)
    if content is None:
        raise Http404
    return original(content.document, content)


@_own
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_change(request: HttpRequest, token: str, page: OwnPage, at: datetime) -> HttpResponse:  # noqa: ARG001 - as all
    """Change name, telephone and mail."""
    posted = request.POST if request.method == "POST" else None
    form = ContactForm(posted, identity=page.candidate.identity)
    if posted is not None and form.is_valid():
        try:
            changed = changing.change_contact(page, form.contact(), shown=form.was_shown)
        except Changed as other:
            say_changed(other, form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard.") if changed else _("Er was niets veranderd."))
            return HttpResponseRedirect(request.path)
    return _page(request, "own_page_change", token, page, "change", {"form": form})


@_own
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_wishes(request: HttpRequest, token: str, page: OwnPage, at: datetime) -> HttpResponse:
    """Change what work he wants, and what he can."""
    # The list of the region is everybody's; after it, it is the link's turn again.
    with tenancy.public(page.candidate.region_id):
        found = Occupation.objects.filter(region_id=page.candidate.region_id)
        occupations = list(found.order_by("name", "pk"))
    with tenancy.link(token):
        return _wishes(request, token, page, at, occupations)


def _wishes(
    request: HttpRequest, token: str, page: OwnPage, at: datetime, occupations: list[Occupation]
) -> HttpResponse:
    candidate = page.candidate
    form = OwnWishesForm(
        request.POST if request.method == "POST" else None,
        profile=getattr(candidate, "profile", None),
        occupations=occupations,
        wanted_work=candidate.wanted_work,
        wants_call=candidate.wants_call,
        has_phone=bool(candidate.identity.phone),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            changing.change_wishes(
                page, form.wishes(), wanted_work=given["wanted_work"], wants_call=given["wants_call"], at=at
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(request.path)
    return _page(request, "own_page_wishes", token, page, "change", {"form": form})


@_own
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_wrong(request: HttpRequest, token: str, page: OwnPage, at: datetime) -> HttpResponse:  # noqa: ARG001 - as all
    """Say what is not right, where he cannot change it himself."""
    form = WrongForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened.say_wrong(page, str(Wrong(form.cleaned_data["what"]).label), form.cleaned_data["said"])
        except Refused as refused:
            form.add_error("said", refused.sentence)
        else:
            messages.success(
                request, _("Dank u wel. Wij kijken ernaar. Begrijpen wij iets niet? Dan vragen wij het u.")
            )
            return HttpResponseRedirect(reverse("placements:own_page", args=[token]))
    return _page(request, "own_page_wrong", token, page, "change", {"form": form})


@_own
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_proposal(
    request: HttpRequest, token: str, page: OwnPage, at: datetime, proposal_id: uuid.UUID
) -> HttpResponse:
    """Work that was proposed: what it is, what the employer will read, yes or no."""
    found = Proposal.objects.filter(candidate=page.candidate, asked_at__isnull=False).select_related("vacancy")
    proposal = found.filter(pk=proposal_id).first()
    if proposal is None:
        raise Http404
    if "toch_niet" in request.POST:
        return _changed_mind(request, token, page, at, proposal)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wants = given["wants"] == "yes"
        try:
            answering.answer(
                proposal.pk,
                wants=wants,
                by=AnsweredBy.OWN_PAGE,
                reason=given["reason"],
                note=given["note"],
                at=at,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            proposal.refresh_from_db()
        else:
            thanks = _("Dank u wel. U zei ja. Uw werkcoach weet het. Het bedrijf mag nu weten wie u bent.")
            if not wants:
                thanks = _("Dank u wel. U zei nee. Dat is goed. Wij zoeken verder.")
            messages.success(request, thanks)
            return HttpResponseRedirect(reverse("placements:own_page", args=[token]))
    return _proposal_page(request, token, page, at, proposal, form=form)


def _changed_mind(request: HttpRequest, token: str, page: OwnPage, at: datetime, proposal: Proposal) -> HttpResponse:
    """He said yes, and does not want it after all."""
    mind = ChangeMindForm(request.POST)
    if mind.is_valid():
        try:
            ending.change_mind(proposal.pk, **mind.cleaned_data, at=at)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(request.path)
        else:
            messages.success(request, _("Dank u wel. U wilt dit werk niet meer. Dat is goed. Wij zoeken verder."))
            return HttpResponseRedirect(reverse("placements:own_page", args=[token]))
    return _proposal_page(request, token, page, at, proposal, form=AnswerForm(), mind=mind)


def _proposal_page(
    request: HttpRequest,
    token: str,
    page: OwnPage,
    at: datetime,
    proposal: Proposal,
    *,
    form: AnswerForm,
    mind: ChangeMindForm | None = None,
) -> HttpResponse:
    leaves = ProposalState.WITHDRAWN in may_become(proposal.state, by=Party.CANDIDATE)
    can_leave = leaves and proposal.placement_id is None
    context = {
        "one": _shown(proposal, page, token, on=timezone.localdate(at)),
        "form": mind if mind and can_leave else form,
        "is_asked": proposal.state == ProposalState.ASKED,
        "mind": (mind or ChangeMindForm()) if can_leave else None,
    }
    return _page(request, "own_page_proposal", token, page, "home", context)


@_own
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_stop(request: HttpRequest, token: str, page: OwnPage, at: datetime) -> HttpResponse:
    """Look for no work any more with our help."""
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            opened.stop(page, WithdrawReason(given["reason"]), note=given["note"], on=timezone.localdate(at), at=at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("U bent gestopt. Wij bellen u niet meer."))
            return HttpResponseRedirect(request.path)
    context = {"form": form, "is_stopped": page.candidate.state == CandidateState.WITHDRAWN}
    return _page(request, "own_page_stop", token, page, "stop", context)


@_own
@require_http_methods(["GET", "HEAD", "POST"])
def own_page_erase(request: HttpRequest, token: str, page: OwnPage, at: datetime) -> HttpResponse:
    """Ask to be erased."""
    known = stored.read_stored()
    now = leaving.at_once(page.candidate, known)
    asked = leaving.asked_on(known)
    form = EraseOwnForm(request.POST if request.method == "POST" else None)
    day = leaving.promised_day(timezone.localdate(at))
    if request.method == "POST" and form.is_valid():
        try:
            leaving.ask(page, known)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            context = {
                "now": now,
                "day": day,
                "region": page.candidate.region,
                "has_mail": page.candidate.identity.email,
                "token": token,
            }
            return render(request, "placements/own_page_erase_asked.html", context)
    context = {"form": form, "now": now, "asked": asked, "day": day}
    return _page(request, "own_page_erase", token, page, "stop", context)


def _shown(proposal: Proposal, page: OwnPage, token: str, *, on: date) -> dict[str, Any]:
    vacancy = proposal.vacancy
    is_open = vacancy.state == VacancyState.OPEN and (vacancy.closes_on is None or vacancy.closes_on >= on)
    region = page.candidate.region
    return {
        "row": proposal,
        "vacancy": vacancy,
        "url": reverse("placements:own_page_proposal", args=[token, proposal.pk]),
        "vacancy_url": reverse("placements:vacancy_public", args=[region.code, vacancy.pk]) if is_open else "",
        "where": vacancy.place or name_of(vacancy.municipality),
        "hours": words.hours_said(vacancy.hours_from, vacancy.hours_to),
        "wage": words.wage_said(vacancy.wage_from, vacancy.wage_to, is_expected=vacancy.is_expected),
        "has_wage": vacancy.wage_from is not None or vacancy.wage_to is not None,
        "starts": words.start_said(vacancy.starts_on, is_expected=vacancy.is_expected, on=on),
    }


def _page(
    request: HttpRequest, template: str, token: str, page: OwnPage, tab: str, context: dict[str, Any]
) -> HttpResponse:
    form = context.get("form")
    own = {
        "region": page.candidate.region,
        "candidate": page.candidate,
        "identity": page.candidate.identity,
        "name": page.candidate.identity.first_name or page.candidate.identity.name,
        "token": token,
        "page": page,
        "tabs": [
            {"label": label, "url": reverse(f"placements:{name}", args=[token]), "is_current": key == tab}
            for name, key, label in TABS
        ],
    }
    status = _UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, f"placements/{template}.html", own | context, status=status)
