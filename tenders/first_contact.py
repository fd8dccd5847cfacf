"""The first contact after an award: any party or the coordination point records the day on which it took place."""

import uuid
from datetime import date

from django.db import connection, transaction


class NotRecordedError(Exception):
    """The contract is not this member's to record for, or the day lies before the award."""


@transaction.atomic
def record(contract_id: uuid.UUID, *, contact_on: date) -> None:
    """Set or correct the day of first contact; who did it stands in the history of the contract."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenders_record_first_contact(%s, %s)", [contract_id, contact_on])
        (recorded,) = cursor.fetchone()
    if not recorded:
        raise NotRecordedError
