"""All contracts of an organisation together, and the ones that are truly behind."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, acts_for_authority, acts_for_contractor, requires
from reporting.overviews import portfolio as of_portfolio
from reporting.overviews.red_list import red_contracts, rows_of
from tenders.access import may_see_contracts, sees_totals

RED_PER_PAGE = 25
OWN_SHOWN = 25


@requires(may_see_contracts)
@require_GET
def portfolio(request: WorkRequest) -> HttpResponse:
    """Number and sums by standing, by year of award and by party; for a company also what it did beside others."""
    acting, on = request.acting, timezone.localdate()
    standings = of_portfolio.by_standing(acting, on=on)
    groups: list[dict[str, Any]] = [
        {
            "title": _("Per stand"),
            "first": _("Stand"),
            "filter": "stand",
            "lines": standings,
            "more": 0,
            "of_standing": True,
        },
        {
            "title": _("Per jaar van gunning"),
            "first": _("Jaar"),
            "filter": "jaar",
            "lines": of_portfolio.by_year(acting, on=on),
            "more": 0,
            "of_standing": False,
        },
    ]
    if not acts_for_authority(acting):
        groups.append(_of_party(acting, "authority", "opdrachtgever", _("Per opdrachtgever"), on))
    if not acts_for_contractor(acting):
        groups.append(_of_party(acting, "contractor", "opdrachtnemer", _("Per opdrachtnemer"), on))
    total = of_portfolio.total(standings)
    return render(
        request,
        "reporting/portfolio.html",
        {
            "on": on,
            "groups": groups,
            "total": total,
            "shows_bands": total.is_band or (not sees_totals(acting) and not acts_for_contractor(acting)),
            "own_parts": of_portfolio.own_parts(acting)[:OWN_SHOWN] if acts_for_contractor(acting) else [],
        },
    )


@requires(may_see_contracts)
@require_GET
def red_list(request: WorkRequest) -> HttpResponse:
    """The contracts that are behind, the worst first, with why, who answers, and the next step."""
    acting, on = request.acting, timezone.localdate()
    page = Paginator(red_contracts(acting, on=on), RED_PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list, acting=acting, on=on)
    return render(request, "reporting/red_list.html", {"on": on, "page": page, "rows": rows})


def _of_party(acting: Any, party: str, name: str, title: str, on: Any) -> dict[str, Any]:
    lines = of_portfolio.by_party(acting, party, on=on)
    return {
        "title": title,
        "first": _("Organisatie"),
        "filter": name,
        "lines": lines[: of_portfolio.PARTIES_SHOWN],
        "more": max(len(lines) - of_portfolio.PARTIES_SHOWN, 0),
        "of_standing": False,
    }
