"""How well a tender on the calendar is kept: is it fresh, is it complete, and what to mend first (domain section 3).

Stale when nobody touched it for as long as the region decided (domain section 3: 90 days by default), or when a planned
date passed.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tenders.tender_status import CONCEPT, OPEN, PLANNED, PUBLISHED

#: What a reader of the calendar needs to know of a tender. ``value`` and ``occupations`` stand in rows of their own.
EXPECTED: Final = (
    "description",
    "procedure",
    "cpv_codes",
    "value",
    "labour_share",
    "sector",
    "municipalities",
    "planned_publication",
    "planned_award",
    "starts_on",
    "ends_on",
    "contact_email",
    "occupations",
    "decision",
)
STALE_DAYS: Final = 90
#: A decision that is not taken this long before the publication asks for attention.
DECIDE_DAYS: Final = 60


class Mend(StrEnum):
    """What is wrong, in the order in which to mend it."""

    PUBLICATION_PASSED = "publication_passed"
    AWARD_PASSED = "award_passed"
    UNDECIDED = "undecided"
    STALE = "stale"
    INCOMPLETE = "incomplete"


#: Nothing to mend.
NOTHING: Final = len(Mend)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the upkeep of a tender looks at. ``filled`` holds the names of EXPECTED that are filled in."""

    status: str
    touched_on: dt.date
    planned_publication: dt.date | None
    planned_award: dt.date | None
    filled: frozenset[str]
    stale_days: int = STALE_DAYS


def completeness(filled: frozenset[str]) -> int:
    """How much of what a reader needs is there: whole percents, rounded down, so that 100 is everything."""
    return len(filled & set(EXPECTED)) * 100 // len(EXPECTED)


def missing(filled: frozenset[str]) -> tuple[str, ...]:
    """The names of what is not filled in, in the order of the form."""
    return tuple(name for name in EXPECTED if name not in filled)


def to_mend(kept: Kept, *, on: dt.date) -> tuple[Mend, ...]:
    """What asks for attention on this day, the most urgent first; nothing once it is awarded or withdrawn."""
    if kept.status not in OPEN:
        return ()
    found = []
    if kept.status in {CONCEPT, PLANNED} and kept.planned_publication and kept.planned_publication < on:
        found.append(Mend.PUBLICATION_PASSED)
    if kept.planned_award and kept.planned_award < on:
        found.append(Mend.AWARD_PASSED)
    soon = kept.planned_publication is not None and kept.planned_publication <= on + dt.timedelta(days=DECIDE_DAYS)
    if "decision" not in kept.filled and (soon or kept.status == PUBLISHED):
        found.append(Mend.UNDECIDED)
    if kept.touched_on <= on - dt.timedelta(days=kept.stale_days):
        found.append(Mend.STALE)
    if missing(kept.filled):
        found.append(Mend.INCOMPLETE)
    return tuple(found)


def is_fresh(found: tuple[Mend, ...]) -> bool:
    """Touched lately, and no planned date has passed."""
    return not {Mend.PUBLICATION_PASSED, Mend.AWARD_PASSED, Mend.STALE} & set(found)
