"""Paid hours of one person in one calendar month: the bounds, and hours that were paid by another rhythm.

The bounds follow the Working Hours Act (Arbeidstijdenwet, article 5:7): 48 hours a week on average, 60 in any week.
"""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from organisations.rounding import half_up
from placements.valuation.months import days_in_month, days_within, months_between

_ON_AVERAGE = 48
_AT_MOST = 60
_DAYS_IN_A_WEEK = 7
_CENT = Decimal("0.01")


def flag_above(month: date) -> Decimal:
    """Hours of one person in this month above which a verifier is told: 48 × days in the month / 7.

    Hours come in hundredths, so cutting the bound to hundredths changes no verdict.
    """
    bound = Decimal(_ON_AVERAGE * days_in_month(month)) / _DAYS_IN_A_WEEK
    return bound.quantize(_CENT, rounding=ROUND_DOWN)


def refuse_above(month: date) -> Decimal:
    """Hours of one person in this month that nobody may pass: 60 × days in the month / 7, half up to hundredths."""
    return half_up(Fraction(_AT_MOST * days_in_month(month), _DAYS_IN_A_WEEK))


def split_over_months(hours: Decimal, *, first_day: date, last_day: date) -> dict[date, Decimal]:
    """Hours paid over any period (four weeks, say) divided over its calendar months by days.

    Keys are first days of months, values hours in hundredths that together are exactly `hours`: every month gets the
    rounded running total minus what earlier months got. Raises ValueError when the period ends before it starts or
    the hours are negative or finer than hundredths.
    """
    if last_day < first_day or hours < 0 or half_up(hours) != hours:
        raise ValueError("Hours in hundredths and a period that does not end before it starts are needed.")
    days = (last_day - first_day).days + 1
    shares: dict[date, Decimal] = {}
    passed, given = 0, Decimal("0.00")
    for month in months_between(first_day, last_day):
        passed += days_within(month, first_day, last_day)
        until_now = half_up(Fraction(hours) * passed / days)
        shares[month] = until_now - given
        given = until_now
    return shares
