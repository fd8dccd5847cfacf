"""The menu above the open pages of a region, for every page that has one in its context."""

from typing import Any, Protocol

from django import template
from django.urls import reverse

from organisations import public_pages
from organisations.models import Region
from organisations.tenancy import RegionRef

register = template.Library()


@register.simple_tag(takes_context=True)
def public_menu(context: template.Context) -> list[dict[str, Any]]:
    """The entries with the one that this page lies under; none on a page of no region."""
    region = context.get("region")
    if not isinstance(region, Region):
        return []
    request = context.get("request")
    return public_pages.menu_of(region.code, str(request.path if request else context.get("here_path", "")))


@register.simple_tag(takes_context=True)
def brand_address(context: template.Context) -> str:
    """Where the name of the portal leads: to the home of the region on its open pages, to the beginning elsewhere."""
    region, request = context.get("region"), context.get("request")
    if not isinstance(region, Region) or getattr(request, "acting", None):
        return "/"
    return public_pages.address_of("placements:region_home", region.code) or "/"


@register.simple_tag(takes_context=True)
def theme_address(context: template.Context) -> str:
    """The style sheet of the region that this page is of, when it has a colour of its own."""
    accent = _look(context).accent
    return reverse("organisations:style_sheet", args=[accent[1:]]) if accent else ""


@register.simple_tag(takes_context=True)
def brand_letters(context: template.Context) -> str:
    """The letters in the mark of the region that this page is of."""
    return _look(context).initials


class _Look(Protocol):
    @property
    def accent(self) -> str: ...
    @property
    def initials(self) -> str: ...


def _look(context: template.Context) -> _Look:
    acting = getattr(context.get("request"), "acting", None)
    region = acting.region if acting else context.get("region")
    return region if isinstance(region, (Region, RegionRef)) else Region()
