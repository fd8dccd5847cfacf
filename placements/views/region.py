from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, acts_for_coordination_point, may_open, requires
from placements.pages.region_pages import REGION_PAGES


@requires(acts_for_coordination_point)
@require_GET
def region(request: WorkRequest) -> HttpResponse:
    """Everything that is set for the whole region, and seldom: the way to each page that the member may open."""
    addressed = [
        (reverse(view, args=[request.acting.organisation_id]), title, text) for view, title, text in REGION_PAGES
    ]
    rows = [
        {"url": url, "title": title, "text": text} for url, title, text in addressed if may_open(request.acting, url)
    ]
    return render(request, "placements/region.html", {"pages": rows})
