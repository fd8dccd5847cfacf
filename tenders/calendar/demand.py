"""The people that tenders on the calendar will ask: read for schools, training and the back office."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import QueryDict

from tenders.calendar.quarters import Quarter, quarter_of, quarters_from
from tenders.calendar.selection import selection
from tenders.calendar.wanted import ByDate, Order, View, Wanted, wanted_in
from tenders.choices import TenderStatus
from tenders.demand_rules import Asked, Demand, demand_of
from tenders.models import ExpectedOccupation

#: Announced, asked for and awarded; of what runs only that which is still to begin.
COUNTED = (
    TenderStatus.PLANNED.value,
    TenderStatus.PUBLISHED.value,
    TenderStatus.AWARDED.value,
    TenderStatus.IN_EXECUTION.value,
)
#: Two years ahead by themselves; at most so many where somebody asks for more.
USUAL, MOST = 8, 24


@dataclass(frozen=True, slots=True)
class Line:
    """What one tender asks of one occupation."""

    occupation_code: str
    occupation: str
    sector: str
    heads: int
    on: date | None
    tender_id: uuid.UUID
    title: str
    authority: str
    status: str
    #: Where the work is: codes of municipalities, or names of places that an import brought.
    municipalities: Sequence[str] = ()
    on_calendar_since: date | None = None


@dataclass(frozen=True, slots=True)
class ReadDemand:
    wanted: Wanted
    demand: Demand
    lines: Sequence[Line]
    quarters: Sequence[Quarter]
    names: dict[str, str]

    def lines_of(self, occupation: str) -> list[Line]:
        """By the day on which people are asked; what has none last."""
        own = [one for one in self.lines if one.occupation_code == occupation]
        return sorted(own, key=lambda one: (one.on is None, one.on or date.max, one.title))


def asked_in(query: QueryDict | str) -> Wanted:
    """The part of an address that the demand knows: which occupations, sector, places, authorities and period."""
    wanted = wanted_in(QueryDict(query) if isinstance(query, str) else query)
    return wanted.with_(
        zoek="", soort=(), stand=(), sroi=(), procedure=(), cpv=(), waarde_van=None, waarde_tot=None,
        sorteer=Order.PUBLICATION.value, weergave=View.LIST.value, op=ByDate.PUBLICATION.value,
    )  # fmt: skip


def read_demand(region_id: uuid.UUID, wanted: Wanted, *, on: date, only: Q | None = None) -> ReadDemand:
    """The demand of a region from the quarter of this day on. One query; call it inside a context.

    ``only`` narrows the expected occupations themselves.
    """
    quarters = _quarters(wanted, on)
    # Sector and occupation are those of the people, not of the whole tender.
    tenders = selection(
        region_id, wanted.with_(van=None, tot=None, sector=(), beroep=(), stand=COUNTED), on=on
    ).unordered.order_by()
    heads = ExpectedOccupation.objects.filter(only or Q(), tender__in=tenders.values("pk"))
    if wanted.sector:
        heads = heads.filter(occupation__sector__in=wanted.sector)
    if wanted.beroep:
        heads = heads.filter(occupation__code__in=wanted.beroep)
    found = heads.annotate(day=Coalesce("starts_on", "tender__starts_on")).order_by("pk")
    # Only what somebody asked for: with a period, what has no day falls outside it.
    lines = [
        Line(*row)
        for row in found.values_list(
            "occupation__code", "occupation__name", "occupation__sector", "head_count", "day", "tender_id",
            "tender__title", F("tender__authority__name"), "tender__status",
            "tender__municipalities", "tender__on_calendar_since",
        )
        if _is_within(row[4], quarters, wanted)
    ]  # fmt: skip
    asked = (Asked(one.occupation_code, one.heads, one.on, str(one.tender_id)) for one in lines)
    keys = [(one.year, one.number) for one in quarters]
    names = {one.occupation_code: one.occupation for one in lines}
    return ReadDemand(wanted, demand_of(asked, quarters=keys), lines, quarters, names)


def _is_within(day: date | None, quarters: Sequence[Quarter], wanted: Wanted) -> bool:
    if day is None:
        return not (wanted.van or wanted.tot)
    return day >= quarters[0].first_day and (wanted.tot is None or day <= quarters[-1].last_day)


def _quarters(wanted: Wanted, on: date) -> list[Quarter]:
    first = wanted.van or quarter_of(on)
    if wanted.tot is None:
        return list(quarters_from(first, USUAL))
    quarters = []
    for one in quarters_from(first, MOST):
        quarters.append(one)
        if one >= wanted.tot:
            break
    return quarters
