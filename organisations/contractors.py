"""Companies by their KVK number, over all regions.

Two functions of the database cross row security for it: name and number are public in the trade register, and nothing
else of a company comes along.
"""

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from organisations.models import OrganisationRegion, new_id

_KVK = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True)
class FoundContractor:
    id: uuid.UUID
    name: str
    has_members: bool


def contractor_by_kvk(kvk: str) -> FoundContractor | None:
    """The company with this KVK number, also when it works in other regions only."""
    if not _KVK.fullmatch(kvk):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, name, has_members FROM organisations_contractor_by_kvk(%s)", [kvk])
        row = cursor.fetchone()
    return FoundContractor(*row) if row else None


def known_contractor(kvk: str, *, region_ids: Collection[uuid.UUID]) -> FoundContractor | None:
    """The company with this KVK number where it works in one of these regions: what somebody there is told of it.

    Of one that works elsewhere only he learns no more than of one that nobody knows; ``admit_contractor`` finds it.
    """
    found = contractor_by_kvk(kvk)
    if found is None:
        return None
    here = OrganisationRegion.objects.filter(organisation_id=found.id, region_id__in=region_ids)
    return found if here.exists() else None


def admit_contractor(*, region_id: uuid.UUID, kvk: str, name: str) -> uuid.UUID:
    """Let the company work in the region and return its id; a company nobody knew yet gets this name.

    One at a time for each KVK number, so that two awards at once make one company.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisations_admit_contractor(%s, %s, %s, %s, %s)", [region_id, kvk, name, new_id(), new_id()]
        )
        return cursor.fetchone()[0]
