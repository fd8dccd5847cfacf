"""Calendar months: arithmetic on dates that every rule with a term in months shares.

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

    Raises OverflowError outside the years 1–9999.
    """
    year, index = divmod(day.year * _MONTHS_IN_A_YEAR + day.month - 1 + months, _MONTHS_IN_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("The date lies outside the calendar.")
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def months_between(first_day: date, last_day: date) -> Iterator[date]:
    """Every calendar month that has a day in `first_day`–`last_day` (both inclusive), in order."""
    since, until = (day.year * _MONTHS_IN_A_YEAR + day.month - 1 for day in (first_day, last_day))
    for number in range(since, until + 1 if first_day <= last_day else since):
        yield date(number // _MONTHS_IN_A_YEAR, number % _MONTHS_IN_A_YEAR + 1, 1)
