"""The verdicts of who verifies a contract: approve, return with a question, reject with a reason, undo.

Only approved counts. A month's value is worked out anew at approval and stands from then on; what is approved
is taken back by a reversal plus a new line. Nobody judges what he entered himself. Of two verifiers at once
the second reads that a colleague was first.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.outbox import queue_job
from organisations.refused import check_said
from placements import closed, evidence, questions, steps
from placements.choices import ContributionKind, LineStatus
from placements.identity import persons
from placements.models import Contribution, Deployment, HoursStatement, RevaluationTask, Transition
from placements.shown import Shown, check_shown
from placements.stating import contributions, hours
from placements.steps import By, Refused, Step
from placements.verifying import meanwhile, second_eyes
from placements.worth import appraisal
from tenders.terms import REVALUE

_STEPS_OF_ONE_VERDICT = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of one person's line a verdict is about: the line itself, some of its months, or both.

    ``shown`` are the fingerprints of the lines on the screen that the verdict came from.
    """

    deployment_id: uuid.UUID
    with_deployment: bool
    statement_ids: tuple[uuid.UUID, ...] = ()
    shown: Shown | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Approved:
    """What came of an approval: lines that count now, and those above the region's amount that wait for a colleague."""

    counting: tuple[steps.Line, ...] = ()
    for_colleague: tuple[steps.Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict that was given: all lines that it was about, with what they belong to."""

    status: LineStatus
    steps: tuple[Transition, ...]

    def chosen(self) -> Chosen:
        """The same lines, to take it back. Only for a person's line."""
        statements = tuple(step.statement_id for step in self.steps if step.statement_id is not None)
        deployment_id = self.steps[0].deployment_id
        if deployment_id is None:
            raise ValueError("not about a person's line")
        return Chosen(deployment_id, any(step.statement_id is None for step in self.steps), statements)


@transaction.atomic
def approve(chosen: Chosen, *, by: By, at: datetime) -> Approved:
    """Approve; months only together with, or after, the line itself. Their values are fixed here.

    What needs a second pair of eyes and is approved by nobody else yet, keeps waiting for a colleague, and so do the
    months of a line that does.
    """
    deployment, statements = _locked_for_verdict(chosen, by=by)
    if statements and not chosen.with_deployment and deployment.status != LineStatus.APPROVED:
        raise Refused(_("De inzet van deze persoon is nog niet goedgekeurd. Keur die eerst goed, of allebei samen."))
    lines = _lines(chosen, deployment, statements)
    _check_signed(lines)
    revaluations = _reappraise(deployment, by=by)
    for line in lines:
        line.refresh_from_db(fields=["forecast" if line is deployment else "value", "trace"])
    for_colleague = second_eyes.without_first(lines, region_id=deployment.region_id, by=by, at=at)
    counting = [] if deployment in for_colleague else [line for line in lines if line not in for_colleague]
    if for_colleague and not second_eyes.record(for_colleague, by=by, at=at) and not counting:
        raise Refused(_("U keurde dit al als eerste goed. Nu is een collega aan de beurt."))
    steps.take([Step(line, LineStatus.APPROVED) for line in counting], by=by, at=at)
    appraisal.reappraise_years([deployment.pk])
    appraisal.record_revaluations(revaluations, at=at)
    return Approved(tuple(counting), tuple(for_colleague))


@transaction.atomic
def return_with_question(chosen: Chosen, *, question: str, by: By, at: datetime) -> None:
    """Give it back to the contractor with a question; his responsible person gets a mail."""
    deployment, statements = _locked_for_verdict(chosen, by=by)
    question = check_said(question, otherwise=_("Schrijf op wat u wilt weten."))
    lines = _lines(chosen, deployment, statements)
    steps.take([Step(line, LineStatus.RETURNED, question) for line in lines], by=by, at=at)
    questions.mail_question(deployment)


@transaction.atomic
def reject(chosen: Chosen, *, reason: str, by: By, at: datetime) -> Chosen:
    """It does not count. A line that is rejected takes its waiting months with it, and frees the person's days.

    Gives all that was rejected, so that it can be undone together.
    """
    deployment, statements = _locked_for_verdict(chosen, by=by)
    reason = check_said(reason, otherwise=_("Schrijf op waarom dit niet meetelt."))
    if chosen.with_deployment:
        waiting = (LineStatus.SUBMITTED, LineStatus.RETURNED)
        statements = list(_live_statements().filter(deployment=deployment, status__in=waiting))
    lines = _lines(chosen, deployment, statements)
    steps.take([Step(line, LineStatus.REJECTED, reason) for line in lines], by=by, at=at)
    if chosen.with_deployment:
        _carry_through(deployment, by=by, at=at)
    return Chosen(deployment.pk, chosen.with_deployment, tuple(one.pk for one in statements))


@transaction.atomic
def undo(chosen: Chosen, *, by: By, at: datetime) -> None:
    """Take verdicts back: what they were about waits again. Approved months get a reversal and a new line."""
    persons.lock_persons_of([chosen.deployment_id])
    deployment = _locked_deployment(chosen.deployment_id)
    statements = list(_live_statements().filter(deployment=deployment, pk__in=chosen.statement_ids))
    if len(statements) != len(chosen.statement_ids):
        raise Refused(_("Dit is al teruggedraaid."))
    approved = [one for one in statements if one.status == LineStatus.APPROVED]
    others = [one for one in statements if one.status != LineStatus.APPROVED]
    freed = others or (chosen.with_deployment and deployment.status == LineStatus.REJECTED)
    renewed = [_reverse(one, at=at) for one in approved]
    for one in renewed:
        steps.note(one, _("Goedkeuring teruggedraaid"), by=by, at=at, from_status=LineStatus.APPROVED)
    lines = _lines(chosen, deployment, others) if chosen.with_deployment or others else []
    counted = [*_live_statements().filter(deployment=deployment), *deployment.year_lines.live()]
    if deployment in lines and any(one.status == LineStatus.APPROVED for one in counted):
        raise Refused(_("Er zijn al maanden of een jaarregel van deze persoon goedgekeurd. Draai die eerst terug."))
    steps.take([Step(line, LineStatus.SUBMITTED, taken_back=True) for line in lines], by=by, at=at)
    if freed:
        _check_bound(deployment)
    _carry_through(deployment, by=by, at=at)


@transaction.atomic
def undo_last(deployment_id: uuid.UUID, *, by: By, at: datetime) -> None:
    """Take back what this verifier decided last about a person's line."""
    firsts = second_eyes.standing_of(by, waiting_lines(deployment_id))
    given = last_verdict(by=by, deployment_id=deployment_id)
    if given is None and not firsts:
        raise Refused(_("Hier is niets meer om terug te draaien."))
    last = max([one.at for one in firsts] + ([given.steps[0].at] if given else []))
    second_eyes.take_back([one for one in firsts if one.at == last], at=at)
    if given is not None and given.steps[0].at == last:
        undo(given.chosen(), by=by, at=at)


@transaction.atomic
def resolve_revaluation(
    task_id: uuid.UUID, *, by: By, at: datetime, as_shown: Shown | None = None
) -> HoursStatement | None:
    """Carry an approved month over to what it is worth now: a reversal, and a new approved line, which it gives.

    Above the region's amount the new line waits for a colleague. None when there was nothing to carry over any more.
    """
    found = RevaluationTask.objects.select_related("statement__deployment").get(pk=task_id)
    persons.lock_persons_of([found.statement.deployment_id])
    closed.check_open(found.statement.deployment.contract_id)
    task = RevaluationTask.objects.select_for_update(of=("self",), no_key=True).get(pk=task_id)
    if task.done_at is not None:
        raise Refused(_("Een collega heeft dit al afgehandeld. Laad de pagina opnieuw."))
    check_shown([task], as_shown)
    statement = _live_statements().filter(pk=task.statement_id, status=LineStatus.APPROVED).first()
    renewed: HoursStatement | None = None
    if statement is not None:
        _check_not_own([statement.month], deployment_id=statement.deployment_id, by=by)
        for now in appraisal.reappraise([statement.deployment_id]):
            if now.statement.pk == statement.pk:
                renewed = _reverse(statement, at=at)
                region_id = found.statement.deployment.region_id
                if second_eyes.without_first([renewed], region_id=region_id, by=by, at=at):
                    second_eyes.record([renewed], by=by, at=at)
                else:
                    steps.take([Step(renewed, LineStatus.APPROVED, _("Waarde herzien"))], by=by, at=at)
                    appraisal.reappraise_years([statement.deployment_id])
    task.done_at = at
    task.save(update_fields=["done_at"])
    return renewed


@transaction.atomic
def judge_contribution(
    contribution_id: uuid.UUID,
    *,
    to: LineStatus,
    by: By,
    at: datetime,
    said: str = "",
    as_shown: Shown | None = None,
) -> Contribution:
    """Approve, return with a question, or reject with a reason, a contribution that is not a person at work."""
    contribution = contributions.locked(contribution_id)
    if contribution.status != LineStatus.SUBMITTED:
        raise Refused(meanwhile.waits_no_more([contribution], by=by))
    if None in steps.entered_by(by, contribution_id=contribution.pk):
        raise Refused(_own_entry())
    check_shown([contribution], as_shown)
    if to == LineStatus.APPROVED:
        _check_signed([contribution])
        worth = appraisal.value_of_contribution(contribution)
        contribution.value, contribution.trace = worth.value, worth.trace_as_json()
        contribution.save(update_fields=["value", "trace"])
        if second_eyes.without_first([contribution], region_id=contribution.region_id, by=by, at=at):
            if not second_eyes.record([contribution], by=by, at=at):
                raise Refused(_("U keurde dit al als eerste goed. Nu is een collega aan de beurt."))
            return contribution
    else:
        said = check_said(said, otherwise=_("Schrijf op wat u wilt weten, of waarom dit niet meetelt."))
    steps.take([Step(contribution, to, said)], by=by, at=at)
    if to == LineStatus.RETURNED:
        questions.mail_question_about_contribution(contribution)
    return contribution


@transaction.atomic
def undo_contribution(contribution_id: uuid.UUID, *, by: By, at: datetime) -> Contribution:
    """Take the verdict back; an approved contribution gets a reversal and a new line, which waits."""
    contribution = contributions.locked(contribution_id)
    if contribution.kind == ContributionKind.SURPLUS:
        raise Refused(
            _("Dit overschot komt uit de afrekening van een ander contract. Heropen die om het terug te halen.")
        )
    firsts = second_eyes.standing_of(by, [contribution]) if contribution.status == LineStatus.SUBMITTED else []
    if firsts:
        second_eyes.take_back(firsts, at=at)
        return contribution
    if contribution.status != LineStatus.APPROVED:
        steps.take([Step(contribution, LineStatus.SUBMITTED, taken_back=True)], by=by, at=at)
        return contribution
    renewed = _reverse_contribution(contribution, at=at)
    steps.note(renewed, _("Goedkeuring teruggedraaid"), by=by, at=at, from_status=LineStatus.APPROVED)
    return renewed


def last_verdict(*, by: By, **line_id: uuid.UUID | None) -> Given | None:
    """What this verifier decided last about this line, as long as it can be undone in one go."""
    steps_taken = list(
        steps.steps_about(line_id.get("deployment_id"), line_id.get("contribution_id"), line_id.get("year_line_id"))
        .filter(user_id=by.user_id)
        .select_related("statement", "deployment", "contribution__block", "year_line")
        .order_by("-at", "-pk")[:_STEPS_OF_ONE_VERDICT]
    )
    verdicts = (LineStatus.APPROVED, LineStatus.RETURNED, LineStatus.REJECTED)
    together = [step for step in steps_taken if step.at == steps_taken[0].at]
    if not together or any(step.to_status not in verdicts for step in together):
        return None
    return Given(LineStatus(together[0].to_status), tuple(together))


def waiting_lines(deployment_id: uuid.UUID) -> list[steps.Line]:
    """A person's line and its months, as far as they wait for a verdict."""
    lines: list[steps.Line] = list(Deployment.objects.live().submitted().filter(pk=deployment_id))
    months = HoursStatement.objects.live().submitted().filter(deployment=deployment_id).select_related("deployment")
    return [*lines, *months.order_by("month", "pk")]


def _locked_for_verdict(chosen: Chosen, *, by: By) -> tuple[Deployment, list[HoursStatement]]:
    """The line and the chosen months, ours alone and still waiting."""
    if not chosen.with_deployment and not chosen.statement_ids:
        raise Refused(_("Kies waar uw oordeel over gaat."))
    persons.lock_persons_of([chosen.deployment_id])
    deployment = _locked_deployment(chosen.deployment_id)
    statements = list(_live_statements().filter(deployment=deployment, pk__in=chosen.statement_ids))
    waiting = {line.status for line in _lines(chosen, deployment, statements)} <= {LineStatus.SUBMITTED}
    if not waiting or len(statements) != len(set(chosen.statement_ids)):
        chosen_then = list(deployment.statements.filter(pk__in=chosen.statement_ids))
        raise Refused(meanwhile.waits_no_more(_lines(chosen, deployment, chosen_then), by=by))
    about: list[object] = [one.month for one in statements]
    _check_not_own([*about, *([None] if chosen.with_deployment else [])], deployment_id=deployment.pk, by=by)
    check_shown(_lines(chosen, deployment, statements), chosen.shown)
    return deployment, statements


def _lines(chosen: Chosen, deployment: Deployment, statements: Sequence[HoursStatement]) -> list[steps.Line]:
    return [*([deployment] if chosen.with_deployment else []), *statements]


def _check_not_own(about: Iterable[object], *, deployment_id: uuid.UUID, by: By) -> None:
    if steps.entered_by(by, deployment_id=deployment_id) & set(about):
        raise Refused(_own_entry())


def _check_signed(lines: Sequence[steps.Line]) -> None:
    """What was entered for a company rests on the form that it signed: without one that was accepted nobody approves."""
    if sentence := evidence.missing_sentence(lines):
        raise Refused(sentence)


def _check_bound(deployment: Deployment) -> None:
    """Hours that start to count again must still fit beside what was submitted since."""
    claiming = (LineStatus.SUBMITTED, LineStatus.RETURNED, LineStatus.APPROVED)
    ids = list(_live_statements().filter(deployment=deployment, status__in=claiming).values_list("pk", flat=True))
    if any(verdict.refused for verdict in hours.verdicts(ids).values()):
        raise Refused(_("Deze uren passen niet meer binnen de grens van 60 uur per week."))


def _carry_through(deployment: Deployment, *, by: By, at: datetime) -> None:
    appraisal.record_revaluations(_reappraise(deployment, by=by), at=at)


def _reappraise(deployment: Deployment, *, by: By) -> list[appraisal.Revaluation]:
    """What the verdict does to this line, and to the lines of the same person on other contracts.

    Those an authority's own SROI coordinator cannot reach: the portal itself does, right after.
    """
    if by.verifies_own:
        queue_job(REVALUE, contract_id=deployment.contract_id, region_id=deployment.region_id)
    return appraisal.reappraise([deployment.pk], also_others=not by.verifies_own)


def _reverse(statement: HoursStatement, *, at: datetime) -> HoursStatement:
    """Book the opposite of an approved month and put the month up anew, submitted, in its place in the queue."""
    statement.reversed_at = at
    statement.save(update_fields=["reversed_at"])
    same = {
        "deployment_id": statement.deployment_id,
        "month": statement.month,
        "submitted_at": statement.submitted_at,
        "trace": statement.trace,
        "created_at": at,
    }
    HoursStatement.objects.create(
        **same,
        paid_hours=-statement.paid_hours,
        value=-statement.value,
        status=LineStatus.APPROVED,
        decided_at=at,
        reverses=statement,
        reversed_at=at,
    )
    renewed = HoursStatement.objects.create(
        **same,
        paid_hours=statement.paid_hours,
        value=statement.value,
        many_hours=statement.many_hours,
        status=LineStatus.SUBMITTED,
    )
    appraisal.reappraise([statement.deployment_id])
    renewed.refresh_from_db(fields=["value", "trace"])
    return renewed


def _reverse_contribution(contribution: Contribution, *, at: datetime) -> Contribution:
    agreement_id = contribution.agreement_id
    contribution.reversed_at, contribution.agreement = at, None
    contribution.save(update_fields=["reversed_at", "agreement"])
    reversal, renewed = _copy(contribution, at=at), _copy(contribution, at=at)
    # What was agreed goes with the line that is live: there is one at a time.
    renewed.agreement_id = agreement_id
    reversal.quantity, reversal.value = -contribution.quantity, -contribution.value
    reversal.status, reversal.decided_at = LineStatus.APPROVED, at
    reversal.reverses, reversal.reversed_at = contribution, at
    renewed.status, renewed.decided_at, renewed.reversed_at = LineStatus.SUBMITTED, None, None
    for line in (reversal, renewed):
        line.save(force_insert=True)
    return renewed


def _copy(contribution: Contribution, *, at: datetime) -> Contribution:
    values = {field.attname: getattr(contribution, field.attname) for field in Contribution._meta.concrete_fields}  # noqa: SLF001 - Django's public name for it
    return Contribution(**(values | {"id": new_id(), "created_at": at}))


def _locked_deployment(deployment_id: uuid.UUID) -> Deployment:
    deployment = (
        Deployment.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("contract")
        .get(pk=deployment_id)
    )
    closed.check_open(deployment.contract_id)
    return deployment


def _live_statements():
    return HoursStatement.objects.live().select_for_update(of=("self",), no_key=True).order_by("month", "pk")


def _own_entry() -> str:
    return _("U hebt dit zelf ingevoerd. Een collega moet het beoordelen.")
