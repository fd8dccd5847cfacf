"""The frozen figures of one report: what is collected once and from then on only rendered.

Pure: frozen dataclasses in, JSON out. The keys are those of the documented report interface. A topic whose part of
the portal does not exist yet is `None` here and `null` in the JSON: nothing is known, which is not zero. A later part
gives its topic a dataclass and a field; the JSON keeps its shape.

A snapshot carries references and names of organisations, never the name of a person.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self, TypeAlias

from reporting import canonical
from reporting.periods import Kind, Period, parse_for

SCHEMA_VERSION = 1

TOPICS = (
    "registrations",
    "training_started",
    "training_completed",
    "employments",
    "sustained_outflow",
    "sroi_jobs",
    "half_year_at_work",
    "at_work_after",
    "programmes_developed",
    "partner_efforts",
    "finance",
    "sroi",
    "calendar",
    "targets",
)
CENT = Decimal("0.01")
ZERO = Decimal("0.00")

Json: TypeAlias = dict[str, Any]


class SnapshotError(ValueError):
    """A stored document that is not a snapshot of this schema, or that was changed after it was frozen."""


def _money(amount: Decimal) -> str:
    if amount != amount.quantize(CENT):
        message = f"an amount in a snapshot is in whole cents, not {amount}"
        raise ValueError(message)
    return f"{amount:.2f}"


@dataclass(frozen=True)
class Amounts:
    """Euros in the period, and since the day from which the programme counts money."""

    period: Decimal
    cumulative: Decimal

    def to_json(self) -> Json:
        return {"period": _money(self.period), "cumulative": _money(self.cumulative)}


@dataclass(frozen=True)
class Span:
    """The days whose money a report counts, both ends inclusive."""

    first_day: dt.date
    last_day: dt.date
    money_since: dt.date

    @classmethod
    def of(cls, period: Period, *, money_since: dt.date) -> Self:
        return cls(period.first_day, period.last_day, money_since)

    def of_award(self, amount: Decimal, awarded_on: dt.date) -> Amounts:
        """Return what an amount that belongs to one day adds to the period and to the total so far."""
        return Amounts(
            period=amount if self.first_day <= awarded_on <= self.last_day else ZERO,
            cumulative=amount if self.money_since <= awarded_on <= self.last_day else ZERO,
        )


@dataclass(frozen=True, kw_only=True)
class ContractLine:
    """One contract in the explanation of the totals.

    `obligation` is the whole obligation as it stood when the report was made; it counts as precalculated in the
    period of the award. `realised` is the value of its approved contributions by their own month or date.
    """

    reference: str
    authority: str
    contractor: str
    awarded_on: dt.date
    obligation: Decimal
    realised: Amounts

    def to_json(self, span: Span) -> Json:
        precalculated = span.of_award(self.obligation, self.awarded_on)
        return {
            "reference": self.reference,
            "authority": self.authority,
            "contractor": self.contractor,
            "awarded_on": self.awarded_on.isoformat(),
            "obligation": _money(self.obligation),
            "precalculated_period": _money(precalculated.period),
            "precalculated_cumulative": _money(precalculated.cumulative),
            "realised_period": _money(self.realised.period),
            "realised_cumulative": _money(self.realised.cumulative),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            reference=document["reference"],
            authority=document["authority"],
            contractor=document["contractor"],
            awarded_on=dt.date.fromisoformat(document["awarded_on"]),
            obligation=Decimal(document["obligation"]),
            realised=Amounts(Decimal(document["realised_period"]), Decimal(document["realised_cumulative"])),
        )


@dataclass(frozen=True)
class Sroi:
    """Social return: the totals are the sums of the contract lines, so they can always be explained to the cent.

    `contracts` are the lines that add anything: awarded since the programme counts money, or with approved value.
    """

    contracts: tuple[ContractLine, ...]

    def precalculated(self, span: Span) -> Amounts:
        return _total(span.of_award(line.obligation, line.awarded_on) for line in self.contracts)

    def realised(self) -> Amounts:
        return _total(line.realised for line in self.contracts)

    def to_json(self, span: Span) -> Json:
        return {
            "precalculated": self.precalculated(span).to_json(),
            "realised": self.realised().to_json(),
            "expected": None,
            "by_authority": [self._of_authority(name, span) for name in self._authorities()],
            "contracts": [line.to_json(span) for line in sorted(self.contracts, key=_by_authority)],
        }

    def _authorities(self) -> list[str]:
        return sorted({line.authority for line in self.contracts})

    def _of_authority(self, name: str, span: Span) -> Json:
        own = Sroi(tuple(line for line in self.contracts if line.authority == name))
        return {
            "authority": name,
            "contracts": len(own.contracts),
            "precalculated": own.precalculated(span).to_json(),
            "realised": own.realised().to_json(),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(tuple(ContractLine.from_json(line) for line in document["contracts"]))


def _by_authority(line: ContractLine) -> tuple[str, str]:
    return line.authority, line.reference


def _total(parts: Iterable[Amounts]) -> Amounts:
    amounts = list(parts)
    return Amounts(
        period=sum((part.period for part in amounts), ZERO),
        cumulative=sum((part.cumulative for part in amounts), ZERO),
    )


@dataclass(frozen=True)
class SroiJobs:
    """Persons at work through social return without being the programme's candidates, by first deployed day."""

    other_in_period: int
    other_cumulative: int

    def to_json(self) -> Json:
        return {
            "period": {"from_programme": None, "other": self.other_in_period},
            "cumulative": {"from_programme": None, "other": self.other_cumulative},
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(document["period"]["other"], document["cumulative"]["other"])


@dataclass(frozen=True)
class Milestone:
    """How many there should be on a day, counted since the programme's start."""

    on: dt.date
    count: int


@dataclass(frozen=True, kw_only=True)
class Target:
    """One of the programme's targets. `actual` is None while the portal does not count it yet."""

    milestones: tuple[Milestone, ...]
    source: str
    actual: int | None = None

    def to_json(self, milestone_on: dt.date) -> Json:
        """Return target and deviation for the day after the year's end; both empty where no milestone exists."""
        due = next((milestone.count for milestone in self.milestones if milestone.on == milestone_on), None)
        return {
            "target": due,
            "actual": self.actual,
            "deviation": None if due is None or self.actual is None else self.actual - due,
            "milestone_on": milestone_on.isoformat(),
            "milestones": [{"on": m.on.isoformat(), "count": m.count} for m in self.milestones],
            "source": self.source,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            milestones=tuple(Milestone(dt.date.fromisoformat(m["on"]), m["count"]) for m in document["milestones"]),
            source=document["source"],
            actual=document["actual"],
        )


@dataclass(frozen=True, kw_only=True)
class Targets:
    sustained_outflow: Target
    intake: Target
    started: Target

    def to_json(self, milestone_on: dt.date) -> Json:
        return {name: getattr(self, name).to_json(milestone_on) for name in self.names()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(**{name: Target.from_json(document[name]) for name in cls.names()})

    @staticmethod
    def names() -> tuple[str, ...]:
        return "sustained_outflow", "intake", "started"


@dataclass(frozen=True)
class Change:
    """A figure that differs from the version before: where, and what it was and is."""

    path: str
    before: str | int | None
    after: str | int | None

    def to_json(self) -> Json:
        return {"path": self.path, "before": self.before, "after": self.after}


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One report of one region over one period, frozen. `made_at` has a time zone; `version` counts from 1."""

    region: str
    region_name: str
    programme: str
    programme_started_on: dt.date
    money_since: dt.date
    kind: Kind
    period: Period
    version: int
    made_at: dt.datetime
    manager_text: str = ""
    sroi_jobs: SroiJobs | None = None
    sroi: Sroi | None = None
    targets: Targets | None = None
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        parse_for(self.kind, str(self.period))
        if self.made_at.tzinfo is None:
            message = "made_at needs a time zone"
            raise ValueError(message)

    def to_json_dict(self) -> Json:
        """Return the whole document with its digest: what is stored, downloaded and rendered."""
        content = self._content()
        return content | {canonical.DIGEST_KEY: canonical.digest(content)}

    def canonical_bytes(self) -> bytes:
        return canonical.canonical_bytes(self._content())

    def sha256(self) -> str:
        return canonical.digest(self._content())

    def _content(self) -> Json:
        span = Span.of(self.period, money_since=self.money_since)
        known: Json = {
            "sroi_jobs": self.sroi_jobs and self.sroi_jobs.to_json(),
            "sroi": self.sroi and self.sroi.to_json(span),
            "targets": self.targets and self.targets.to_json(self.period.milestone_on),
        }
        return {
            "schema_version": SCHEMA_VERSION,
            "region": self.region,
            "region_name": self.region_name,
            "programme": {
                "name": self.programme,
                "started_on": self.programme_started_on.isoformat(),
                "money_since": self.money_since.isoformat(),
            },
            "kind": self.kind.value,
            "period": str(self.period),
            "from": self.period.first_day.isoformat(),
            "to": self.period.last_day.isoformat(),
            "version": self.version,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "manager_text": self.manager_text,
            "changes": [change.to_json() for change in self.changes],
            **dict.fromkeys(TOPICS),
            **known,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Read a stored document back. Raises SnapshotError when it is not what was frozen."""
        if document.get("schema_version") != SCHEMA_VERSION:
            raise SnapshotError("Dit rapport heeft een opmaak die dit portaal niet kent.")
        if not canonical.is_intact(document):
            raise SnapshotError("Dit rapport is veranderd nadat het is vastgesteld: de SHA-256 klopt niet.")
        kind = Kind(document["kind"])
        return cls(
            region=document["region"],
            region_name=document["region_name"],
            programme=document["programme"]["name"],
            programme_started_on=dt.date.fromisoformat(document["programme"]["started_on"]),
            money_since=dt.date.fromisoformat(document["programme"]["money_since"]),
            kind=kind,
            period=parse_for(kind, document["period"]),
            version=document["version"],
            made_at=dt.datetime.fromisoformat(document["made_at"]),
            manager_text=document["manager_text"],
            sroi_jobs=document["sroi_jobs"] and SroiJobs.from_json(document["sroi_jobs"]),
            sroi=document["sroi"] and Sroi.from_json(document["sroi"]),
            targets=document["targets"] and Targets.from_json(document["targets"]),
            changes=tuple(Change(**change) for change in document["changes"]),
        )
