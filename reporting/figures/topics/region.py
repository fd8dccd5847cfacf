"""What a report says of the region itself: its municipalities, and what its partners did."""

from reporting.figures.facts import Facts
from reporting.figures.topics.divisions import Division
from reporting.figures.tree import Tree
from reporting.periods import Length, Period


def municipalities(facts: Facts) -> Tree:
    """The codes under which somebody in these figures registered (section 9): name, area, and what became of each.

    ``in_region`` and ``in_priority_area``: at any time; which of the two counts for a person was decided by the day of
    his registration. ``now`` is the code in the division of now; a divided municipality keeps its own.
    """
    division = Division(facts.municipalities, facts.window.on)
    codes = {one.municipality for one in facts.candidates if one.registered_on <= facts.window.last_day}
    codes |= {division.now(code) for code in codes}
    return {code: _municipality(facts, code, division.now(code)) for code in sorted(codes)}


def _municipality(facts: Facts, code: str, now: str) -> Tree:
    known = facts.municipalities.get(code)
    if known is None:
        return {"name": code, "in_region": False, "in_priority_area": False, "now": now, "successors": []}
    return {
        "name": known.name,
        "in_region": known.in_region,
        "in_priority_area": known.in_priority,
        "now": now,
        "successors": list(known.successors),
    }


def werkpleinen(facts: Facts) -> Tree:
    """The names of the Werkpleinen that these figures have a line for, by code."""
    last_day = facts.window.last_day
    people = [one for one in facts.candidates if one.registered_on <= last_day]
    people += [one.candidate for one in facts.placements if one.starts_on <= last_day]
    people += [one.candidate for one in facts.spending if one.candidate is not None and one.on <= last_day]
    codes = {one.werkplein for one in people} & set(facts.werkpleinen)
    return {code: facts.werkpleinen[code] for code in sorted(codes)}


def programmes(facts: Facts) -> Tree:
    """The names of the training programmes that these figures have a line for, by code."""
    last_day = facts.window.last_day
    codes = {one.programme.code for one in facts.enrolments if one.started_on <= last_day}
    codes |= {one.programme for one in facts.spending if one.on <= last_day}
    return {one.code: one.name for one in sorted(facts.programmes, key=lambda one: one.code) if one.code in codes}


def partner_efforts(facts: Facts) -> Tree:
    """What each partner sent in about the quarters of the period, in its own words (section 10)."""
    efforts = (one for one in facts.efforts if _is_within(one.period, facts.window.period))
    return [
        {"partner": one.partner, "period": one.period, "text": one.text}
        for one in sorted(efforts, key=lambda one: (one.partner, one.period))
    ]


def _is_within(quarter: str, period: Period) -> bool:
    own = Period.parse(quarter)
    return own.length is Length.QUARTER and period.first_day <= own.first_day <= own.last_day <= period.last_day
