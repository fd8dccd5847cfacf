"""The money of the programme: the year against the plan, the plan itself, and who keeps the money."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations.access import WorkRequest, requires
from organisations.choices import OrganisationKind
from organisations.models import Organisation, Region
from organisations.refused import Refused
from reporting.access import keeps_money, may_choose_centre, may_keep_money, reads_money
from reporting.forms.spending import FIRST_YEAR, LAST_YEAR, CentreForm, PlanAmountForm, ReceivedForm
from reporting.spending import plan
from reporting.spending.account import account_of
from reporting.spending.pages import money_region, money_regions, tabs
from reporting.spending.words import DETAIL_WORDS, LINE_WORDS, category_label, plan_label
from reporting.tables.spending import source_label

#: Years that can be asked for.
YEARS = {str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)}


@requires(reads_money)
@require_GET
def money_overview(request: WorkRequest) -> HttpResponse:
    """One budget year: budget, spent, deviation and what is expected, per line of the plan and per source."""
    acting, on = request.acting, timezone.localdate()
    region = money_region(request)
    asked = request.GET.get("jaar", "")
    account = account_of(region.id, year=int(asked) if asked in YEARS else None, on=on)
    context = {
        "tabs": tabs(acting, "year"),
        "region": region,
        "regions": money_regions(acting),
        "account": account,
        "on": on,
        "is_running": account.year >= on.year,
        "lines": [
            {
                "label": LINE_WORDS.get(line.line, line.line),
                "of": line,
                "parts": [{"label": category_label(name), "amount": part} for name, part in line.parts.items()],
            }
            for line in account.lines
        ],
        "sources": [{"label": source_label(one.source) or _("Nog niet bekend"), "of": one} for one in account.sources],
        "may_enter": may_keep_money(acting),
    }
    return render(request, "reporting/money_overview.html", context)


@requires(reads_money)
@require_GET
def money_plan(request: WorkRequest) -> HttpResponse:
    """The tables of the plan row for row, and what its sources say differently."""
    acting, region = request.acting, money_region(request)
    found = plan.plan_of(region.id)
    tables = [
        {"title": title, "rows": [{"label": words.get(row.name, row.name), "of": row} for row in rows]}
        for title, rows, words in (
            (_("Begroting"), found.budget, LINE_WORDS),
            (_("Dekking"), found.cover, {row.name: source_label(row.name) for row in found.cover[:-1]} | LINE_WORDS),
            (_("Backoffice in onderdelen"), found.detail, DETAIL_WORDS | {"total": LINE_WORDS["total"]}),
        )
        if rows
    ]
    centre = Organisation.objects.filter(
        organisation_regions__region_id=region.id, organisation_regions__centre=True
    ).first()
    context = {
        "tabs": tabs(acting, "plan"),
        "region": region,
        "regions": money_regions(acting),
        "plan": found,
        "tables": tables,
        "centre": centre,
        "changed": [(plan_label(one[0].side, one[0].category), one) for one in found.changed],
        "may_receive": may_keep_money(acting) and bool(found.tranches),
        "may_decide": may_keep_money(acting),
        "may_choose": may_choose_centre(acting),
        "keeps": keeps_money(acting),
    }
    return render(request, "reporting/money_plan.html", context)


@requires(may_keep_money)
@require_http_methods(["GET", "POST"])
def tranche_received(request: WorkRequest) -> HttpResponse:
    """Write down what the State paid of a tranche."""
    acting, region = request.acting, money_region(request)
    years = [one.year for one in plan.plan_of(region.id).tranches]
    form = ReceivedForm(request.POST if request.method == "POST" else None, years=years)
    if request.method == "POST" and form.is_valid():
        try:
            plan.receive(acting, region_id=region.id, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("year", refused.sentence)
        else:
            messages.success(request, _("Opgeschreven."))
            return HttpResponseRedirect(_plan_url(acting, region))
    context = {"form": form, "tabs": tabs(acting, "plan"), "region": region, "back": _plan_url(acting, region)}
    return render(request, "reporting/tranche_received.html", context, status=422 if form.errors else 200)


@requires(may_keep_money)
@require_http_methods(["GET", "POST"])
def plan_amount(request: WorkRequest) -> HttpResponse:
    """Write down what was decided about an amount of the plan: a version beside the earlier ones."""
    acting, region = request.acting, money_region(request)
    form = PlanAmountForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        since=Region.objects.get(pk=region.id).money_start,
    )
    if request.method == "POST" and form.is_valid():
        plan.decide(acting, region_id=region.id, at=timezone.now(), **form.decided())
        messages.success(request, _("Opgeschreven. Wat eerder gold, blijft staan."))
        return HttpResponseRedirect(_plan_url(acting, region))
    context = {"form": form, "tabs": tabs(acting, "plan"), "region": region, "back": _plan_url(acting, region)}
    return render(request, "reporting/plan_amount.html", context, status=422 if form.errors else 200)


@requires(may_choose_centre)
@require_http_methods(["GET", "POST"])
def centre_edit(request: WorkRequest) -> HttpResponse:
    """Say which municipality keeps the money of the programme."""
    acting, region = request.acting, money_region(request)
    here = Organisation.objects.filter(
        organisation_regions__region_id=region.id, kind=OrganisationKind.MUNICIPALITY
    ).order_by("name", "pk")
    now = here.filter(organisation_regions__region_id=region.id, organisation_regions__centre=True).first()
    form = CentreForm(
        request.POST if request.method == "POST" else None, municipalities=here, initial={"centre": now and now.pk}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["centre"]
        plan.choose_centre(region.id, chosen.pk if chosen else None)
        messages.success(request, _("Bewaard."))
        return HttpResponseRedirect(_plan_url(acting, region))
    context = {"form": form, "tabs": tabs(acting, "plan"), "region": region, "back": _plan_url(acting, region)}
    return render(request, "reporting/centre_edit.html", context, status=422 if form.errors else 200)


def _plan_url(acting, region) -> str:
    return f"{reverse('reporting:money_plan', args=[acting.organisation_id])}?{urlencode({'regio': region.code})}"
