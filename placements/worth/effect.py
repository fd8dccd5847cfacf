"""What running contracts would be worth under another version of the tariff: line by line, by the same rules.

Nothing changes by it: a contract keeps the version of its award day. Both sides are the forecast of what was submitted,
approved or has a question, so that the difference comes from the tariff alone.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from placements import valuation
from placements.choices import CLAIMING, ContributionKind
from placements.models import Contribution, Deployment
from placements.valuation import Bonus
from placements.worth.appraisal import Appraisable, appraisables, as_rule, value_of_contribution
from tenders.choices import BlockKind
from tenders.models import Block, Contract, Tariff
from tenders.tariff_versions import facts_of

_NOTHING = Decimal("0.00")


@dataclass(slots=True)
class Sums:
    """What lines are worth now and would be worth then; ``gone`` counts those whose block the other version lacks."""

    lines: int = 0
    now: Decimal = _NOTHING
    then: Decimal = _NOTHING
    gone: int = 0

    def add(self, now: Decimal, then: Decimal | None) -> None:
        self.lines += 1
        self.now += now
        self.then += then or _NOTHING
        self.gone += then is None

    def as_json(self) -> dict[str, Any]:
        return {"lines": self.lines, "now": f"{self.now:.2f}", "then": f"{self.then:.2f}", "gone": self.gone}


@dataclass(slots=True)
class Effect:
    """The outcome so far, contract by contract and block by block."""

    total: Sums = field(default_factory=Sums)
    by_block: dict[str, Sums] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    contracts: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As it is kept: amounts are texts with two decimals; what changes most comes first."""
        blocks = [
            {"code": code, "label": self.names[code], **sums.as_json()} for code, sums in sorted(self.by_block.items())
        ]
        contracts = sorted(self.contracts, key=_by_difference)
        return {"total": self.total.as_json(), "blocks": blocks, "contracts": contracts}


def fingerprint(tariff: Tariff) -> str:
    """Of all values of a version, to tell whether it was changed since it was worked with."""
    return hashlib.sha256(repr(facts_of(tariff)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Rules:
    """The other version, as the rules know it."""

    blocks: Mapping[str, Block]
    bonuses: tuple[Bonus, ...]

    @classmethod
    def of(cls, tariff: Tariff) -> "Rules":
        blocks = list(tariff.blocks.order_by("position", "pk"))
        bonuses = [block for block in blocks if block.kind == BlockKind.BONUS]
        return cls(
            {block.code: block for block in blocks},
            tuple(Bonus(one.label, one.value, one.min_age, one.permanent) for one in bonuses),
        )

    def block(self, old: Block) -> Block | None:
        """The block of the same code and kind; the same code counts as the same block in any version."""
        found = self.blocks.get(old.code)
        return found if found is not None and found.kind == old.kind else None


def add_contracts(effect: Effect, contracts: Sequence[Contract], rules: Rules) -> None:
    """Work out these contracts and add them. The same number of queries for one contract and for hundreds."""
    sums = {contract.pk: Sums() for contract in contracts}
    for contract_id, block, now, then in _values(list(sums), rules):
        for one in (sums[contract_id], effect.total):
            one.add(now, then)
        if block is not None:
            effect.names.setdefault(block.code, block.label)
            effect.by_block.setdefault(block.code, Sums()).add(now, then)
    effect.contracts += [
        {
            "id": str(contract.pk),
            "reference": contract.reference,
            "title": contract.title,
            "contractor": contract.contractor.name,
            "obligation": f"{contract.obligation:.2f}",
            **sums[contract.pk].as_json(),
        }
        for contract in contracts
        if sums[contract.pk].lines
    ]


_Value = tuple[uuid.UUID, Block | None, Decimal, Decimal | None]


def _values(contract_ids: list[uuid.UUID], rules: Rules) -> Iterable[_Value]:
    lines = Deployment.objects.live().filter(contract_id__in=contract_ids, status__in=CLAIMING)
    rows = list(lines.select_related("contract", "block", "person").order_by("pk"))
    known = appraisables(rows, fresh=True)
    until = _counted_until(rows, rules)
    for row, line in zip(rows, known, strict=True):
        block = rules.block(row.block)
        then = None
        if block is not None:
            facts = replace(line.facts, counted_until=until.get(row.pk, line.facts.counted_until))
            then = Appraisable(row.pk, facts, as_rule(block), rules.bonuses).forecast().value
        yield row.contract_id, row.block, line.forecast().value, then

    others = Contribution.objects.live().filter(contract_id__in=contract_ids, status__in=CLAIMING)
    for row in others.select_related("block").order_by("pk"):
        now = value_of_contribution(row).value
        if row.kind != ContributionKind.BLOCK or row.block is None:
            yield row.contract_id, None, now, now
            continue
        block = rules.block(row.block)
        worth = valuation.contribution_value(block.kind, row.quantity, rate=block.value) if block else None
        yield row.contract_id, row.block, now, worth.value if worth else None


def _counted_until(rows: Sequence[Deployment], rules: Rules) -> dict[uuid.UUID, date | None]:
    """The last day that counts where the other version has another longest period. For the portal itself only."""
    asked: list[tuple[uuid.UUID, int]] = []
    for row in rows:
        block = rules.block(row.block)
        if block is not None and block.max_months is not None and block.max_months != row.block.max_months:
            asked.append((row.pk, block.max_months))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.id, sroi_counted_until(
                       ARRAY(SELECT daterange(greatest(x.starts_on, xc.starts_on), least(x.ends_on, xc.ends_on), '[]')
                               FROM placements_personkey same
                               JOIN placements_deployment x ON x.person_id = same.person_id
                               JOIN tenders_contract xc ON xc.id = x.contract_id
                              WHERE same.region_id = k.region_id AND same.key = k.key
                                AND x.status = ANY (%s) AND x.reversed_at IS NULL
                                AND greatest(x.starts_on, xc.starts_on) <= least(x.ends_on, xc.ends_on)),
                       greatest(d.starts_on, c.starts_on), least(d.ends_on, c.ends_on), given.longest)
              FROM unnest(%s::uuid[], %s::integer[]) AS given (id, longest)
              JOIN placements_deployment d ON d.id = given.id
              JOIN tenders_contract c ON c.id = d.contract_id
              JOIN placements_personkey k ON k.person_id = d.person_id
            """,
            [[one.value for one in CLAIMING], [pk for pk, _most in asked], [most for _pk, most in asked]],
        )
        return dict(cursor.fetchall())


def _by_difference(contract: Mapping[str, Any]) -> tuple[Decimal, str]:
    return -abs(Decimal(contract["then"]) - Decimal(contract["now"])), contract["reference"]
