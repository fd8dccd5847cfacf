"""With what an award begins: a tender that is there already, or another lot of it. Nothing is typed twice."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from organisations.tenancy import Acting
from tenders.advice import AdvicePolicy
from tenders.choices import Side, SroiDecision, TenderStatus
from tenders.forms.people import MEMBER, SOMEONE_ELSE, Nameable
from tenders.models import Contract, Responsible, Tender, TenderLot, TenderValue
from tenders.querysets import ContractQuerySet

#: The newest ones; an older tender is reached from its own contracts.
TENDERS_OFFERED = 200
#: Of the field of a contract; a lot of the calendar can have a longer title.
LOT_LENGTH = 120
HIGH, LOW, OTHER, NONE = "high", "low", "other", "none"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A tender of one's own, and the contract of another lot of which all but company, lot and sum is taken over."""

    tender: Tender
    other_lot: Contract | None = None
    #: The lot of the tender that is awarded now.
    lot: TenderLot | None = None

    @property
    def asks_lot(self) -> bool:
        """With a second contract under a tender it must be clear which is which."""
        return bool(getattr(self.tender, "awarded", 0))


def tenders_of(acting: Acting) -> Any:
    """Tenders that this authority can award: its own, not withdrawn; ``awarded`` counts their contracts."""
    return (
        Tender.objects.filter(authority_id=acting.organisation_id, region_id__in=acting.region_ids)
        .exclude(status=TenderStatus.WITHDRAWN)
        .annotate(awarded=Count("contracts"))
        .order_by("-created_at", "pk")
    )


def beginning(
    acting: Acting,
    contracts: ContractQuerySet,
    *,
    tender_id: uuid.UUID | None,
    contract_id: uuid.UUID | None,
    lot_number: int | None = None,
) -> Beginning | None:
    """What the address names; None when that is nothing of one's own."""
    other_lot = None
    if contract_id is not None:
        other_lot = contracts.filter(pk=contract_id, authority_id=acting.organisation_id).first()
        tender_id = other_lot.tender_id if other_lot else None
    tender = tenders_of(acting).filter(pk=tender_id).first() if tender_id else None
    return Beginning(tender, other_lot, next_lot(tender, number=lot_number)) if tender else None


def next_lot(tender: Tender, *, number: int | None = None) -> TenderLot | None:
    """The lot with this number, or the first that no contract was made of; none where a tender has no lots."""
    lots = list(TenderLot.objects.filter(tender=tender).order_by("number"))
    if number is not None:
        return next((one for one in lots if one.number == number), None)
    made = set(Contract.objects.filter(tender=tender).values_list("lot", flat=True)) if lots else set()
    return next((one for one in lots if name_of(one) not in made), None)


def name_of(lot: TenderLot) -> str:
    """As a contract is told apart by it."""
    return lot.title[:LOT_LENGTH]


def initial_of(start: Beginning, *, nameable: Nameable, figures: Callable[[], AdvicePolicy]) -> dict[str, Any]:
    """The fields of the award that are known already."""
    tender, contract = start.tender, start.other_lot
    known: dict[str, Any] = {
        "tender": tender.pk,
        "title": contract.title if contract else tender.title,
        "kind": tender.kind,
        "cpv": tuple(tender.cpv_codes),
        "labour_share": tender.labour_share,
        "region": str(tender.region_id),
    }
    percentage = contract.percentage if contract else tender.sroi_percentage
    if tender.sroi == SroiDecision.NO:
        known |= {"decision": NONE, "reason": tender.sroi_reason}
    elif percentage is not None and (contract or tender.sroi == SroiDecision.YES):
        policy = figures()
        standard = {policy.high_percentage: HIGH, policy.low_percentage: LOW}
        known["decision"] = standard.get(percentage, OTHER)
        if known["decision"] == OTHER:
            known |= {"percentage": percentage, "reason": tender.sroi_reason}
    if contract:
        known |= {name: getattr(contract, name) for name in ("awarded_on", "starts_on", "ends_on", "basis")}
        known["is_framework"] = contract.is_framework
        known |= _people_of(contract, nameable)
    else:
        known |= _planned(start, nameable)
    if start.lot is not None:
        known["lot"] = name_of(start.lot)
    return known


def _planned(start: Beginning, nameable: Nameable) -> dict[str, Any]:
    """What the calendar says of the period, the sum and who answers; of several lots nobody said what each is worth."""
    tender = start.tender
    own = {one.email.casefold(): one.membership_id for one in nameable.own}
    planned: dict[str, Any] = {
        "starts_on": tender.starts_on,
        "ends_on": tender.ends_on,
        "own_responsible": own.get(tender.contact_email.casefold()),
        "own_stand_in": own.get(tender.stand_in_email.casefold()),
    }
    if start.lot is None and not start.asks_lot:
        value = TenderValue.objects.filter(tender=tender).first()
        planned["contract_sum"] = value.amount if value else None
    return {name: value for name, value in planned.items() if value not in {None, ""}}


def _people_of(contract: Contract, nameable: Nameable) -> dict[str, Any]:
    """Who answers for the other lot at the authority and at the Werkplein, found back by their mail address."""
    named = {one.side: one for one in Responsible.objects.filter(contract=contract)}
    known: dict[str, Any] = {}
    own = {one.email: one.membership_id for one in nameable.own}
    if (us := named.get(Side.AUTHORITY)) is not None:
        known |= {"own_responsible": own.get(us.email), "own_stand_in": own.get(us.stand_in_email, "")}
    staff = next((one for one in nameable.werkpleinen if one.id == contract.werkplein_id), None)
    if staff is not None and (them := named.get(Side.WERKPLEIN)) is not None:
        members = {one.email: f"{MEMBER}:{one.membership_id}" for one in staff.members}
        known["werkplein"] = members.get(them.email, f"{SOMEONE_ELSE}:{staff.id}")
        known["werkplein_stand_in"] = members.get(them.stand_in_email, "")
        if them.email not in members:
            known |= {"werkplein_name": them.name, "werkplein_email": them.email}
    return {name: value for name, value in known.items() if value is not None}
