"""Calendar months: the arithmetic that every other rule of valuation stands on.

A month is written as the date of its first day.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

_MONTHS_IN_A_YEAR = 12


def first_of_month(day: date) -> date:
    """The first day of the month in which `day` falls."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month in which `day` falls."""
    return day.replace(day=days_in_month(day))


def days_in_month(day: date) -> int:
    """How many days the month of `day` has: 28 to 31."""
    return monthrange(day.year, day.month)[1]


def add_months(day: date, months: int) -> date:
    """The same day `months` later, clipped to the last day of that month: 31 August + 6 = 28 or 29 February.

    Raises OverflowError past the year 9999.
    """
    year, index = divmod(day.year * _MONTHS_IN_A_YEAR + day.month - 1 + months, _MONTHS_IN_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("The date lies outside the calendar.")
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def months_between(first_day: date, last_day: date) -> Iterator[date]:
    """Every calendar month that has a day in `first_day`–`last_day` (both inclusive), in order."""
    month = first_of_month(first_day)
    while month <= last_day:
        yield month
        if (month.year, month.month) == (date.max.year, _MONTHS_IN_A_YEAR):
            return
        month = add_months(month, 1)


def overlap(first_day: date, last_day: date, since: date, until: date) -> int:
    """How many days two periods share, all four ends inclusive; 0 when they share none."""
    return max((min(last_day, until) - max(first_day, since)).days + 1, 0)


def days_within(month: date, first_day: date, last_day: date) -> int:
    """How many days of the month of `month` fall in `first_day`–`last_day` (both inclusive)."""
    return overlap(first_of_month(month), last_of_month(month), first_day, last_day)
