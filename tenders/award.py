"""An award becomes a contract: one transaction for tender, contract, responsible persons and the mails that tell them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.contractors import admit_contractor, contractor_by_kvk, known_contractor
from organisations.models import Organisation
from organisations.outbox import queue_mail
from organisations.templatetags.formatting import day_nl, euro
from organisations.tenancy import Acting
from tenders import tariff_versions
from tenders.calendar.lifecycle import record_award, record_first
from tenders.choices import Basis, Cause, Side, SroiDecision, TenderKind, TenderStatus
from tenders.models import Contract, ContractVersion, RegionPolicy, Responsible, Tariff, Tender
from tenders.terms import columns_of, first_terms
from tenders.told import Addressee, link_for, tell_or_invite
from tenders.versions import Terms

FIRST_VERSION_REASON = "Gunning"
_REFERENCE_CONSTRAINTS = frozenset({"contract_reference_unique", "tender_reference_unique"})


class AwardRefused(Exception):  # noqa: N818 - reads as a sentence
    """The award cannot be recorded; the message is for the user, ``field`` is what he can change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who answers for one side of the contract, and who stands in."""

    name: str
    email: str
    stand_in_name: str = ""
    stand_in_email: str = ""


@dataclass(frozen=True, slots=True)
class AwardEntry:
    """What was filled in. Amounts in euros excluding VAT; ``reference`` empty: the region's next free one.

    ``percentage`` is 0 when social return is not applied. ``contractor_name`` counts for an unknown company only.
    """

    region_id: uuid.UUID
    title: str
    kind: TenderKind
    cpv_codes: tuple[str, ...]
    labour_share: Decimal | None
    kvk: str
    contractor_name: str
    awarded_on: date
    starts_on: date
    ends_on: date
    contract_sum: Decimal
    basis: Basis
    basis_amount: Decimal
    decision: SroiDecision
    percentage: Decimal
    reason: str
    authority: Answerable
    contractor: Answerable
    werkplein_id: uuid.UUID | None = None
    werkplein: Answerable | None = None
    reference: str = ""
    #: An own tender of which this is a contract; None makes one, already awarded.
    tender_id: uuid.UUID | None = None
    lot: str = ""
    #: With a framework agreement, and by turnover, ``basis_amount`` is only what is certain at the award.
    is_framework: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The contract, and whether this call made it: a form sent twice gives the same contract once more."""

    contract: Contract
    is_new: bool


@transaction.atomic
def award(acting: Acting, *, contract_id: uuid.UUID, entry: AwardEntry, at: datetime) -> Recorded:
    """Record the award under this id and tell the contractor. ``AwardRefused`` when it cannot be.

    The Werkplein hears of it too where social return is asked.
    """
    _wait_for_twin(contract_id)
    earlier = Contract.objects.filter(pk=contract_id, authority_id=acting.organisation_id).first()
    if earlier is not None:
        return Recorded(earlier, is_new=False)

    policy = policy_in_force(entry.region_id, on=entry.awarded_on)
    tariff_versions.hold(entry.region_id)
    tariff = tariff_in_force(entry.region_id, on=entry.awarded_on)
    known = known_contractor(entry.kvk, region_ids=acting.region_ids)
    if known is None and not entry.contractor_name:
        raise AwardRefused(
            "contractor_name", _("Dit KVK-nummer is in deze regio nog niet bekend. Vul de naam van het bedrijf in.")
        )
    contractor_id = admit_contractor(region_id=entry.region_id, kvk=entry.kvk, name=entry.contractor_name)

    reference = entry.reference or _free_reference(entry)
    try:
        with transaction.atomic():
            contract = _make_contract(acting, contract_id, entry, reference, contractor_id, policy, tariff, at)
    except IntegrityError as error:
        if _violated(error) in _REFERENCE_CONSTRAINTS:
            raise AwardRefused(
                "reference", _("Dit kenmerk is in deze regio al in gebruik. Kies een ander kenmerk.")
            ) from error
        raise
    _name_responsible(contract, entry)

    first_contact_by = contract.awarded_on + timedelta(days=policy.first_contact_days)
    _tell_contractor(acting, contract, entry.contractor, first_contact_by, at)
    if entry.werkplein_id and entry.werkplein and contract.percentage:
        told = _told(contract, entry.werkplein.name, first_contact_by, at)
        _tell_werkplein(contract, entry.werkplein_id, entry.werkplein, entry.contractor, told)
    return Recorded(contract, is_new=True)


def policy_in_force(region_id: uuid.UUID, *, on: date) -> RegionPolicy:
    policy = RegionPolicy.objects.filter(region_id=region_id).in_force(on=on).first()
    if policy is None:
        raise AwardRefused(
            "awarded_on", _("Op deze dag had de regio nog geen beleid. Controleer de datum van gunning.")
        )
    return policy


def tariff_in_force(region_id: uuid.UUID, *, on: date) -> Tariff:
    """The version of the award day: by it a contract is valued for its whole life."""
    tariff = Tariff.objects.filter(region_id=region_id).in_force(on=on).first()
    if tariff is None:
        raise AwardRefused(
            "awarded_on", _("Op deze dag gold in de regio nog geen bouwblokkentabel. Controleer de datum van gunning.")
        )
    return tariff


def _wait_for_twin(contract_id: uuid.UUID) -> None:
    """Let the same form sent twice take its turn, so that the second finds what the first made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"award {contract_id}"])


def _free_reference(entry: AwardEntry) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenders_free_reference(%s, %s)", [entry.region_id, entry.awarded_on.year])
        return cursor.fetchone()[0]


def _tender_of(acting: Acting, entry: AwardEntry, reference: str, at: datetime) -> Tender:
    """The tender that was chosen, now awarded and decided about, or a new one."""
    if entry.tender_id is not None:
        tender = (
            Tender.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk=entry.tender_id, authority_id=acting.organisation_id, region_id=entry.region_id)
            .exclude(status=TenderStatus.WITHDRAWN)
            .first()
        )
        if tender is None:
            raise AwardRefused("tender", _("Deze aanbesteding kan niet gegund worden. Kies een andere."))
        if tender.sroi == SroiDecision.OPEN:
            tender.sroi = entry.decision
            tender.sroi_percentage = entry.percentage if entry.decision == SroiDecision.YES else None
            tender.sroi_reason = entry.reason
            tender.decided_on = timezone.localdate(at)
        # A half-filled concept can be awarded at once: what the award asks anyway is filled in.
        tender.title, tender.kind = tender.title or entry.title, tender.kind or entry.kind
        tender.on_calendar_since = tender.on_calendar_since or timezone.localdate(at)
        decided = ["sroi", "sroi_percentage", "sroi_reason", "decided_on"]
        tender.save(update_fields=["title", "kind", "on_calendar_since", *decided])
        record_award(tender, on=entry.awarded_on, at=at, by_id=acting.user_id)
        return tender
    tender = Tender.objects.create(
        region_id=entry.region_id,
        authority_id=acting.organisation_id,
        reference=reference,
        title=entry.title,
        kind=entry.kind,
        cpv_codes=list(entry.cpv_codes),
        labour_share=entry.labour_share,
        status=TenderStatus.AWARDED,
        on_calendar_since=timezone.localdate(at),
        sroi=entry.decision,
        sroi_percentage=entry.percentage if entry.decision == SroiDecision.YES else None,
        sroi_reason=entry.reason,
        decided_on=timezone.localdate(at),
        created_at=at,
        touched_at=at,
    )
    record_first(tender, on=entry.awarded_on, at=at, by_id=acting.user_id)
    return tender


def _make_contract(acting, contract_id, entry, reference, contractor_id, policy, tariff, at) -> Contract:
    tender = _tender_of(acting, entry, reference, at)
    first = Terms(
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        contract_sum=entry.contract_sum,
        basis=entry.basis.value,
        basis_stated=entry.basis_amount,
        percentage=entry.percentage,
        cap=policy.cap,
    )
    derived = first_terms(
        first, region_id=entry.region_id, contractor_id=contractor_id, is_framework=entry.is_framework
    )
    terms = columns_of(derived)
    contract = Contract.objects.create(
        id=contract_id,
        region_id=entry.region_id,
        reference=reference,
        tender=tender,
        authority_id=acting.organisation_id,
        contractor_id=contractor_id,
        werkplein_id=entry.werkplein_id,
        title=entry.title,
        awarded_on=entry.awarded_on,
        tariff=tariff,
        lot=entry.lot,
        is_framework=entry.is_framework,
        created_at=at,
        **terms,
    )
    ContractVersion.objects.create(
        contract=contract,
        cause=Cause.AWARD,
        number=1,
        valid_from=entry.awarded_on,
        reason=FIRST_VERSION_REASON,
        made_by_id=acting.user_id,
        made_at=at,
        **terms,
    )
    return contract


def _name_responsible(contract: Contract, entry: AwardEntry) -> None:
    named = {Side.AUTHORITY: entry.authority, Side.CONTRACTOR: entry.contractor, Side.WERKPLEIN: entry.werkplein}
    Responsible.objects.bulk_create(
        Responsible(
            contract=contract,
            side=side,
            name=one.name,
            email=one.email,
            stand_in_name=one.stand_in_name,
            stand_in_email=one.stand_in_email,
        )
        for side, one in named.items()
        if one is not None
    )


def _tell_contractor(
    acting: Acting, contract: Contract, contact: Answerable, first_contact_by: date, at: datetime
) -> None:
    """Invite the company's first person; where it has members already, tell the given address and say who lets in."""
    contractor = Organisation.objects.get(pk=contract.contractor_id)
    told = _told(contract, contact.name, first_contact_by, at) | {
        "authority": acting.organisation_name,
        "contractor": contractor.name,
        "by": acting.user_name,
    }
    found = contractor_by_kvk(contractor.kvk)
    tell_or_invite(
        acting,
        contract,
        company_id=contract.contractor_id,
        has_members=found is not None and found.has_members,
        to=Addressee(contact.name, contact.email),
        mail="award_contractor",
        invitation="award_invitation",
        told=told,
        at=at,
    )


def _tell_werkplein(
    contract: Contract, werkplein_id: uuid.UUID, named: Answerable, contact: Answerable, told: dict[str, Any]
) -> None:
    parties = [contract.authority_id, contract.contractor_id, werkplein_id]
    names = dict(Organisation.objects.filter(pk__in=parties).values_list("pk", "name"))
    queue_mail(
        "award_werkplein",
        to=named.email,
        context=told
        | {
            "authority": names[contract.authority_id],
            "contractor": names[contract.contractor_id],
            "werkplein": names[werkplein_id],
            "contact_name": contact.name,
            "contact_email": contact.email,
            "link": link_for(contract, werkplein_id),
        },
    )


def _told(contract: Contract, name: str, first_contact_by: date, at: datetime) -> dict[str, Any]:
    """What all mails say. No day for the first contact once it has passed: an old award can be entered today."""
    return {
        "name": name,
        "title": contract.title,
        "reference": contract.reference,
        "starts_on": day_nl(contract.starts_on),
        "ends_on": day_nl(contract.ends_on),
        "social_return": contract.percentage > 0,
        "obligation": euro(contract.obligation) if contract.obligation else "",
        "first_contact_by": day_nl(first_contact_by) if first_contact_by >= timezone.localdate(at) else "",
    }


def _violated(error: IntegrityError) -> str | None:
    """The name of the constraint that refused."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None)
