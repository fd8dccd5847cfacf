"""Another name for an organisation, a corrected KVK number; and what it was called before.

The database looks who may (organisations 0009): an administrator his own organisation, the coordination point a company
that works in its region and in no other. The history of the row keeps every former name.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from organisations.models import Organisation


class RenamingRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be called that; the message is for the user, ``field`` is what he can change."""

    def __init__(self, message: str, field: str = "name") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class FormerName:
    """What an organisation was called, and until when."""

    name: str
    kvk: str
    until: datetime


@transaction.atomic
def rename(organisation_id: uuid.UUID, *, name: str, kvk: str) -> None:
    """Give it this name and number; ``RenamingRefused`` with the reason."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisations_rename(%s, %s, %s)", [organisation_id, " ".join(name.split()), kvk])
        (answer,) = cursor.fetchone()
    if answer == "elsewhere":
        raise RenamingRefused(
            _("Deze organisatie werkt ook in een andere regio. Vraag een beheerder van de organisatie zelf.")
        )
    if answer == "taken":
        raise RenamingRefused(
            _("Dit KVK-nummer hoort al bij een andere organisatie. Is het hetzelfde bedrijf? Voeg ze dan samen."), "kvk"
        )


@transaction.atomic
def undo_renaming(organisation_id: uuid.UUID) -> FormerName:
    """Go back to what it was called before its last change."""
    former = former_names([organisation_id]).get(organisation_id, [])
    if not former:
        raise RenamingRefused(_("Deze organisatie heette nooit anders."))
    rename(organisation_id, name=former[0].name, kvk=former[0].kvk)
    return former[0]


def former_names(organisation_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[FormerName]]:
    """What these organisations were called before, the last one first; a name that came back is no former one.

    One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.pgh_obj_id, e.name, e.kvk, e.until
              FROM (SELECT pgh_obj_id, name, kvk, pgh_id,
                           lead(pgh_created_at) OVER row AS until, lead(name) OVER row AS name_after,
                           lead(kvk) OVER row AS kvk_after
                      FROM organisations_organisationevent
                     WHERE pgh_obj_id = ANY (%s)
                    WINDOW row AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)) e
              JOIN organisations_organisation o ON o.id = e.pgh_obj_id
             WHERE (e.name, e.kvk) IS DISTINCT FROM (e.name_after, e.kvk_after)
               AND (e.name, e.kvk) IS DISTINCT FROM (o.name, o.kvk) AND e.until IS NOT NULL
             ORDER BY e.pgh_id DESC
            """,
            [list(organisation_ids)],
        )
        found: dict[uuid.UUID, list[FormerName]] = {}
        for organisation_id, name, kvk, until in cursor.fetchall():
            found.setdefault(organisation_id, []).append(FormerName(name, kvk, until))
        return found


def called_before(word: str) -> list[uuid.UUID]:
    """Organisations that were ever called something with this word in it."""
    events = Organisation.pgh_event_model.objects.filter(name__icontains=word)  # type: ignore[attr-defined]
    return list(events.values_list("pgh_obj_id", flat=True).distinct())
