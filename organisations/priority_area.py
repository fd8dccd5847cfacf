"""The priority area of a region: the municipalities whose residents go first, from a day on.

Whether somebody lives there is decided by the day on which he registered (domain rules, section 9), so that what held
before that day stays.
"""

import uuid
from collections.abc import Collection
from datetime import date

from django.db import connection, transaction
from psycopg.types.range import DateRange

from organisations.choices import Area
from organisations.models import AreaMunicipality, Municipality


def municipalities_of(region_id: uuid.UUID, *, on: date) -> list[Municipality]:
    """What belongs to the region on this day, by name."""
    here = AreaMunicipality.objects.filter(region_id=region_id, area=Area.REGION, valid__contains=on)
    return list(Municipality.objects.filter(pk__in=here.values("municipality_id")).order_by("name", "pk"))


def priority_on(region_id: uuid.UUID, *, on: date) -> set[str]:
    """The codes of the priority area on this day."""
    here = AreaMunicipality.objects.filter(region_id=region_id, area=Area.PRIORITY, valid__contains=on)
    return set(here.values_list("municipality_id", flat=True))


@transaction.atomic
def settle(region_id: uuid.UUID, *, among: Collection[Municipality], chosen: Collection[str], since: date) -> None:
    """Let the chosen ones of these municipalities be the priority area from this day on, and the others not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"priority area {region_id}"])
    found: dict[str, list[AreaMunicipality]] = {one.code: [] for one in among}
    for row in AreaMunicipality.objects.filter(
        region_id=region_id, area=Area.PRIORITY, municipality_id__in=found, valid__overlap=DateRange(since, None)
    ).order_by("valid", "pk"):
        found[row.municipality_id].append(row)
    for municipality in among:
        starts = since
        for row in found[municipality.code]:
            began = row.valid.lower
            if began < since and municipality.code in chosen:
                starts = began  # it goes on as it was, without a gap
            if began < since and municipality.code not in chosen:
                row.valid = DateRange(began, since)
                row.save(update_fields=["valid"])
            else:
                row.delete()
        if municipality.code in chosen:
            # A code that begins later counts from then on.
            lasts = DateRange(max(starts, municipality.valid.lower), municipality.valid.upper)
            AreaMunicipality.objects.create(
                region_id=region_id, municipality=municipality, area=Area.PRIORITY, valid=lasts
            )
