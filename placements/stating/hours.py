"""The paid hours of a month: stated, submitted within the bound of 60 hours a week, taken back.

The bound holds for one person over all contracts of the region (Working Hours Act); who is refused is told
the bound and nothing about anybody.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.months import first_of_month, last_of_month
from organisations.notation import dutch_number
from placements import closed, steps
from placements.choices import CLAIMING, LineStatus
from placements.identity import participation, persons
from placements.identity.asking import ask
from placements.models import Deployment, HoursStatement
from placements.shown import hours_version
from placements.steps import By, Refused, Step
from placements.worth import appraisal


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of stating hours: the live statements of all lines, the refused lines, and those that changed."""

    statements: tuple[HoursStatement, ...]
    refused: dict[uuid.UUID, str]  # by deployment
    changed: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came of submitting: statements that wait for the verifier now, and refused ones with the reason."""

    accepted: tuple[HoursStatement, ...]
    refused: dict[uuid.UUID, str]  # by deployment


@dataclass(frozen=True, slots=True)
class Verdict:
    refused: bool
    many: bool


#: A line about which the database gives no answer is not let through.
_UNKNOWN = Verdict(refused=True, many=True)


def refusal() -> str:
    """Names nobody, and no other employer."""
    return _(
        "Met deze uren komt één persoon deze maand boven de grens van gemiddeld 60 uur per week. "
        "Controleer het aantal. Klopt het toch? Bel het Coördinatiepunt Social Return."
    )


@transaction.atomic
def state_hours(
    stated: Mapping[uuid.UUID, Decimal | None], *, month: date, by: By, on: date, at: datetime
) -> list[HoursStatement]:
    """Keep the hours of all these lines, or of none: ``Refused`` with the first reason. See ``keep_hours``."""
    kept = keep_hours(stated, month=month, by=by, on=on, at=at)
    for reason in kept.refused.values():
        raise Refused(reason)
    return list(kept.statements)


@transaction.atomic
def keep_hours(
    stated: Mapping[uuid.UUID, Decimal | None],
    *,
    month: date,
    by: By,
    on: date,
    at: datetime,
    shown: Mapping[uuid.UUID, str] | None = None,
) -> Kept:
    """Keep the paid hours of a month per deployment; None takes a concept away, 0 is 'nothing this month'.

    What was submitted and now changes becomes a concept again; a month with a question keeps its question.
    ``shown``: the version of each line on the screen (see ``hours_version``); what changed since is not overwritten.
    """
    month = first_of_month(month)
    if month > on:
        raise Refused(_("Deze maand is nog niet begonnen."))
    persons.lock_persons_of(stated)
    lines = {
        line.pk: line
        for line in Deployment.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .filter(pk__in=list(stated), status__in=CLAIMING)
        .order_by("pk")
    }
    existing = {one.deployment_id: one for one in _statements_of(lines, month)}
    changed: list[uuid.UUID] = []
    refused: dict[uuid.UUID, str] = {}
    closed_contracts = closed.closed_among({line.contract_id for line in lines.values()})
    over = participation.over_before(lines.values(), month)
    for deployment_id, hours in stated.items():
        line, statement = lines.get(deployment_id), existing.get(deployment_id)
        if line is None:
            raise Refused(_("Voor deze persoon kunt u nu geen uren opgeven."))
        if hours == (statement.paid_hours if statement else None):
            continue
        if line.contract_id in closed_contracts:
            refused[deployment_id] = closed.sentence()
            continue
        if statement is None and deployment_id in over:
            refused[deployment_id] = over[deployment_id]
            continue
        if shown is not None and shown.get(deployment_id, "") != hours_version(statement):
            refused[deployment_id] = _changed_elsewhere(statement)
            continue
        try:
            with transaction.atomic():
                _keep(line, statement, hours, month=month, by=by, at=at)
        except Refused as one:
            refused[deployment_id] = one.sentence
        else:
            changed.append(deployment_id)
    appraisal.reappraise(changed)
    return Kept(tuple(_statements_of(lines, month)), refused, frozenset(changed))


@transaction.atomic
def submit_hours(statement_ids: Sequence[uuid.UUID], *, by: By, at: datetime) -> Submitted:
    """Hand these concepts to the verifier, except what passes the bound: that stays behind, with the reason.

    A month with a question goes along once its hours are corrected; without that it waits for the answer.
    """
    of_lines = HoursStatement.objects.filter(pk__in=statement_ids).values_list("deployment_id", flat=True)
    persons.lock_persons_of(list(of_lines))
    found = {
        one.pk: one
        for one in HoursStatement.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("deployment")
        .filter(pk__in=statement_ids, status__in=(LineStatus.CONCEPT, LineStatus.RETURNED))
    }
    corrected = steps.corrected_since_question([one for one in found.values() if one.status == LineStatus.RETURNED])
    ready = {pk for pk, one in found.items() if one.status == LineStatus.CONCEPT} | corrected
    asked = [found[pk] for pk in dict.fromkeys(statement_ids) if pk in ready]
    if any(one.deployment.status not in CLAIMING for one in asked):
        raise Refused(_("Dien eerst de persoon zelf in. Daarna kunt u uren indienen."))
    closed_contracts = closed.closed_among({one.deployment.contract_id for one in asked})
    shut = [one for one in asked if one.deployment.contract_id in closed_contracts]
    over = participation.never_submitted_after([one for one in asked if one not in shut])
    accepted, refused = _fitting([one for one in asked if one not in shut and one.deployment_id not in over])
    steps.take([Step(one, LineStatus.SUBMITTED) for one in accepted], by=by, at=at)
    HoursStatement.objects.bulk_update(accepted, ["many_hours"])
    reasons = {one.deployment_id: refusal() for one in refused} | {one.deployment_id: closed.sentence() for one in shut}
    return Submitted(tuple(accepted), reasons | over)


@transaction.atomic
def withdraw_hours(statement_id: uuid.UUID, *, by: By, at: datetime) -> HoursStatement:
    """Take one month back to concept."""
    statement = HoursStatement.objects.live().get(pk=statement_id)
    persons.lock_persons_of([statement.deployment_id])
    statement = (
        HoursStatement.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("deployment")
        .get(pk=statement_id)
    )
    closed.check_open(statement.deployment.contract_id)
    steps.take([Step(statement, LineStatus.CONCEPT)], by=by, at=at)
    return statement


def verdicts(statement_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Verdict]:
    """Which of these statements, counted in this order on top of all that claims, pass 60 or 48 hours a week.

    Call ``persons.lock_persons_of`` first where something follows from the answer.
    """
    rows = ask("SELECT statement_id, refused, many FROM placements_hours_verdict(%s)", [list(statement_ids)])
    return {pk: Verdict(refused, many) for pk, refused, many in rows}


def many_in_all(statement_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these statements whose person is above 48 hours a week by all that claims; for the verifier."""
    return {pk for pk, verdict in verdicts_in_all(statement_ids).items() if verdict.many}


def verdicts_in_all(statement_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Verdict]:
    """Each of these statements by all that claims, in whatever order."""
    rows = ask("SELECT statement_id, refused, many FROM placements_hours_in_all(%s)", [list(statement_ids)])
    return {pk: Verdict(refused, many) for pk, refused, many in rows}


def _fitting(asked: list[HoursStatement]) -> tuple[list[HoursStatement], list[HoursStatement]]:
    """Divide into what fits and what does not, first come first served; ``many_hours`` is set on what fits."""
    remaining: list[HoursStatement] = list(asked)
    refused: list[HoursStatement] = []
    while True:
        verdict = verdicts([one.pk for one in remaining])
        # Of each person the first one that passes the bound: without it a later, smaller one may fit.
        passing = {
            one.deployment.person_id: one for one in reversed(remaining) if verdict.get(one.pk, _UNKNOWN).refused
        }
        if not passing:
            break
        refused += passing.values()
        remaining = [one for one in remaining if one not in refused]
    for one in remaining:
        one.many_hours = verdict[one.pk].many
    return remaining, refused


def _keep(
    line: Deployment, statement: HoursStatement | None, hours: Decimal | None, *, month: date, by: By, at: datetime
) -> None:
    if statement is not None:
        _change(statement, hours, by=by, at=at)
    elif hours is not None:
        _check_month(line, month)
        HoursStatement.objects.create(deployment=line, month=month, paid_hours=hours, created_at=at)


def _change(statement: HoursStatement, hours: Decimal | None, *, by: By, at: datetime) -> None:
    if statement.status in {LineStatus.APPROVED, LineStatus.REJECTED}:
        raise Refused(_("Deze maand is al beoordeeld. Ververs de pagina."))
    if hours is None and statement.status != LineStatus.CONCEPT:
        raise Refused(_("Deze uren zijn al ingediend. Vul een aantal in, of kies 'niets deze maand'."))
    if hours is None:
        statement.reversed_at = at
        statement.save(update_fields=["reversed_at"])
        return
    was, statement.paid_hours = statement.paid_hours, hours
    if statement.status == LineStatus.CONCEPT:
        statement.save(update_fields=["paid_hours"])
        return
    said = _("Uren aangepast van %(was)s naar %(now)s") % {"was": dutch_number(was, 2), "now": dutch_number(hours, 2)}
    if statement.status == LineStatus.RETURNED:
        # The question stands until it is answered; the hours claim their place meanwhile.
        statement.save(update_fields=["paid_hours"])
        verdict = verdicts([statement.pk]).get(statement.pk, _UNKNOWN)
        if verdict.refused:
            raise Refused(refusal())
        statement.many_hours = verdict.many
        statement.save(update_fields=["many_hours"])
        steps.note(statement, said, by=by, at=at)
        return
    steps.take([Step(statement, LineStatus.CONCEPT, said)], by=by, at=at)
    statement.save(update_fields=["paid_hours"])


def _changed_elsewhere(statement: HoursStatement | None) -> str:
    if statement is None:
        return _("Intussen gewijzigd in een ander venster: er staan nu geen uren meer. Kijk het na.")
    now = dutch_number(statement.paid_hours, 2)
    return _("Intussen gewijzigd in een ander venster: er staat nu %(now)s. Kijk het na.") % {"now": now}


def _check_month(line: Deployment, month: date) -> None:
    if line.starts_on > last_of_month(month) or line.ends_on < month:
        raise Refused(_("Deze persoon werkt in deze maand niet op het contract."))


def _statements_of(lines: Collection[uuid.UUID], month: date):
    return HoursStatement.objects.live().filter(deployment_id__in=list(lines), month=month).order_by("pk")
