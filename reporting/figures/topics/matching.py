"""Proposals for work: of whom others went first, and why employers said no."""

import datetime as dt

from reporting.figures.facts import Facts, Proposal
from reporting.figures.topics.divisions import UNKNOWN, split
from reporting.figures.tree import Refs, Tree, counted


def passed_over(facts: Facts) -> Tree:
    """Proposals of somebody while others from the priority area met all rules, by reason (domain rules, section 6).

    Dated by the day on which he came on the list, whatever became of it. Rows: candidate and vacancy.
    """
    return split(
        facts.window,
        [one for one in facts.proposals if one.passed_over],
        on=lambda one: one.made_on,
        count=lambda rows: {
            "total": Refs.of(one.reference for one in rows),
            "by_pass_reason": counted(
                rows, by=lambda one: one.pass_reason or UNKNOWN, reference=lambda one: one.reference
            ),
        },
    )


def employer_refusals(facts: Facts) -> Tree:
    """Proposals to which an employer said no, by his reason. Dated by his answer. Rows: candidate and vacancy."""
    return split(
        facts.window,
        [one for one in facts.proposals if one.refused_on is not None],
        on=_day_of_no,
        count=lambda rows: {
            "total": Refs.of(one.reference for one in rows),
            "by_refusal": counted(rows, by=lambda one: one.refusal or UNKNOWN, reference=lambda one: one.reference),
        },
    )


def _day_of_no(one: Proposal) -> dt.date:
    assert one.refused_on is not None  # noqa: S101 - for the type checker: the others are left out before
    return one.refused_on
