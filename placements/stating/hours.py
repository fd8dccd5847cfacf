"""The paid hours of a month: stated, submitted within the bound of 60 hours a week, taken back.

The bound holds for one person over all contracts of the region (Working Hours Act); who is refused is told
the bound and nothing about anybody, and how often he may try is bounded too (``identity.told``).
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.months import first_of_month, last_of_month
from organisations.notation import dutch_number
from placements import closed, steps
from placements.choices import CLAIMING, LineStatus
from placements.identity import participation, persons, told
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
    answers: tuple[told.Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came of submitting: statements that wait for the verifier now, and refused ones with the reason."""

    accepted: tuple[HoursStatement, ...]
    refused: dict[uuid.UUID, str]  # by deployment


class _NotAllKept(Refused):
    """Nothing is kept; what was told on the way is remembered all the same."""

    def __init__(self, sentence: str, answers: Iterable[told.Answer]) -> None:
        super().__init__(sentence)
        self.answers = tuple(answers)


class _PastTheBound(Refused):
    def __init__(self, answer: told.Answer) -> None:
        super().__init__(refusal())
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Verdict:
    refused: bool
    many: bool


#: Hours that change in these states are held to the bound at once.
_TESTED = (LineStatus.SUBMITTED, LineStatus.RETURNED)

#: A line about which the database gives no answer is not let through.
_UNKNOWN = Verdict(refused=True, many=True)


def refusal() -> str:
    """Names nobody, and no other employer."""
    return _(
        "Met deze uren komt één persoon deze maand boven de grens van gemiddeld 60 uur per week. "
        "Controleer het aantal. Klopt het toch? Bel het Coördinatiepunt Social Return."
    )


def state_hours(
    stated: Mapping[uuid.UUID, Decimal | None], *, month: date, by: By, on: date, at: datetime
) -> list[HoursStatement]:
    """Keep the hours of all these lines, or of none: ``Refused`` with the first reason. See ``keep_hours``."""
    try:
        return _keep_all(stated, month=month, by=by, on=on, at=at)
    except _NotAllKept as refused:
        told.note(refused.answers)
        raise


@transaction.atomic
def _keep_all(
    stated: Mapping[uuid.UUID, Decimal | None], *, month: date, by: By, on: date, at: datetime
) -> list[HoursStatement]:
    kept = keep_hours(stated, month=month, by=by, on=on, at=at)
    for reason in kept.refused.values():
        raise _NotAllKept(reason, kept.answers)
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

    What was submitted and now changes stays submitted, with other hours; what does not fit stays as it was. A month
    with a question keeps its question.
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
    said = told.told_of(
        {one.pk: lines[one.deployment_id].person_id for one in existing.values() if one.status in _TESTED}
    )
    stops = _stops(stated, lines, existing, month=month, shown=shown)
    changed: list[uuid.UUID] = []
    refused: dict[uuid.UUID, str] = {}
    answers: list[told.Answer] = []
    # What becomes less comes first, so that it makes room for what becomes more.
    for deployment_id, hours in sorted(stated.items(), key=lambda one: _is_more(existing.get(one[0]), one[1])):
        line, statement = lines.get(deployment_id), existing.get(deployment_id)
        if line is None:
            raise Refused(_("Voor deze persoon kunt u nu geen uren opgeven."))
        if hours == (statement.paid_hours if statement else None):
            continue
        if deployment_id in stops:
            refused[deployment_id] = stops[deployment_id]
            continue
        try:
            with transaction.atomic():
                answers += _keep(line, statement, hours, said, month=month, by=by, at=at)
        except _PastTheBound as one:
            refused[deployment_id] = one.sentence
            answers.append(one.answer)
        except Refused as one:
            refused[deployment_id] = one.sentence
        else:
            changed.append(deployment_id)
    told.note(answers)
    appraisal.reappraise(changed)
    return Kept(tuple(_statements_of(lines, month)), refused, frozenset(changed), tuple(answers))


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
    accepted, refused, untold = _fitting([one for one in asked if one not in shut and one.deployment_id not in over])
    told.note(told.Answer(one.pk, one.paid_hours, refused=False) for one in accepted)
    told.note(told.Answer(one.pk, one.paid_hours, refused=True) for one in refused)
    steps.take([Step(one, LineStatus.SUBMITTED) for one in accepted], by=by, at=at)
    HoursStatement.objects.bulk_update(accepted, ["many_hours"])
    reasons = {one.deployment_id: refusal() for one in refused} | {one.deployment_id: closed.sentence() for one in shut}
    reasons |= {one.deployment_id: told.no_more() for one in untold}
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


def _fitting(
    asked: list[HoursStatement],
) -> tuple[list[HoursStatement], list[HoursStatement], list[HoursStatement]]:
    """Divide into what fits, what does not, and about what nothing more is told; first come first served.

    ``many_hours`` is set on what fits.
    """
    said = told.told_of({one.pk: _person_month(one) for one in asked})
    remaining = [one for one in asked if said[one.pk].has_room_for(one.deployment_id, one.paid_hours)]
    refused: list[HoursStatement] = []
    while True:
        verdict = verdicts([one.pk for one in remaining])
        # Of each person the first one that passes the bound: without it a later, smaller one may fit.
        passing = {_person_month(one): one for one in reversed(remaining) if verdict.get(one.pk, _UNKNOWN).refused}
        if not passing:
            break
        refused += passing.values()
        for person_month, one in passing.items():
            said[one.pk].add(one.deployment_id, one.paid_hours, refused=True)
            place = remaining.index(one)
            remaining = [
                another
                for nr, another in enumerate(remaining)
                if nr < place
                or _person_month(another) != person_month
                or (nr > place and said[another.pk].refusals_left > 0)
            ]
    for one in remaining:
        one.many_hours = verdict[one.pk].many
    return remaining, refused, [one for one in asked if one not in remaining and one not in refused]


def _person_month(statement: HoursStatement) -> tuple[uuid.UUID, date]:
    return statement.deployment.person_id, statement.month


def _is_more(statement: HoursStatement | None, hours: Decimal | None) -> bool:
    return hours is not None and (statement is None or hours > statement.paid_hours)


def _stops(
    stated: Collection[uuid.UUID],
    lines: Mapping[uuid.UUID, Deployment],
    existing: Mapping[uuid.UUID, HoursStatement],
    *,
    month: date,
    shown: Mapping[uuid.UUID, str] | None,
) -> dict[uuid.UUID, str]:
    """Why the month of a line cannot be changed whatever is typed: its contract, its company, or another window."""
    closed_contracts = closed.closed_among({line.contract_id for line in lines.values()})
    over = participation.over_before(lines.values(), month)
    stops = {}
    for pk in stated:
        if pk in lines and lines[pk].contract_id in closed_contracts:
            stops[pk] = closed.sentence()
        elif pk not in existing and pk in over:
            stops[pk] = over[pk]
        elif shown is not None and shown.get(pk, "") != hours_version(existing.get(pk)):
            stops[pk] = _changed_elsewhere(existing.get(pk))
    return stops


def _keep(
    line: Deployment,
    statement: HoursStatement | None,
    hours: Decimal | None,
    said: Mapping[uuid.UUID, told.Told],
    *,
    month: date,
    by: By,
    at: datetime,
) -> list[told.Answer]:
    """Keep one month; what that told of the person's other hours, where it did."""
    if statement is None:
        if hours is not None:
            _check_month(line, month)
            HoursStatement.objects.create(deployment=line, month=month, paid_hours=hours, created_at=at)
        return []
    if statement.status in {LineStatus.APPROVED, LineStatus.REJECTED}:
        raise Refused(_("Deze maand is al beoordeeld. Ververs de pagina."))
    if statement.status in _TESTED:
        if hours is None:
            raise Refused(_("Deze uren zijn al ingediend. Vul een aantal in, of kies 'niets deze maand'."))
        return [_change_handed_in(statement, hours, said[statement.pk], by=by, at=at)]
    if hours is None:
        statement.reversed_at = at
    else:
        statement.paid_hours = hours
    statement.save(update_fields=["paid_hours", "reversed_at"])
    return []


def _change_handed_in(
    statement: HoursStatement, hours: Decimal, said: told.Told, *, by: By, at: datetime
) -> told.Answer:
    """Other hours for a month that is submitted, or has a question that stands until it is answered.

    They claim their place at once.
    """
    if not said.has_room_for(statement.deployment_id, hours):
        raise Refused(told.no_more())
    was, statement.paid_hours = statement.paid_hours, hours
    statement.save(update_fields=["paid_hours"])
    verdict = verdicts([statement.pk]).get(statement.pk, _UNKNOWN)
    said.add(statement.deployment_id, hours, refused=verdict.refused)
    answer = told.Answer(statement.pk, hours, verdict.refused)
    if verdict.refused:
        raise _PastTheBound(answer)
    statement.many_hours = verdict.many
    if statement.status == LineStatus.SUBMITTED:
        statement.submitted_at = at  # a first approval was of other hours
    statement.save(update_fields=["many_hours", "submitted_at"])
    words = _("Uren aangepast van %(was)s naar %(now)s")
    steps.note(statement, words % {"was": dutch_number(was, 2), "now": dutch_number(hours, 2)}, by=by, at=at)
    return answer


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
