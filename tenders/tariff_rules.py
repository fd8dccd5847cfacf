"""What must be right about a table of values before contracts are valued by it, in plain words. Pure.

Tariff rules of the region: blocks for persons have a full-time norm and least agreed hours; a bonus has an age, a permanent
contract, or both; two codes are taken by what stands outside every tariff.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

FULL_TIME_YEAR = "full_time_year"
BONUS = "bonus"
INVOICE_SHARE = "invoice_share"
ACTUAL_COST = "actual_cost"
#: Codes of what always exists outside the tariff.
RESERVED = frozenset({"agreed", "opening_balance"})
MOST_HOURS = Decimal(60)


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """All that a block says. The last three help to find it and are no values."""

    code: str
    label: str
    kind: str
    value: Decimal
    norm_hours: Decimal | None = None
    min_hours: Decimal | None = None
    max_months: int | None = None
    min_age: int | None = None
    permanent: bool = False
    situation: str = ""
    evidence: tuple[str, ...] = ()
    explanation: str = ""


#: What a contract is valued by: of a version in use these stand still.
VALUES = ("label", "kind", "value", "norm_hours", "min_hours", "max_months", "min_age", "permanent")
GUIDANCE = ("situation", "evidence", "explanation")


@dataclass(frozen=True, slots=True)
class Difference:
    """One block in two versions. ``then`` is None for what is gone, ``now`` for what is new."""

    now: BlockFacts | None
    then: BlockFacts | None
    #: Names of the fields that differ.
    changed: tuple[str, ...] = ()

    @property
    def block(self) -> BlockFacts:
        found = self.then or self.now
        if found is None:
            raise ValueError("a difference of nothing")
        return found

    @property
    def in_value(self) -> bool:
        """Whether a contract would be worth something else by it."""
        return self.now is None or self.then is None or bool(set(self.changed) & set(VALUES) - {"label"})


def differences(now: Iterable[BlockFacts], then: Sequence[BlockFacts]) -> list[Difference]:
    """What the second version changes in the first, by code, in the order of the second; what is gone comes last."""
    before = {block.code: block for block in now}
    names = [one.name for one in fields(BlockFacts) if one.name != "code"]
    found = []
    for block in then:
        old = before.pop(block.code, None)
        if old is None:
            found.append(Difference(None, block))
            continue
        changed = tuple(name for name in names if getattr(old, name) != getattr(block, name))
        if changed:
            found.append(Difference(old, block, changed))
    return found + [Difference(block, None) for block in before.values()]


def twice_asked(blocks: Iterable[BlockFacts]) -> dict[str, list[str]]:
    """Situations to which more than one block answers, with the names of those blocks."""
    by_situation: dict[str, list[str]] = {}
    for block in blocks:
        if block.situation:
            by_situation.setdefault(block.situation, []).append(block.label)
    return {situation: labels for situation, labels in by_situation.items() if len(labels) > 1}
