"""How much a company is told about the hours of one person in one month.

Whether hours are taken or refused at the bound tells of hours elsewhere, and by halving they would be found to the
hundredth (decision 0012). So between two verdicts a company tries a handful of hours, and is refused twice at most.
The coordination point reads all hours of its region and has no such bound; neither has a data package.
"""

import uuid
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from placements.identity.asking import ask

#: Different hours for one line in one month; of a person with several lines, corrections of all of them together.
MOST_HOURS = 5
#: Of these at the bound, over all lines of the person.
MOST_REFUSED = 2

_Tried = tuple[uuid.UUID, Decimal]  # line, hours


@dataclass(frozen=True, slots=True)
class Answer:
    statement_id: uuid.UUID
    hours: Decimal
    refused: bool


@dataclass(slots=True)
class Told:
    """What was told of one person in one month since the last verdict."""

    taken: set[_Tried] = field(default_factory=set)
    refused: set[_Tried] = field(default_factory=set)

    @property
    def refusals_left(self) -> int:
        return MOST_REFUSED - len(self.refused)

    def add(self, line_id: uuid.UUID, hours: Decimal, *, refused: bool) -> None:
        (self.refused if refused else self.taken).add((line_id, hours))

    def has_room_for(self, line_id: uuid.UUID, hours: Decimal) -> bool:
        """What was taken before can always be handed in again; the first hours of a line are no correction."""
        one, tried = (line_id, hours), self.taken | self.refused
        if one in self.taken and one not in self.refused:
            return True
        if self.refusals_left <= 0:
            return False
        lines = {line for line, _hours in tried}
        return one in tried or line_id not in lines or len(tried) - len(lines) < MOST_HOURS - 1


def told_of(statements: Mapping[uuid.UUID, Hashable]) -> dict[uuid.UUID, Told]:
    """By statement; those of one person and month, which the values tell apart, share what was told.

    Call ``persons.lock_persons_of`` first: who comes at the same time waits for what is noted.
    """
    shared = {person_month: Told() for person_month in statements.values()}
    found = {pk: shared[person_month] for pk, person_month in statements.items()}
    if found:
        rows = ask("SELECT statement_id, line_id, hours, refused FROM placements_told_of_hours(%s)", [list(found)])
        for pk, line_id, hours, refused in rows:
            found[pk].add(line_id, hours, refused=refused)
    return found


def note(answers: Iterable[Answer]) -> None:
    """Remember what is told now. Outside what may yet be undone: a refusal that is forgotten can be had again."""
    rows = list(answers)
    if rows:
        ids, hours = [one.statement_id for one in rows], [one.hours for one in rows]
        refused = [one.refused for one in rows]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT placements_note_told(%s::uuid[], %s::numeric[], %s::boolean[])", [ids, hours, refused]
            )


def no_more() -> str:
    """Instead of an answer; the same for whoever works elsewhere and who does not."""
    return _(
        "Voor deze persoon gaf u deze maand al een paar keer andere uren door. Nu kan dat even niet meer. "
        "Bel het Coördinatiepunt Social Return: dat kan de uren voor u invoeren, of u een vraag sturen. "
        "Na een vraag kunt u de uren weer wijzigen."
    )
