"""Where the region stands: the dashboard of the programme, figures of two periods beside each other, counting anew."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from organisations.access import WorkRequest, requires
from organisations.models import Organisation
from reporting import access, standings
from reporting.models import BudgetLine, Standing
from reporting.overviews.dashboard import comparing, divisions, money, progress
from reporting.overviews.dashboard.finding import choices, in_address, shown_figures, standing_of
from reporting.overviews.dashboard.source import Source


@requires(access.sees_figures)
@require_GET
def dashboard(request: WorkRequest) -> HttpResponse:
    """The targets, the funnel, money, social return, and every municipality, from figures collected before."""
    acting, on = request.acting, timezone.localdate()
    if acting.region is None:
        raise Http404
    of_now = access.sees_figures_of_now(acting)
    period = in_address(request.GET.get("periode", ""), on=on)
    shown = shown_figures(acting, period)
    page: dict[str, Any] = {
        "period": shown.period if shown else period,
        "periods": choices(acting, on=on) if of_now else [],
        "of_now": of_now,
        "may_count": access.may_count_figures(acting),
        "may_make": access.may_make_reports(acting),
        "reads_money": access.reads_money(acting),
        "shown": shown,
        "source": shown and shown.source,
        "now": False,
        "jobs": None,
    }
    if shown is not None and shown.source is not None:
        now = request.GET.get("indeling") == "nu"
        page |= _figures(request, shown.source, now=now)
    return render(request, "reporting/dashboard.html", page)


@requires(access.sees_figures_of_now)
@require_GET
def comparison(request: WorkRequest) -> HttpResponse:
    """Two periods beside each other: the main figures, and one of them municipality by municipality."""
    acting, on = request.acting, timezone.localdate()
    if acting.region is None:
        raise Http404
    second = in_address(request.GET.get("met", ""), on=on)
    first = in_address(request.GET.get("van", ""), on=on, otherwise=second.previous())
    topic = comparing.topic_in(request.GET.get("wat", ""))
    division = divisions.NOW if request.GET.get("indeling") == "nu" else divisions.THEN
    sides = [standing_of(acting, first), standing_of(acting, second)]
    sources = [side.source if side else None for side in sides]
    page: dict[str, Any] = {
        "first": first,
        "second": second,
        "topic": topic,
        "topics": comparing.topics(),
        "now": division == divisions.NOW,
        "periods": choices(acting, on=on),
        "may_count": access.may_count_figures(acting),
        "missing": [period for period, source in zip((first, second), sources, strict=True) if source is None],
    }
    before, after = sources
    if before is not None and after is not None:
        names = _werkplein_names(acting.region.id)
        page |= {
            "rows": comparing.main_figures(before, after),
            "municipalities": comparing.municipalities(before, after, topic=topic, division=division),
            "werkpleinen": comparing.werkpleinen(before, after, topic=topic, names=names),
            "before": before,
            "after": after,
        }
    return render(request, "reporting/figures_compared.html", page)


@requires(access.may_count_figures)
@require_POST
def standing_refresh(request: WorkRequest) -> HttpResponse:
    """Have the figures of a period counted anew; a worker does it."""
    acting, on = request.acting, timezone.localdate()
    period = in_address(request.POST.get("periode", ""), on=on)
    try:
        standings.request(acting, period=period, at=timezone.now())
    except standings.StandingError as error:
        messages.error(request, str(error))
    else:
        messages.info(
            request,
            _("De cijfers van %(period)s worden bijgewerkt. Dat kan een paar minuten duren.")
            % {"period": period.label},
        )
    back = reverse("reporting:dashboard", args=[acting.organisation_id])
    return HttpResponseRedirect(f"{back}?periode={period}")


@requires(access.sees_figures_of_now)
@require_GET
def standing_progress(request: WorkRequest, standing_id: uuid.UUID) -> HttpResponse:
    """How far the counting is, as the part of the page that htmx asks for every two seconds."""
    acting = request.acting
    standings_here = Standing.objects.filter(region_id__in=acting.region_ids).defer("document", "rows")
    standing = get_object_or_404(standings_here, pk=standing_id)
    if "HX-Request" not in request.headers:
        back = reverse("reporting:dashboard", args=[acting.organisation_id])
        return HttpResponseRedirect(f"{back}?periode={standing.period}")
    if not standing.is_unfinished:
        return HttpResponseClientRefresh()
    return render(request, "reporting/_standing_progress.html", {"standing": standing})


def _figures(request: WorkRequest, source: Source, *, now: bool) -> dict[str, Any]:
    acting = request.acting
    region_id = acting.region_ids[0]
    division = divisions.NOW if now else divisions.THEN
    budget = list(BudgetLine.objects.filter(region_id=region_id).in_force())
    lines = money.lines(source, budget)
    goals = progress.goals(source)
    return {
        "goals": goals,
        "jobs": goals["main"] and goals["main"].last,
        "chart": progress.chart(source),
        "tranche": money.tranche(budget, year=source.period.year),
        "funnel": progress.funnel(source),
        "follow_ups": progress.follow_ups(source),
        "money_lines": lines,
        "money": money.total(source, lines),
        "social_return": money.social_return(source),
        "calendar": money.calendar(source),
        "municipalities": divisions.municipalities(source, division=division),
        "totals": divisions.totals(source),
        "has_detail": divisions.has_detail(source) and not now,
        "werkpleinen": divisions.werkpleinen(source, _werkplein_names(region_id)),
        "now": now,
    }


def _werkplein_names(region_id: uuid.UUID) -> dict[str, str]:
    here = Organisation.objects.filter(organisation_regions__region_id=region_id, kind="werkplein")
    return dict(here.order_by("name").values_list("organisation_regions__code", "name"))
