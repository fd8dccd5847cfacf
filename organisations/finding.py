"""What can be found from anywhere: each app offers sources, and all of them are asked of the database in one question.

A source starts from the rows of its own list and narrows them by the words of that list: who may see what is settled
there and by row security, and nothing is found here that its list would not show. Rows of all sources have one shape.
"""

import operator
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse
from django.utils.functional import Promise

from organisations.access import Predicate
from organisations.choices import Seen
from organisations.seen import log_seen
from organisations.tenancy import Acting

#: Rows of one source on the page; one more is asked for, to know whether there are others.
SHOWN = 5
#: How much words must be like what was typed, when nothing has exactly that (``pg_trgm``).
_ALIKE = Decimal("0.5")
#: The same for people: nobody is shown by accident.
_ALIKE_PERSON = Decimal("0.6")
_EXACT, _BEGINS, _HOLDS, _OTHERWISE = range(4)
_COLUMNS = ("found_in", "found_key", "found_region", "found_number", "found_name", "found_beside", "found_state")
_NOTHING = Value("", output_field=TextField())

Shown = str | Combinable


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that is looked for.

    ``rows`` is what the member may see, ``narrowed`` those of it that have the words. ``number``, ``name``, ``beside``
    and ``state`` are shown of a row, ``number`` finds it at once. ``like`` are the fields in which typing errors are
    forgiven. ``page`` is the URL name of one row, by ``key``; ``whole`` the address of the list with the same words.
    """

    name_of_all: str | Promise
    code: str
    is_for: Predicate
    rows: Callable[[Acting], Any]
    narrowed: Callable[[Any, str], Any]
    page: str
    name: Shown
    like: tuple[Shown, ...] = ()
    number: Shown = _NOTHING
    beside: Shown = _NOTHING
    state: Shown = _NOTHING
    key: str = "pk"
    whole: Callable[[Acting, str], str] | None = None
    #: People are in it: whoever sees a row leaves a line in the read log.
    seen: Seen | None = None

    def holding(self, acting: Acting, text: str) -> QuerySet[Any]:
        rows = self._shaped(self.narrowed(self.rows(acting), text))
        rank = Case(
            When(found_number__iexact=text, then=Value(_EXACT)),
            When(found_name__istartswith=text, then=Value(_BEGINS)),
            When(found_name__icontains=text, then=Value(_HOLDS)),
            default=Value(_OTHERWISE),
            output_field=IntegerField(),
        )
        return self._first(rows.annotate(found_rank=rank))

    def alike(self, acting: Acting, text: str) -> QuerySet[Any]:
        """What is called something like it, where nothing has the words themselves."""
        measures = [TrigramWordSimilarity(text, one) for one in self.like]
        likeness = Greatest(*measures) if len(measures) > 1 else measures[0]
        rows = (
            self._shaped(self.rows(acting))
            .alias(likeness=likeness)
            .filter(likeness__gte=_ALIKE_PERSON if self.seen else _ALIKE)
        )
        rank = Cast(Value(1000) - F("likeness") * Value(1000), IntegerField())
        return self._first(rows.annotate(found_rank=rank))

    def _shaped(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(
            found_in=Cast(Value(self.code), TextField()),
            found_key=F(self.key),
            found_region=F("region_id"),
            found_number=_as_text(self.number),
            found_name=_as_text(self.name),
            found_beside=_as_text(self.beside),
            found_state=_as_text(self.state),
        )

    def _first(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The newest among equals: keys grow with time."""
        found: QuerySet[Any] = rows.order_by("found_rank", "-found_key").values_list(*_COLUMNS, "found_rank")
        return found[: SHOWN + 1]


def _as_text(shown: Shown) -> Any:
    return Coalesce(Cast(shown, TextField()), _NOTHING)


@dataclass(frozen=True, slots=True)
class Hit:
    key: uuid.UUID
    region_id: uuid.UUID
    number: str
    name: str
    beside: str
    state: str
    rank: int
    url: str
    #: The number is what was typed.
    is_exact: bool

    @property
    def sub(self) -> str:
        return " · ".join(filter(None, (self.number if self.number != self.name else "", self.beside)))


@dataclass(slots=True)
class Group:
    source: Source
    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False
    #: The list with the same words; a guess has none, its list would find nothing.
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    groups: list[Group]
    #: Nothing has the words; this is only like them.
    is_guess: bool = False

    @property
    def only_exact(self) -> Hit | None:
        """The one thing that has this number, when there is one."""
        exact = [hit for group in self.groups for hit in group.hits if hit.is_exact]
        return exact[0] if len(exact) == 1 else None


def find(acting: Acting, sources: Iterable[Source], text: str, *, may_guess: bool = True) -> Found:
    """What this member may see of it, in one query; in a second one what looks like it, where nothing was found.

    ``may_guess``: nothing else has the words either. A group with what has this very number stands first, the others
    in the order of their sources.
    """
    offered = [one for one in sources if one.is_for(acting)]
    groups = _grouped(acting, offered, [one.holding(acting, text) for one in offered], text)
    if groups or not may_guess:
        for group in groups:
            if group.has_more and group.source.whole is not None:
                group.more_url = group.source.whole(acting, text)
        return Found(sorted(groups, key=lambda group: not group.hits[0].is_exact))
    alike = [one.alike(acting, text) for one in offered if one.like]
    return Found(_grouped(acting, offered, alike, text), is_guess=True)


def log_found(acting: Acting, found: Found, *, purpose: str, at: datetime, request: str = "") -> None:
    """Write down which people are shown, before they are."""
    for group in found.groups:
        if group.source.seen is not None:
            whose = [(hit.region_id, hit.key) for hit in group.hits]
            log_seen(acting, group.source.seen, whose, reason=purpose, at=at, request=request)


def _grouped(acting: Acting, sources: list[Source], parts: list[QuerySet[Any]], text: str) -> list[Group]:
    if not parts:
        return []
    groups = {one.code: Group(one) for one in sources}
    rows = list(parts[0].union(*parts[1:], all=True)) if len(parts) > 1 else list(parts[0])
    for code, key, region_id, number, name, beside, state, rank in rows:
        group = groups[code]
        url = reverse(group.source.page, args=[acting.organisation_id, key])
        is_exact = bool(number) and number.casefold() == text.casefold()
        group.hits.append(Hit(key, region_id, number, name, beside, state, rank, url, is_exact))
    for group in groups.values():
        group.hits.sort(key=lambda hit: (hit.rank, -hit.key.int))
        group.has_more = len(group.hits) > SHOWN
        del group.hits[SHOWN:]
    return [group for group in groups.values() if group.hits]


def list_at(url_name: str, word: str = "zoek", **fixed: str) -> Callable[[Acting, str], str]:
    """The address of a list of the workspace with these words in its own search."""

    def address(acting: Acting, text: str) -> str:
        return f"{reverse(url_name, args=[acting.organisation_id])}?{urlencode({word: text} | fixed)}"

    return address


def each_word(rows: QuerySet[Any], text: str, fields: Iterable[str]) -> QuerySet[Any]:
    """The rows that have each word in one of these fields."""
    names = [f"{one}__icontains" for one in fields]
    for word in text.split():
        rows = rows.filter(reduce(operator.or_, (Q(**{name: word}) for name in names)))
    return rows
