from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.access import registers_only
from organisations import access
from organisations.access import Predicate, WorkRequest, requires
from organisations.tenancy import Acting
from reporting.access import reads_covenant
from reporting.overviews import pages
from reporting.overviews.reading_along import pages_to_check

Overview = Callable[..., dict[str, Any]]

#: Who starts where: predicate, what is shown, template.
STARTS: tuple[tuple[Predicate, Overview, str], ...] = (
    (access.acts_for_authority, pages.authority, "reporting/start_authority.html"),
    (access.acts_for_contractor, pages.contractor, "reporting/start_contractor.html"),
    (access.acts_for_coordination_point, pages.coordination_point, "reporting/start_coordination_point.html"),
    (access.acts_for_werkplein, pages.werkplein, "reporting/start_werkplein.html"),
    (access.acts_for_programme_bureau, pages.programme_bureau, "reporting/start_programme_bureau.html"),
    # After the school that awards contracts and the agency that carries them out, who have those to look at too.
    (registers_only, pages.registrant, "reporting/start_registrant.html"),
    (access.acts_for_operator, pages.operator, "reporting/start_operator.html"),
    (reads_covenant, pages.covenant_partner, "reporting/start_covenant_partner.html"),
)
#: Where several people share the work, so that each starts at his own.
BY_MEMBER: tuple[Overview, ...] = (pages.authority, pages.coordination_point)
_NOON, _EVENING = 12, 18


@requires(access.is_member)
@require_GET
def start(request: WorkRequest) -> HttpResponse:
    """The first page of a workspace: what waits for this member, oldest first."""
    acting = request.acting
    now = timezone.localtime()
    template, page = _page(acting, now.date(), asked=request.GET.get("van"))
    shared = {"on": now.date(), "greeting": _greeting(acting, now.hour), "reads": pages_to_check(acting)}
    return render(request, template, {**shared, **page})


def _page(acting: Acting, on: date, *, asked: str | None) -> tuple[str, dict[str, Any]]:
    for predicate, overview, template in STARTS:
        if predicate(acting):
            choice = {"asked_for": asked} if overview in BY_MEMBER else {}
            return template, overview(acting, on=on, **choice)
    return "reporting/start_other.html", {}


def _greeting(acting: Acting, hour: int) -> str:
    words = _("Goedemorgen") if hour < _NOON else _("Goedemiddag") if hour < _EVENING else _("Goedenavond")
    return f"{words} {acting.user_name}"
