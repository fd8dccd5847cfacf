"""One overview for a company of all its contracts, over all authorities and regions: amounts, and what each asks of it.

Amounts are the company's own: where several carry out a contract, its part. What is owed stands with who won it.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.notation import dutch_number
from organisations.templatetags.formatting import month_nl
from organisations.tenancy import Acting
from placements.choices import ToDo
from placements.reminders.chasing import page_of
from placements.reminders.due import Due
from reporting.overviews.contracts import Row, of_company
from tenders.access import contracts_of

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that a contract asks, in a few words, with the page on which it is done."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """In euros. ``expected``: by the end, with what lines in hand still bring. ``to_do``: owed and not approved yet."""

    owed: Decimal = ZERO
    approved: Decimal = ZERO
    waiting: Decimal = ZERO
    expected: Decimal = ZERO
    to_do: Decimal = ZERO

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Contracted:
    """One contract in the overview."""

    row: Row
    amounts: Amounts
    asks: tuple[Ask, ...]
    #: Since when the oldest thing waits; the day after the contract where nothing does, to sort by.
    first_asked: dt.date

    @property
    def pk(self) -> uuid.UUID:
        return self.row.contract.pk

    @property
    def title(self) -> str:
        return self.row.contract.title

    @property
    def sub_title(self) -> str:
        contract = self.row.contract
        return " · ".join(
            one for one in (contract.reference, contract.authority.name, contract.region.name, self.row.own_role) if one
        )

    @property
    def standing(self) -> str:
        return self.row.outlook.standing or ""

    @property
    def ends_on(self) -> dt.date:
        return self.row.contract.ends_on

    @property
    def is_settled(self) -> bool:
        return self.row.contract.settled_on is not None

    @property
    def asked_nothing(self) -> bool:
        return not self.asks


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contracts are shown. ``settled``: None for both."""

    words: str = ""
    region_id: str = ""
    authority_id: str = ""
    settled: bool | None = False
    only_asking: bool = False


def contracts_with_asks(acting: Acting, found: Iterable[Due], *, on: dt.date) -> list[Contracted]:
    """All contracts of the company, what asks something first; two queries, with what ``todo.to_do`` found."""
    asked: dict[uuid.UUID, list[Due]] = defaultdict(list)
    for one in found:
        asked[one.contract_id].append(one)
    rows = [_contracted(row, asked[row.contract.pk]) for row in of_company(contracts_of(acting), acting=acting, on=on)]
    return sorted(rows, key=lambda one: (one.asked_nothing, one.first_asked, one.title, one.pk))


def narrowed(rows: Iterable[Contracted], wanted: Wanted) -> list[Contracted]:
    return [one for one in rows if _is_wanted(one, wanted)]


def total(rows: Iterable[Contracted]) -> Amounts:
    return sum((one.amounts for one in rows), start=Amounts())


def regions_in(rows: Iterable[Contracted]) -> list[tuple[str, str]]:
    """What the company can choose between: regions in which it has contracts."""
    return _named((one.row.contract.region_id, one.row.contract.region.name) for one in rows)


def authorities_in(rows: Iterable[Contracted]) -> list[tuple[str, str]]:
    return _named((one.row.contract.authority_id, one.row.contract.authority.name) for one in rows)


def _named(pairs: Iterable[tuple[Any, str]]) -> list[tuple[str, str]]:
    return sorted({str(key): name for key, name in pairs}.items(), key=lambda one: one[1].casefold())


def _is_wanted(one: Contracted, wanted: Wanted) -> bool:
    said = f"{one.title} {one.sub_title}".casefold()
    contract = one.row.contract
    return (
        all(word in said for word in wanted.words.casefold().split())
        and wanted.region_id in ("", str(contract.region_id))
        and wanted.authority_id in ("", str(contract.authority_id))
        and wanted.settled in (None, one.is_settled)
        and not (wanted.only_asking and one.asked_nothing)
    )


def _contracted(row: Row, found: Sequence[Due]) -> Contracted:
    outlook, mine = row.outlook, row.outlook.mine
    approved, waiting, planned = (mine.approved, mine.waiting, mine.planned) if mine else (ZERO, ZERO, ZERO)
    wins = row.shows_owed
    return Contracted(
        row=row,
        amounts=Amounts(
            owed=outlook.owed if wins else ZERO,
            approved=approved,
            waiting=waiting,
            expected=approved + waiting + planned,
            to_do=outlook.to_do if wins and row.contract.settled_on is None else ZERO,
        ),
        asks=tuple(_asks(found)),
        first_asked=min((one.since for one in found), default=row.contract.ends_on + dt.timedelta(days=1)),
    )


def _asks(found: Sequence[Due]) -> Iterable[Ask]:
    """In words, one for each month and kind."""
    groups: dict[tuple[ToDo, Any], list[Due]] = defaultdict(list)
    for one in found:
        groups[one.kind, one.month if one.kind == ToDo.HOURS else None].append(one)
    for (kind, month), here in groups.items():
        yield Ask(_words(kind, month, len(here)), page_of(here[0]))


def _words(kind: ToDo, month: dt.date | None, number: int) -> str:
    if kind == ToDo.HOURS:
        people = ngettext("%(n)s medewerker", "%(n)s medewerkers", number) % {"n": dutch_number(number)}
        return _("Uren %(month)s: %(people)s") % {"month": month_nl(month), "people": people}
    words = {
        ToDo.QUESTION: ngettext("%(n)s vraag voor u", "%(n)s vragen voor u", number),
        ToDo.YEAR_LINE: ngettext("%(n)s jaarregel indienen", "%(n)s jaarregels indienen", number),
        ToDo.SAMPLE: ngettext("%(n)s regel in een steekproef", "%(n)s regels in een steekproef", number),
        ToDo.EVIDENCE: ngettext("%(n)s bewijsstuk loopt af", "%(n)s bewijsstukken lopen af", number),
        ToDo.REQUEST: ngettext("%(n)s antwoord van het Werkplein", "%(n)s antwoorden van het Werkplein", number),
    }
    return words[kind] % {"n": dutch_number(number)}
