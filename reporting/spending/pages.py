"""The pages about money, in the order in which they stand as tabs, and for which region they are."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import Predicate, WorkRequest, acts_for_coordination_point, acts_for_programme_bureau
from organisations.tenancy import Acting, RegionRef
from reporting.access import reads_money, reads_targets

PAGES: tuple[tuple[str, str, str | Promise, Predicate], ...] = (
    ("year", "reporting:money_overview", _("Dit jaar"), reads_money),
    ("lines", "reporting:spending_list", _("Uitgaven"), reads_money),
    ("invoices", "reporting:invoice_list", _("Facturen overnemen"), acts_for_coordination_point),
    ("plan", "reporting:money_plan", _("Begroting en dekking"), reads_money),
    ("targets", "reporting:target_list", _("Doelen"), reads_targets),
)


def tabs(acting: Acting, current: str) -> list[dict[str, Any]]:
    """The pages this member has, as links; the one that is open is marked."""
    return [
        {"label": label, "url": reverse(url_name, args=[acting.organisation_id]), "is_current": key == current}
        for key, url_name, label, is_for in PAGES
        if is_for(acting)
    ]


def money_regions(acting: Acting) -> tuple[RegionRef, ...]:
    """The regions of which the member sees the money: of a municipality only those of which it is the centre."""
    if acts_for_programme_bureau(acting) or acts_for_coordination_point(acting):
        return acting.regions
    return tuple(region for region in acting.regions if region.centre)


def money_region(request: WorkRequest) -> RegionRef:
    """The region in the address, or the first; somebody else's region is not there."""
    regions = money_regions(request.acting)
    if not regions:
        raise PermissionDenied
    code = request.GET.get("regio")
    found = regions[0] if not code else next((one for one in regions if one.code == code), None)
    if found is None:
        raise Http404
    return found
