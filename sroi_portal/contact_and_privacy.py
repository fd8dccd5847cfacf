"""Pages for everybody about who is behind a region: how to reach it, and what it does with the data of people."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations import public_pages, tenancy
from organisations.access import open_to_all
from organisations.models import Region, RetentionPolicy
from organisations.region_contact import contact_of
from organisations.retention import policy_of
from sroi_portal.kept import lines
from tenders.models import RegionPolicy


@open_to_all
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What holds in every region, with the terms where a region decided nothing; and the page of each region."""
    context = {
        "regions": Region.objects.order_by("name"),
        "contact": None,
        "lines": lines(RetentionPolicy(), RegionPolicy()),
        "warn_days": RetentionPolicy().warn_days,
    }
    return render(request, "sroi_portal/privacy.html", context)


@open_to_all
@require_safe
def region_privacy(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """Of whom what is kept, why and how long, as this region decided; and whom to ask."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        contact, retention = contact_of(region.pk), policy_of(region.pk)
        policy = RegionPolicy.objects.filter(region_id=region.pk).in_force(on=timezone.localdate()).first()
    context = {
        "regions": [region],
        "contact": contact,
        "lines": lines(retention, policy or RegionPolicy()),
        "warn_days": retention.warn_days,
    }
    return public_pages.answer(request, "sroi_portal/privacy.html", region, context)


@open_to_all
@require_safe
def region_contact(request: HttpRequest, region_code: str) -> HttpResponseBase:
    """Where to call, write or come by. What the region did not fill in is not promised."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        contact = contact_of(region.pk)
    return public_pages.answer(request, "sroi_portal/contact.html", region, {"contact": contact})
