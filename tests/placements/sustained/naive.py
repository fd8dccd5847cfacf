"""Sustained outflow once more, written from the sentences of the covenant and day by day, sharing nothing with the rule."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Enrolment:
    begun: date
    over: date | None
    outcome: str


@dataclass(frozen=True)
class Placed:
    reference: str
    begun: date
    agreed_last: date | None
    really_last: date | None
    enough_wage: bool


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day that month has."""
    month, year = day.month, day.year
    for _ in range(months):
        month += 1
        if month == 13:
            month, year = 1, year + 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def was_learning_or_had_just_learned(begun: date, enrolments: list[Enrolment], months: int) -> bool:
    for one in enrolments:
        if one.begun > begun:
            continue
        if one.over is None:
            return True
        if one.over > begun:
            return True
        if one.outcome != "dropout" and begun <= months_later(one.over, months):
            return True
    return False


def agreed_for_half_a_year(placed: Placed) -> bool:
    """Whether the day before the day six months on is still a day of the contract."""
    if placed.agreed_last is None:
        return True
    return months_later(placed.begun, 6) <= placed.agreed_last + ONE_DAY


def counts(placed: Placed, enrolments: list[Enrolment], months: int, *, resident: bool) -> bool:
    return (
        resident
        and placed.enough_wage
        and agreed_for_half_a_year(placed)
        and was_learning_or_had_just_learned(placed.begun, enrolments, months)
    )


def first_that_counts(placed: list[Placed], enrolments: list[Enrolment], months: int, *, resident: bool) -> str | None:
    """The reference of the placement by which the person counts."""
    best = None
    for one in placed:
        if not counts(one, enrolments, months, resident=resident):
            continue
        if best is None or one.begun < best.begun or (one.begun == best.begun and one.reference < best.reference):
            best = one
    return best.reference if best else None


def half_a_year_on(placed: list[Placed], by: date) -> date | None:
    days = []
    for one in placed:
        day = months_later(one.begun, 6) - ONE_DAY
        if one.really_last is not None and one.really_last < day:
            continue
        if day <= by:
            days.append(day)
    return min(days) if days else None


def duration(placed: Placed) -> str:
    last = placed.agreed_last
    if last is None or last > months_later(placed.begun, 12):
        return ">12"
    if last + ONE_DAY >= months_later(placed.begun, 12):
        return "12"
    return "6-<12" if last + ONE_DAY >= months_later(placed.begun, 6) else "<6"
