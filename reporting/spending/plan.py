"""The tables of the plan, row for row, and what its sources say differently."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.refused import Refused
from organisations.tenancy import Acting
from reporting.choices import MoneySource, PlanSide
from reporting.figures.budgeting import PLAN_LINES, ZERO, contribution, share
from reporting.models import BudgetLine, ContributionShare
from reporting.spending.account import Tranche, tranches_of


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a table: an amount for each year of the plan, None where it has none, and all of them together."""

    name: str
    amounts: tuple[Decimal | None, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class KeyRow:
    name: str
    kind: str
    inhabitants: int
    share: Decimal
    amount: Decimal
    #: What the plan printed.
    stated: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    amount: Decimal
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What two sources say differently about one thing; both stay."""

    about: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    years: tuple[int, ...]
    budget: tuple[PlanRow, ...]
    cover: tuple[PlanRow, ...]
    detail: tuple[PlanRow, ...]
    tranches: tuple[Tranche, ...]
    key: tuple[KeyRow, ...]
    sources: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    #: The amounts that were decided or written down more than once, each with all its versions, the last one first.
    changed: tuple[tuple[BudgetLine, ...], ...]


def plan_of(region_id: uuid.UUID) -> Plan:
    """The plan of a region, in two queries."""
    versions = list(BudgetLine.objects.filter(region_id=region_id).select_related("entered_by").newest_first())
    of_line: dict[tuple[str, str, int], list[BudgetLine]] = defaultdict(list)
    for one in versions:
        of_line[one.side, one.category, one.year].append(one)
    lines = [found[0] for found in of_line.values()]
    shares = list(ContributionShare.objects.filter(region_id=region_id).order_by("position"))
    years = tuple(sorted({one.year for one in lines if one.side in {PlanSide.SPENDING, PlanSide.COVER}}))
    tranches = tranches_of(lines)
    key = _key(lines, shares)
    return Plan(
        years=years,
        budget=_table(lines, PlanSide.SPENDING, years, order=list(PLAN_LINES).index),
        cover=_table(lines, PlanSide.COVER, years, order=MoneySource.values.index),
        detail=_table(lines, PlanSide.DETAIL, years, order=lambda _name: 0),
        tranches=tranches,
        key=key,
        sources=tuple(sorted({one.source for one in lines} | {one.source for one in shares})),
        contradictions=tuple(_contradictions(lines, key, shares)),
        changed=tuple(tuple(found) for found in of_line.values() if len(found) > 1),
    )


@transaction.atomic
def receive(acting: Acting, *, region_id: uuid.UUID, year: int, amount: Decimal, source: str, at: datetime) -> None:
    """Write down what came in of a tranche; a later word about it counts, and the former stays beside it."""
    if not BudgetLine.objects.filter(region_id=region_id, side=PlanSide.TRANCHE, year=year).exists():
        raise Refused(_("Voor dit jaar staat er geen termijn van het Rijk in het plan."))
    BudgetLine.objects.create(
        region_id=region_id,
        side=PlanSide.RECEIVED,
        category=MoneySource.STATE,
        year=year,
        amount=amount,
        source=source.strip(),
        version_on=timezone.localdate(at),
        entered_by_id=acting.user_id,
        entered_at=at,
    )


@transaction.atomic
def decide(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    line: tuple[str, str],
    year: int,
    amount: Decimal,
    source: str,
    version_on: date,
    at: datetime,
) -> None:
    """Write down an amount of the plan as it was decided; what was decided before stays beside it.

    ``line`` is the side of the plan and the category on it.
    """
    side, category = line
    BudgetLine.objects.create(
        region_id=region_id,
        side=side,
        category=category,
        year=year,
        amount=amount,
        source=source.strip(),
        version_on=version_on,
        entered_by_id=acting.user_id,
        entered_at=at,
    )


def choose_centre(region_id: uuid.UUID, organisation_id: uuid.UUID | None) -> None:
    """Say which municipality keeps the money of the programme; a function of the database holds who may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisations_choose_centre(%s, %s)", [region_id, organisation_id])


def _table(
    lines: Iterable[BudgetLine], side: str, years: tuple[int, ...], *, order: Callable[[str], int]
) -> tuple[PlanRow, ...]:
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for one in lines:
        if one.side == side:
            found[one.category][one.year] = one.amount
    rows = [
        PlanRow(name, tuple(found[name].get(year) for year in years), sum(found[name].values(), ZERO))
        for name in sorted(found, key=lambda name: (_placed(order, name), name))
    ]
    if not rows:
        return ()
    totals = tuple(sum((row.amounts[place] or ZERO for row in rows), ZERO) for place in range(len(years)))
    return (*rows, PlanRow("total", totals, sum((row.total for row in rows), ZERO)))


def _placed(order: Callable[[str], int], name: str) -> int:
    """Where the plan has it; what it does not name comes last."""
    try:
        return order(name)
    except ValueError:
        return len(name) + 100


def _key(lines: Iterable[BudgetLine], shares: list[ContributionShare]) -> tuple[KeyRow, ...]:
    everybody = next((one.inhabitants for one in shares if one.kind == "total"), 0)
    amount = sum((one.amount for one in lines if (one.side, one.category) == _MUNICIPALITIES), ZERO)
    if not everybody:
        return ()
    return tuple(
        KeyRow(
            name=one.name,
            kind=one.kind,
            inhabitants=one.inhabitants,
            share=share(inhabitants=one.inhabitants, of=everybody),
            amount=contribution(amount=amount, inhabitants=one.inhabitants, of=everybody),
            stated=one.stated,
        )
        for one in shares
    )


_MUNICIPALITIES = (PlanSide.COVER.value, MoneySource.MUNICIPALITIES.value)


def _contradictions(
    lines: list[BudgetLine], key: tuple[KeyRow, ...], shares: list[ContributionShare]
) -> Iterator[Contradiction]:
    """Everything of the plan that two sources give another amount for; what is rounded counts as well."""
    of_side: dict[str, list[BudgetLine]] = defaultdict(list)
    for one in lines:
        of_side[one.side].append(one)
    own = [one for one in of_side[PlanSide.COVER] if one.category == MoneySource.MUNICIPALITIES]
    for limit in of_side[PlanSide.LIMIT]:
        total = sum((one.amount for one in own), ZERO)
        if own and total != limit.amount:
            yield Contradiction(
                _("Eigen bijdrage van de gemeenten"),
                (
                    Statement(total, _("wordt verdeeld met de verdeelsleutel"), _sources(own)),
                    Statement(limit.amount, _("is de hoogste bijdrage"), limit.source),
                ),
            )
    state = {one.year: one for one in of_side[PlanSide.COVER] if one.category == MoneySource.STATE}
    promised = {one.year: one for one in of_side[PlanSide.TRANCHE]}
    for year in sorted(state.keys() & promised.keys()):
        if state[year].amount != promised[year].amount:
            yield Contradiction(
                _("Geld van het Rijk in %(year)s") % {"year": year},
                (
                    Statement(promised[year].amount, _("is de termijn"), promised[year].source),
                    Statement(state[year].amount, _("is de dekking"), state[year].source),
                ),
            )
    yield from _sums_that_differ(of_side)
    for row, stated in zip(key, shares, strict=False):
        if row.amount != row.stated:
            yield Contradiction(
                _("Bijdrage van %(name)s") % {"name": row.name},
                (
                    Statement(row.amount, _("volgt uit de inwoners"), _("Berekend met de verdeelsleutel")),
                    Statement(row.stated, _("staat in de tabel"), stated.source),
                ),
            )
    amounts = {held.codes[0]: row.amount for row, held in zip(key, shares, strict=False) if row.kind == "municipality"}
    for row, held in zip(key, shares, strict=False):
        members = sum((amounts.get(code, ZERO) for code in held.codes), ZERO)
        if row.kind == "group" and members != row.amount:
            yield Contradiction(
                _("Bijdrage van %(name)s samen") % {"name": row.name},
                (
                    Statement(row.amount, _("is op de inwoners van de groep afgerond"), held.source),
                    Statement(members, _("is de som van de afgeronde gemeenten"), _("Opgeteld uit dezelfde tabel")),
                ),
            )


def _sums_that_differ(of_side: dict[str, list[BudgetLine]]) -> Iterator[Contradiction]:
    """Budget against cover, and the back office against its parts, year by year."""
    back_office = [one for one in of_side[PlanSide.SPENDING] if one.category == "back_office"]
    pairs = (
        (_("Begroting en dekking van %(year)s"), of_side[PlanSide.SPENDING], of_side[PlanSide.COVER]),
        (_("Backoffice in %(year)s en de onderdelen"), back_office, of_side[PlanSide.DETAIL]),
    )
    for about, one_side, other_side in pairs:
        one, other = _by_year(one_side), _by_year(other_side)
        for year in sorted(one.keys() & other.keys()):
            if one[year] != other[year]:
                yield Contradiction(
                    about % {"year": year},
                    (
                        Statement(one[year], _("staat begroot"), _sources(one_side, year)),
                        Statement(other[year], _("is de som van de andere tabel"), _sources(other_side, year)),
                    ),
                )


def _sources(lines: Iterable[BudgetLine], year: int | None = None) -> str:
    """Where these amounts are written, each source once."""
    return "; ".join(sorted({one.source for one in lines if year in {None, one.year}}))


def _by_year(lines: Iterable[BudgetLine]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for one in lines:
        found[one.year] += one.amount
    return found
