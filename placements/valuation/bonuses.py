"""Which bonuses a person's block gets.

Tariff rules of the region: a bonus by age is reached when the birthday falls on or before the day on which ages are
taken; of all rows with an age only the highest applies, rows for a permanent contract alone add up.
"""

from collections.abc import Iterable
from datetime import date

from placements.valuation.facts import Bonus, DeploymentFacts
from placements.valuation.months import add_months


def has_reached(age: int, *, birth_date: date, on: date) -> bool:
    """Whether someone born on `birth_date` is at least `age` on day `on`; 29 February turns on 28 in a common year."""
    try:
        return add_months(birth_date, 12 * age) <= on
    except OverflowError:
        return False


def applying_bonuses(facts: DeploymentFacts, bonuses: Iterable[Bonus]) -> tuple[Bonus, ...]:
    """The bonuses that apply: at most one with an age (the highest amount), then all for a permanent contract alone."""
    on = facts.ages_on or facts.starts_on
    by_age: list[tuple[Bonus, int]] = []
    by_permanence: list[Bonus] = []
    for bonus in bonuses:
        if bonus.permanent and not facts.permanent:
            continue
        if bonus.min_age is None:
            by_permanence.append(bonus)
        elif has_reached(bonus.min_age, birth_date=facts.birth_date, on=on):
            by_age.append((bonus, bonus.min_age))
    # Equal amounts: the highest age is named.
    highest = max(by_age, key=lambda row: (row[0].value, row[1]), default=None)
    return (*([highest[0]] if highest else []), *by_permanence)
