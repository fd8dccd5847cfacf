"""A company asks to take an approved line of its own back; whoever verifies the contract grants it, or says why not.

Only a verifier takes an approval back. What is granted comes back to the company as a question, to correct and submit.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from organisations.refused import check_said
from organisations.tenancy import Acting
from placements import closed, steps
from placements.choices import ContributionKind, LineStatus, ReversalState
from placements.identity import persons
from placements.models import Contribution, Deployment, HoursStatement, ReversalRequest
from placements.reviewing import reversal_mails
from placements.reviewing.handing_back import hand_back
from placements.steps import Refused

#: Contributions that a company enters itself; the others come from a verifier or a settlement.
OF_COMPANY = (ContributionKind.BLOCK, ContributionKind.AGREED)


@transaction.atomic
def ask(
    acting: Acting,
    deployment_id: uuid.UUID,
    *,
    with_deployment: bool,
    statement_ids: Collection[uuid.UUID] = (),
    reason: str,
    at: datetime,
) -> list[ReversalRequest]:
    """Ask about a person at work, which takes all his months along, or about some of his months."""
    reason = _said(reason, _("Schrijf op wat er niet klopt."))
    persons.lock_persons_of([deployment_id])
    deployment = (
        Deployment.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("contract")
        .get(pk=deployment_id, contractor_id=acting.organisation_id)
    )
    closed.check_open(deployment.contract_id)
    lines: list[steps.Line] = [deployment]
    if not with_deployment:
        found = HoursStatement.objects.live().filter(deployment=deployment, pk__in=list(statement_ids))
        lines = list(found.order_by("month", "pk"))
        if len(lines) != len(set(statement_ids)):
            raise Refused(_already_back())
    if not lines:
        raise Refused(_("Kies wat er niet klopt."))
    _check_approved(lines)
    waiting = list(open_requests().filter(deployment=deployment).select_related("statement"))
    if any(_same(request, line) for request in waiting for line in lines):
        raise Refused(_already_asked())
    requests = [
        ReversalRequest(
            deployment=deployment,
            statement=line if isinstance(line, HoursStatement) else None,
            **_of(acting, deployment, reason, at),
        )
        for line in lines
    ]
    ReversalRequest.objects.bulk_create(requests)
    reversal_mails.tell_verifier(requests[0], acting, about=deployment.pseudonym)
    return requests


@transaction.atomic
def ask_about_contribution(acting: Acting, contribution_id: uuid.UUID, *, reason: str, at: datetime) -> ReversalRequest:
    reason = _said(reason, _("Schrijf op wat er niet klopt."))
    contribution = (
        Contribution.objects.live()
        .select_for_update(of=("self",), no_key=True)
        .select_related("contract")
        .get(pk=contribution_id, contractor_id=acting.organisation_id)
    )
    closed.check_open(contribution.contract_id)
    if contribution.kind not in OF_COMPANY:
        raise Refused(_("Deze regel hebt u niet zelf ingediend. Vraag het Coördinatiepunt Social Return."))
    _check_approved([contribution])
    if open_requests().filter(contribution=contribution).exists():
        raise Refused(_already_asked())
    request = ReversalRequest.objects.create(contribution=contribution, **_of(acting, contribution, reason, at))
    reversal_mails.tell_verifier(request, acting, about=contribution.reference)
    return request


@transaction.atomic
def withdraw(acting: Acting, request_id: uuid.UUID, *, at: datetime) -> ReversalRequest:
    """The company takes its question back, as long as nobody answered."""
    request = _waiting(request_id)
    if request.company_line.contractor_id != acting.organisation_id:
        raise Refused(_("Alleen het bedrijf zelf trekt zijn verzoek in."))
    return _answered(request, ReversalState.WITHDRAWN, "", acting, at=at)


@transaction.atomic
def grant(acting: Acting, request_id: uuid.UUID, *, said: str = "", at: datetime) -> ReversalRequest:
    """Reverse the line and give it back to the company, which corrects it and submits it anew."""
    request = _waiting(request_id)
    word = _("Op uw verzoek teruggedraaid. Pas aan wat niet klopt en dien het opnieuw in.")
    now = hand_back(request, said=f"{word} {said.strip()}".strip()[:1000], by=acting, at=at)
    _answered(request, ReversalState.GRANTED, said.strip(), acting, at=at)
    reversal_mails.tell_company(request, "reversal_granted", now=now)
    return request


@transaction.atomic
def refuse(acting: Acting, request_id: uuid.UUID, *, reason: str, at: datetime) -> ReversalRequest:
    """The line stays approved; the company reads why."""
    reason = check_said(reason, otherwise=_("Schrijf op waarom de regel blijft zoals hij is."))[:1000]
    request = _answered(_waiting(request_id), ReversalState.REFUSED, reason, acting, at=at)
    reversal_mails.tell_company(request, "reversal_refused")
    return request


def open_requests() -> QuerySet[ReversalRequest]:
    return ReversalRequest.objects.filter(state=ReversalState.ASKED)


def requests_about(
    *, deployment_id: uuid.UUID | None = None, contribution: Contribution | None = None
) -> QuerySet[ReversalRequest]:
    """All that was asked about one line, newest first, also about rows that it replaced."""
    if contribution is not None:
        same = Q(contribution__reference=contribution.reference, contract_id=contribution.contract_id)
    else:
        same = Q(deployment_id=deployment_id or uuid.UUID(int=0))
    found = ReversalRequest.objects.filter(same).select_related("statement", "asked_by", "answered_by")
    return found.order_by("-asked_at", "-pk")


def _of(acting: Acting, line: Deployment | Contribution, reason: str, at: datetime) -> dict[str, object]:
    return {
        "region_id": line.region_id,
        "contract_id": line.contract_id,
        "reason": reason,
        "asked_by_id": acting.user_id,
        "asked_for_id": acting.organisation_id,
        "asked_at": at,
    }


def _waiting(request_id: uuid.UUID) -> ReversalRequest:
    request = (
        ReversalRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contract", "deployment__contract", "statement", "contribution__contract")
        .get(pk=request_id)
    )
    if not request.is_open:
        raise Refused(_("Dit verzoek is al beantwoord of ingetrokken."))
    return request


def _answered(
    request: ReversalRequest, state: ReversalState, answer: str, acting: Acting, *, at: datetime
) -> ReversalRequest:
    request.state, request.answer = state, answer
    request.answered_by_id, request.answered_at = acting.user_id, at
    request.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return request


def _check_approved(lines: Iterable[steps.Line]) -> None:
    if any(line.status != LineStatus.APPROVED for line in lines):
        raise Refused(_already_back())


def _same(request: ReversalRequest, line: steps.Line) -> bool:
    """Whether an open request is about this line too: about the month, or either of them about the person as a whole."""
    if request.statement is None or not isinstance(line, HoursStatement):
        return True
    return request.statement.month == line.month


def _already_back() -> str:
    return _("Deze regel is niet (meer) goedgekeurd. U kunt hem zelf wijzigen.")


def _already_asked() -> str:
    return _("U hebt dit al gevraagd. Wacht op het antwoord, of trek uw verzoek in.")


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()[:1000]
