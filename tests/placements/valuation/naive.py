"""A second valuation, written from the rules alone: slow, one day at a time, sharing nothing with the portal's own.

Days are looked up in sets, never subtracted or merged; a quotient is summed day by day; rounding counts whole cents.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

DAY = timedelta(days=1)


def days(first_day: date, last_day: date) -> list[date]:
    """Every day from the first to the last, both inclusive."""
    found = []
    while first_day <= last_day:
        found.append(first_day)
        first_day += DAY
    return found


def later(day: date, months: int) -> date:
    """Months later: step by step to the month meant, then back from day 31 until the day exists and is not later."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month > 12:
            year, month = year + 1, 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def length_of_month(day: date) -> int:
    """Days of the month of this day, by counting them."""
    start = date(day.year, day.month, 1)
    count = 0
    while (start + count * DAY).month == day.month:
        count += 1
    return count


def cents(exact: Fraction) -> Decimal:
    """Half up: the whole cents, and one more when half a cent or more is left."""
    whole = exact * 100 // 1
    if exact * 100 - whole >= Fraction(1, 2):
        whole += 1
    return Decimal(int(whole)) / 100


@dataclass(frozen=True)
class Deployment:
    """The facts as the rules name them; h, A, N, L and M by their letters in the tariff rules."""

    starts_on: date
    ends_on: date
    contract: tuple[date, date]
    agreed_hours: Decimal
    permanent: bool
    born: date
    annual: Decimal
    norm: Decimal
    least: Decimal
    longest: int | None
    bonuses: tuple[tuple[Decimal, int | None, bool], ...]  # value, age, needs a permanent contract

    def in_contract(self) -> set[date]:
        """Days of the deployment that are days of the contract."""
        return set(days(self.starts_on, self.ends_on)) & set(days(*self.contract))


def numbered(deployed: set[date]) -> dict[date, tuple[date, int]]:
    """For each deployed day: the first day of its window and its number in that window."""
    found: dict[date, tuple[date, int]] = {}
    start, number, previous = None, 0, None
    for day in sorted(deployed):
        if previous is None or not any(one in deployed for one in days(previous + DAY, later(previous + DAY, 6) - DAY)):
            start, number = day, 0
        number += 1
        found[day] = (start, number)
        previous = day
    return found


def counted(deployment: Deployment, elsewhere: Iterable[date] = ()) -> set[date]:
    """The days that count, with days of the same person elsewhere."""
    own = deployment.in_contract()
    if deployment.longest is None:
        return own
    windows = numbered(own | set(elsewhere))
    return {
        day
        for day in own
        if windows[day][1] <= len(days(windows[day][0], later(windows[day][0], deployment.longest) - DAY))
    }


def annual_value(deployment: Deployment) -> Fraction:
    """A plus the highest bonus with an age, plus every bonus for a permanent contract alone."""
    by_age, alone = [Fraction(0)], Fraction(0)
    for value, age, needs_permanent in deployment.bonuses:
        if needs_permanent and not deployment.permanent:
            continue
        if age is None:
            alone += Fraction(value)
        elif later(deployment.born, 12 * age) <= deployment.starts_on:
            by_age.append(Fraction(value))
    return Fraction(deployment.annual) + max(by_age) + alone


def months_of(some_days: Iterable[date]) -> Fraction:
    """Each day is one part of its month."""
    return sum((Fraction(1, length_of_month(day)) for day in some_days), Fraction(0))


def forecast(deployment: Deployment, elsewhere: Iterable[date] = ()) -> Decimal:
    """(A + bonuses) × min(h / N, 1) × Σ f / 12."""
    if deployment.agreed_hours < deployment.least:
        return Decimal(0)
    share = min(Fraction(deployment.agreed_hours) / Fraction(deployment.norm), 1)
    return cents(annual_value(deployment) * share * months_of(counted(deployment, elsewhere)) / 12)


def month_value(
    deployment: Deployment, year: int, month: int, paid: Decimal, elsewhere: Iterable[date] = ()
) -> Decimal:
    """(A + bonuses) × min(u × r / (52 × N), f / 12)."""
    if deployment.agreed_hours < deployment.least:
        return Decimal(0)
    inside = {day for day in counted(deployment, elsewhere) if (day.year, day.month) == (year, month)}
    return cents(annual_value(deployment) * min(_paid_share(deployment, inside, paid), months_of(inside) / 12))


def settlement(
    deployment: Deployment,
    year: int,
    statements: Iterable[tuple[int, Decimal, Decimal]],  # month, paid hours, approved value
    elsewhere: Iterable[date] = (),
) -> Decimal:
    """(A + bonuses) × min(Σ u r / (52 × N), Σ f / 12) minus what the approved months gave, if positive."""
    if deployment.agreed_hours < deployment.least:
        return Decimal(0)
    inside = {day for day in counted(deployment, elsewhere) if day.year == year}
    by_hours, given = Fraction(0), Decimal(0)
    for month, paid, value in statements:
        by_hours += _paid_share(deployment, {day for day in inside if day.month == month}, paid)
        given += value
    earned = cents(annual_value(deployment) * min(by_hours, months_of(inside) / 12))
    return max(earned - given, Decimal(0))


def _paid_share(deployment: Deployment, inside: set[date], paid: Decimal) -> Fraction:
    """One month's u × r / (52 × N); `inside` are its counted days."""
    if not inside:
        return Fraction(0)
    one = min(inside)
    deployed = [
        day for day in days(deployment.starts_on, deployment.ends_on) if (day.year, day.month) == (one.year, one.month)
    ]
    return Fraction(paid) * len(inside) / len(deployed) / 52 / Fraction(deployment.norm)
