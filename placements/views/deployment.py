from typing import Any

from django.contrib import messages
from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from placements import access, year_lines
from placements.choices import LineStatus
from placements.filters import DeploymentFilter
from placements.forms.deployment import AnswerForm
from placements.identity.cautions import is_wholly_outside
from placements.models import Deployment, HoursStatement
from placements.pages.deployment_page import DeploymentPage, deployment_page, with_facts
from placements.pages.placement_page import placement_of_line
from placements.stating import hours, lifecycle
from placements.steps import Refused
from placements.tables import DeploymentTable
from placements.views.addressed import uuid_or_404
from placements.views.evidence_panel import panel_of
from tenders.access import contracts_of

PER_PAGE = 25


@requires(access.may_see_own_people)
@require_GET
def deployment_list(request: WorkRequest) -> HttpResponse:
    """The people that this contractor has at work; a question about a month shows as a question."""
    acting = request.acting
    asked = HoursStatement.objects.live().returned().filter(deployment=OuterRef("pk"))
    lines = (
        access.deployments_of(acting)
        .select_related("person", "contract", "block")
        .annotate(shown_status=Case(When(Exists(asked), then=Value(LineStatus.RETURNED)), default=F("status")))
    )
    found = DeploymentFilter(request.GET, contracts=contracts_of(acting), queryset=lines)
    table = DeploymentTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "filter": found, "may_log": access.may_put_to_work(acting)}
    return render(request, "placements/deployment_list.html", context)


@requires(access.may_see_deployment)
@require_GET
def deployment_detail(request: WorkRequest, deployment_id: Any) -> HttpResponse:
    """One person at work: facts, months, questions, history."""
    return _detail(request, deployment_page(request.acting, _deployment(request, deployment_id)), AnswerForm())


@requires(access.may_put_to_work)
@require_POST
def deployment_answer(request: WorkRequest, deployment_id: Any) -> HttpResponse:
    """Answer what the verifier asked; the lines wait for a verdict again."""
    deployment = _deployment(request, deployment_id)
    page = deployment_page(request.acting, deployment)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, page, form, status=422)
    try:
        said: dict[str, Any] = {"text": form.cleaned_data["answer"], "by": request.acting, "at": timezone.now()}
        if page.is_asked or not page.asked_years:
            lifecycle.answer(deployment.pk, statement_ids=page.asked_about, **said)
        for year_line_id in page.asked_years:
            year_lines.answer(year_line_id, **said)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Uw antwoord is verstuurd. De regel wacht nu op beoordeling."))
    return HttpResponseRedirect(_address(request, deployment))


@requires(access.may_put_to_work)
@require_POST
def deployment_step(request: WorkRequest, deployment_id: Any) -> HttpResponse:
    """Submit, take back or throw away a line; or take back one month of it."""
    deployment = _deployment(request, deployment_id)
    step, at, by = request.POST.get("step"), timezone.now(), request.acting
    try:
        if step == "submit":
            lifecycle.submit_deployment(deployment.pk, by=by, at=at)
            messages.success(request, submitted(deployment))
        elif step == "withdraw":
            lifecycle.withdraw_deployment(deployment.pk, by=by, at=at)
            messages.success(request, _("Teruggetrokken. De regel is weer een concept."))
        elif step == "discard":
            lifecycle.discard_deployment(deployment.pk, by=by, at=at)
            messages.success(request, _("Het concept is weggegooid."))
            here = reverse("placements:deployment_list", kwargs={"organisation_id": by.organisation_id})
            return HttpResponseRedirect(here)
        elif step == "withdraw_month":
            statement = get_object_or_404(deployment.statements.live(), pk=uuid_or_404(request.POST.get("statement")))
            hours.withdraw_hours(statement.pk, by=by, at=at)
            messages.success(request, _("De uren zijn teruggetrokken. U kunt ze wijzigen en opnieuw indienen."))
        elif step in {"submit_year", "withdraw_year"}:
            year = get_object_or_404(deployment.year_lines.live(), pk=uuid_or_404(request.POST.get("year_line")))
            if step == "submit_year":
                year_lines.submit(year.pk, by=by, at=at)
                messages.success(request, _("De jaarregel is ingediend en wacht op beoordeling."))
            else:
                year_lines.withdraw(year.pk, by=by, at=at)
                messages.success(request, _("De jaarregel is teruggetrokken. U kunt hem opnieuw indienen."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(_address(request, deployment))


def submitted(deployment: Deployment) -> str:
    if is_wholly_outside(deployment.contract, deployment.starts_on, deployment.ends_on):
        return _("Ingediend. De regel wacht op beoordeling.")
    return _("Ingediend. U kunt nu uren doorgeven; de regel wacht op beoordeling.")


def _detail(request: WorkRequest, page: DeploymentPage, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    evidence = panel_of(request, page.deployment)
    placement = placement_of_line(request.acting, page.deployment)
    context = {"page": page, "form": form, "evidence": evidence, "placement": placement}
    return render(request, "placements/deployment_detail.html", context, status=status)


def _deployment(request: WorkRequest, deployment_id: Any) -> Deployment:
    lines = with_facts(access.deployments_of(request.acting), request.acting)
    return get_object_or_404(lines, pk=deployment_id)


def _address(request: WorkRequest, deployment: Deployment) -> str:
    here = {"organisation_id": request.acting.organisation_id, "deployment_id": deployment.pk}
    return reverse("placements:deployment_detail", kwargs=here)
