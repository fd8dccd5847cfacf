from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import may_run_back_office
from candidates.forms.training_plan import PlanForm
from candidates.training import plan
from candidates.training.pages import tabs
from candidates.training_choices import PlanMeasure
from organisations.access import WorkRequest, acts_for_coordination_point, chosen_region, requires
from organisations.models import Region

#: A plan is made for years around now.
FIRST_YEAR, LAST_YEAR = 2017, 2060


@requires(acts_for_coordination_point)
@require_GET
def training_plan(request: WorkRequest) -> HttpResponse:
    """Per quarter what the plan wants against what happened: registrations, intensive and short training."""
    acting, on = request.acting, timezone.localdate()
    region = Region.objects.get(pk=chosen_region(request).id)
    cells = plan.against_plan(region.pk, since=region.programme_start, on=on)
    years = sorted({cell.year for row in cells.values() for cell in row}, reverse=True)
    asked = request.GET.get("jaar", "")
    year = next((one for one in years if str(one) == asked), on.year)
    planned = plan.planned_of(region.pk)
    of_year = [row for (_measure, in_year, _quarter), row in planned.items() if in_year == year]
    context = {
        "region": region,
        "regions": acting.regions,
        "tabs": tabs(acting, "plan"),
        "year": year,
        "years": years,
        "measures": [
            {"label": PlanMeasure(measure).label, "cells": [cell for cell in row if cell.year == year]}
            for measure, row in cells.items()
        ],
        "passed_over": plan.passed_over(region.pk, year=year),
        "sources": sorted({row.source for row in of_year}),
        "may_edit": may_run_back_office(acting),
    }
    return render(request, "candidates/training_plan.html", context)


@requires(may_run_back_office)
@require_http_methods(["GET", "POST"])
def training_plan_edit(request: WorkRequest, year: int) -> HttpResponse:
    """Set the numbers of one year; each keeps who set it and where that was decided."""
    acting = request.acting
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    region = chosen_region(request)
    planned = {
        (measure, quarter): row.number
        for (measure, in_year, quarter), row in plan.planned_of(region.id).items()
        if in_year == year
    }
    form = PlanForm(request.POST if request.method == "POST" else None, planned=planned)
    if request.method == "POST" and form.is_valid():
        changed = plan.set_year(
            acting,
            region_id=region.id,
            year=year,
            numbers=form.numbers(),
            source=form.cleaned_data["source"],
            at=timezone.now(),
        )
        words = ngettext("%(n)s getal veranderd.", "%(n)s getallen veranderd.", changed) % {"n": changed}
        messages.success(request, words if changed else _("Er was niets veranderd."))
        here = reverse("candidates:training_plan", args=[acting.organisation_id])
        return HttpResponseRedirect(f"{here}?{urlencode({'jaar': year, 'regio': region.code})}")
    context = {"form": form, "year": year, "region": region, "tabs": tabs(acting, "plan"), "quarters": plan.QUARTERS}
    return render(request, "candidates/training_plan_edit.html", context, status=422 if form.errors else 200)
