"""Plain facts for the tests of valuation: one deployment, one block, changed where a test says so."""

from datetime import date
from decimal import Decimal
from typing import Any

from placements.valuation import Block, Bonus, DeploymentFacts

AGE_50 = Bonus("50+", Decimal(5_000), min_age=50)
AGE_55 = Bonus("55+", Decimal(7_500), min_age=55)
PERMANENT = Bonus("Vast contract", Decimal(3_000), permanent=True)


def block(value: int | str = 40_000, **changed: Any) -> Block:
    """A block per full-time year of 36 hours, at least 12 hours, without a longest period."""
    facts: dict[str, Any] = {"code": "banenafspraak", "label": "Banenafspraak", "kind": "full_time_year"}
    return Block(**(facts | {"value": Decimal(value)} | changed))


def deployment(
    starts_on: date = date(2019, 1, 1), ends_on: date = date(2019, 12, 31), **changed: Any
) -> DeploymentFacts:
    """Full-time, temporary, under 50, inside a long contract, with every day counting."""
    facts: dict[str, Any] = {
        "hours_per_week": Decimal(36),
        "permanent": False,
        "birth_date": date(1990, 6, 15),
        "contract_starts_on": date(2010, 1, 1),
        "contract_ends_on": date(2030, 12, 31),
        "counted_until": ends_on,
    }
    return DeploymentFacts(starts_on, ends_on, **(facts | changed))
