"""What persons and other effort would be worth, before anybody is at work: worked out by the rules, kept nowhere.

It reckons with people who were not at work in the region before, so it tells nothing about anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from organisations.months import add_months
from placements import valuation
from placements.valuation import Bonus, DeploymentFacts, Valuation
from placements.worth.appraisal import as_rule
from tenders.choices import BlockKind
from tenders.models import Block

#: An age at which no bonus by age counts: who is that old is younger than every bonus.
_YOUNG = 18
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class People:
    """So many persons of one block, who start on one day and work so many months."""

    block: Block
    number: int
    hours_per_week: Decimal
    starts_on: date
    months: int
    #: From this age; None for whoever is younger than every bonus.
    age: int | None = None
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Effort:
    """Another effort: hours, euros or pieces, by the kind of its block."""

    block: Block
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """By which days and bonuses persons are valued. ``ages_on``: where a region takes ages on the award date."""

    first_day: date
    last_day: date
    bonuses: tuple[Bonus, ...]
    ages_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the answer: ``each`` with its calculation, ``number`` times."""

    label: str
    number: int
    each: Valuation

    @property
    def total(self) -> Decimal:
        return self.each.value * self.number


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines together, beside what is still to be filled in; ``open_before`` is None where nobody may say."""

    outcomes: tuple[Outcome, ...]
    open_before: Decimal | None = None

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.outcomes), Decimal("0.00"))

    @property
    def open_after(self) -> Decimal | None:
        """What would still be open; never below zero."""
        return None if self.open_before is None else max(self.open_before - self.total, Decimal("0.00"))

    @property
    def more(self) -> Decimal | None:
        """What would come on top of what is owed."""
        return None if self.open_before is None else max(self.total - self.open_before, Decimal("0.00"))


def worth(
    people: Iterable[People], efforts: Iterable[Effort], *, terms: Terms, open_before: Decimal | None = None
) -> Answer:
    """What all of it would be worth together."""
    outcomes = [Outcome(row.block.label, row.number, forecast_of(row, terms)) for row in people]
    outcomes += [
        Outcome(row.block.label, 1, valuation.contribution_value(row.block.kind, row.quantity, rate=row.block.value))
        for row in efforts
    ]
    return Answer(tuple(outcomes), open_before)


def forecast_of(row: People, terms: Terms) -> Valuation:
    """What one of these persons would be worth; the longest period begins on the first day that counts."""
    last_day = add_months(row.starts_on, row.months) - timedelta(days=1)
    begins = max(row.starts_on, terms.first_day)
    until = add_months(begins, row.block.max_months) - timedelta(days=1) if row.block.max_months else None
    facts = DeploymentFacts(
        starts_on=row.starts_on,
        ends_on=last_day,
        hours_per_week=row.hours_per_week,
        permanent=row.permanent,
        birth_date=add_months(terms.ages_on or row.starts_on, -_MONTHS_IN_A_YEAR * (row.age or _YOUNG)),
        contract_starts_on=terms.first_day,
        contract_ends_on=terms.last_day,
        counted_until=until,
        ages_on=terms.ages_on,
    )
    return valuation.forecast(facts, as_rule(row.block), terms.bonuses)


def ages_of(bonuses: Sequence[Bonus]) -> list[int]:
    """The ages from which some bonus counts, lowest first."""
    return sorted({bonus.min_age for bonus in bonuses if bonus.min_age is not None})


def bonuses_among(blocks: Iterable[Block]) -> tuple[Bonus, ...]:
    """The bonuses of a tariff, out of all its blocks."""
    return tuple(
        Bonus(block.label, block.value, block.min_age, block.permanent)
        for block in blocks
        if block.kind == BlockKind.BONUS
    )
