"""Calendar months and the days of a period in them, which is what valuation counts."""

from datetime import date

from organisations.months import add_months, days_in_month, first_of_month, last_of_month, months_between

__all__ = ["add_months", "days_in_month", "days_within", "first_of_month", "last_of_month", "months_between"]


def days_within(month: date, first_day: date, last_day: date) -> int:
    """How many days of the month of `month` fall in `first_day`–`last_day` (both inclusive)."""
    since, until = max(first_day, first_of_month(month)), min(last_day, last_of_month(month))
    return max((until - since).days + 1, 0)
