"""The value of a person at work on a contract: forecast, realised value of a month, settlement of a year.

Tariff rules of the region. A full-time year is worth the block's annual amount plus bonuses. Days count when they fall
in the deployment and in the contract and not past the block's longest period; a calendar month counts for the share of
its days that do. Everything is exact until the one rounding at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from placements.valuation.bonuses import applying_bonuses
from placements.valuation.facts import Block, BlockKind, Bonus, DeploymentFacts, StatedMonth
from placements.valuation.months import days_in_month, days_within, first_of_month, months_between
from placements.valuation.trace import Line, Step, Valuation, euros, line, month_text, plain, quotient, valued

_MONTHS_IN_A_YEAR = 12
_WEEKS_IN_A_YEAR = 52


def counted_period(facts: DeploymentFacts, block: Block) -> tuple[date, date] | None:
    """First and last day that count, both inclusive; None when none does."""
    first_day = max(facts.starts_on, facts.contract_starts_on)
    last_day = min(facts.ends_on, facts.contract_ends_on)
    if block.max_months is not None:
        if facts.counted_until is None:
            return None
        last_day = min(last_day, facts.counted_until)
    return (first_day, last_day) if first_day <= last_day else None


def counted_days(facts: DeploymentFacts, block: Block) -> dict[date, int]:
    """Counted days per calendar month (keyed by its first day); months without any are left out."""
    period = counted_period(facts, block)
    if period is None:
        return {}
    return {month: days_within(month, *period) for month in months_between(*period)}


def forecast(facts: DeploymentFacts, block: Block, bonuses: Iterable[Bonus]) -> Valuation:
    """What the deployment is worth when it runs as agreed.

    (annual amount + bonuses) × agreed hours as a share of full-time, at most 1 × counted months / 12.
    """
    terms = _terms(facts, block, bonuses)
    if terms.stopped:
        return valued(0, terms.lines)
    share = min(Fraction(facts.hours_per_week) / Fraction(block.norm_hours), Fraction(1))
    months, month_lines = _months(counted_days(facts, block))
    hours_line = line(
        Step.HOURS_SHARE, hours=plain(facts.hours_per_week), norm_hours=plain(block.norm_hours), **quotient(share)
    )
    return valued(terms.annual * share * months / _MONTHS_IN_A_YEAR, [*terms.lines, hours_line, *month_lines])


def month_value(
    facts: DeploymentFacts, block: Block, bonuses: Iterable[Bonus], *, month: date, paid_hours: Decimal
) -> Valuation:
    """What the paid hours of one calendar month (any day of it) are worth, or would be once approved.

    (annual amount + bonuses) × the lower of paid hours as a share of a full-time year and counted days as a share of a
    year. Paid hours count in proportion to counted days / deployed days of that month. Raises ValueError for negative
    hours.
    """
    if paid_hours < 0:
        raise ValueError("Paid hours are zero or more.")
    terms = _terms(facts, block, bonuses)
    if terms.stopped:
        return valued(0, terms.lines)
    counted = counted_days(facts, block).get(first_of_month(month), 0)
    if not counted:
        return valued(0, [*terms.lines, line(Step.NO_COUNTED_DAYS, month=month_text(month))])
    hours, hours_line = _hours_that_count(facts, StatedMonth(month, paid_hours, Decimal(0)), counted)
    months = Fraction(counted, days_in_month(month))
    share, share_lines = _lower_share(hours, months, block)
    part = line(Step.PART_MONTH, month=month_text(month), counted=str(counted), days=str(days_in_month(month)))
    return valued(terms.annual * share, [*terms.lines, hours_line, part, *share_lines])


def settlement(
    facts: DeploymentFacts, block: Block, bonuses: Iterable[Bonus], *, year: int, approved: Iterable[StatedMonth]
) -> Valuation:
    """The extra line that settles a calendar year of uneven months; 0.00 when there is nothing to settle.

    Over all counted months of the year together the same two shares are compared, and what the `approved` months of
    that year already gave is taken off. Months of other years are passed over.
    """
    terms = _terms(facts, block, bonuses)
    if terms.stopped:
        return valued(0, terms.lines)
    days = {month: count for month, count in counted_days(facts, block).items() if month.year == year}
    if not days:
        return valued(0, [*terms.lines, line(Step.NO_COUNTED_DAYS, month=str(year))])
    hours, before, hours_lines = Fraction(0), Decimal(0), []
    for stated in sorted(approved, key=lambda one: one.month):
        if stated.month.year != year:
            continue
        before += stated.value
        counting, hours_line = _hours_that_count(facts, stated, days.get(first_of_month(stated.month), 0))
        hours += counting
        hours_lines.append(hours_line)
    months, month_lines = _months(days)
    share, share_lines = _lower_share(hours, months, block)
    earned = valued(terms.annual * share, []).value
    lines = [
        *terms.lines,
        *hours_lines,
        *month_lines,
        *share_lines,
        line(Step.EARNED, year=str(year), amount=euros(earned)),
        line(Step.APPROVED_BEFORE, amount=euros(before)),
    ]
    return valued(max(earned - before, Decimal(0)), lines)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What every calculation of one deployment begins with."""

    annual: Fraction
    lines: tuple[Line, ...]
    stopped: bool  # worth nothing, whatever the hours


def _terms(facts: DeploymentFacts, block: Block, bonuses: Iterable[Bonus]) -> _Terms:
    """The annual amount with its lines, and whether anything can count at all."""
    if block.kind != BlockKind.FULL_TIME_YEAR:
        raise ValueError("Only a block per full-time year values a person at work.")
    applying = applying_bonuses(facts, bonuses)
    annual = block.value + sum((bonus.value for bonus in applying), Decimal(0))
    lines = [
        line(Step.BLOCK, code=block.code, label=block.label, amount=euros(block.value)),
        *(line(Step.BONUS, label=bonus.label, amount=euros(bonus.value)) for bonus in applying),
    ]
    if applying:
        lines.append(line(Step.ANNUAL_VALUE, amount=euros(annual)))
    if facts.rejected:
        return _Terms(Fraction(annual), (*lines, line(Step.REJECTED)), stopped=True)
    if facts.hours_per_week < block.min_hours:
        few = line(Step.BELOW_MIN_HOURS, hours=plain(facts.hours_per_week), min_hours=plain(block.min_hours))
        return _Terms(Fraction(annual), (*lines, few), stopped=True)
    return _Terms(Fraction(annual), (*lines, *_cuts(facts, block)), stopped=counted_period(facts, block) is None)


def _cuts(facts: DeploymentFacts, block: Block) -> list[Line]:
    """What the contract period and the longest period took off, if anything."""
    first_day = max(facts.starts_on, facts.contract_starts_on)
    last_day = min(facts.ends_on, facts.contract_ends_on)
    if last_day < first_day:
        since, until = facts.contract_starts_on.isoformat(), facts.contract_ends_on.isoformat()
        return [line(Step.OUTSIDE_CONTRACT, first_day=since, last_day=until)]
    lines = []
    if (first_day, last_day) != (facts.starts_on, facts.ends_on):
        lines.append(line(Step.CUT_TO_CONTRACT, first_day=first_day.isoformat(), last_day=last_day.isoformat()))
    if block.max_months is not None:
        until_day = facts.counted_until
        if until_day is None or until_day < first_day:
            lines.append(line(Step.LIMIT_USED_UP, max_months=str(block.max_months)))
        elif until_day < last_day:
            lines.append(line(Step.CUT_BY_LIMIT, max_months=str(block.max_months), last_day=until_day.isoformat()))
    return lines


def _months(days: dict[date, int]) -> tuple[Fraction, list[Line]]:
    """Counted months as one number, with a line for the whole ones together and one for each part of a month."""
    total, whole, lines = Fraction(0), 0, []
    for month, counted in days.items():
        length = days_in_month(month)
        total += Fraction(counted, length)
        if counted == length:
            whole += 1
        else:
            lines.append(line(Step.PART_MONTH, month=month_text(month), counted=str(counted), days=str(length)))
    return total, [line(Step.WHOLE_MONTHS, count=str(whole)), *lines, line(Step.MONTHS, **quotient(total))]


def _hours_that_count(facts: DeploymentFacts, stated: StatedMonth, counted: int) -> tuple[Fraction, Line]:
    """Paid hours × counted days / deployed days of that month; the deployed days by the deployment's own dates."""
    deployed = days_within(stated.month, facts.starts_on, facts.ends_on)
    hours_line = line(
        Step.PAID_HOURS,
        month=month_text(stated.month),
        hours=plain(stated.paid_hours),
        counted=str(counted),
        deployed=str(deployed),
    )
    return (Fraction(stated.paid_hours) * counted / deployed if counted else Fraction(0)), hours_line


def _lower_share(hours: Fraction, months: Fraction, block: Block) -> tuple[Fraction, list[Line]]:
    """The lower of hours / (52 × full-time hours) and months / 12, with lines for both and for which it was."""
    year_hours = _WEEKS_IN_A_YEAR * block.norm_hours
    by_hours = hours / Fraction(year_hours)
    by_days = months / _MONTHS_IN_A_YEAR
    lines = [
        line(Step.PAID_SHARE, year_hours=plain(year_hours), **quotient(by_hours)),
        line(Step.YEAR_SHARE, **quotient(by_days)),
        line(Step.PAID_HOURS_DECIDE if by_hours <= by_days else Step.DAYS_DECIDE),
    ]
    return min(by_hours, by_days), lines
