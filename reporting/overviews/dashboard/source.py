"""Figures that were collected before, each with its value and the address of its own page."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organisations.notation import dutch_euros, dutch_number
from organisations.rounding import half_up
from reporting.figures.tree import escaped
from reporting.periods import Period

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figure:
    """A number or an amount in euros; ``url`` is empty where it has no page. None: nobody knows it."""

    value: int | Decimal | None
    url: str = ""
    in_euros: bool = False

    @property
    def text(self) -> str:
        if self.value is None:
            return "–"
        if self.in_euros:
            return dutch_euros(self.value, 0)
        return dutch_number(self.value)

    @property
    def link(self) -> SafeString:
        """The figure as it stands on a page: it opens what it means."""
        if not self.url or self.value is None:
            return format_html("{}", self.text)
        return format_html(
            '<a class="utrecht-link utrecht-link--html-a figure-link" href="{}">{}</a>', self.url, self.text
        )


@dataclass(frozen=True)
class Source:
    """A document of figures (``reporting.figures.topics``) and where its figures are explained.

    ``base`` is the address under which the page of each figure stands, ``query`` what follows it.
    """

    document: Mapping[str, Any]
    base: str
    query: str = ""

    @property
    def period(self) -> Period:
        return Period.parse(self.document["period"])

    @property
    def made_on(self) -> dt.date:
        return timezone.localdate(dt.datetime.fromisoformat(self.document["made_at"]))

    @property
    def stands_on(self) -> dt.date:
        """The day whose standing is told: nobody knows a day that is yet to come."""
        return min(self.made_on, self.period.last_day)

    @property
    def programme_start(self) -> dt.date:
        return dt.date.fromisoformat(self.document["programme"]["started_on"])

    def at(self, *way: str) -> Any:
        """What stands at this place, or None."""
        here: Any = self.document
        for step in way:
            if not isinstance(here, Mapping) or step not in here:
                return None
            here = here[step]
        return here

    def map(self, *way: str) -> Mapping[str, Any]:
        return self.at(*way) or {}

    def count(self, *way: str) -> Figure:
        """A number of things; what a map leaves out is zero, what a topic does not have is unknown."""
        value = self.at(*way)
        if value is None:
            return Figure(0 if self.at(*way[:-1]) is not None else None)
        return Figure(int(value), self.url(*way))

    def amount(self, *way: str) -> Figure:
        value = self.at(*way)
        if value is None:
            return Figure(Decimal("0.00") if isinstance(self.at(*way[:-1]), Mapping) else None, in_euros=True)
        return Figure(Decimal(value), self.url(*way), in_euros=True)

    def known_amount(self, *way: str) -> Figure:
        """An amount that is empty rather than zero where it stands empty, such as a cost per person without anybody."""
        value = self.at(*way)
        return Figure(None, in_euros=True) if value is None else Figure(Decimal(value), self.url(*way), in_euros=True)

    def url(self, *way: str) -> str:
        return f"{self.base}{quote('.'.join(escaped(step) for step in way))}/{self.query}"


def share(part: int | Decimal | None, whole: int | Decimal | None) -> Decimal | None:
    """In percent, whole; None where there is nothing to take a share of."""
    if part is None or not whole:
        return None
    return half_up(HUNDRED * Decimal(part) / Decimal(whole), 0)
