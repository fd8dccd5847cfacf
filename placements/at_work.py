"""At work after 6, 12 and 24 months: when that is asked, and what two answers say together (domain rules, section 7).

The candidate is asked where he works, the employer whether he still works there. Nothing here knows of mails or rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from organisations.months import add_months

#: After so many months somebody asks; 003 chapter 6.
MONTHS = (6, 12, 24)


class Said(StrEnum):
    """An answer. The employer can say no more than ``HERE`` or ``GONE``; only the candidate knows the rest."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOT = "not"
    GONE = "gone"


class Workplace(StrEnum):
    """Where somebody works who is at work."""

    SAME = "same"
    OTHER = "other"


class Weight(StrEnum):
    """What the answers are worth together."""

    SILENCE = "silence"
    ONE_SIDED = "one_sided"
    AGREED = "agreed"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Weighed:
    """``at_work`` is empty where the answers do not say it: then somebody calls. One-sided it is a proposal."""

    weight: Weight
    at_work: bool | None = None
    workplace: Workplace | None = None


#: What follows when both answered, by (candidate, employer).
_TOGETHER = {
    (Said.HERE, Said.HERE): Weighed(Weight.AGREED, at_work=True, workplace=Workplace.SAME),
    (Said.ELSEWHERE, Said.GONE): Weighed(Weight.AGREED, at_work=True, workplace=Workplace.OTHER),
    (Said.NOT, Said.GONE): Weighed(Weight.AGREED, at_work=False),
}
_ALONE = {
    Said.HERE: Weighed(Weight.ONE_SIDED, at_work=True, workplace=Workplace.SAME),
    Said.ELSEWHERE: Weighed(Weight.ONE_SIDED, at_work=True, workplace=Workplace.OTHER),
    Said.NOT: Weighed(Weight.ONE_SIDED, at_work=False),
    # Gone there, but perhaps at work elsewhere.
    Said.GONE: Weighed(Weight.ONE_SIDED),
}


def due_on(starts_on: date, months: int) -> date | None:
    """The day of a follow-up; None past the end of the calendar."""
    try:
        return add_months(starts_on, months)
    except OverflowError:
        return None


def weigh(candidate: Said | None, employer: Said | None) -> Weighed:
    """What the two say together; a result without a person follows from answers that agree, and from nothing else."""
    if candidate and employer:
        return _TOGETHER.get((candidate, employer), Weighed(Weight.DIFFERENT))
    said = candidate or employer
    return _ALONE[said] if said else Weighed(Weight.SILENCE)


def is_after_end(*, at_work: bool, workplace: str, checked_on: date, ended_on: date | None) -> bool:
    """At work, and as far as known there, though the placement had ended by then: accepted, and flagged."""
    return at_work and workplace != Workplace.OTHER and ended_on is not None and ended_on < checked_on


@dataclass(frozen=True, slots=True)
class Check:
    """A follow-up with its outcome: ``at_work`` is empty while nobody knows, ``checked_on`` the day it was known."""

    due_on: date
    checked_on: date | None = None
    at_work: bool | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many were due by a day, and what was known of them by then."""

    due: int = 0
    at_work: int = 0
    not_at_work: int = 0

    @property
    def unknown(self) -> int:
        return self.due - self.at_work - self.not_at_work


def totals(checks: Iterable[Check], *, by: date) -> Totals:
    """Section 10: due when the day came by the end of the period, unknown when no check was dated by then."""
    due = [one for one in checks if one.due_on <= by]
    known = [one for one in due if one.checked_on is not None and one.checked_on <= by]
    return Totals(
        due=len(due),
        at_work=sum(one.at_work is True for one in known),
        not_at_work=sum(one.at_work is False for one in known),
    )
