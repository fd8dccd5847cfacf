"""How the demo region is reached. No telephone rings there and no post arrives: all of it is made up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from organisations.models import Region, RegionContact
from organisations.region_contact import keep
from organisations.tenancy import Acting

_CONTACT = {
    "address": "Voorbeeldplein 1\n0000 AA Voorbeeldstad",
    "phone": "050 000 00 00",
    "email": "loket@demo.example",
    "hours": "Maandag tot en met vrijdag, van 9 tot 17 uur.",
    "responsible": "Coördinatiepunt Social Return (demonstratie)",
    "privacy_email": "privacy@demo.example",
}


def furnish(region: Region, *, acting_as: Callable[[str], AbstractContextManager[Acting]], at: datetime) -> None:
    """Once: what somebody filled in stays."""
    with acting_as("dirk") as acting:
        if not RegionContact.objects.filter(region=region).exists():
            keep(acting, region_id=region.pk, values=_CONTACT, at=at)
