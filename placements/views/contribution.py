from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from placements import access
from placements.filters import ContributionFilter
from placements.forms.deployment import AnswerForm
from placements.models import Contribution
from placements.pages.contribution_page import ContributionPage, contribution_page, contributions_of, with_title
from placements.stating import contributions
from placements.steps import Refused
from placements.tables import ContributionTable
from placements.views.evidence_panel import panel_of
from tenders.access import contracts_of

PER_PAGE = 25


@requires(access.may_see_contributions)
@require_GET
def contribution_list(request: WorkRequest) -> HttpResponse:
    """Efforts that are no person at work: of the own company, or on the contracts one works with."""
    acting = request.acting
    lines = with_title(contributions_of(acting).select_related("block", "contract", "contractor").defer("trace"))
    found = ContributionFilter(request.GET, contracts=contracts_of(acting), queryset=lines)
    table = ContributionTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "filter": found, "may_enter": access.may_put_to_work(acting)}
    return render(request, "placements/contribution_list.html", context)


@requires(access.may_see_contributions)
@require_GET
def contribution_detail(request: WorkRequest, contribution_id: Any) -> HttpResponse:
    """One effort: what it was, what it is worth, what was asked, evidence and history."""
    return _detail(request, _page(request, contribution_id), AnswerForm())


@requires(access.may_put_to_work)
@require_POST
def contribution_answer(request: WorkRequest, contribution_id: Any) -> HttpResponse:
    """Answer what the verifier asked; the line waits for a verdict again."""
    page = _own_page(request, contribution_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, page, form, status=422)
    try:
        contributions.answer(page.line.pk, text=form.cleaned_data["answer"], by=request.acting, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Uw antwoord is verstuurd. De regel wacht nu op beoordeling."))
    return HttpResponseRedirect(address(request, page.line))


@requires(access.may_put_to_work)
@require_POST
def contribution_step(request: WorkRequest, contribution_id: Any) -> HttpResponse:
    """Submit, take back or throw away."""
    page = _own_page(request, contribution_id)
    at, by = timezone.now(), request.acting
    try:
        match request.POST.get("step"):
            case "submit":
                contributions.submit_contribution(page.line.pk, by=by, at=at)
                messages.success(request, _("Ingediend. De regel wacht op beoordeling."))
            case "withdraw":
                contributions.withdraw(page.line.pk, by=by, at=at)
                messages.success(request, _("Teruggetrokken. De regel is weer een concept."))
            case "discard":
                contributions.discard(page.line.pk, by=by, at=at)
                messages.success(request, _("Het concept is weggegooid."))
                here = reverse("placements:contribution_list", kwargs={"organisation_id": by.organisation_id})
                return HttpResponseRedirect(here)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(address(request, page.line))


def address(request: WorkRequest, line: Contribution) -> str:
    here = {"organisation_id": request.acting.organisation_id, "contribution_id": line.pk}
    return reverse("placements:contribution_detail", kwargs=here)


def _detail(request: WorkRequest, page: ContributionPage, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form, "evidence": panel_of(request, page.line)}
    return render(request, "placements/contribution_detail.html", context, status=status)


def _page(request: WorkRequest, contribution_id: Any) -> ContributionPage:
    related = ("contract__authority", "contract__tariff", "contractor", "block")
    line = get_object_or_404(contributions_of(request.acting).select_related(*related), pk=contribution_id)
    return contribution_page(request.acting, line)


def _own_page(request: WorkRequest, contribution_id: Any) -> ContributionPage:
    """Of the own company: whoever leads a contract reads the lines of others, and changes none."""
    get_object_or_404(
        contributions_of(request.acting), pk=contribution_id, contractor_id=request.acting.organisation_id
    )
    return _page(request, contribution_id)
