"""Filters that write amounts, numbers and dates the Dutch way.

Amounts are ``Decimal`` or ``int``; anything else is a programming error and raises ``TypeError``. ``None`` gives an
empty string. Unit and number are joined by a non-breaking space, a negative amount carries a real minus sign.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.notation import NBSP, Amount, dutch_euros, dutch_number

register = template.Library()

_DATE = re.compile(r"(\b\d{1,2}-\d{1,2}-\d{4}\b)")

BYTES_PER_KB = 1000


def _places(argument: int | str | None) -> int | None:
    return None if argument is None else int(argument)


@register.filter
def euro(value: Amount | None) -> str:
    """``1234.56`` → ``€ 1.234,56``."""
    return "" if value is None else dutch_euros(value)


@register.filter
def euro0(value: Amount | None) -> str:
    """``1234.56`` → ``€ 1.235``: whole euros, for overviews."""
    return "" if value is None else dutch_euros(value, 0)


@register.filter
def number(value: Amount | None, places: int | str | None = None) -> str:
    """``1234.5`` → ``1.234,5``; with ``:2`` → ``1.234,50``."""
    return "" if value is None else dutch_number(value, _places(places))


@register.filter
def hours(value: Amount | None, places: int | str | None = None) -> str:
    """``28.90`` → ``28,9 uur``."""
    return "" if value is None else f"{dutch_number(value, _places(places))}{NBSP}{_('uur')}"


@register.filter
def percentage(value: Amount | None, places: int | str | None = None) -> str:
    """``2.50`` → ``2,5 %``: the value is the percentage itself, not a fraction."""
    return "" if value is None else f"{dutch_number(value, _places(places))}{NBSP}%"


@register.filter
def days(value: int | None) -> str:
    """``1`` → ``1 dag``."""
    if value is None:
        return ""
    return f"{dutch_number(value)}{NBSP}{ngettext('dag', 'dagen', value)}"


@register.filter
def file_size(value: int | None) -> str:
    """Bytes as kB or MB, the way a file manager shows them."""
    if value is None:
        return ""
    kilobytes = Decimal(value) / BYTES_PER_KB
    if kilobytes < BYTES_PER_KB:
        return f"{dutch_number(max(kilobytes, Decimal(1)), 0)}{NBSP}kB"
    return f"{dutch_number(kilobytes / BYTES_PER_KB, 1)}{NBSP}MB"


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def day_or_text(value: date | str) -> str:
    """A date as ``1-4-2025``, a word as it is: for timelines, where 'nu' stands among dates."""
    return value if isinstance(value, str) else date_nl(value)


@register.filter
def date_nl(value: date | None) -> str:
    """``1-4-2025``: short, for tables."""
    return "" if value is None else date_format(_local(value), "j-n-Y")


@register.filter
def whole_dates(text: str) -> SafeString:
    """A line in which the dates are never broken at their dashes."""
    words = _DATE.split(str(text))
    pairs = zip(words[:-1:2], words[1::2], strict=True)
    return format_html_join("", '{}<span class="nowrap">{}</span>', pairs) + conditional_escape(words[-1])


def near_day_nl(value: date, *, on: date) -> str:
    """``1-4``: of what is near in time; in another year than it is on this day with the year, ``1-4-2025``."""
    return date_format(value, "j-n" if value.year == on.year else "j-n-Y")


@register.filter
def day_nl(value: date | None) -> str:
    """``1 april 2025``: in sentences."""
    return "" if value is None else date_format(_local(value), "j F Y").replace(" ", NBSP, 1)


@register.filter
def month_nl(value: date | None) -> str:
    """``oktober 2026``."""
    return "" if value is None else date_format(_local(value), "F Y")


@register.filter
def moment_nl(value: datetime | None) -> str:
    """``3 november 2026, 14.02 uur`` in the time of the Netherlands."""
    if value is None:
        return ""
    local = _local(value)
    return f"{day_nl(local)}, {date_format(local, 'G.i')}{NBSP}{_('uur')}"
