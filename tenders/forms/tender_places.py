"""Where the work of a tender is: municipalities of the region to choose from, and other places as somebody types them."""

import uuid
from collections.abc import Iterator
from datetime import date

from organisations.choices import Area
from organisations.models import Municipality


def municipalities_of(region_id: uuid.UUID, *, on: date) -> list[tuple[str, str]]:
    here = Municipality.objects.filter(areas__region_id=region_id, areas__area=Area.REGION, areas__valid__contains=on)
    return list(here.order_by("name", "code").values_list("code", "name"))


def listed(text: str) -> Iterator[str]:
    """Each place between the commas."""
    for one in (text or "").split(","):
        if place := one.strip()[:80]:
            yield place
