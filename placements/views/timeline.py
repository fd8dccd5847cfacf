import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from placements.filters import TimelineFilter
from placements.pages.timeline import timeline_page
from tenders import access


@requires(access.may_see_contracts)
@require_GET
def timeline(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Everything that happened to the contract, as far as this member may see it."""
    contract = get_object_or_404(access.contracts_of(request.acting).with_parties(), pk=contract_id)
    asked = TimelineFilter(request.GET)
    page, items = timeline_page(contract, asked.subject, request.GET.get("page"), on=timezone.localdate())
    context = {"contract": contract, "tab": "overview", "filter": asked, "page": page, "items": items}
    return render(request, "placements/timeline.html", context)
