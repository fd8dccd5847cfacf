"""All contracts of an organisation together: what is owed, planned, approved, waiting, expected and still to do.

Sums are of what row security shows. Where a contract shows a band instead of a total, its lower end goes into the lower
sum and its upper end into the upper sum: the truth lies between the two, and no nearer than that is known. So two sums
are shown as two ends, never as their middle.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear, Greatest

from organisations.access import acts_for_authority, acts_for_contractor
from organisations.rounding import half_up
from organisations.tenancy import Acting
from tenders.access import contracts_of, sees_totals
from tenders.models import PartyTotals
from tenders.progress import ALL_OF_IT, BAND_PERCENT
from tenders.querysets import STANDING_ORDER, band_times

ZERO = Decimal("0.00")
#: As many parties as somebody compares at a glance; the rest is one line.
PARTIES_SHOWN = 15
_EXACT = DecimalField(max_digits=40, decimal_places=4)
_ZERO = Value(ZERO, output_field=_EXACT)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over contracts, in euros.

    ``approved`` and ``most`` are the lower and the upper end of what is approved, the same without bands; ``claimed``
    is that upper end together with what waits.
    """

    contracts: int = 0
    owed: Decimal = ZERO
    planned: Decimal = ZERO
    expected: Decimal = ZERO
    approved: Decimal = ZERO
    most: Decimal = ZERO
    claimed: Decimal = ZERO
    least_to_do: Decimal = ZERO
    to_do: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def waiting(self) -> Decimal:
        """What may still come on top of what is approved for certain."""
        return max(self.claimed - self.approved, ZERO)

    @property
    def is_band(self) -> bool:
        return self.approved != self.most or self.least_to_do != self.to_do


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its key in the filter of the list, its words, and its sums."""

    key: str
    label: str
    sums: Sums


def total(lines: list[Line]) -> Sums:
    return sum((line.sums for line in lines), start=Sums())


def by_standing(acting: Acting, *, on: dt.date) -> list[Line]:
    """A line for each standing that occurs, what needs attention first."""
    found = {row["standing"]: _sums(row) for row in _grouped(acting, on, "standing")}
    return [Line(one.value, one.value, found[one]) for one in STANDING_ORDER if one in found]


def by_year(acting: Acting, *, on: dt.date) -> list[Line]:
    """A line for each year of award, the newest first."""
    rows = sorted(_grouped(acting, on, "year"), key=lambda row: row["year"], reverse=True)
    return [Line(str(row["year"]), str(row["year"]), _sums(row)) for row in rows]


def by_party(acting: Acting, party: str, *, on: dt.date) -> list[Line]:
    """A line for each authority or contractor, the one that owes most first."""
    rows = _grouped(acting, on, f"{party}_id", f"{party}__name")
    lines = [Line(str(row[f"{party}_id"]), row[f"{party}__name"], _sums(row)) for row in rows]
    return sorted(lines, key=lambda line: (-line.sums.owed, line.label, line.key))


def own_parts(acting: Acting) -> QuerySet[PartyTotals]:
    """What a company did itself on contracts that several carry out, the newest award first."""
    own = PartyTotals.objects.filter(organisation_id=acting.organisation_id)
    return own.select_related("contract__authority", "contract__contractor").order_by("-contract__awarded_on", "pk")


def _grouped(acting: Acting, on: dt.date, *by: str) -> Any:
    """Sums over the contracts of which this member sees how the whole stands."""
    contracts: Any = contracts_of(acting).with_standing(on=on, totals=sees_totals(acting))
    if acts_for_authority(acting):
        contracts = contracts.filter(authority_id=acting.organisation_id)
    if acts_for_contractor(acting):
        contracts = contracts.filter(contractor_id=acting.organisation_id)
    contracts = contracts.annotate(year=ExtractYear("awarded_on"))
    rows = contracts.annotate(**_amounts(exact_too=not acts_for_authority(acting))).order_by(*by).values(*by)
    return rows.annotate(number=Count("pk"), **{f"sum_{name}": Sum(name, default=ZERO) for name in _NAMES})


_NAMES = ("obligation", "last_planned", "expected", "least", "most", "claimed", "least_to_do", "most_to_do")


def _amounts(*, exact_too: bool) -> dict[str, Any]:
    """Of each contract, by its exact total where that is shown, and else by its band."""
    band, claimed_band = F("band__persons_band"), F("band__persons_claimed_upper")
    persons = _exact(F("band__obligation") * band / 100)
    upper = Case(
        When(Q(band__persons=0, band__persons_band=0), then=persons),
        default=_exact(band_times(band + BAND_PERCENT, is_open=Q(band__persons_band__gte=ALL_OF_IT)) / 100),
    )
    claimed = _exact(band_times(claimed_band, is_open=Q(band__persons_claimed_upper__gt=ALL_OF_IT)) / 100)
    others, others_waiting = F("band__others_approved"), F("band__others_submitted")
    least: Any = _exact(Coalesce(persons, _ZERO) + others)
    most: Any = _exact(Coalesce(upper, _ZERO) + others)
    with_waiting: Any = _exact(Coalesce(claimed, _ZERO) + others + others_waiting)
    if exact_too:
        exact = _exact(F("totals__persons_approved") + F("totals__others_approved"))
        waiting = _exact(F("totals__persons_submitted") + F("totals__others_submitted"))
        least, most = Coalesce(exact, least), Coalesce(exact, most)
        with_waiting = Coalesce(_exact(exact + waiting), with_waiting)
    least = Coalesce(least, _ZERO, output_field=_EXACT)
    most = Coalesce(most, _ZERO, output_field=_EXACT)
    return {
        "last_planned": Coalesce(
            Func(F("plan_totals"), template="(%(expressions)s)[cardinality(plan_totals)]", output_field=_EXACT), _ZERO
        ),
        "expected": _exact(F("expected_share") / F("days")),
        "least": least,
        "most": most,
        "claimed": Coalesce(with_waiting, _ZERO, output_field=_EXACT),
        "least_to_do": Greatest(_exact(F("obligation") - most), _ZERO, output_field=_EXACT),
        "most_to_do": Greatest(_exact(F("obligation") - least), _ZERO, output_field=_EXACT),
    }


def _exact(expression: Any) -> ExpressionWrapper:
    return ExpressionWrapper(expression, output_field=_EXACT)


def _sums(row: dict[str, Any]) -> Sums:
    return Sums(row["number"], *(half_up(row[f"sum_{name}"]) for name in _NAMES))
