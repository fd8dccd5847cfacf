"""Reads the frozen JSON into the amounts, days and counts that a template can write down.

No figure is computed here that the JSON does not carry: a reader who opens the JSON finds every number of the page.
The other way round, what was approved for one contract or one authority is left out on purpose: PDF and XLSX are
passed on to authorities, which may know that only in bands (domain.md section 2). It stays in the JSON.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django.utils import timezone

from reporting.figures.snapshot import READABLE_SCHEMAS, SnapshotError
from reporting.periods import Kind, Period

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """An amount in the period and since the day money counts."""

    period: Decimal
    cumulative: Decimal

    @classmethod
    def read(cls, document: Json) -> Self:
        return cls(Decimal(document["period"]), Decimal(document["cumulative"]))


@dataclass(frozen=True)
class ContractRow:
    reference: str
    contractor: str
    awarded_on: dt.date
    obligation: Decimal
    precalculated: Pair


@dataclass(frozen=True)
class AuthorityRow:
    """An authority with its contracts whose award counts; others are in the JSON only because value was approved."""

    name: str
    contracts: tuple[ContractRow, ...]
    precalculated: Pair


@dataclass(frozen=True)
class SroiFigures:
    precalculated: Pair
    realised: Pair
    expected: Decimal | None
    by_authority: tuple[AuthorityRow, ...]

    @classmethod
    def read(cls, document: Json | None, *, counted: tuple[dt.date, dt.date]) -> Self | None:
        """``counted``: first and last day on which an award counts."""
        if document is None:
            return None
        expected = document["expected"]
        contracts = [row for row in document["contracts"] if counted[0] <= _awarded_on(row) <= counted[1]]
        authorities = (_authority(row, contracts) for row in document["by_authority"])
        return cls(
            precalculated=Pair.read(document["precalculated"]),
            realised=Pair.read(document["realised"]),
            expected=None if expected is None else Decimal(expected),
            by_authority=tuple(row for row in authorities if row.contracts),
        )

    @property
    def number_of_contracts(self) -> int:
        return sum(len(row.contracts) for row in self.by_authority)


def _authority(document: Json, contracts: Iterable[Json]) -> AuthorityRow:
    return AuthorityRow(
        name=document["authority"],
        contracts=tuple(_contract(row) for row in contracts if row["authority"] == document["authority"]),
        precalculated=Pair.read(document["precalculated"]),
    )


def _contract(row: Json) -> ContractRow:
    return ContractRow(
        reference=row["reference"],
        contractor=row["contractor"],
        awarded_on=_awarded_on(row),
        obligation=Decimal(row["obligation"]),
        precalculated=Pair(Decimal(row["precalculated_period"]), Decimal(row["precalculated_cumulative"])),
    )


def _awarded_on(row: Json) -> dt.date:
    return dt.date.fromisoformat(row["awarded_on"])


@dataclass(frozen=True)
class TargetFigures:
    """One target at the report's milestone; `target`, `actual` and `deviation` are None where nothing is known."""

    target: int | None
    actual: int | None
    deviation: int | None
    milestone_on: dt.date
    milestones: tuple[tuple[dt.date, int], ...]
    source: str

    @classmethod
    def read(cls, document: Json) -> Self:
        return cls(
            target=document["target"],
            actual=document["actual"],
            deviation=document["deviation"],
            milestone_on=dt.date.fromisoformat(document["milestone_on"]),
            milestones=tuple((dt.date.fromisoformat(m["on"]), m["count"]) for m in document["milestones"]),
            source=document["source"],
        )

    @property
    def last(self) -> int | None:
        """The count of the last milestone: the goal of the whole programme."""
        return self.milestones[-1][1] if self.milestones else None

    @property
    def last_on(self) -> dt.date | None:
        return self.milestones[-1][0] if self.milestones else None

    @property
    def has_passed(self) -> bool:
        """Whether the milestone asked for is after the last one that was agreed."""
        return self.last_on is not None and self.milestone_on > self.last_on


@dataclass(frozen=True)
class Report:
    """A snapshot, read. `document` is the JSON itself."""

    document: Json
    kind: Kind
    period: Period
    made_at: dt.datetime
    programme_started_on: dt.date
    money_since: dt.date
    targets: Mapping[str, TargetFigures]
    sroi: SroiFigures | None
    sroi_jobs: Json | None

    @classmethod
    def read(cls, document: Json) -> Self:
        """Raise SnapshotError for a schema that this renderer does not know."""
        if document.get("schema_version") not in READABLE_SCHEMAS:
            known = ", ".join(map(str, sorted(READABLE_SCHEMAS)))
            message = f"schema {document.get('schema_version')!r} cannot be rendered, only {known}"
            raise SnapshotError(message)
        programme = document["programme"]
        period = Period.parse(document["period"])
        money_since = dt.date.fromisoformat(programme["money_since"])
        return cls(
            document=document,
            kind=Kind(document["kind"]),
            period=period,
            made_at=dt.datetime.fromisoformat(document["made_at"]),
            programme_started_on=dt.date.fromisoformat(programme["started_on"]),
            money_since=money_since,
            targets={name: TargetFigures.read(target) for name, target in (document["targets"] or {}).items()},
            sroi=SroiFigures.read(document["sroi"], counted=(min(period.first_day, money_since), period.last_day)),
            sroi_jobs=document["sroi_jobs"],
        )

    @property
    def main_target(self) -> TargetFigures | None:
        """What the programme is about: people in lasting work."""
        return self.targets.get("sustained_outflow")

    @property
    def made_on(self) -> dt.date:
        """The Dutch day on which the figures were frozen."""
        return timezone.localdate(self.made_at)

    @property
    def has_ended(self) -> bool:
        """Whether the report was made after its period, so that no day of it is missing."""
        return self.made_on > self.period.last_day

    @property
    def stands_on(self) -> dt.date:
        """The day whose standing the report tells: nobody knows a day that is yet to come."""
        return min(self.made_on, self.period.last_day)
