from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from organisations import saved_views
from organisations.access import (
    WorkRequest,
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    requires,
)
from organisations.tenancy import Acting
from tenders import access, selection
from tenders.filters import ContractFilter
from tenders.outlook import outlook
from tenders.progress import ProgressPolicy
from tenders.tables import AuthorityContractTable, CompanyContractTable, ContractTable, TotalsContractTable

CONTRACTS_PER_PAGE = 25
_EXACT = DecimalField(max_digits=40, decimal_places=8)


@requires(access.may_see_contracts)
@require_GET
def contract_list(request: WorkRequest) -> HttpResponse:
    """The contracts this organisation works with, the ones that need attention first."""
    acting, on = request.acting, timezone.localdate()
    views = saved_views.opened(acting, "contracten", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    totals = access.sees_totals(acting)
    found = filtered(request, acting=acting, on=on, totals=totals)
    table = _table_for(acting)(
        _with_orders(found.qs.with_parties().with_amounts(totals=totals), acting=acting).by_key(),
        acting=acting,
        may_tick=access.may_change_together(acting),
        ticks_page=selection.TICK_PAGE in request.GET,
    )
    may_award = access.may_award(acting)
    if may_award:
        table.when_empty(
            _("Voer een gunning in. Daarna volgt u hier wat de opdrachtnemer doet."),
            url=reverse("tenders:award_create", args=[acting.organisation_id]),
            action=_("Gunning invoeren"),
        )
    RequestConfig(request, paginate={"per_page": CONTRACTS_PER_PAGE}).configure(table)
    for row in table.page.object_list:
        _complete(row.record, acting=acting, on=on, totals=totals)
    return render(
        request,
        "tenders/contract_list.html",
        {
            "table": table,
            "filter": found,
            "views": views,
            "narrowed_by": selection.filters_in(request.GET),
            "on": on,
            "may_award": may_award,
        },
    )


def filtered(request: WorkRequest, *, acting: Acting, on, totals: bool) -> ContractFilter:
    """What the query string asks of the member's contracts; ``.qs`` holds them with their standing."""
    contracts = access.contracts_of(acting)
    return ContractFilter(
        request.GET, acting=acting, contracts=contracts, queryset=contracts.with_standing(on=on, totals=totals)
    )


def _table_for(acting: Acting) -> type[ContractTable]:
    if acts_for_authority(acting):
        return AuthorityContractTable
    return CompanyContractTable if acts_for_contractor(acting) else TotalsContractTable


def _with_orders(contracts: Any, *, acting: Acting) -> Any:
    """What the columns that show something worked out are sorted by."""
    contracts = contracts.select_related("coordinator").annotate(
        share_reached=ExpressionWrapper(
            F("reached_share") / NullIf(F("expected_share"), Value(Decimal(0)), output_field=_EXACT),
            output_field=_EXACT,
        )
    )
    if acts_for_authority(acting):
        return contracts
    amounts: dict[str, Any] = {
        "amount_approved": F("totals__persons_approved") + F("totals__others_approved"),
        "amount_waiting": F("totals__persons_submitted") + F("totals__others_submitted"),
    }
    if acts_for_contractor(acting):
        contracts = contracts.with_own_part(acting.organisation_id)
        own = {
            "amount_approved": F("own_part__persons_approved") + F("own_part__others_approved"),
            "amount_waiting": F("own_part__persons_submitted") + F("own_part__others_submitted"),
        }
        amounts = {name: Coalesce(own[name], whole) for name, whole in amounts.items()}
    return contracts.annotate(**amounts).annotate(amount_to_do=F("obligation") - F("amount_approved"))


def _complete(contract: Any, *, acting: Acting, on, totals: bool) -> None:
    """Give a row its outlook, the line that names who is on the other side, and at the region who looks after it."""
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    only_band = acts_for_authority(acting)
    contract.outlook = outlook(contract, on=on, totals=totals, policy=policy, only_band=only_band)
    parties = [contract.authority.name, contract.contractor.name]
    if acts_for_authority(acting):
        parties = parties[1:]
    elif acts_for_contractor(acting) and contract.contractor_id == acting.organisation_id:
        parties = parties[:1]
    contract.sub_title = " · ".join([contract.reference, *([contract.lot] if contract.lot else []), *parties])
    manager = contract.coordinator if acts_for_coordination_point(acting) else None
    contract.looked_after_by = manager.name if manager else ""
