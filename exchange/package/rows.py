"""The files of a package and their columns, declared once: reading, landing and writing all work from these.

A field without `empty` is a column that must be there and filled; `empty` is the value of an empty cell.
"""
# ruff: noqa: RUF009 -- `cell` declares a field and shares nothing between rows

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from candidates.choices import CandidateState, Source, TargetGroup
from candidates.training_choices import DropoutReason, Outcome, TrainingForm
from exchange.package.cells import (
    Address,
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
from exchange.package.columns import PackageRow, Problem, cell
from exchange.package.effort_row import EffortRow
from exchange.package.spending_row import SpendingRow
from exchange.package.tender_row import OccupationRow, TenderRow
from organisations import citizen_numbers
from organisations.choices import OrganisationKind, Sector
from organisations.citizen_numbers import holds_citizen_number
from placements.at_work import MONTHS
from placements.choices import ContractForm, ContributionKind, EndReason, LineStatus
from placements.valuation import DEFAULT_MIN_HOURS, DEFAULT_NORM_HOURS
from tenders.choices import (
    Basis,
    BlockKind,
    EvidenceKind,
    Situation,
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow(PackageRow):
    FILE: ClassVar[str] = "organisations.csv"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: str = cell(Text(60))
    name: str = cell(Text(200))
    covenant_partner: bool = cell(YesNo(), empty=False)
    kind: str = cell(_KINDS)
    kvk: str = cell(Digits(8), empty="")
    municipality: str = cell(Text(80), empty="")
    inhabitants_2017: int | None = cell(Whole(2_147_483_647), empty=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffRow(PackageRow):
    FILE: ClassVar[str] = "tariff.csv"
    KEY: ClassVar[tuple[str, ...]] = ("valid_from", "block")

    valid_from: dt.date = cell(Day())
    block: str = cell(Text(60))
    label: str = cell(Text(160))
    kind: str = cell(Choice.of(BlockKind.values))
    value: Decimal = cell(Number(14, places=4))
    norm_hours: Decimal | None = cell(Number(5, above_zero=True), empty=None)
    min_hours: Decimal | None = cell(_HOURS_PER_WEEK, empty=None)
    max_months: int | None = cell(Whole(_SMALL, lowest=1), empty=None)
    min_age: int | None = cell(Whole(_SMALL), empty=None)
    permanent: bool = cell(YesNo(), empty=False)
    # No values: how the block is found, and what it needs. Also changeable in a version that contracts use.
    situation: str = cell(Choice.of(Situation.values), empty="")
    evidence: tuple[str, ...] = cell(Codes.of(EvidenceKind.values), empty=())
    explanation: str = cell(Text(600), empty="")

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

    reference: str = cell(_REFERENCE)
    tender: str = cell(_REFERENCE, empty="")
    authority: str = cell(Text(60))
    contractor: str = cell(Text(60))
    title: str = cell(Text(200))
    awarded_on: dt.date = cell(Day())
    starts_on: dt.date = cell(Day())
    ends_on: dt.date = cell(Day())
    contract_sum: Decimal = cell(_AMOUNT)
    basis: str = cell(Choice.of(Basis.values))
    basis_amount: Decimal = cell(_AMOUNT)
    percentage: Decimal = cell(Number(7, places=4, highest=Decimal(100)))
    werkplein: str = cell(Text(60), empty="")

    def problems(self) -> Iterator[Problem]:
        if self.ends_on < self.starts_on:
            yield "ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentRow(PackageRow):
    FILE: ClassVar[str] = "deployments.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = cell(_REFERENCE)
    contract: str = cell(_REFERENCE)
    person: str = cell(Text(_NAME))
    birth_date: dt.date = cell(Day())
    block: str = cell(Text(60))
    starts_on: dt.date = cell(Day())
    ends_on: dt.date = cell(Day())
    hours_per_week: Decimal = cell(_HOURS_PER_WEEK)
    permanent: bool = cell(YesNo(), empty=False)
    candidate: str = cell(_REFERENCE, empty="")
    status: str = cell(_STATUS, empty=LineStatus.APPROVED.value)

    def problems(self) -> Iterator[Problem]:
        if self.ends_on < self.starts_on:
            yield "ends_on", _("De laatste werkdag ligt voor de eerste werkdag. Verander een van de twee.")
        # Any text may name a person here, so digits may stand in it; the number that is stored nowhere may not.
        if holds_citizen_number(self.person):
            yield "person", citizen_numbers.sentence()
        elif any(unicodedata.category(one)[0] == "C" for one in " ".join(self.person.split())):
            yield "person", _("In deze naam staat een onzichtbaar teken. Typ de naam opnieuw.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow(PackageRow):
    FILE: ClassVar[str] = "hours.csv"
    KEY: ClassVar[tuple[str, ...]] = ("deployment", "month")

    deployment: str = cell(_REFERENCE)
    month: dt.date = cell(Month())
    paid_hours: Decimal = cell(Number(7))
    status: str = cell(_STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow(PackageRow):
    """A line that settles a year of uneven months; its value follows from the approved months."""

    FILE: ClassVar[str] = "settlements.csv"
    KEY: ClassVar[tuple[str, ...]] = ("deployment", "year")

    deployment: str = cell(_REFERENCE)
    year: int = cell(Whole(_LAST_YEAR, _FIRST_YEAR))
    status: str = cell(_STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionRow(PackageRow):
    FILE: ClassVar[str] = "contributions.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = cell(_REFERENCE)
    contract: str = cell(_REFERENCE)
    block: str = cell(Text(60))
    date: dt.date = cell(Day())
    quantity: Decimal = cell(_AMOUNT)
    status: str = cell(_STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow(PackageRow):
    """Somebody on the way to work, as at registration. An empty ``state`` follows from his training and work."""

    FILE: ClassVar[str] = "candidates.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = cell(_REFERENCE)
    registered_on: dt.date = cell(Day())
    source: str = cell(Choice.of(Source.values))
    registrant: str = cell(Text(200), empty="")
    target_group: str = cell(Choice.of([*TargetGroup.values, UNKNOWN_GROUP]))
    municipality: str = cell(MunicipalityCode())
    werkplein: str = cell(Text(60), empty="")
    first_name: str = cell(Text(60), empty="")
    last_name: str = cell(Text(60), empty="")
    email: str = cell(Address(254), empty="")
    phone: str = cell(Phone(20), empty="")
    sector: str = cell(_SECTOR, empty="")
    birth_date: dt.date | None = cell(Day(), empty=None)
    wanted_work: str = cell(Text(200), empty="")
    state: str = cell(Choice.of(CandidateState.values), empty="")

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

    code: str = cell(Text(60))
    name: str = cell(Text(200))
    form: str = cell(Choice.of(TrainingForm.values))
    provider: str = cell(Text(200), empty="")
    sector: str = cell(_SECTOR, empty="")
    developed_on: dt.date | None = cell(Day(), empty=None)

    def problems(self) -> Iterator[Problem]:
        yield from _without_citizen_number(self, "name", "provider")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRow(PackageRow):
    FILE: ClassVar[str] = "enrolments.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = cell(_REFERENCE)
    candidate: str = cell(_REFERENCE)
    programme: str = cell(Text(60))
    started_on: dt.date = cell(Day())
    ended_on: dt.date | None = cell(Day(), empty=None)
    outcome: str = cell(Choice.of(Outcome.values), empty="")
    dropout_reason: str = cell(Text(200), empty="")
    training_cost: Decimal | None = cell(_AMOUNT, empty=None)
    guidance_cost: Decimal | None = cell(_AMOUNT, empty=None)
    benefit_kept: bool = cell(YesNo(), empty=False)

    def __post_init__(self) -> None:
        """Who dropped out did so for a reason, though nobody may know which; nobody else has one."""
        reason = (self.dropout_reason or DropoutReason.UNKNOWN.value) if self.outcome == Outcome.DROPOUT else ""
        object.__setattr__(self, "dropout_reason", reason)

    def problems(self) -> Iterator[Problem]:
        if self.ended_on is not None and self.ended_on < self.started_on:
            yield "ended_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee.")
        if self.outcome and self.ended_on is None:
            yield "ended_on", _("Een uitkomst heeft een einde nodig. Vul in op welke dag de scholing eindigde.")
        yield from _without_citizen_number(self, "dropout_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRow(PackageRow):
    """An employment of a candidate. ``end_reason`` is a code of ``EndReason``, or a text of its own."""

    FILE: ClassVar[str] = "placements.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)

    reference: str = cell(_REFERENCE)
    candidate: str = cell(_REFERENCE)
    employer: str = cell(Text(200))
    sector: str = cell(_SECTOR)
    starts_on: dt.date = cell(Day())
    ends_on: dt.date | None = cell(Day(), empty=None)
    ended_on: dt.date | None = cell(Day(), empty=None)
    end_reason: str = cell(Text(500), empty="")
    hours_per_week: Decimal = cell(_HOURS_PER_WEEK)
    wage_replaces_benefit: bool = cell(YesNo())
    sroi: bool = cell(YesNo())
    contract: str = cell(_REFERENCE, empty="")
    contract_form: str = cell(Choice.of(ContractForm.values), empty="")

    def __post_init__(self) -> None:
        """An end has a reason, though nobody may know which; what has not ended has none."""
        reason = (self.end_reason or EndReason.UNKNOWN.value) if self.ended_on is not None else ""
        object.__setattr__(self, "end_reason", reason)

    def problems(self) -> Iterator[Problem]:
        for column in ("ends_on", "ended_on"):
            day = getattr(self, column)
            if day is not None and day < self.starts_on:
                yield column, _("De laatste werkdag ligt voor de eerste werkdag. Verander een van de twee.")
        if self.contract and not self.sroi:
            yield "sroi", _("Een plaatsing op een contract telt voor social return.")
        yield from _without_citizen_number(self, "employer", "end_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow(PackageRow):
    FILE: ClassVar[str] = "followups.csv"
    KEY: ClassVar[tuple[str, ...]] = ("placement", "months")

    placement: str = cell(_REFERENCE)
    months: int = cell(OneOf(MONTHS))
    checked_on: dt.date = cell(Day())
    at_work: bool = cell(YesNo())


def _without_citizen_number(row: PackageRow, *columns: str) -> Iterator[Problem]:
    for column in columns:
        if holds_citizen_number(getattr(row, column)):
            yield column, citizen_numbers.sentence()


#: The files that are imported, in the order in which they land.
ROW_TYPES: tuple[type[PackageRow], ...] = (
    OrganisationRow,
    TariffRow,
    OccupationRow,
    TenderRow,
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
    SpendingRow,
    EffortRow,
)
FILES = {row_type.FILE: row_type for row_type in ROW_TYPES}
