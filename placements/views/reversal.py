"""A company asks to take an approved line back; whoever verifies grants it, or says why it stays."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from placements import access, questions
from placements.forms.reversal import ReasonForm, ReversalForm
from placements.models import Contribution, HoursStatement, ReversalRequest
from placements.reviewing import handing_back, reversals
from placements.reviewing.reversal_mails import about_of, path_for_company
from placements.steps import Refused
from placements.tables import ReversalTable
from placements.verifying.work_list import Kind
from placements.views.evidence_panel import reading_panel
from placements.views.undo_bar import undo_bar
from placements.views.work_screen import beside_in_list, field_of, next_address, query_of, steps_to

PER_PAGE = 25


@requires(access.may_put_to_work)
@require_http_methods(["GET", "HEAD", "POST"])
def reversal_ask(request: WorkRequest, deployment_id: Any) -> HttpResponse:
    """Which of the approved lines of this person are wrong, and why."""
    lines = access.deployments_of(request.acting).select_related("contract", "person")
    deployment = get_object_or_404(lines, pk=deployment_id)
    statements = list(deployment.statements.live().order_by("-month", "pk"))
    data = request.POST if request.method == "POST" else None
    chosen = [str(one.pk) for one in statements if str(one.pk) == request.GET.get("maand")]
    form = ReversalForm(deployment, statements, data=data, initial={"lines": chosen})
    if data is not None and form.is_valid():
        try:
            reversals.ask(
                request.acting,
                deployment.pk,
                with_deployment=form.with_deployment,
                statement_ids=form.statement_ids,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Gevraagd. U krijgt bericht als er een antwoord is."))
            return HttpResponseRedirect(_back(request, deployment_id=deployment.pk))
    context = {
        "form": form,
        "title": deployment.person.name,
        "contract": deployment.contract,
        "back_url": _back(request, deployment_id=deployment.pk),
    }
    return render(request, "placements/reversal_ask.html", context, status=422 if form.errors else 200)


@requires(access.may_put_to_work)
@require_http_methods(["GET", "HEAD", "POST"])
def reversal_ask_contribution(request: WorkRequest, contribution_id: Any) -> HttpResponse:
    """What is wrong with an approved contribution that is not a person at work."""
    own = Contribution.objects.live().filter(contractor_id=request.acting.organisation_id)
    contribution = get_object_or_404(own.select_related("contract", "block"), pk=contribution_id)
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data)
    back_url = _back(request, contribution_id=contribution.pk)
    if data is not None and form.is_valid():
        try:
            reversals.ask_about_contribution(
                request.acting, contribution.pk, reason=form.cleaned_data["reason"], at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Gevraagd. U krijgt bericht als er een antwoord is."))
            return HttpResponseRedirect(back_url)
    context = {
        "form": form,
        "title": contribution.block.label if contribution.block else contribution.get_kind_display(),
        "contract": contribution.contract,
        "back_url": back_url,
    }
    return render(request, "placements/reversal_ask.html", context, status=422 if form.errors else 200)


@requires(access.may_put_to_work)
@require_POST
def reversal_withdraw(request: WorkRequest, reversal_id: Any) -> HttpResponse:
    """Take the request back: the line stays approved."""
    own = ReversalRequest.objects.filter(asked_for_id=request.acting.organisation_id)
    asked = get_object_or_404(own.select_related("deployment", "contribution"), pk=reversal_id)
    try:
        reversals.withdraw(request.acting, asked.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Uw verzoek is ingetrokken. De regel blijft goedgekeurd."))
    return HttpResponseRedirect(path_for_company(asked))


def _back(request: WorkRequest, **row: Any) -> str:
    page = "deployment_detail" if "deployment_id" in row else "contribution_detail"
    return reverse(f"placements:{page}", kwargs={"organisation_id": request.acting.organisation_id, **row})


@requires(access.may_see_work_list)
@require_GET
def verification_reversals(request: WorkRequest) -> HttpResponse:
    """What companies asked to take back: what waits first, oldest first, then what was answered."""
    found = (
        _to_answer(request)
        .select_related("asked_by", "answered_by")
        .order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")
    )
    table = ReversalTable(found, acting=request.acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(request, "placements/verification_reversals.html", {"table": table})


@requires(access.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_reversal(request: WorkRequest, reversal_id: Any) -> HttpResponse:
    """One request beside what was approved: take it back, or say why it stays."""
    asked = get_object_or_404(_to_answer(request).select_related("asked_by", "answered_by"), pk=reversal_id)
    may_answer = access.verifies(request.acting, asked.contract)
    beside = beside_in_list(request, asked.pk)
    said, refused = request.POST.get("said", ""), ""
    if request.method == "POST":
        if not may_answer:
            raise PermissionDenied
        try:
            unheard = questions.unheard(request.acting, asked.company_line, asked_by=asked.asked_by)
            messages.success(request, _answer(request, asked, said, mailed=unheard is None))
        except Refused as one:
            refused = one.sentence
        else:
            if unheard:
                messages.warning(request, unheard)
            return HttpResponseRedirect(_next(request) if beside is None else next_address(request))
    context = {
        "asked": asked,
        "kind": Kind.REVERSAL.value,
        "next": field_of(beside[1]) if beside else "",
        "steps": steps_to(request, *beside) if beside else [],
        "undo": undo_bar(request, query_of(request, na="")) if beside else None,
        "line": handing_back.live_line(asked),
        "months": _months(asked),
        "company": asked.company_line.contractor,
        "about": about_of(asked),
        "evidence": reading_panel(request, asked.company_line),
        "may_answer": may_answer and asked.is_open,
        "refused": refused,
        "errors": _errors(refused, may_answer=may_answer and asked.is_open),
        "said": said,
    }
    return render(request, "placements/verification_reversal.html", context, status=422 if refused else 200)


def _errors(refused: str, *, may_answer: bool) -> list[dict[str, str]]:
    """What stands above the page when the answer was not taken: with the way to the field, where there is one."""
    if not refused:
        return []
    return [{"id": "said" if may_answer else "", "lead": _("Toelichting of reden:"), "text": refused}]


def _answer(request: WorkRequest, asked: ReversalRequest, said: str, *, mailed: bool) -> str:
    acting, at = request.acting, timezone.now()
    match request.POST.get("verdict"):
        case "grant":
            reversals.grant(acting, asked.pk, said=said, at=at)
            if not mailed:
                return _("Teruggedraaid. De opdrachtnemer kan de regel nu aanpassen.")
            return _("Teruggedraaid. De opdrachtnemer kan de regel nu aanpassen en krijgt daar een mail over.")
        case "refuse":
            reversals.refuse(acting, asked.pk, reason=said, at=at)
            if not mailed:
                return _("Afgewezen. De regel blijft goedgekeurd; de opdrachtnemer leest uw reden bij de regel.")
            return _("Afgewezen. De regel blijft goedgekeurd; de opdrachtnemer krijgt uw reden per mail.")
        case _:
            raise Refused(_("Kies een antwoord."))


def _to_answer(request: WorkRequest) -> QuerySet[ReversalRequest]:
    """The coordination point reads those about contracts that an authority verifies itself; an authority its own."""
    acting = request.acting
    own = {"contract__authority_id": acting.organisation_id} if acting.verifies_own else {}
    rows = ReversalRequest.objects.filter(region_id__in=acting.region_ids, **own)
    return rows.select_related(
        "contract__authority",
        "deployment__contract",
        "contribution__contract",
        "statement",
        "deployment__contractor",
        "deployment__block",
        "contribution__contractor",
        "contribution__block",
    )


def _months(asked: ReversalRequest) -> list[HoursStatement]:
    """The approved months that a reversal would take along."""
    if asked.deployment is None:
        return []
    months = HoursStatement.objects.live().approved().filter(deployment=asked.deployment)
    if asked.statement is not None:
        months = months.filter(month=asked.statement.month)
    return list(months.order_by("month", "pk"))


def _next(request: WorkRequest) -> str:
    """The request that waits longest, or the list of all."""
    here = {"organisation_id": request.acting.organisation_id}
    waiting = reversals.open_requests().filter(contract__verified_by__in=access.verified_as(request.acting))
    following = waiting.order_by("asked_at", "pk").first()
    if following is None:
        return reverse("placements:verification_reversals", kwargs=here)
    return reverse("placements:verification_reversal", kwargs=here | {"reversal_id": following.pk})
