import uuid
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, acts_for_contractor, requires
from placements.access import may_coordinate, may_put_to_work, may_see_contributions, sees_identity
from placements.pages.contract_page import contract_page
from placements.pages.part_page import part_page
from tenders import access, plans, transfer
from tenders.contract_file import of_its_sides
from tenders.models import Contract
from tenders.reading import log_exact_totals


@requires(access.may_see_contracts)
@require_GET
def contract_detail(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """One contract: how it stands, who answers for it, what was done and what happened."""
    acting, on = request.acting, timezone.localdate()
    contracts = access.contracts_of(acting).with_parties().with_policy(on=on)
    if acts_for_contractor(acting):
        contracts = contracts.with_own_part(acting.organisation_id)
    contract = get_object_or_404(contracts.select_related("tariff", "tender", "totals", "band"), pk=contract_id)
    if not of_its_sides(acting, contract):
        return _own_part(request, contract, on=on)
    page = contract_page(acting, contract, on=on)
    if contract.settled_on is not None and page.outlook.banded is None:
        log_exact_totals(acting, contract, at=timezone.now(), request=request.reference)
    return render(
        request,
        "placements/contract_detail.html",
        {
            "page": page,
            "contract": contract,
            "may_award": access.may_award(acting),
            "on": on,
            "works_on_it": may_put_to_work(acting) and contract.settled_on is None,
            "may_enter_for": may_coordinate(acting) and contract.settled_on is None,
            "by_name": sees_identity(acting),
            "plan_gap": plans.gap_sentence(contract, contract.plan_totals[-1]) if contract.plan_totals else "",
            "may_plan": access.may_plan_on(acting, contract),
            "hand_over": transfer.open_on(acting, contract),
            "may_hand_over": transfer.may_give(acting, contract),
            "tells_who_is_missing": access.names_or_watches(acting),
            "may_record_first_contact": access.may_record_first_contact(acting),
            "sees_totals": page.outlook.banded is None,
            "sees_contributions": may_see_contributions(acting),
            "leads_others": page.outlook.own is not None,
        },
    )


def _own_part(request: WorkRequest, contract: Contract, *, on: date) -> HttpResponse:
    """The same address for a partner or subcontractor: what his own company does, and whom to ask."""
    page = part_page(request.acting, contract, on=on)
    return render(
        request,
        "placements/contract_part.html",
        {
            "page": page,
            "contract": contract,
            "tab": "overview",
            "on": on,
            "by_name": True,
            "works_on_it": page.may_add,
            "sees_contributions": may_see_contributions(request.acting),
        },
    )
