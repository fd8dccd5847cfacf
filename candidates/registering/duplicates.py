"""Who may be in the register already: shown at once where the member may see that file, and else left to who may.

The database itself looks over all files of the region (candidates 0006) and tells the one who registers nothing.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates.access import candidates_of
from candidates.choices import DuplicateDecision, LikenessSign
from candidates.models import Candidate, PossibleDuplicate
from candidates.names import normalised_phone
from organisations.outbox import queue_job
from organisations.refused import Refused
from organisations.tenancy import Acting

_MOST_SHOWN = 5
NOTE = "candidates.tasks.note_duplicates"
#: So many files are looked up in one job: a moment's work, also in a register of ten thousands.
_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Person:
    """By what somebody is recognised."""

    first_name: str
    last_name: str
    birth_date: dt.date | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """A file that may be about the same person, with what points to that; the surest sign first."""

    candidate: Candidate
    signs: tuple[LikenessSign, ...]

    @property
    def words(self) -> str:
        return signs_in_words(self.signs)


def alike(acting: Acting, people: Sequence[Person]) -> list[list[Alike]]:
    """For each of these people the files the member may see that look like his, the surest first. Two queries."""
    found: list[list[Alike]] = [[] for _one in people]
    if not people or acting.region is None:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, candidate_id, signs FROM candidates_alike_seen(%s, %s, %s::date[], %s, %s)",
            [
                acting.region.id,
                [" ".join(f"{one.first_name} {one.last_name}".split()) for one in people],
                [one.birth_date for one in people],
                [normalised_phone(one.phone) for one in people],
                [one.email.strip().lower() for one in people],
            ],
        )
        rows = cursor.fetchall()
    wanted = {candidate_id for _place, candidate_id, _signs in rows}
    files = candidates_of(acting).select_related("identity", "werkplein").in_bulk(wanted) if wanted else {}
    for place, candidate_id, signs in rows:
        of_person = found[place - 1]
        if candidate_id in files and len(of_person) < _MOST_SHOWN:
            of_person.append(Alike(files[candidate_id], tuple(LikenessSign(sign) for sign in signs)))
    return found


def signs_in_words(signs: Sequence[str]) -> str:
    """All that points to one person, as part of a sentence that starts with it."""
    return ", ".join(str(LikenessSign(sign).label) for sign in signs).capitalize()


def note(candidate_ids: Sequence[uuid.UUID], *, due: dt.date) -> None:
    """Let the database look for the same people in the whole region, and ask the coordination point to look at them.

    Says nothing to who calls it. For files that came in or whose identity changed.
    """
    if not candidate_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT candidates_note_duplicates(%s, %s)", [list(candidate_ids), due])


def note_later(region_id: uuid.UUID, candidate_ids: Sequence[uuid.UUID]) -> None:
    """Leave ``note`` to a worker, once what brought these files is committed: for thousands at once."""
    for start in range(0, len(candidate_ids), _AT_ONCE):
        ids = ",".join(map(str, candidate_ids[start : start + _AT_ONCE]))
        queue_job(NOTE, region_id=region_id, candidate_ids=ids)


def forget(candidate_ids: Sequence[uuid.UUID]) -> None:
    """Take away what nobody answered about these files, which are going; as ``system(IMPORT)``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT candidates_forget_duplicates(%s)", [list(candidate_ids)])


def open_pairs(acting: Acting) -> QuerySet[PossibleDuplicate]:
    """Pairs that nobody decided about, of which the member works with both files; the oldest first."""
    return (
        PossibleDuplicate.objects.filter(
            region_id__in=acting.region_ids,
            decision="",
            one__merged_into__isnull=True,
            other__merged_into__isnull=True,
        )
        .select_related("one__identity", "other__identity", "one__werkplein", "other__werkplein")
        .order_by("found_at", "pk")
    )


@transaction.atomic
def say_different(acting: Acting, pair_id: uuid.UUID, *, at: dt.datetime) -> PossibleDuplicate:
    """They are two people; nobody is asked again."""
    pair = PossibleDuplicate.objects.select_for_update(of=("self",), no_key=True).get(pk=pair_id)
    if pair.decision:
        raise Refused(_("Hierover is intussen al besloten. Laad de pagina opnieuw."))
    pair.decision, pair.decided_by_id, pair.decided_at = DuplicateDecision.DIFFERENT, acting.user_id, at
    # The database closes the task of the coordination point with it.
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    return pair
