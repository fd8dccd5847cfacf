"""Asking the functions that look across contractors: each writes down that it was asked, and has its limits.

An answer can tell that a person works elsewhere (decision 0002). So an organisation that asks very often within an hour
gets none until later; whoever works by hand never comes near (placements 0019 says how many).
"""

import logging
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.refused import Refused
from placements.models import PersonAsking

logger = logging.getLogger(__name__)

#: How long is kept who asked.
KEPT_DAYS = 180
_TOO_OFTEN = "SR429"


class AskedTooOften(Refused):
    """The organisation asked about persons too often; nothing was done."""


def ask(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """Rows of a function about persons. ``AskedTooOften`` leaves the transaction to be rolled back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != _TOO_OFTEN:
            raise
        logger.warning("asked about persons too often: %s", sql)
        raise AskedTooOften(
            _(
                "Uw organisatie heeft het afgelopen uur heel vaak gegevens over medewerkers bewaard of opgevraagd. "
                "Uit voorzorg kan dat nu even niet. Er is niets gewijzigd. Probeer het over een uur opnieuw. "
                "Is het dringend? Bel het Coördinatiepunt Social Return."
            )
        ) from error


def forget_askings(*, region_id: uuid.UUID, on: date) -> int:  # noqa: ARG001 - they belong to no region
    """Delete what nobody needs any more; returns how many."""
    midnight = timezone.make_aware(datetime.combine(on, time.min))
    deleted, _rows = PersonAsking.objects.filter(at__lt=midnight - timedelta(days=KEPT_DAYS)).delete()
    return deleted
