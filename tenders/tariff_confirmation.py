"""A tariff that came with the portal says so until the coordination point of the region stands for it."""

import uuid
from datetime import datetime

from django.db import transaction

from tenders.models import Tariff


@transaction.atomic
def confirm(tariff_id: uuid.UUID, *, at: datetime) -> None:
    """Confirm the version; the first confirmation stands, a second one changes nothing."""
    Tariff.objects.filter(pk=tariff_id, confirmed_at__isnull=True).update(confirmed_at=at)
