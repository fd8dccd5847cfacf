"""A company that left a contract enters no lines there from the day after."""

import uuid
from datetime import date

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat

from tenders.models import Contract


def end_access(*, region_id: uuid.UUID, on: date) -> int:
    """Let the database work out anew who enters lines, where a company that left still may; how many contracts."""
    company = Concat(Value("o:"), Cast("parties__organisation_id", TextField()), output_field=TextField())
    outdated = Contract.objects.filter(
        region_id=region_id, parties__left_on__lt=on, line_writers__contains=[company]
    ).values("pk")
    return Contract.objects.filter(pk__in=outdated).update(region_id=F("region_id"))
