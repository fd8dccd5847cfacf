"""Proposals: what waits for the coach or the employer, one of them, and each step with it."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from candidates.access import may_work_with_candidates, works_with_candidates
from candidates.choices import OwnPageWay
from candidates.reading import log_seen
from organisations import saved_views
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from placements import access
from placements.filters import ProposalFilter
from placements.forms.proposal import AskForm, MeetingForm, MetForm, RefuseForm, ToldForm, WithdrawForm
from placements.mediation import asking, deciding, ending
from placements.mediation.moves import Party, may_move
from placements.models import Proposal
from placements.pages import proposal_page
from placements.pages.placement_page import named
from placements.speed_dates import said_yes
from placements.tables import OwnProposalTable, ProposalTable
from placements.vacancy_choices import ProposalState

PER_PAGE = 25
_FORMS: dict[str, type[forms.Form]] = {
    "ask": AskForm,
    "told": ToldForm,
    "met": MetForm,
    "meeting": MeetingForm,
    "refuse": RefuseForm,
    "withdraw": WithdrawForm,
}
_WAYS = {OwnPageWay.MAIL: "mail", OwnPageWay.SMS: "sms"}


@requires(access.sees_proposals)
@require_GET
def proposal_list(request: WorkRequest) -> HttpResponse:
    """The proposals somebody works with; to a company those to which the candidate said yes."""
    acting, at = request.acting, timezone.now()
    views = saved_views.opened(acting, "voorstellen", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    works = works_with_candidates(acting)
    found = ProposalFilter(request.GET, queryset=proposal_page.proposal_rows(acting, at=at), acting=acting)
    table = (ProposalTable if works else OwnProposalTable)(found.qs, acting=acting, on=timezone.localdate(at))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    shown = [row.record for row in table.paginated_rows]
    log_seen(acting, named(shown), purpose=_("Lijst van voorstellen"), at=at, request=request.reference)
    context = {"table": table, "filter": found, "views": views, "works": works}
    return render(request, "placements/proposal_list.html", context)


@requires(access.sees_proposals)
@require_GET
def proposal_detail(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """One proposal: who, for what work, what it waits for and what can be done with it."""
    return _page(request, proposal_id)


@requires(may_work_with_candidates)
@require_POST
def proposal_ask(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Ask the candidate, by mail or text; or have him called."""

    def take(form: Any) -> str:
        on, at = timezone.localdate(), timezone.now()
        way = asking.ask(request.acting, proposal_id, **form.cleaned_data, on=on, at=at)
        if way is None:
            return _("Er is geen mailadres of mobiel nummer. Bel de kandidaat: die taak staat bij uw taken.")
        return _("Gevraagd per %(way)s. De kandidaat zegt ja of nee op zijn eigen pagina.") % {"way": _WAYS[way]}

    return _take(request, proposal_id, "ask", take)


@requires(may_work_with_candidates)
@require_POST
def proposal_remind(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Ask once more."""

    def take(_form: Any) -> str:
        way = asking.remind(request.acting, proposal_id, at=timezone.now())
        return _("Herinnerd per %(way)s.") % {"way": _WAYS[way]}

    return _take(request, proposal_id, "", take)


@requires(may_work_with_candidates)
@require_POST
def proposal_told(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Write down the yes or no that the candidate told."""

    def take(form: Any) -> str:
        data = form.cleaned_data
        wants = data["wants"] == "ja"
        on, at = timezone.localdate(), timezone.now()
        asking.told(request.acting, proposal_id, wants=wants, on=on, at=at, reason=data["reason"], note=data["note"])
        return _("Vastgelegd: de kandidaat zei ja.") if wants else _("Vastgelegd: de kandidaat zei nee.")

    return _take(request, proposal_id, "told", take)


@requires(may_work_with_candidates)
@require_POST
def proposal_met(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Write down the yes that the candidate gave at a speed date."""

    def take(_form: Any) -> str:
        said_yes.write_down(request.acting, proposal_id, on=timezone.localdate(), at=timezone.now())
        return _("Vastgelegd: de kandidaat zei ja bij de speeddate. De werkgever krijgt bericht.")

    return _take(request, proposal_id, "met", take)


@requires(access.may_answer_proposals)
@require_POST
def proposal_meeting(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Plan when and where they meet, or move that."""

    def take(form: Any) -> str:
        on, at = timezone.localdate(), timezone.now()
        deciding.plan_meeting(request.acting, proposal_id, meeting=form.meeting(), on=on, at=at)
        return _("De kennismaking staat vast. De kandidaat krijgt bericht.")

    return _take(request, proposal_id, "meeting", take)


@requires(access.may_answer_proposals)
@require_POST
def proposal_hire(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """The employer takes the candidate on."""

    def take(_form: Any) -> str:
        deciding.hire(request.acting, proposal_id, on=timezone.localdate(), at=timezone.now())
        if works_with_candidates(request.acting):
            return _("Aangenomen. Leg nu de plaatsing vast.")
        return _("Aangenomen. De werkcoach neemt contact op en maakt het in orde.")

    return _take(request, proposal_id, "", take)


@requires(access.may_answer_proposals)
@require_POST
def proposal_refuse(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """The employer says no, with a reason."""

    def take(form: Any) -> str:
        on, at = timezone.localdate(), timezone.now()
        deciding.refuse(request.acting, proposal_id, **form.cleaned_data, on=on, at=at)
        if works_with_candidates(request.acting):
            return _("Vastgelegd: de werkgever zei nee.")
        return _("Vastgelegd. De werkcoach vertelt het de kandidaat. U ziet niet meer wie het was.")

    return _take(request, proposal_id, "refuse", take)


@requires(may_work_with_candidates)
@require_POST
def proposal_withdraw(request: WorkRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Take the proposal back."""

    def take(form: Any) -> str:
        on, at = timezone.localdate(), timezone.now()
        ending.withdraw(request.acting, proposal_id, why=form.why(), on=on, at=at)
        return _("Ingetrokken. De werkgever ziet deze kandidaat niet meer.")

    return _take(request, proposal_id, "withdraw", take)


def _take(request: WorkRequest, proposal_id: uuid.UUID, key: str, take: Callable[[Any], str]) -> HttpResponse:
    """Do the step of one of the forms, or show the page with what was typed and what is wrong with it."""
    form: Any = _FORMS[key](request.POST) if key else None
    if form is not None and not form.is_valid():
        if not _is_offered(request, proposal_id, key):
            messages.error(request, _("Dit voorstel is intussen veranderd. Kijk hoe het er nu voor staat."))
            return HttpResponseRedirect(_url(request, proposal_id))
        return _page(request, proposal_id, key, form)
    try:
        messages.success(request, take(form))
    except Proposal.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        if form is None:
            messages.error(request, refused.sentence)
        else:
            form.add_error(_FIELDS.get(key), refused.sentence)
            return _page(request, proposal_id, key, form)
    return HttpResponseRedirect(_url(request, proposal_id))


def _is_offered(request: WorkRequest, proposal_id: uuid.UUID, key: str) -> bool:
    """Whether the page still has this form: with its fields gone nobody can mend what is wrong in it."""
    proposal = proposal_page.one_proposal(request.acting, at=timezone.now()).filter(pk=proposal_id).first()
    party = Party.COACH if works_with_candidates(request.acting) else Party.EMPLOYER
    return proposal is None or may_move(proposal.state, _LEADS_TO[key], by=party)


#: Where a form leads: as long as that may follow, it stands on the page.
_LEADS_TO = {
    "ask": ProposalState.ASKED,
    "told": ProposalState.AGREED,
    "met": ProposalState.ASKED,
    "meeting": ProposalState.MEETING,
    "refuse": ProposalState.REFUSED,
    "withdraw": ProposalState.WITHDRAWN,
}
#: Beside which field a use case speaks that refuses.
_FIELDS = {"ask": "introduction"}


def _page(request: WorkRequest, proposal_id: uuid.UUID, key: str = "", form: Any = None) -> HttpResponse:
    acting, at = request.acting, timezone.now()
    proposal: Any = get_object_or_404(proposal_page.one_proposal(acting, at=at), pk=proposal_id)
    log_seen(acting, named([proposal]), purpose=_("Voorstel voor werk"), at=at, request=request.reference)
    page = proposal_page.proposal_page(acting, proposal, at=at)
    meeting = timezone.localtime(proposal.meeting_at) if proposal.meeting_at else None
    initial: dict[str, dict[str, Any]] = {
        "ask": {"introduction": proposal.introduction, "answer_by": asking.first_answer_day(timezone.localdate(at))},
        "meeting": {
            "day": meeting.date() if meeting else None,
            "clock": meeting.time() if meeting else None,
            "place": proposal.meeting_place,
        },
    }
    shown = {name: one(initial=initial.get(name), auto_id=f"{name}_%s") for name, one in _FORMS.items()}
    if form is not None:
        form.auto_id = f"{key}_%s"
        shown[key] = form
    context = {
        "page": page,
        "proposal": proposal,
        "vacancy": proposal.vacancy,
        "forms": shown,
        "form": form,
        "is_wrong": key,
    }
    return render(request, "placements/proposal_detail.html", context, status=422 if form is not None else 200)


def _url(request: WorkRequest, proposal_id: uuid.UUID) -> str:
    return reverse("placements:proposal_detail", args=[request.acting.organisation_id, proposal_id])
