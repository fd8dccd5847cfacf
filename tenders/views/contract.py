from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, acts_for_authority, acts_for_contractor, requires
from organisations.tenancy import Acting
from tenders import access
from tenders.filters import ContractFilter
from tenders.outlook import outlook
from tenders.progress import ProgressPolicy
from tenders.tables import AuthorityContractTable, TotalsContractTable

CONTRACTS_PER_PAGE = 25


@requires(access.may_see_contracts)
@require_GET
def contract_list(request: WorkRequest) -> HttpResponse:
    """The contracts this organisation works with, the ones that need attention first."""
    acting, on = request.acting, timezone.localdate()
    totals = access.sees_totals(acting)
    contracts = access.contracts_of(acting)
    found = ContractFilter(
        request.GET,
        acting=acting,
        contracts=contracts,
        queryset=contracts.with_parties().with_amounts(totals=totals).with_standing(on=on, totals=totals),
    )
    table_class = TotalsContractTable if totals else AuthorityContractTable
    table = table_class(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": CONTRACTS_PER_PAGE}).configure(table)
    for row in table.page.object_list:
        _complete(row.record, acting=acting, on=on, totals=totals)
    return render(
        request,
        "tenders/contract_list.html",
        {
            "table": table,
            "filter": found,
            "on": on,
            "is_filtered": any(request.GET.get(name) for name in found.filters),
            "may_award": access.may_award(acting),
        },
    )


def _complete(contract: Any, *, acting: Acting, on, totals: bool) -> None:
    """Give a row its outlook, and the line that names who is on the other side."""
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    contract.outlook = outlook(contract, on=on, totals=totals, policy=policy)
    parties = [contract.authority.name, contract.contractor.name]
    if acts_for_authority(acting):
        parties = parties[1:]
    elif acts_for_contractor(acting):
        parties = parties[:1]
    contract.sub_title = " · ".join([contract.reference, *parties])
