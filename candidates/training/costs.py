"""Invoices for training: entered by one, agreed to by the ABC project leader, and only then payable."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Func, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import BackOfficePolicy, TrainingCost
from candidates.training.enrolments import enrolments_of
from candidates.training.programmes import groups_of, programmes_of
from candidates.training_choices import CostState
from candidates.training_querysets import CostQuerySet
from organisations.refused import Refused, check_said
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class CostEntry:
    """What stands on an invoice; amounts in euros without VAT."""

    programme_id: uuid.UUID
    group_id: uuid.UUID | None
    kind: str
    description: str
    supplier: str
    invoice_number: str
    invoice_on: date
    amount: Decimal
    #: Of the one participant for whom the invoice is, if it is for one.
    enrolment_id: uuid.UUID | None = None
    #: Another part of an invoice that is in already, which is asked about.
    another_part: bool = False


class InAlready(Refused):
    """The invoice is in, as these lines (``lines``): mostly it is typed twice, though it can be another part of it."""

    def __init__(self, lines: list[TrainingCost]) -> None:
        super().__init__(_("Deze factuur staat er al. Voert u een ander deel van dezelfde factuur in? Vink dat aan."))
        self.lines = lines


class WrongDay(Refused):
    """Nothing can have been paid on that day."""


_TWICE = gettext_lazy("Deze factuur staat er al: zelfde leverancier, nummer, datum en bedrag.")


def costs_of(acting: Acting) -> CostQuerySet:
    found: CostQuerySet = TrainingCost.objects.filter(region_id__in=acting.region_ids)
    return found


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides about invoices of a region today: the ABC project leader and, while away, who stands in."""

    leader_id: uuid.UUID | None = None
    stand_in_id: uuid.UUID | None = None

    def may(self, acting: Acting) -> bool:
        return self.leader_id is not None and acting.user_id in (self.leader_id, self.stand_in_id)


def deciding(acting: Acting, *, on: date) -> dict[uuid.UUID, Deciding]:
    """Who decides on this day, by region; a region without its own terms is not in it."""
    return {
        one.region_id: Deciding(one.project_leader_id, one.stand_in_id if one.is_leader_away(on) else None)
        for one in BackOfficePolicy.objects.filter(region_id__in=acting.region_ids)
    }


def may_decide(acting: Acting, cost: TrainingCost, who: Deciding) -> bool:
    """The project leader or who stands in, about what somebody else entered."""
    others = cost.state == CostState.ENTERED and cost.entered_by_id != acting.user_id
    return acting.may_write and who.may(acting) and others


@transaction.atomic
def enter(acting: Acting, *, entry: CostEntry, at: datetime) -> TrainingCost:
    """Put an invoice before the project leader."""
    programme = programmes_of(acting).get(pk=entry.programme_id)
    group = groups_of(acting).get(pk=entry.group_id) if entry.group_id else None
    if group is not None and group.programme_id != programme.pk:
        raise Refused(_("Deze groep is van een andere scholing. Kies een groep van deze scholing."))
    enrolment = enrolments_of(acting).get(pk=entry.enrolment_id) if entry.enrolment_id else None
    if enrolment is not None and enrolment.programme_id != programme.pk:
        raise Refused(_("Deze deelnemer volgt een andere scholing. Kies een deelnemer van deze scholing."))
    if enrolment is not None:
        group = enrolment.group
    in_already = _same_invoice(acting, programme.region_id, entry)
    exactly = (entry.invoice_on, entry.amount, group.pk if group else None, entry.enrolment_id)
    if exactly in {(one.invoice_on, one.amount, one.group_id, one.enrolment_id) for one in in_already}:
        raise Refused(str(_TWICE))
    if in_already and not entry.another_part:
        raise InAlready(in_already)
    cost = TrainingCost(
        region_id=programme.region_id,
        programme=programme,
        group=group,
        enrolment=enrolment,
        kind=entry.kind,
        description=entry.description,
        supplier=entry.supplier.strip(),
        invoice_number=entry.invoice_number.strip(),
        invoice_on=entry.invoice_on,
        amount=entry.amount,
        entered_by_id=acting.user_id,
        entered_at=at,
    )
    try:
        with transaction.atomic():
            cost.save(force_insert=True)
    except IntegrityError as error:
        if "training_cost_once" in str(error):
            raise Refused(str(_TWICE)) from error
        raise
    return cost


@transaction.atomic
def approve(acting: Acting, cost_id: uuid.UUID, *, at: datetime) -> TrainingCost:
    """The project leader, or who stands in, agrees: the invoice may be paid."""
    cost = _to_decide(acting, cost_id, on=timezone.localdate(at))
    cost.state, cost.decided_by_id, cost.decided_at = CostState.APPROVED, acting.user_id, at
    cost.save(update_fields=["state", "decided_by", "decided_at"])
    return cost


@transaction.atomic
def refuse(acting: Acting, cost_id: uuid.UUID, *, reason: str, at: datetime) -> TrainingCost:
    """The project leader does not agree, and says why."""
    cost = _to_decide(acting, cost_id, on=timezone.localdate(at))
    cost.refused_reason = check_said(reason, otherwise=_("Schrijf op waarom u geen akkoord geeft."))[:500]
    cost.state, cost.decided_by_id, cost.decided_at = CostState.REFUSED, acting.user_id, at
    cost.save(update_fields=["state", "decided_by", "decided_at", "refused_reason"])
    return cost


@transaction.atomic
def withdraw(acting: Acting, cost_id: uuid.UUID) -> TrainingCost:
    """Take an invoice back while nobody decided about it."""
    cost = _locked(acting, cost_id)
    if cost.state != CostState.ENTERED:
        raise Refused(_("Over deze factuur is al besloten. Laad de pagina opnieuw."))
    cost.state = CostState.WITHDRAWN
    cost.save(update_fields=["state"])
    return cost


@transaction.atomic
def mark_paid(acting: Acting, cost_id: uuid.UUID, *, paid_on: date, on: date) -> TrainingCost:
    """Say that an invoice was paid; never before the project leader agreed."""
    cost = _locked(acting, cost_id)
    if cost.state != CostState.APPROVED:
        raise Refused(_("Deze factuur mag nog niet betaald worden: de projectleider gaf nog geen akkoord."))
    agreed_on = timezone.localdate(cost.decided_at) if cost.decided_at else cost.invoice_on
    if paid_on > on:
        raise WrongDay(_("Deze dag komt nog. Kies vandaag of een dag ervoor."))
    if paid_on < max(cost.invoice_on, min(agreed_on, on)):
        raise WrongDay(_("Dit ligt voor de dag van de factuur of van het akkoord."))
    cost.state, cost.paid_on = CostState.PAID, paid_on
    cost.save(update_fields=["state", "paid_on"])
    return cost


@transaction.atomic
def mark_unpaid(acting: Acting, cost_id: uuid.UUID) -> TrainingCost:
    """Undo ``mark_paid``."""
    cost = _locked(acting, cost_id)
    if cost.state != CostState.PAID:
        raise Refused(_("Deze factuur staat niet op betaald."))
    cost.state, cost.paid_on = CostState.APPROVED, None
    cost.save(update_fields=["state", "paid_on"])
    return cost


def _same_invoice(acting: Acting, region_id: uuid.UUID, entry: CostEntry) -> list[TrainingCost]:
    """The lines that count of this supplier and this number, for whatever they are and however they were typed."""
    there = costs_of(acting).counting().filter(region_id=region_id).select_related("programme", "group", "enrolment")
    same = there.annotate(who=_bare(F("supplier")), number=_bare(F("invoice_number"))).filter(
        who=_bare(Value(entry.supplier)), number=_bare(Value(entry.invoice_number))
    )
    return list(same.order_by("entered_at", "pk"))


def _bare(typed: F | Value) -> Func:
    """Without what two people type differently: capitals, spaces, dots and dashes."""
    return Func(
        Lower(typed),
        Value(r"[[:space:][:punct:]\u00a0\u2010-\u2015]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
    )


def _locked(acting: Acting, cost_id: uuid.UUID) -> TrainingCost:
    return costs_of(acting).select_for_update(of=("self",), no_key=True).get(pk=cost_id)


def _to_decide(acting: Acting, cost_id: uuid.UUID, *, on: date) -> TrainingCost:
    cost = _locked(acting, cost_id)
    who = deciding(acting, on=on).get(cost.region_id, Deciding())
    if who.leader_id is None:
        raise Refused(_("Er is nog geen projectleider ABC. Kies die bij ‘De regio’."))
    if not who.may(acting):
        raise Refused(_("Alleen de projectleider ABC geeft akkoord op kosten van scholing, of wie hem nu vervangt."))
    if cost.entered_by_id == acting.user_id:
        raise Refused(
            _("U hebt deze factuur zelf ingevoerd. Trek haar in en laat een collega haar invoeren; dan beslist u.")
        )
    if cost.state != CostState.ENTERED:
        raise Refused(_("Over deze factuur is al besloten. Laad de pagina opnieuw."))
    return cost
