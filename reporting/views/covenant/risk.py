"""Risks of the plan: what weighs most first. Partners discuss them in their meetings; the list is the bureau's."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, chosen_region, requires
from reporting import access
from reporting.choices import RiskLevel
from reporting.covenant import records, rows
from reporting.covenant.pages import tabs
from reporting.filters.covenant import RiskFilter
from reporting.forms.covenant import RiskForm
from reporting.models import CovenantRisk
from reporting.tables.covenant import RiskTable
from reporting.views.covenant.record import address, form_page, of_record, posted, saved, to

PER_PAGE = 25


@requires(access.reads_whole_covenant)
@require_GET
def risk_list(request: WorkRequest) -> HttpResponse:
    acting = request.acting
    found = RiskFilter(request.GET, queryset=rows.risks_of(acting))
    table = RiskTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "risks"),
        "may_edit": access.runs_covenant(acting),
        "title": _("Risico’s"),
        "create_url": address(request, "risk_create"),
        "create_label": _("Risico toevoegen"),
        "about": _("Gewicht is kans maal gevolg: 9 is het zwaarst."),
    }
    return render(request, "reporting/covenant/list.html", context)


@requires(access.reads_whole_covenant)
@require_GET
def risk_detail(request: WorkRequest, risk_id: uuid.UUID) -> HttpResponse:
    acting = request.acting
    risk = get_object_or_404(rows.risks_of(acting), pk=risk_id)
    context = {
        "risk": risk,
        "chance": RiskLevel(risk.chance).label,
        "impact": RiskLevel(risk.impact).label,
        "today": timezone.localdate(),
        "tabs": tabs(acting, "risks"),
        "may_edit": access.runs_covenant(acting),
        **of_record(request, risk, "risico"),
    }
    return render(request, "reporting/covenant/risk_detail.html", context)


@requires(access.runs_covenant)
@require_POST
def risk_review(request: WorkRequest, risk_id: uuid.UUID) -> HttpResponse:
    """Say that it was looked at today and stands as it is."""
    risk = get_object_or_404(rows.risks_of(request.acting), pk=risk_id)
    records.change(request.acting, CovenantRisk, risk.pk, values={"reviewed_on": timezone.localdate()})
    return to(request, "risk_detail", risk.pk)


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def risk_create(request: WorkRequest) -> HttpResponse:
    acting, region = request.acting, chosen_region(request)
    form = RiskForm(posted(request), initial={"status": "open", "chance": 2, "impact": 2})

    def write(values: dict[str, Any], _shown: str | None) -> CovenantRisk:
        return records.add(acting, CovenantRisk(), region_id=region.id, values=values)

    made = saved(request, form, write)
    if made:
        return to(request, "risk_detail", made.pk)
    return form_page(request, form, tab="risks", title=_("Risico toevoegen"), back=address(request, "risk_list"))


@requires(access.runs_covenant)
@require_http_methods(["GET", "POST"])
def risk_edit(request: WorkRequest, risk_id: uuid.UUID) -> HttpResponse:
    acting = request.acting
    risk = get_object_or_404(rows.risks_of(acting), pk=risk_id)
    form = RiskForm(posted(request), held=risk)

    def write(values: dict[str, Any], shown: str | None) -> CovenantRisk:
        return records.change(acting, CovenantRisk, risk.pk, values=values, shown=shown)

    if saved(request, form, write):
        return to(request, "risk_detail", risk.pk)
    back = address(request, "risk_detail", risk.pk)
    return form_page(request, form, tab="risks", title=_("Risico wijzigen"), back=back)
