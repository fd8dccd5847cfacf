"""The overview of a company: all its contracts and what they ask, over all authorities and regions."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, acts_for_contractor, requires
from reporting.filters.company import OverviewFilter
from reporting.overviews import company, todo
from reporting.tables.company import CompanyContractTable

PER_PAGE = 50


@requires(acts_for_contractor)
@require_GET
def company_overview(request: WorkRequest) -> HttpResponse:
    """What the company has to do, and each contract with its amounts; what asks something stands first."""
    acting, on = request.acting, timezone.localdate()
    found = todo.to_do(acting, on=on)
    rows = company.contracts_with_asks(acting, found, on=on)
    narrowed = OverviewFilter(request.GET, rows=rows)
    shown = company.narrowed(rows, narrowed.wanted)
    authorities, regions = len(company.authorities_in(shown)), len(company.regions_in(shown))
    table = CompanyContractTable(shown, acting=acting, total=company.total(shown))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.beside_number = ", ".join(
        (
            ngettext("%(n)s opdrachtgever", "%(n)s opdrachtgevers", authorities) % {"n": authorities},
            ngettext("%(n)s regio", "%(n)s regio’s", regions) % {"n": regions},
        )
    )
    context = {
        "on": on,
        "queue": [*todo.items(found, acting=acting, on=on), *todo.to_take_over(acting)],
        "table": table,
        "filter": narrowed,
        "total": table.total,
        "nothing_yet": not rows,
        "download_query": request.GET.urlencode(),
    }
    return render(request, "reporting/company_overview.html", context)
