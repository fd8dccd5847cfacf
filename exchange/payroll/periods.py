"""The periods over which payroll counts: calendar months, and thirteen periods of four weeks in a year.

Periods of four weeks follow the weeks of ISO 8601, as those of the Tax Administration do; the thirteenth takes along
week 53 in the years that have one. Knows no database.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from organisations.months import add_months, first_of_month, last_of_month
from organisations.templatetags.formatting import date_nl, month_nl

PERIODS = 13
_WEEKS = 4
_SUNDAY = 7
_CODE = re.compile(r"(\d{4})-(?:P(\d{2})|(\d{2}))", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    first_day: date
    last_day: date

    @property
    def is_month(self) -> bool:
        return self.first_day.day == 1 and self.last_day == last_of_month(self.first_day)

    def __str__(self) -> str:
        if self.is_month:
            return month_nl(self.first_day)
        return _("%(first)s tot en met %(last)s") % {"first": date_nl(self.first_day), "last": date_nl(self.last_day)}


def month_period(day: date) -> Period:
    return Period(first_of_month(day), last_of_month(day))


def four_weeks(year: int, number: int) -> Period:
    """The n-th period of four weeks of a year; ValueError when there is none."""
    if not 1 <= number <= PERIODS:
        raise ValueError(number)
    first = date.fromisocalendar(year, _WEEKS * (number - 1) + 1, 1)
    last_week = _last_week(year) if number == PERIODS else _WEEKS * number
    return Period(first, date.fromisocalendar(year, last_week, _SUNDAY))


def period_of(code: str) -> Period:
    """``2026-05`` is a month, ``2026-P05`` a period of four weeks; ValueError for anything else."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise ValueError(code)
    year, weeks, month = match.groups()
    return four_weeks(int(year), int(weeks)) if weeks else month_period(date(int(year), int(month), 1))


def month_code(month: date) -> str:
    return f"{month:%Y-%m}"


def latest(*, on: date, count: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The months and the periods of four weeks that have begun, the newest first, as code and words."""
    months = [add_months(first_of_month(on), -back) for back in range(count)]
    weeks = list(_four_weeks_before(on, count))
    return (
        [(month_code(month), month_nl(month)) for month in months],
        [
            (
                f"{year}-P{number:02}",
                _("Periode %(number)s van %(year)s (%(period)s)") % {"number": number, "year": year, "period": period},
            )
            for year, number, period in weeks
        ],
    )


def _four_weeks_before(on: date, count: int) -> Iterator[tuple[int, int, Period]]:
    day = on
    for _time in range(count):
        year, week, _weekday = day.isocalendar()
        number = min((week - 1) // _WEEKS + 1, PERIODS)
        period = four_weeks(year, number)
        yield year, number, period
        day = period.first_day - timedelta(days=1)


def _last_week(year: int) -> int:
    """The 28th of December always lies in the last week of its year."""
    return date(year, 12, 28).isocalendar().week
