"""What is on the calendar of tenders, and the occupations that the work asks, as a package has them."""

# ruff: noqa: RUF009 -- `cell` declares a field and shares nothing between rows

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from exchange.package.cells import (
    Address,
    Choice,
    Code,
    Codes,
    CpvCodes,
    Day,
    Heads,
    Lots,
    Number,
    Phone,
    Places,
    Text,
    Whole,
    YesNo,
)
from exchange.package.columns import PackageRow, Problem, cell
from organisations import citizen_numbers
from organisations.choices import Sector
from organisations.citizen_numbers import holds_citizen_number
from organisations.pictograms import WorkPicture
from tenders.choices import Procedure, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderStatus

_SMALL = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationRow(PackageRow):
    """An occupation of the region's list, to which tenders refer by its code."""

    FILE: ClassVar[str] = "occupations.csv"
    KEY: ClassVar[tuple[str, ...]] = ("code",)

    code: str = cell(Code(60))
    name: str = cell(Text(120))
    sector: str = cell(Choice.of(Sector.values))
    summary: str = cell(Text(1000), empty="")
    certificates: tuple[str, ...] = cell(Places(), empty=())
    driving_licence: bool = cell(YesNo(), empty=False)
    hours_from: int | None = cell(Whole(_SMALL), empty=None)
    hours_to: int | None = cell(Whole(_SMALL), empty=None)
    circumstances: str = cell(Text(600), empty="")
    retired_on: dt.date | None = cell(Day(), empty=None)
    tasks: tuple[str, ...] = cell(Places(160), empty=())
    needs: str = cell(Text(1000), empty="")
    wage_from: Decimal | None = cell(Number(14), empty=None)
    wage_to: Decimal | None = cell(Number(14), empty=None)
    wage_source: str = cell(Text(200), empty="")
    wage_on: dt.date | None = cell(Day(), empty=None)
    picture: str = cell(Choice.of(WorkPicture.values), empty=WorkPicture.UNKNOWN.value)
    is_public: bool = cell(YesNo(), empty=False)

    def problems(self) -> Iterator[Problem]:
        if self.hours_from is not None and self.hours_to is not None and self.hours_to < self.hours_from:
            yield "hours_to", _("Het hoogste aantal uren ligt onder het laagste.")
        if self.wage_from is not None and self.wage_to is not None and self.wage_to < self.wage_from:
            yield "wage_to", _("Het hoogste loon ligt onder het laagste.")
        if (self.wage_from is not None or self.wage_to is not None) and not (self.wage_source and self.wage_on):
            yield "wage_source", _("Schrijf op waar het loon staat, en van welke dag het is.")
        for column in ("name", "summary", "circumstances", "needs", "wage_source"):
            if holds_citizen_number(getattr(self, column)):
                yield column, citizen_numbers.sentence()
        if any(holds_citizen_number(one) for one in self.tasks):
            yield "tasks", citizen_numbers.sentence()


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderRow(PackageRow):
    """A tender of the calendar; a concept may be half filled in.

    An empty ``on_calendar_since`` is the day on which it lands, once it is no concept. An empty ``touched_on`` is that
    day as well, and it never goes back: who said later that a tender is right said so.
    """

    FILE: ClassVar[str] = "tenders.csv"
    KEY: ClassVar[tuple[str, ...]] = ("reference",)
    #: Past these nobody plans its publication any more: an award may bring a tender that never was planned.
    TO_BE_PUBLISHED: ClassVar[frozenset[str]] = frozenset({TenderStatus.PLANNED, TenderStatus.PUBLISHED})
    #: What was withdrawn may have been a concept.
    MAY_BE_HALF: ClassVar[frozenset[str]] = frozenset({TenderStatus.CONCEPT, TenderStatus.WITHDRAWN})

    reference: str = cell(Text(60))
    authority: str = cell(Text(60))
    title: str = cell(Text(200), empty="")
    kind: str = cell(Choice.of(TenderKind.values), empty="")
    procedure: str = cell(Choice.of(Procedure.values), empty="")
    cpv: tuple[str, ...] = cell(CpvCodes(), empty=())
    estimated_value: Decimal | None = cell(Number(14), empty=None)
    labour_share: Decimal | None = cell(Number(5, highest=Decimal(100)), empty=None)
    sector: str = cell(Choice.of(Sector.values), empty="")
    planned_publication: dt.date | None = cell(Day(), empty=None)
    planned_award: dt.date | None = cell(Day(), empty=None)
    starts_on: dt.date | None = cell(Day(), empty=None)
    ends_on: dt.date | None = cell(Day(), empty=None)
    municipality: tuple[str, ...] = cell(Places(), empty=())
    sroi: str = cell(Choice.of(SroiDecision.values))
    sroi_percentage: Decimal | None = cell(Number(7, places=4, highest=Decimal(100)), empty=None)
    sroi_reason: str = cell(Text(500), empty="")
    on_calendar_since: dt.date | None = cell(Day(), empty=None)
    status: str = cell(Choice.of(TenderStatus.values))
    value_confidential: bool = cell(YesNo(), empty=False)
    description: str = cell(Text(4000), empty="")
    lots: tuple[tuple[int, str, str], ...] = cell(Lots(), empty=())
    occupations: tuple[tuple[str, int, dt.date | None], ...] = cell(Heads(), empty=())
    sroi_ways: tuple[str, ...] = cell(Codes.of(SroiWay.values), empty=())
    sroi_reason_kind: str = cell(Choice.of(ReasonKind.values), empty="")
    decided_on: dt.date | None = cell(Day(), empty=None)
    contact_name: str = cell(Text(120), empty="")
    contact_email: str = cell(Address(254), empty="")
    contact_phone: str = cell(Phone(20), empty="")
    stand_in_name: str = cell(Text(120), empty="")
    stand_in_email: str = cell(Address(254), empty="")
    tenderned_number: str = cell(Text(20), empty="")
    extension_count: int | None = cell(Whole(_SMALL, lowest=1), empty=None)
    extension_months: int | None = cell(Whole(_SMALL, lowest=1), empty=None)
    touched_on: dt.date | None = cell(Day(), empty=None)

    def problems(self) -> Iterator[Problem]:
        needed = () if self.status in self.MAY_BE_HALF else ("title", "kind", "procedure")
        if self.status in self.TO_BE_PUBLISHED:
            needed = (*needed, "planned_publication")
        for column in needed:
            if not getattr(self, column):
                yield column, _("Dit veld is niet ingevuld.")
        if self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on:
            yield "ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee.")
        if (self.extension_count is None) != (self.extension_months is None):
            yield (
                "extension_count" if self.extension_count is None else "extension_months",
                _("Vul bij een verlenging in hoe vaak het kan en hoeveel maanden het is."),
            )
        for column in ("sroi_reason", "description", "contact_name", "stand_in_name"):
            if holds_citizen_number(getattr(self, column)):
                yield column, citizen_numbers.sentence()
        if any(holds_citizen_number(f"{title} {description}") for _number, title, description in self.lots):
            yield "lots", citizen_numbers.sentence()
