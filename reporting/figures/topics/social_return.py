"""Social return: what was owed and realised, jobs, and the calendar of tenders."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from organisations.rounding import half_up
from reporting.figures.facts import Contract, Facts, Tender, Window
from reporting.figures.topics.divisions import UNKNOWN, split, split_money
from reporting.figures.topics.work import since_programme
from reporting.figures.tree import ZERO, Refs, Sums, Tree, counted

_APPLIED, _NOT_APPLIED = "yes", "no"
_PROCUREMENT = "sroi_procurement"


def sroi_jobs(facts: Facts) -> Tree:
    """Jobs through social return by their first day, and what was spent on it (section 10).

    From the programme: placements with social return. Other: persons none of whose deployments names a candidate, by
    the first deployed day within a contract. Rows: placements; the lowest deployment of each person; spending lines.
    """
    window = facts.window
    from_programme = split(
        window,
        (one for one in since_programme(facts) if one.sroi),
        on=lambda one: one.starts_on,
        count=lambda rows: Refs.of(one.reference for one in rows),
    )
    other = split(
        window,
        facts.other_persons,
        on=lambda one: one.begun_on,
        count=lambda rows: Refs.of(one.reference for one in rows),
    )
    spending = split_money(
        window,
        (line for line in facts.spending if line.category == _PROCUREMENT),
        on=lambda line: line.on,
        count=lambda lines: Sums.of((line.reference, line.amount) for line in lines),
    )
    return {
        when: {"from_programme": from_programme[when], "other": other[when], "spending": spending[when]}
        for when in ("period", "cumulative")
    }


def sroi(facts: Facts) -> Tree:
    """Precalculated: obligations by day of award. Realised: approved value by its own month or date (section 10).

    Expected: estimated value × percentage of the tenders that are open at the period's end and apply social return.
    ``contracts`` are those whose award counts. What was realised by one contract stands in the rows only: authorities,
    who read this document, may know it in bands (section 2). Rows: contracts; of ``expected`` tenders.
    """
    window = facts.window
    counting = [one for one in facts.contracts if window.in_period(one.awarded_on) or window.in_money(one.awarded_on)]
    authorities = sorted({one.authority for one in counting})
    return {
        "precalculated": _precalculated(window, counting),
        "realised": {
            "period": _sums((one.reference, one.realised_in_period) for one in facts.contracts),
            "cumulative": _sums((one.reference, one.realised_cumulative) for one in facts.contracts),
        },
        "expected": Sums.of(
            (one.reference, half_up(Fraction(one.estimated_value) * Fraction(one.sroi_percentage) / 100))
            for one in facts.tenders
            if is_open(one, window)
            and one.sroi == _APPLIED
            and one.estimated_value is not None
            and one.sroi_percentage is not None
        ),
        "by_authority": [
            _of_authority(window, name, [one for one in counting if one.authority == name]) for name in authorities
        ],
        "contracts": [
            {
                "reference": one.reference,
                "authority": one.authority,
                "contractor": one.contractor,
                "awarded_on": one.awarded_on,
                "obligation": one.obligation,
                "precalculated_period": one.obligation if window.in_period(one.awarded_on) else ZERO,
                "precalculated_cumulative": one.obligation if window.in_money(one.awarded_on) else ZERO,
            }
            for one in sorted(counting, key=lambda one: (one.authority, one.reference))
        ],
    }


def calendar(facts: Facts) -> Tree:
    """Tenders at the period's end: on the calendar, and of those without an award yet (section 10). Rows: tenders."""
    window = facts.window
    return {
        "included": Refs.of(one.reference for one in facts.tenders if is_included(one, window)),
        "open": Refs.of(one.reference for one in facts.tenders if is_open(one, window)),
    }


def tender_reasons(facts: Facts) -> Tree:
    """Why social return was not applied in tenders on the calendar, counted by reason (section 3: 'apply, unless').

    By the category of the reason; by its words where nobody chose one. Rows: tenders.
    """
    return counted(
        (one for one in facts.tenders if is_included(one, facts.window) and one.sroi == _NOT_APPLIED),
        by=lambda one: one.sroi_reason_kind or one.sroi_reason or UNKNOWN,
        reference=lambda one: one.reference,
    )


def is_included(tender: Tender, window: Window) -> bool:
    """Put on the calendar by the period's end and not withdrawn."""
    since = tender.on_calendar_since
    return since is not None and since <= window.last_day and not tender.withdrawn


def is_open(tender: Tender, window: Window) -> bool:
    """Included, and no contract of it awarded by the period's end."""
    return is_included(tender, window) and (tender.awarded_on is None or tender.awarded_on > window.last_day)


def _of_authority(window: Window, name: str, contracts: list[Contract]) -> Tree:
    return {
        "authority": name,
        "contracts": Refs.of(one.reference for one in contracts),
        "precalculated": _precalculated(window, contracts),
    }


def _precalculated(window: Window, contracts: list[Contract]) -> Tree:
    return split_money(
        window,
        contracts,
        on=lambda one: one.awarded_on,
        count=lambda rows: Sums.of((one.reference, one.obligation) for one in rows),
    )


def _sums(amounts: Iterable[tuple[str, Decimal]]) -> Sums:
    """Without the contracts that added nothing."""
    return Sums.of(row for row in amounts if row[1])
