"""The open list of work as a feed. No log-in and no cookie: everybody gets the same, and it may be kept on the way."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from exchange import atom
from exchange.work_feed import write
from organisations import public_pages, tenancy
from organisations.access import open_to_all
from organisations.models import Region
from placements.kansrijk.listing import listing
from placements.kansrijk.wanted import wanted_in


@open_to_all
@require_safe
def work_feed(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """What the same address asks of the list; the order in it says nothing here."""
    region = get_object_or_404(Region, code=region_code)
    on = timezone.localdate()
    with tenancy.public(region.pk):
        found = listing(region.pk, wanted_in(request.GET).narrowed, on=on)
    feed = HttpResponse(b"".join(write(region, found, on=on)), content_type=atom.CONTENT_TYPE)
    return public_pages.kept(request, feed)
