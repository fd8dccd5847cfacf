"""Money: what was spent, on what, and for whom. Only approved lines are facts here (domain rules, sections 8 and 10)."""

from reporting.figures.facts import Facts, Spending
from reporting.figures.topics.divisions import split_money
from reporting.figures.topics.outflow import Outflow
from reporting.figures.topics.work import is_on_people, per_head
from reporting.figures.tree import Refs, Sums, Tree, summed

_GUIDANCE = "guidance"
_PARTICIPATIEWET = "participatiewet"


def finance(facts: Facts, outflow: Outflow) -> Tree:
    """Spending by day, cumulative since money counts; what is not split is of the period (section 10).

    Guidance excluding Participatiewet leaves out what is linked to candidates of that very group: without benefit (NUG)
    and unlinked stay in. Cost by Werkplein: training and guidance linked to its candidates. Cost per sustained: all
    training and guidance so far over all sustained outflow so far, half up to cents, empty without any.
    Rows: spending lines; of ``tracks`` enrolments.
    """
    window = facts.window
    period = [line for line in facts.spending if window.in_period(line.on)]
    so_far = [line for line in facts.spending if window.in_money(line.on)]
    on_people_so_far = Sums.of((line.reference, line.amount) for line in so_far if is_on_people(line))
    sustained = sum(window.in_programme(one.starts_on) for one in outflow.sustained.values())
    guidance = [line for line in period if line.category == _GUIDANCE]
    return {
        "by_category": split_money(window, facts.spending, on=lambda line: line.on, count=_by_category),
        "total": split_money(window, facts.spending, on=lambda line: line.on, count=_sum),
        "cost_per_programme": _summed_by_programme(period),
        "cost_per_programme_cumulative": _summed_by_programme(so_far),
        "guidance_excl_participatiewet": _sum([line for line in guidance if not _for_participatiewet(line)]),
        "cost_by_werkplein": _summed_by_werkplein(period),
        "cost_by_werkplein_cumulative": _summed_by_werkplein(so_far),
        "training_and_guidance": on_people_so_far,
        "cost_per_sustained": per_head(on_people_so_far.total, sustained),
        "tracks": Refs.of(
            one.reference for one in facts.enrolments if one.ended_on is not None and window.in_period(one.ended_on)
        ),
    }


def outside_priority_spending(facts: Facts) -> Tree:
    """Spending on people from outside the priority area, which must be visible apart (covenant art. 13d; section 8).

    ``inside`` and ``nobody`` (linked to nobody and no municipality) stand beside it, so that the three add up to all.
    Rows: spending lines.
    """

    def count(lines: list[Spending]) -> Tree:
        outside = [line for line in lines if line.in_priority is False]
        return {
            "total": _sum(outside),
            "by_category": _by_category(outside),
            "inside": _sum([line for line in lines if line.in_priority is True]),
            "nobody": _sum([line for line in lines if line.in_priority is None]),
        }

    return split_money(facts.window, facts.spending, on=lambda line: line.on, count=count)


def _by_category(lines: list[Spending]) -> Tree:
    return summed(lines, by=lambda line: line.category, reference=_reference, amount=lambda line: line.amount)


def _summed_by_programme(lines: list[Spending]) -> Tree:
    linked = (line for line in lines if line.programme)
    return summed(linked, by=lambda line: line.programme, reference=_reference, amount=lambda line: line.amount)


def _summed_by_werkplein(lines: list[Spending]) -> Tree:
    return summed(
        (line for line in lines if is_on_people(line) and _werkplein(line)),
        by=_werkplein,
        reference=_reference,
        amount=lambda line: line.amount,
    )


def _sum(lines: list[Spending]) -> Sums:
    return Sums.of((line.reference, line.amount) for line in lines)


def _werkplein(line: Spending) -> str:
    return line.candidate.werkplein if line.candidate else ""


def _for_participatiewet(line: Spending) -> bool:
    return line.candidate is not None and line.candidate.group == _PARTICIPATIEWET


def _reference(line: Spending) -> str:
    return line.reference
