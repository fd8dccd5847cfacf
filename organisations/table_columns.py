"""Columns and the base class of every list: the same alignment, notation and links in all apps."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from organisations.templatetags import formatting
from organisations.templatetags.components import status

Words = str | Promise

NUMERIC = {"th": {"class": "num"}, "td": {"class": "num"}}


class PortalTable(tables.Table):
    """A list as every screen shows it.

    ``caption`` says in a few words what the list holds, ``empty_title`` and ``empty_help`` what to say and do when it is
    empty. ``as_cards`` turns rows into cards on a phone: for lists people work in, not for lists they compare.
    The first column names the row.
    """

    caption: Words = _("Overzicht")
    empty_title: Words = _("Hier staat nog niets.")
    empty_help: Words = ""
    as_cards = True


class TitleColumn(tables.Column):
    """The name of the row, linked by ``linkify``, with a second line in grey from the accessor ``sub``."""

    link: Any

    def __init__(self, *args: Any, sub: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sub = tables.A(sub) if sub else None
        if self.link:
            self.link = _LinkThenSub(self.link, self.sub)

    def render(self, value: Any, record: Any) -> Any:
        return value if self.link else format_html("{}{}", value, second_line(record, self.sub))


class _LinkThenSub:
    """Links the title only: the second line stands outside the link."""

    def __init__(self, link: Any, sub: tables.A | None) -> None:
        self.link = link
        self.sub = sub
        link.attrs = {"class": "utrecht-link utrecht-link--html-a"} | (link.attrs or {})

    def __call__(self, content: Any, *, record: Any, **kwargs: Any) -> SafeString:
        return format_html("{}{}", self.link(content, record=record, **kwargs), second_line(record, self.sub))


def second_line(record: Any, accessor: tables.A | None) -> SafeString | str:
    """What ``accessor`` finds, small and grey under the cell; nothing when it is empty."""
    text = accessor.resolve(record, quiet=True) if accessor else None
    return format_html('<span class="cell-sub">{}</span>', text) if text else ""


class _NumericColumn(tables.Column):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"attrs": NUMERIC} | kwargs))


class EuroColumn(_NumericColumn):
    """Euros without the sign: the heading carries ``(€)``. Whole euros unless ``places`` says otherwise."""

    def __init__(self, *args: Any, places: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def render(self, value: Decimal | int) -> str:
        return formatting.number(value, self.places)


class NumberColumn(_NumericColumn):
    """A count or a quantity."""

    def render(self, value: Decimal | int) -> str:
        return formatting.number(value)


class HoursColumn(_NumericColumn):
    """Hours with two decimals; the heading names the unit."""

    def render(self, value: Decimal | int) -> str:
        return formatting.number(value, 2)


class PercentageColumn(_NumericColumn):
    """A percentage with its sign."""

    def render(self, value: Decimal | int) -> str:
        return formatting.percentage(value)


class DateColumn(tables.Column):
    """A day as 1-4-2025, which never breaks at a hyphen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"attrs": {"td": {"class": "nowrap"}}} | kwargs))

    def render(self, value: Any) -> str:
        return formatting.date_nl(value)


class MonthColumn(tables.Column):
    """A month as oktober 2026."""

    def render(self, value: Any) -> str:
        return formatting.month_nl(value)


class StatusColumn(tables.Column):
    """A state as word, shape and colour, with an optional second line."""

    def __init__(self, *args: Any, sub: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sub = tables.A(sub) if sub else None

    def render(self, record: Any, bound_column: Any) -> SafeString:
        key = bound_column.accessor.resolve(record)
        badge = SafeString(render_to_string("components/status.html", status(key)))
        return format_html("{}{}", badge, second_line(record, self.sub))
