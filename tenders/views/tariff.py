import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisations.access import WorkRequest, requires
from tenders import access, tariff_confirmation
from tenders.choices import BlockKind
from tenders.models import Tariff


@requires(access.may_see_contracts)
@require_GET
def tariff_detail(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """What each target group and kind of effort is worth under one version of the region's table."""
    tariff = get_object_or_404(Tariff, pk=tariff_id, region_id__in=request.acting.region_ids)
    blocks = list(tariff.blocks.order_by("position", "label", "id"))
    return render(
        request,
        "tenders/tariff_detail.html",
        {
            "tariff": tariff,
            "may_confirm": tariff.confirmed_at is None and access.may_confirm_tariff(request.acting),
            "persons": [block for block in blocks if block.kind == BlockKind.FULL_TIME_YEAR],
            "bonuses": [block for block in blocks if block.kind == BlockKind.BONUS],
            "others": [block for block in blocks if block.kind not in {BlockKind.FULL_TIME_YEAR, BlockKind.BONUS}],
        },
    )


@requires(access.may_confirm_tariff)
@require_POST
def tariff_confirm(request: WorkRequest, tariff_id: uuid.UUID) -> HttpResponse:
    """Confirm that these are the values of the region."""
    tariff = get_object_or_404(Tariff, pk=tariff_id, region_id__in=request.acting.region_ids)
    tariff_confirmation.confirm(tariff.pk, at=timezone.now())
    messages.success(request, _("De bouwblokkentabel is bevestigd."))
    return HttpResponseRedirect(reverse("tenders:tariff_detail", args=[request.acting.organisation_id, tariff.pk]))
