"""What running contracts would be worth under a version of the tariff, for who writes it."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from organisations.access import WorkRequest, requires
from organisations.templatetags.formatting import euro
from placements.choices import SimulationState
from placements.models import TariffSimulation
from placements.worth import simulation
from placements.worth.effect import fingerprint
from tenders import access
from tenders.models import Tariff

PER_PAGE = 25
#: Earlier outcomes beside the one that is shown.
_EARLIER = 10


@requires(access.may_read_concepts)
@require_http_methods(["GET", "HEAD", "POST"])
def tariff_effect(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """The newest outcome, or the one asked for; POST has it worked out anew."""
    tariff = _tariff(request, tariff_id)
    if request.method == "POST":
        if not access.may_manage_tariffs(request.acting):
            raise PermissionDenied
        simulation.ask(request.acting, tariff, at=timezone.now())
        messages.success(request, _("Het effect wordt doorgerekend."))
        return HttpResponseRedirect(_address(request, tariff))
    kept = TariffSimulation.objects.filter(tariff=tariff).select_related("asked_by").order_by("-asked_at", "-pk")
    rows = list(kept.defer("outcome")[:_EARLIER])
    asked_for = next((one for one in rows if str(one.pk) == request.GET.get("van")), None)
    shown = asked_for or next(iter(rows), None)
    outcome = shown.outcome if shown and shown.state == SimulationState.READY else {}
    contracts = Paginator(outcome.get("contracts", []), PER_PAGE).get_page(request.GET.get("page"))
    total = _with_difference(outcome["total"]) if outcome else None
    context = {
        "tariff": tariff,
        "shown": shown,
        "earlier": [one for one in rows if one is not shown],
        "is_waiting": shown is not None and shown.state == SimulationState.WAITING,
        "is_failed": shown is not None and shown.state == SimulationState.FAILED,
        "is_stale": shown is not None and shown.fingerprint != fingerprint(tariff),
        "total": total,
        "sums": _facts(total) if total else [],
        "blocks": [_with_difference(one) for one in outcome.get("blocks", [])],
        "contracts": [_with_difference(one) for one in contracts.object_list],
        "page": contracts,
        "may_ask": access.may_manage_tariffs(request.acting),
    }
    return render(request, "placements/tariff_effect.html", context)


@requires(access.may_read_concepts)
@require_GET
def tariff_effect_state(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """How far it is, as the part of the page that htmx asks for every two seconds."""
    tariff = _tariff(request, tariff_id)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(_address(request, tariff))
    newest = TariffSimulation.objects.filter(tariff=tariff).defer("outcome").order_by("-asked_at", "-pk").first()
    if newest is None or newest.state != SimulationState.WAITING:
        return HttpResponseClientRefresh()
    return render(request, "placements/_tariff_effect_waiting.html", {"tariff": tariff, "shown": newest})


def _with_difference(sums: dict[str, Any]) -> dict[str, Any]:
    now, then = Decimal(sums["now"]), Decimal(sums["then"])
    return sums | {"now": now, "then": then, "difference": then - now}


def _facts(total: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Met de eigen tabel"), euro(total["now"])),
        (_("Met deze tabel"), euro(total["then"])),
        (_("Verschil"), euro(total["difference"])),
    ]


def _tariff(request: WorkRequest, tariff_id: uuid.UUID) -> Tariff:
    return get_object_or_404(access.tariffs_of(request.acting).select_related("region"), pk=tariff_id)


def _address(request: WorkRequest, tariff: Tariff) -> str:
    return reverse("placements:tariff_effect", args=[request.acting.organisation_id, tariff.pk])
