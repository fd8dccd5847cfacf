"""The files of a package and their columns, declared once: reading, landing and writing all work from these.

A field without `empty` is a column that must be there and filled; `empty` is the value of an empty cell.
"""
# ruff: noqa: RUF009 -- `_cell` declares a field and shares nothing between rows

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from candidates.choices import CandidateState, Source, TargetGroup
from candidates.training_choices import DropoutReason, Outcome, TrainingForm
from exchange.package.cells import (
    Address,
    Cell,
    Choice,
    Codes,
    Day,
    Digits,
    Month,
    MunicipalityCode,
    Number,
    OneOf,
    Phone,
    Text,
    Whole,
    YesNo,
)
from organisations import citizen_numbers
from organisations.choices import OrganisationKind, Sector
from organisations.citizen_numbers import holds_citizen_number
from placements.at_work import MONTHS
from placements.choices import ContractForm, ContributionKind, EndReason, LineStatus
from placements.valuation import DEFAULT_MIN_HOURS, DEFAULT_NORM_HOURS
from tenders.choices import Basis, BlockKind, EvidenceKind, Situation

#: A fault of a row as a whole: the column it is shown at, and the reason.
Problem = tuple[str, str]

_REQUIRED: Any = object()
_NAME = 120
_REFERENCE = Text(60)
_AMOUNT = Number(14)
_HOURS_PER_WEEK = Number(5)
_SMALL = 32_767
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_STATUS = Choice.of(LineStatus.values)
_SECTOR = Choice.of(Sector.values)
#: A group that nobody knows yet, which the portal accepts at registration.
UNKNOWN_GROUP = "unknown"
_KINDS = Choice.of(kind for kind in OrganisationKind.values if kind != OrganisationKind.PLATFORM_OPERATOR)


def _cell(kind: Cell, *, empty: Any = _REQUIRED) -> Any:
    if empty is _REQUIRED:
        return field(metadata={"cell": kind, "required": True})
    return field(default=empty, metadata={"cell": kind, "required": False})


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    cell: Cell
    required: bool
    empty: Any


class PackageRow:
    """A row of a package. Equal rows say the same; nothing is known about where they come from."""

    __slots__ = ()

    FILE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]

    @property
    def key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.KEY)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the row by itself, though each of its cells can be read."""
        yield from ()


def columns_of(row_type: type[PackageRow]) -> tuple[Column, ...]:
    """The columns of a file, in the order in which they are written."""
    return tuple(
        Column(one.name, one.metadata["cell"], one.metadata["required"], one.default)
        for one in fields(row_type)  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow(PackageRow):
    FILE: ClassVar[str] = "organisations.csv"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: str = _cell(Text(60))
    name: str = _cell(Text(200))
    covenant_partner: bool = _cell(YesNo(), empty=False)
    kind: str = _cell(_KINDS)
    kvk: str = _cell(Digits(8), empty="")
    municipality: str = _cell(Text(80), empty="")
    inhabitants_2017: int | None = _cell(Whole(2_147_483_647), empty=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffRow(PackageRow):
    FILE: ClassVar[str] = "tariff.csv"
    KEY: ClassVar[tuple[str, ...]] = ("valid_from", "block")

    valid_from: dt.date = _cell(Day())
    block: str = _cell(Text(60))
    label: str = _cell(Text(160))
    kind: str = _cell(Choice.of(BlockKind.values))
    value: Decimal = _cell(Number(14, places=4))
    norm_hours: Decimal | None = _cell(Number(5, above_zero=True), empty=None)
    min_hours: Decimal | None = _cell(_HOURS_PER_WEEK, empty=None)
    max_months: int | None = _cell(Whole(_SMALL, lowest=1), empty=None)
    min_age: int | None = _cell(Whole(_SMALL), empty=None)
    permanent: bool = _cell(YesNo(), empty=False)
    # No values: how the block is found, and what it needs. Also changeable in a version that contracts use.
    situation: str = _cell(Choice.of(Situation.values), empty="")
    evidence: tuple[str, ...] = _cell(Codes.of(EvidenceKind.values), empty=())
    explanation: str = _cell(Text(600), empty="")

    GUIDANCE: ClassVar[tuple[str, ...]] = ("situation", "evidence", "explanation")

    def __post_init__(self) -> None:
        """An empty norm is the default norm, so that a row says the same whether it is written out or not."""
        if self.kind == BlockKind.FULL_TIME_YEAR:
            object.__setattr__(self, "norm_hours", DEFAULT_NORM_HOURS if self.norm_hours is None else self.norm_hours)
            object.__setattr__(self, "min_hours", DEFAULT_MIN_HOURS if self.min_hours is None else self.min_hours)

    def problems(self) -> Iterator[Problem]:
        if self.block in {ContributionKind.AGREED, ContributionKind.OPENING_BALANCE}:
            yield "block", _("Deze code staat buiten het tarief en kan geen bouwblok zijn.")
        if self.kind == BlockKind.BONUS and self.min_age is None and not self.permanent:
            yield "min_age", _("Een toeslag heeft een leeftijd nodig, een vast contract, of allebei.")
        if self.situation and self.kind != BlockKind.FULL_TIME_YEAR:
            yield "situation", _("Alleen een bouwblok voor personen heeft een situatie.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow(PackageRow):
    FILE: ClassVar[str] = "contracts.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = _cell(_REFERENCE)
    tender: str = _cell(_REFERENCE, empty="")
    authority: str = _cell(Text(60))
    contractor: str = _cell(Text(60))
    title: str = _cell(Text(200))
    awarded_on: dt.date = _cell(Day())
    starts_on: dt.date = _cell(Day())
    ends_on: dt.date = _cell(Day())
    contract_sum: Decimal = _cell(_AMOUNT)
    basis: str = _cell(Choice.of(Basis.values))
    basis_amount: Decimal = _cell(_AMOUNT)
    percentage: Decimal = _cell(Number(7, places=4, highest=Decimal(100)))
    werkplein: str = _cell(Text(60), empty="")

    def problems(self) -> Iterator[Problem]:
        if self.ends_on < self.starts_on:
            yield "ends_on", _("De laatste dag ligt voor de eerste dag.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentRow(PackageRow):
    FILE: ClassVar[str] = "deployments.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = _cell(_REFERENCE)
    contract: str = _cell(_REFERENCE)
    person: str = _cell(Text(_NAME))
    birth_date: dt.date = _cell(Day())
    block: str = _cell(Text(60))
    starts_on: dt.date = _cell(Day())
    ends_on: dt.date = _cell(Day())
    hours_per_week: Decimal = _cell(_HOURS_PER_WEEK)
    permanent: bool = _cell(YesNo(), empty=False)
    candidate: str = _cell(_REFERENCE, empty="")
    status: str = _cell(_STATUS, empty=LineStatus.APPROVED.value)

    def problems(self) -> Iterator[Problem]:
        if self.ends_on < self.starts_on:
            yield "ends_on", _("De laatste werkdag ligt voor de eerste werkdag.")
        # Any text may name a person here, so digits may stand in it; the number that is stored nowhere may not.
        if holds_citizen_number(self.person):
            yield "person", citizen_numbers.sentence()
        elif any(unicodedata.category(one)[0] == "C" for one in " ".join(self.person.split())):
            yield "person", _("In deze naam staat een onzichtbaar teken. Typ de naam opnieuw.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow(PackageRow):
    FILE: ClassVar[str] = "hours.csv"
    KEY: ClassVar[tuple[str, ...]] = ("deployment", "month")

    deployment: str = _cell(_REFERENCE)
    month: dt.date = _cell(Month())
    paid_hours: Decimal = _cell(Number(7))
    status: str = _cell(_STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow(PackageRow):
    """A line that settles a year of uneven months; its value follows from the approved months."""

    FILE: ClassVar[str] = "settlements.csv"
    KEY: ClassVar[tuple[str, ...]] = ("deployment", "year")

    deployment: str = _cell(_REFERENCE)
    year: int = _cell(Whole(_LAST_YEAR, _FIRST_YEAR))
    status: str = _cell(_STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionRow(PackageRow):
    FILE: ClassVar[str] = "contributions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = _cell(_REFERENCE)
    contract: str = _cell(_REFERENCE)
    block: str = _cell(Text(60))
    date: dt.date = _cell(Day())
    quantity: Decimal = _cell(_AMOUNT)
    status: str = _cell(_STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow(PackageRow):
    """Somebody on the way to work, as at registration. An empty ``state`` follows from his training and work."""

    FILE: ClassVar[str] = "candidates.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = _cell(_REFERENCE)
    registered_on: dt.date = _cell(Day())
    source: str = _cell(Choice.of(Source.values))
    registrant: str = _cell(Text(200), empty="")
    target_group: str = _cell(Choice.of([*TargetGroup.values, UNKNOWN_GROUP]))
    municipality: str = _cell(MunicipalityCode())
    werkplein: str = _cell(Text(60), empty="")
    first_name: str = _cell(Text(60), empty="")
    last_name: str = _cell(Text(60), empty="")
    email: str = _cell(Address(254), empty="")
    phone: str = _cell(Phone(20), empty="")
    sector: str = _cell(_SECTOR, empty="")
    birth_date: dt.date | None = _cell(Day(), empty=None)
    wanted_work: str = _cell(Text(200), empty="")
    state: str = _cell(Choice.of(CandidateState.values), empty="")

    #: Who he is and how to reach him: apart in the database, hidden in a preview.
    IDENTITY: ClassVar[tuple[str, ...]] = ("first_name", "last_name", "birth_date", "email", "phone")

    def problems(self) -> Iterator[Problem]:
        yield from _without_citizen_number(
            self, "registrant", "first_name", "last_name", "email", "phone", "wanted_work"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow(PackageRow):
    FILE: ClassVar[str] = "programmes.csv"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: str = _cell(Text(60))
    name: str = _cell(Text(200))
    form: str = _cell(Choice.of(TrainingForm.values))
    provider: str = _cell(Text(200), empty="")
    sector: str = _cell(_SECTOR, empty="")
    developed_on: dt.date | None = _cell(Day(), empty=None)

    def problems(self) -> Iterator[Problem]:
        yield from _without_citizen_number(self, "name", "provider")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRow(PackageRow):
    FILE: ClassVar[str] = "enrolments.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = _cell(_REFERENCE)
    candidate: str = _cell(_REFERENCE)
    programme: str = _cell(Text(60))
    started_on: dt.date = _cell(Day())
    ended_on: dt.date | None = _cell(Day(), empty=None)
    outcome: str = _cell(Choice.of(Outcome.values), empty="")
    dropout_reason: str = _cell(Text(200), empty="")
    training_cost: Decimal | None = _cell(_AMOUNT, empty=None)
    guidance_cost: Decimal | None = _cell(_AMOUNT, empty=None)
    benefit_kept: bool = _cell(YesNo(), empty=False)

    def __post_init__(self) -> None:
        """Who dropped out did so for a reason, though nobody may know which; nobody else has one."""
        reason = (self.dropout_reason or DropoutReason.UNKNOWN.value) if self.outcome == Outcome.DROPOUT else ""
        object.__setattr__(self, "dropout_reason", reason)

    def problems(self) -> Iterator[Problem]:
        if self.ended_on is not None and self.ended_on < self.started_on:
            yield "ended_on", _("De laatste dag ligt voor de eerste dag.")
        if self.outcome and self.ended_on is None:
            yield "ended_on", _("Een uitkomst heeft een einde nodig. Vul in op welke dag de scholing eindigde.")
        yield from _without_citizen_number(self, "dropout_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRow(PackageRow):
    """An employment of a candidate. ``end_reason`` is a code of ``EndReason``, or a text of its own."""

    FILE: ClassVar[str] = "placements.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = _cell(_REFERENCE)
    candidate: str = _cell(_REFERENCE)
    employer: str = _cell(Text(200))
    sector: str = _cell(_SECTOR)
    starts_on: dt.date = _cell(Day())
    ends_on: dt.date | None = _cell(Day(), empty=None)
    ended_on: dt.date | None = _cell(Day(), empty=None)
    end_reason: str = _cell(Text(500), empty="")
    hours_per_week: Decimal = _cell(_HOURS_PER_WEEK)
    wage_replaces_benefit: bool = _cell(YesNo())
    sroi: bool = _cell(YesNo())
    contract: str = _cell(_REFERENCE, empty="")
    contract_form: str = _cell(Choice.of(ContractForm.values), empty="")

    def __post_init__(self) -> None:
        """An end has a reason, though nobody may know which; what has not ended has none."""
        reason = (self.end_reason or EndReason.UNKNOWN.value) if self.ended_on is not None else ""
        object.__setattr__(self, "end_reason", reason)

    def problems(self) -> Iterator[Problem]:
        for column in ("ends_on", "ended_on"):
            day = getattr(self, column)
            if day is not None and day < self.starts_on:
                yield column, _("De laatste werkdag ligt voor de eerste werkdag.")
        if self.contract and not self.sroi:
            yield "sroi", _("Een plaatsing op een contract telt voor social return.")
        yield from _without_citizen_number(self, "employer", "end_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow(PackageRow):
    FILE: ClassVar[str] = "followups.csv"
    KEY: ClassVar[tuple[str, ...]] = ("placement", "months")

    placement: str = _cell(_REFERENCE)
    months: int = _cell(OneOf(MONTHS))
    checked_on: dt.date = _cell(Day())
    at_work: bool = _cell(YesNo())


def _without_citizen_number(row: PackageRow, *columns: str) -> Iterator[Problem]:
    for column in columns:
        if holds_citizen_number(getattr(row, column)):
            yield column, citizen_numbers.sentence()


#: The files that are imported, in the order in which they land.
ROW_TYPES: tuple[type[PackageRow], ...] = (
    OrganisationRow,
    TariffRow,
    ContractRow,
    CandidateRow,
    ProgrammeRow,
    EnrolmentRow,
    PlacementRow,
    FollowUpRow,
    DeploymentRow,
    HoursRow,
    YearRow,
    ContributionRow,
)
FILES = {row_type.FILE: row_type for row_type in ROW_TYPES}
#: Files that the format names and that later parts of the portal will read.
NOT_YET = frozenset({"tenders.csv", "spending.csv"})
