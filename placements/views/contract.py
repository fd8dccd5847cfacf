import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from placements.access import may_put_to_work, sees_identity
from placements.contract_page import contract_page
from tenders import access, transfer


@requires(access.may_see_contracts)
@require_GET
def contract_detail(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """One contract: how it stands, who answers for it, what was done and what happened."""
    acting, on = request.acting, timezone.localdate()
    contracts = access.contracts_of(acting).with_parties().with_policy(on=on)
    contract = get_object_or_404(contracts.select_related("tariff", "tender", "totals", "band"), pk=contract_id)
    return render(
        request,
        "placements/contract_detail.html",
        {
            "page": contract_page(acting, contract, on=on),
            "contract": contract,
            "on": on,
            "works_on_it": may_put_to_work(acting),
            "by_name": sees_identity(acting),
            "hand_over": transfer.open_on(acting, contract),
            "may_hand_over": transfer.may_give(acting, contract),
            "tells_who_is_missing": access.names_or_watches(acting),
            "may_record_first_contact": access.may_record_first_contact(acting),
            "sees_totals": access.sees_totals(acting),
        },
    )
