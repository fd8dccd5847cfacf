"""Columns and the base class of every list: the same alignment, notation and links in all apps."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

import django_tables2 as tables
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from organisations.column_choice import COLUMNS, Choosable, ColumnChoice
from organisations.templatetags import formatting
from organisations.templatetags.components import status

Words = str | Promise

NUMERIC = {"th": {"class": "num"}, "td": {"class": "num"}}


#: More columns than this do not fit a page beside each other: they scroll in their own box, under a fixed heading.
FITTING = 9


class PortalTable(tables.Table):
    """A list as every screen shows it.

    ``caption`` says in a few words what the list holds, ``counted`` how many there are, ``empty_title`` and
    ``empty_help`` what to say and do while there is nothing at all, with a button if ``empty_url`` is set. When filters
    leave nothing, ``none_found`` is said. ``as_cards`` turns rows into cards on a phone: for lists people work in, not
    for lists they compare. The first column names the row and always shows; of the others the reader may choose, and
    those in ``extra`` show only when chosen.
    """

    caption: Words = _("Overzicht")
    beside_number: Words = ""
    counted: Any = ngettext_lazy("%(written)s regel", "%(written)s regels", "n")
    empty_title: Words = _("Hier staat nog niets.")
    empty_help: Words = ""
    empty_url: str = ""
    empty_action: Words = ""
    none_found: Words = _("Niets gevonden.")
    as_cards = True
    #: Whether rows can be ticked, and the template with what can be done with them.
    may_tick, bulk_bar = False, ""
    extra: ClassVar[Sequence[str]] = ()
    choice = ColumnChoice(COLUMNS, "", (), ())

    def when_empty(self, text: Words, *, url: str, action: Words, title: Words = "") -> None:
        """Say what to do while there is nothing at all, with the button that does it."""
        self.empty_title = title or self.empty_title
        self.empty_help, self.empty_url, self.empty_action = text, url, action

    def before_render(self, request: HttpRequest) -> None:
        """Show the columns that the address asks for."""
        self.choice = self._choice(request.GET)
        for one in self.choice.columns:
            if not one.is_shown:
                self.columns.hide(one.name)

    def _choice(self, asked: QueryDict) -> ColumnChoice:
        parameter = f"{self.prefix}{COLUMNS}"
        # Of what was made up or is for other eyes nothing is known here: it is passed over.
        first, *names = (column.name for column in self.columns.iterall())
        wanted = set(asked.getlist(parameter)) & set(names)
        shown = wanted or set(names) - set(self.extra)
        rest = asked.copy()
        for name in (parameter, self.prefixed_page_field):
            rest.pop(name, None)
        return ColumnChoice(
            parameter=parameter,
            row_name=self.columns[first].header,
            columns=[Choosable(name, self.columns[name].header, name in shown) for name in names],
            kept=[(name, value) for name, values in rest.lists() for value in values if value],
            usual_query=(rest.urlencode() or "alles=1") if wanted else "",
        )

    @property
    def is_wide(self) -> bool:
        """More columns than fit beside each other."""
        return len(self.columns) > FITTING

    @property
    def scrolls(self) -> bool:
        """In its own box, beside the name of the row and under the headings, which stay in sight."""
        return self.is_wide or not self.as_cards

    @property
    def said_number(self) -> str:
        """How many rows the list has on all its pages, in words."""
        pages = getattr(self, "paginator", None)
        number = len(self.rows) if pages is None else pages.count
        return str(self.counted % {"n": number, "written": formatting.number(number)})


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
