"""Working days in the Netherlands. Pure: dates in, dates out.

The days off are those of the Algemene termijnenwet, art. 3, and every Saturday and Sunday.
"""

import datetime as dt

from dateutil.easter import easter  # type: ignore[import-untyped]

SATURDAY, SUNDAY = 5, 6
#: From this year the King's birthday is celebrated on 27 April; before it the Queen's on 30 April.
_FIRST_YEAR_OF_KING = 2014


def days_off(year: int) -> frozenset[dt.date]:
    """New Year, Good Friday, Easter Monday, the King's birthday, 5 May, Ascension, Whit Monday, both Christmas days."""
    sunday = easter(year)
    from_easter = (-2, 1, 39, 50)
    return frozenset(
        {
            dt.date(year, 1, 1),
            _birthday(year),
            dt.date(year, 5, 5),
            dt.date(year, 12, 25),
            dt.date(year, 12, 26),
            *(sunday + dt.timedelta(days=days) for days in from_easter),
        }
    )


def is_working_day(day: dt.date) -> bool:
    return day.weekday() not in {SATURDAY, SUNDAY} and day not in days_off(day.year)


def from_working_day(day: dt.date) -> dt.date:
    """Return the day itself, or the first working day after it."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def _birthday(year: int) -> dt.date:
    """On a Sunday it is celebrated a day earlier."""
    day = dt.date(year, 4, 27) if year >= _FIRST_YEAR_OF_KING else dt.date(year, 4, 30)
    return day - dt.timedelta(days=1) if day.weekday() == SUNDAY else day
