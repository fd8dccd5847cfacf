"""How a region is reached: read by everybody, written by its coordination point or by who looks after the portal."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from organisations import shown
from organisations.access import acts_for_coordination_point, acts_for_operator, is_administrator
from organisations.models import RegionContact
from organisations.tenancy import Acting

FIELDS = ("address", "phone", "email", "hours", "responsible", "privacy_email")


def contact_of(region_id: uuid.UUID) -> RegionContact:
    """Unsaved and empty where nobody filled it in."""
    return RegionContact.objects.filter(region_id=region_id).first() or RegionContact(region_id=region_id)


def phone_of(region_id: uuid.UUID) -> str:
    """The number to call; empty where there is none, and then no page may speak of calling."""
    return RegionContact.objects.filter(region_id=region_id).values_list("phone", flat=True).first() or ""


def may_change_contact(acting: Acting) -> bool:
    return acting.may_write and acts_for_coordination_point(acting)


def may_change_contact_of_any_region(acting: Acting) -> bool:
    return acts_for_operator(acting) and is_administrator(acting)


@transaction.atomic
def keep(
    acting: Acting, *, region_id: uuid.UUID, values: Mapping[str, str], at: datetime, was_shown: str | None = None
) -> RegionContact:
    """Lay down how the region is reached. Raises ``shown.Changed`` when somebody else did since the page was opened."""
    before = RegionContact.objects.select_for_update(no_key=True).filter(region_id=region_id).first()
    shown.check_shown(shown.version_of(before or RegionContact(region_id=region_id), FIELDS), was_shown)
    contact, _made = RegionContact.objects.update_or_create(
        region_id=region_id, defaults={**values, "changed_by_id": acting.user_id, "changed_at": at}
    )
    return contact
