"""Training: who began, who completed it and what followed, and the programmes that were developed."""

from reporting.figures.facts import Enrolment, Facts
from reporting.figures.topics.divisions import UNKNOWN, Division, monitor_group, series, split
from reporting.figures.topics.outflow import Outflow
from reporting.figures.tree import Refs, Tree, counted

CERTIFICATE, NO_CERTIFICATE, DROPOUT = "certificate", "no_certificate", "dropout"


def training_started(facts: Facts) -> Tree:
    """Enrolments by their first day, comparable tracks too (domain rules, section 10). Rows: enrolments."""
    division = Division(facts.municipalities, facts.window.on)

    def count(enrolments: list[Enrolment]) -> Tree:
        return {
            "total": Refs.of(one.reference for one in enrolments),
            "by_group": counted(enrolments, by=lambda one: monitor_group(one.candidate), reference=_reference),
            **division.of(enrolments, candidate=lambda one: one.candidate, reference=_reference),
            "by_form": counted(enrolments, by=lambda one: one.programme.form, reference=_reference),
            "by_programme": counted(enrolments, by=lambda one: one.programme.code, reference=_reference),
            "priority_area": Refs.of(one.reference for one in enrolments if one.candidate.in_priority),
        }

    return split(facts.window, facts.enrolments, on=lambda one: one.started_on, count=count) | {
        "series": series(facts.window, (one.started_on for one in facts.enrolments))
    }


def training_completed(facts: Facts, outflow: Outflow) -> Tree:
    """Enrolments by their last day: certificates, none, dropouts by reason (domain rules, section 10).

    ``followed_by_sustained``: certificates of these days whose holder reached sustained outflow by the period's end, also
    before the certificate: a state of that day. ``open``: begun and not ended by then, the same in both. An end without
    an outcome is in none of the three. Rows: enrolments.
    """
    last_day = facts.window.last_day
    open_now = Refs.of(
        one.reference
        for one in facts.enrolments
        if one.started_on <= last_day and (one.ended_on is None or one.ended_on > last_day)
    )

    def count(ended: list[Enrolment]) -> Tree:
        certificates = [one for one in ended if one.outcome == CERTIFICATE]
        return {
            "total": Refs.of(one.reference for one in certificates),
            "by_group": counted(certificates, by=lambda one: monitor_group(one.candidate), reference=_reference),
            "by_form": counted(certificates, by=lambda one: one.programme.form, reference=_reference),
            "no_certificate": Refs.of(one.reference for one in ended if one.outcome == NO_CERTIFICATE),
            "open": open_now,
            "followed_by_sustained": Refs.of(
                one.reference for one in certificates if one.candidate.reference in outflow.sustained
            ),
            "dropouts": counted(
                (one for one in ended if one.outcome == DROPOUT),
                by=lambda one: one.dropout_reason or UNKNOWN,
                reference=_reference,
            ),
        }

    ended = [(one.ended_on, one) for one in facts.enrolments if one.ended_on is not None]
    return split(facts.window, ended, on=lambda row: row[0], count=lambda rows: count([one for _ended_on, one in rows]))


def programmes_developed(facts: Facts) -> Tree:
    """Programmes whose day of development lies in the period (domain rules, section 10)."""
    found = [
        (one.developed_on, one)
        for one in facts.programmes
        if one.developed_on is not None and facts.window.in_period(one.developed_on)
    ]
    return [
        {"code": one.code, "name": one.name, "developed_on": developed_on}
        for developed_on, one in sorted(found, key=lambda row: (row[0], row[1].code))
    ]


def pass_over(facts: Facts) -> Tree:
    """Training seats that went to somebody past others who came first, by reason (domain rules, section 6; 003 art. 3f).

    ``nearer``: of those, past somebody from nearer by. Dated by the offer. Rows: candidate and group of the seat.
    """
    return split(
        facts.window,
        facts.passed_over,
        on=lambda one: one.offered_on,
        count=lambda seats: {
            "total": Refs.of(one.reference for one in seats),
            "nearer": Refs.of(one.reference for one in seats if one.nearer),
            "by_reason": counted(seats, by=lambda one: one.reason, reference=lambda one: one.reference),
        },
    )


def _reference(enrolment: Enrolment) -> str:
    return enrolment.reference
