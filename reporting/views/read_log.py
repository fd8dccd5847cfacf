from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, acts_for_coordination_point, requires, sees_read_log
from organisations.models import OrganisationRegion
from reporting.filters.read_log import ReadLogFilter
from reporting.read_log import readings_of
from reporting.tables.read_log import ReadLogTable

PER_PAGE = 50


@requires(sees_read_log)
@require_GET
def read_log(request: WorkRequest) -> HttpResponse:
    """Who saw whose data, when and what for. Reading this list shows no name, so it leaves no line itself."""
    acting = request.acting
    found = ReadLogFilter(
        request.GET, readings=readings_of(acting), organisations=_organisations(request), on=timezone.localdate()
    )
    table = ReadLogTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"table": table, "filter": found, "of_region": acts_for_coordination_point(acting)}
    return render(request, "reporting/read_log.html", context)


def _organisations(request: WorkRequest) -> list[tuple[str, str]]:
    """Whose members may have looked: of the region for its coordination point, else the own organisation alone."""
    acting = request.acting
    if not acts_for_coordination_point(acting):
        return []
    rows = OrganisationRegion.objects.filter(region_id__in=acting.region_ids)
    names = rows.order_by("organisation__name").values_list("organisation_id", "organisation__name").distinct()
    return [(str(pk), name) for pk, name in names]
