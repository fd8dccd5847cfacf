"""Whether the candidate number that a company typed is of the person on its line; told to who verifies, and nobody else.

Of one that was erased everybody is told that it is no number any more: with a name beside it, his file had one again.
"""

import uuid
from collections.abc import Iterable
from enum import StrEnum

from django.db import connection
from django.utils.translation import gettext as _

from organisations.refused import Refused
from placements.models import Deployment


class NumberAnswer(StrEnum):
    """What the register says of a number. ``UNNAMED``: it is there, without a name to compare with."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"
    UNNAMED = "unnamed"


def look_up(deployments: Iterable[Deployment]) -> dict[uuid.UUID, NumberAnswer]:
    """The answer for each of these lines that has a number and that the member verifies. At most one query."""
    ids = [one.pk for one in deployments if one.candidate_reference]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT deployment_id, answer FROM placements_candidate_numbers(%s::uuid[])", [ids])
        return {key: NumberAnswer(answer) for key, answer in cursor.fetchall()}


def check_lasting(region_id: uuid.UUID, number: str) -> None:
    """Raises Refused for the number of a candidate who was erased."""
    if not number:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_number_of_erased(%s, %s)", [region_id, number])
        if cursor.fetchone() == (True,):
            raise Refused(_("Kandidaatnummer %(number)s bestaat niet meer. Haal het weg.") % {"number": number})
