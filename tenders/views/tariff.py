import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from tenders import access
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
            "persons": [block for block in blocks if block.kind == BlockKind.FULL_TIME_YEAR],
            "bonuses": [block for block in blocks if block.kind == BlockKind.BONUS],
            "others": [block for block in blocks if block.kind not in {BlockKind.FULL_TIME_YEAR, BlockKind.BONUS}],
        },
    )
