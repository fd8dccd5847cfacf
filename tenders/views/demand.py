"""The people that the calendar expects: for everybody, and in a workspace for who trains, matches and buys."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from organisations import public_pages, tenancy
from organisations.access import WorkRequest, open_to_all, requires
from organisations.models import Region
from tenders.calendar.access import may_read_calendar
from tenders.calendar.demand import asked_in, read_demand
from tenders.demand_page import shown
from tenders.views.calendar import _frame


@requires(may_read_calendar)
@require_GET
def demand(request: WorkRequest) -> HttpResponse:
    """Occupation × quarter × head count of what is on the calendar of the region."""
    acting, on = request.acting, timezone.localdate()
    region = get_object_or_404(Region, pk=acting.region_ids[0])
    here = reverse("tenders:demand", args=[acting.organisation_id])
    read = read_demand(region.pk, asked_in(request.GET), on=on)
    return render(request, "tenders/demand.html", shown(region, read, on=on, here=here))


@open_to_all
@require_safe
def calendar_demand(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """The same for everybody, from what is public."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    here = reverse("tenders:calendar_demand", args=[region.code])
    with tenancy.public(region.pk):
        read = read_demand(region.pk, asked_in(request.GET), on=on)
        context = _frame(region) | shown(region, read, on=on, here=here)
    page = HttpResponse(render_to_string("tenders/calendar_demand.html", context))
    return public_pages.kept(request, page)
