"""The end of a contract: draw up its exact figures, decide about the rest, settle with a letter; or take it back.

The figures come from the database (placements 0007), because an authority sees the exact total here for the first time.
From drawing up on no line of the contract changes (``placements.closed``). Only the coordination point takes a settlement
back: otherwise drawing up would be a way to look.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import new_id
from organisations.outbox import queue_job, queue_mail
from organisations.templatetags.formatting import day_nl, euro
from organisations.tenancy import Acting
from placements import valuation
from tenders.choices import DocumentKind, LadderKind, SettlementState, StepState
from tenders.documents import recipients_of
from tenders.letters import Addressee, LetterRefused, make_letter
from tenders.models import Contract, LadderStep, Message, RegionPolicy, Settlement

REVALUE = "placements.tasks.revalue_contract"
_NOTHING = Decimal("0.00")


class SettlementRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be done; the message is for the user, ``field`` is what he can change ('' for the page)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class StillOpen:
    """How many lines stand in the way of a settlement; ``concepts`` are those of the asker's own company."""

    waiting: int
    returned: int
    revaluations: int
    concepts: int

    @property
    def in_the_way(self) -> int:
        return self.waiting + self.returned + self.revaluations


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the rest: a shortfall withheld or waived, a surplus to another contract or nowhere."""

    withheld: Decimal = _NOTHING
    waived: Decimal = _NOTHING
    reason: str = ""
    surplus_to_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str
    addressee: str


def still_open(contract_id: uuid.UUID) -> StillOpen:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placements_still_open(%s)", [contract_id])
        return StillOpen(*cursor.fetchone())


def standing_settlement(contract_id: uuid.UUID) -> Settlement | None:
    """The settlement that was drawn up or made, and not taken back."""
    return _standing(contract_id).first()


@transaction.atomic
def draw_up(acting: Acting, *, contract_id: uuid.UUID, at: datetime) -> Settlement:  # noqa: ARG001 - the database looks who acts
    """Fix what was owed and what was approved. ``SettlementRefused`` when something still waits, or the end is too new."""
    settlement_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_draw_up(%s, %s, %s)", [contract_id, settlement_id, at])
        (answer,) = cursor.fetchone()
    if answer == "exists":
        raise SettlementRefused(_("Een collega heeft deze afrekening al opgemaakt. Ververs de pagina."))
    if answer == "running":
        raise SettlementRefused(
            _(
                "U kunt afrekenen na de laatste dag van het contract. Eindigt het eerder? Wijzig dan eerst de "
                "looptijd bij Afspraken, of vraag het Coördinatiepunt Social Return."
            )
        )
    if answer == "brought_forward":
        raise SettlementRefused(too_soon(settles_from(contract_id)))
    if answer in {"waiting", "revaluations"}:
        raise SettlementRefused(in_the_way(still_open(contract_id)))
    return Settlement.objects.get(pk=settlement_id)


def settles_from(contract_id: uuid.UUID) -> date | None:
    """Since the last day was brought forward lately: from when who reads no exact totals may draw up. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_settles_from(%s)", [contract_id])
        (day,) = cursor.fetchone()
    return day


def too_soon(day: date | None) -> str:
    return _(
        "De laatste dag van dit contract is kort geleden naar voren gehaald. Dan wacht u 30 dagen: u kunt afrekenen "
        "vanaf %(day)s. Moet het eerder? Vraag het Coördinatiepunt Social Return om de afrekening op te maken."
    ) % {"day": day_nl(day)}


def in_the_way(found: StillOpen) -> str:
    """Why a settlement cannot be drawn up yet, in words; empty when nothing waits."""
    parts = []
    if found.waiting:
        parts.append(
            ngettext("%(n)s regel wacht op een oordeel", "%(n)s regels wachten op een oordeel", found.waiting)
            % {"n": found.waiting}
        )
    if found.returned:
        parts.append(
            ngettext(
                "%(n)s regel wacht op antwoord van de opdrachtnemer",
                "%(n)s regels wachten op antwoord van de opdrachtnemer",
                found.returned,
            )
            % {"n": found.returned}
        )
    if found.revaluations:
        parts.append(
            ngettext("%(n)s waarde moet worden herzien", "%(n)s waarden moeten worden herzien", found.revaluations)
            % {"n": found.revaluations}
        )
    if not parts:
        return ""
    return _("Afrekenen kan nog niet: %(parts)s.") % {"parts": _(" en ").join(parts)}


@transaction.atomic
def decide(acting: Acting, *, contract_id: uuid.UUID, decision: Decision, on: date) -> Settlement:
    """Write down what becomes of shortfall or surplus; it can be changed until the settlement is made."""
    settlement = _locked(contract_id)
    if settlement.state != SettlementState.DRAWN_UP:
        raise SettlementRefused(_("Dit contract is al afgerekend. Ververs de pagina."))
    if decision.withheld + decision.waived != settlement.shortfall:
        raise SettlementRefused(
            _("Ingehouden en kwijtgescholden zijn samen het tekort van %(amount)s.")
            % {"amount": euro(settlement.shortfall)},
            "withheld",
        )
    if decision.waived and not decision.reason.strip():
        raise SettlementRefused(_("Schrijf op waaruit blijkt dat de opdrachtnemer zich heeft ingespannen."), "reason")
    if settlement.shortfall and not decision.reason.strip() and not was_heard(contract_id):
        raise SettlementRefused(
            _("De opdrachtnemer is niet gehoord. Schrijf op waarom u toch over het tekort besluit."), "reason"
        )
    targets = surplus_targets(acting, settlement.contract, settlement, on=on)
    if decision.surplus_to_id is not None and not targets.filter(pk=decision.surplus_to_id).exists():
        raise SettlementRefused(_("Naar dit contract kan het overschot niet. Kies een ander."), "surplus_to")
    settlement.withheld, settlement.waived = decision.withheld, decision.waived
    settlement.reason = decision.reason.strip()
    settlement.surplus_to_id = decision.surplus_to_id
    settlement.save(update_fields=["withheld", "waived", "reason", "surplus_to"])
    return settlement


def surplus_targets(acting: Acting, contract: Contract, settlement: Settlement, *, on: date) -> QuerySet[Contract]:  # noqa: ARG001 - as the other questions about a contract
    """The running contracts of the same two parties to which a surplus may go; none where the region says no."""
    if not settlement.surplus or not surplus_is_transferable(contract.region_id, on=on):
        return Contract.objects.none()
    closed = Settlement.objects.exclude(state=SettlementState.WITHDRAWN).values("contract_id")
    return (
        Contract.objects.filter(
            region_id=contract.region_id,
            authority_id=contract.authority_id,
            contractor_id=contract.contractor_id,
            ends_on__gte=on,
            settled_on__isnull=True,
        )
        .exclude(pk=contract.pk)
        .exclude(pk__in=closed)
        .order_by("ends_on", "pk")
    )


def surplus_is_transferable(region_id: uuid.UUID, *, on: date) -> bool:
    return RegionPolicy.objects.filter(region_id=region_id, surplus_transferable=True).in_force(on=on).exists()


def was_heard(contract_id: uuid.UUID) -> bool:
    """Whether a hearing of the contractor was held and recorded."""
    return LadderStep.objects.filter(contract_id=contract_id, kind=LadderKind.HEARING, state=StepState.DONE).exists()


def is_decided(settlement: Settlement) -> bool:
    """Whether the shortfall has been divided; without one there is nothing that must be decided."""
    return settlement.withheld + settlement.waived == settlement.shortfall


@transaction.atomic
def settle(acting: Acting, *, contract_id: uuid.UUID, letter: Letter, on: date, at: datetime) -> Settlement:
    """Settle: the surplus moves, the contract is closed since ``on``, letter and mail go out together with it."""
    settlement = _locked(contract_id)
    if settlement.state != SettlementState.DRAWN_UP:
        raise SettlementRefused(_("Dit contract is al afgerekend. Ververs de pagina."))
    if not is_decided(settlement):
        raise SettlementRefused(_("Besluit eerst wat er met het tekort gebeurt."))
    if settlement.surplus_to_id is not None:
        _move_surplus(settlement, settlement.surplus_to_id, on=on, at=at)
    settlement.state = SettlementState.SETTLED
    settlement.settled_on = on
    settlement.settled_by_id = acting.user_id
    settlement.save(update_fields=["state", "settled_on", "settled_by"])
    settlement.contract.refresh_from_db()
    try:
        settlement.letter = make_letter(
            acting,
            contract=settlement.contract,
            kind=DocumentKind.SETTLEMENT,
            subject=letter.subject,
            body=letter.body,
            addressee=Addressee(settlement.contract.contractor.name, letter.addressee),
            at=at,
        )
    except LetterRefused as refused:
        raise SettlementRefused(str(refused), refused.field) from refused
    settlement.save(update_fields=["letter"])
    _tell_contractor(acting, settlement, "settled")
    return settlement


@transaction.atomic
def take_back(acting: Acting, *, contract_id: uuid.UUID, reason: str, at: datetime) -> Settlement:
    """Withdraw what was drawn up, or reopen what was settled: lines can change again, a moved surplus comes back."""
    if not reason.strip():
        raise SettlementRefused(_("Schrijf op waarom."), "taken_back_reason")
    settlement = _locked(contract_id)
    was_settled = settlement.state == SettlementState.SETTLED
    settlement.state = SettlementState.WITHDRAWN
    settlement.withdrawn_at = at
    settlement.withdrawn_reason = reason.strip()
    settlement.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    if was_settled and settlement.surplus_to_id is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT placements_return_surplus(%s, %s)", [settlement.pk, at])
            (answer,) = cursor.fetchone()
        if answer == "gone":
            raise SettlementRefused(
                _("Het overschot ging naar %(title)s, en dat contract is intussen zelf afgerekend. Heropen dat eerst.")
                % {"title": settlement.surplus_to.title if settlement.surplus_to else ""},
                "taken_back_reason",
            )
    if was_settled:
        _tell_contractor(acting, settlement, "settlement_reopened", reason=settlement.withdrawn_reason)
    _leave_trace(acting, settlement, at=at)
    queue_job(REVALUE, contract_id=str(settlement.contract_id), region_id=str(settlement.contract.region_id))
    return settlement


def _leave_trace(acting: Acting, settlement: Settlement, *, at: datetime) -> None:
    """Say it where all sides read: what was withdrawn holds exact totals, and the authority sees it no more."""
    Message.objects.create(
        contract_id=settlement.contract_id,
        organisation_id=acting.organisation_id,
        user_id=acting.user_id,
        text=_("De afrekening is ingetrokken: %(reason)s") % {"reason": settlement.withdrawn_reason},
        with_whom=_("afrekening ingetrokken"),
        at=at,
    )


def _standing(contract_id: uuid.UUID) -> QuerySet[Settlement]:
    return (
        Settlement.objects.filter(contract_id=contract_id)
        .exclude(state=SettlementState.WITHDRAWN)
        .select_related("surplus_to")
    )


def _locked(contract_id: uuid.UUID) -> Settlement:
    """The settlement, ours alone. The contract first: whoever draws up waits for that one too."""
    contract = Contract.objects.select_for_update(of=("self",), no_key=True).filter(pk=contract_id).first()
    found = Settlement.objects.select_for_update(of=("self",), no_key=True).filter(contract_id=contract_id)
    settlement = found.exclude(state=SettlementState.WITHDRAWN).first()
    if contract is None or settlement is None:
        raise SettlementRefused(_("Deze afrekening is intussen ingetrokken. Ververs de pagina."))
    settlement.contract = contract
    return settlement


def _move_surplus(settlement: Settlement, other_id: uuid.UUID, *, on: date, at: datetime) -> None:
    other = Contract.objects.get(pk=other_id)
    traces = [
        json.dumps(valuation.contribution_value("surplus", amount).trace_as_json())
        for amount in (-settlement.surplus, settlement.surplus)
    ]
    words = [
        _("Overschot naar contract %(reference)s") % {"reference": other.reference},
        _("Overschot van contract %(reference)s") % {"reference": settlement.contract.reference},
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placements_move_surplus(%s, %s, %s, %s::text[]::jsonb[], %s, %s, %s)",
            [settlement.pk, new_id(), new_id(), traces, words, on, at],
        )
        (answer,) = cursor.fetchone()
    if answer == "policy":
        raise SettlementRefused(_("Volgens het beleid van de regio kan een overschot vandaag niet mee."))
    if answer == "gone":
        raise SettlementRefused(
            _("Naar %(title)s kan het overschot niet meer. Kies een ander.") % {"title": other.title}
        )


def _tell_contractor(acting: Acting, settlement: Settlement, template: str, **more: str) -> None:
    contract = settlement.contract
    path = reverse(
        "placements:settlement",
        kwargs={"organisation_id": contract.contractor_id, "contract_id": contract.pk},
    )
    for name, email in recipients_of(contract):
        queue_mail(
            template,
            to=email,
            context=more
            | {
                "name": name,
                "title": contract.title,
                "reference": contract.reference,
                "settled_on": day_nl(settlement.settled_on),
                "by": acting.organisation_name,
                "link": urljoin(settings.PUBLIC_URL, path),
            },
        )
