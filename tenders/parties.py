"""The companies beside the contractor: partners and subcontractors join, leave, and are told."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from organisations.contractors import admit_contractor, contractor_by_kvk, known_contractor
from organisations.models import Organisation
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders import access
from tenders.choices import PartyRole
from tenders.models import Contract, ContractParty
from tenders.told import Addressee, tell_or_invite


class PartyRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be done; the message is for the user, ``field`` is what he can change."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """What was filled in about a company. ``name`` counts for one that nobody knew here yet only."""

    kvk: str
    name: str
    role: PartyRole
    joined_on: date
    contact_name: str
    contact_email: str
    note: str = ""


@transaction.atomic
def add_party(acting: Acting, contract_id: uuid.UUID, *, entry: PartyEntry, at: datetime) -> ContractParty:
    """Let the company carry out the contract beside the contractor, from a day on, and tell it by mail."""
    contract = _locked(acting, contract_id)
    found = known_contractor(entry.kvk, region_ids=[contract.region_id])
    if found is None and not entry.name:
        raise PartyRefused(
            _("Dit KVK-nummer is in deze regio nog niet bekend. Vul de naam van het bedrijf in."), "name"
        )
    if found is not None and found.id == contract.contractor_id:
        raise PartyRefused(_("Dit bedrijf is zelf de opdrachtnemer."), "kvk")
    if found is not None and ContractParty.objects.filter(contract=contract, organisation_id=found.id).exists():
        raise PartyRefused(_("Dit bedrijf staat al bij dit contract."), "kvk")
    if entry.joined_on > contract.ends_on:
        raise PartyRefused(_("Het contract is dan al afgelopen. Kies een eerdere dag."), "joined_on")
    party = ContractParty.objects.create(
        contract=contract,
        organisation_id=admit_contractor(region_id=contract.region_id, kvk=entry.kvk, name=entry.name),
        role=entry.role,
        joined_on=entry.joined_on,
        note=entry.note,
        contact_name=entry.contact_name,
        contact_email=entry.contact_email,
        made_by_id=acting.user_id,
        made_at=at,
    )
    admitted = contractor_by_kvk(entry.kvk)
    _tell(acting, contract, party, has_members=admitted is not None and admitted.has_members, at=at)
    return party


@transaction.atomic
def end_party(acting: Acting, party_id: uuid.UUID, *, on: date) -> ContractParty:
    """The company logs nobody after this day; what it logged it can still correct and answer for."""
    party = _locked_party(acting, party_id)
    if on < party.joined_on:
        raise PartyRefused(
            _("De laatste dag ligt voor de dag waarop het bedrijf begon: %(day)s.") % {"day": day_nl(party.joined_on)},
            "left_on",
        )
    party.left_on = on
    party.save(update_fields=["left_on"])
    return party


@transaction.atomic
def reopen_party(acting: Acting, party_id: uuid.UUID) -> ContractParty:
    """Take back that the company leaves."""
    party = _locked_party(acting, party_id)
    party.left_on = None
    party.save(update_fields=["left_on"])
    return party


@transaction.atomic
def remove_party(acting: Acting, party_id: uuid.UUID) -> ContractParty:
    """Take back that the company joined. The database refuses once it has lines, which not everybody here sees."""
    party = _locked_party(acting, party_id)
    try:
        with transaction.atomic():
            ContractParty.objects.filter(pk=party.pk).delete()
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) != "party_has_lines":
            raise
        raise PartyRefused(
            _(
                "%(company)s heeft al regels op dit contract. Laat de deelname eindigen in plaats van haar te verwijderen."
            )
            % {"company": party.organisation.name}
        ) from error
    return party


def _locked(acting: Acting, contract_id: uuid.UUID) -> Contract:
    """The contract, one change of its parties at a time. Not everybody who names parties may lock the row itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"parties {contract_id}"])
    contract = access.contracts_naming_parties(acting).get(pk=contract_id)
    if contract.settled_on is not None:
        raise PartyRefused(_("Dit contract is afgerekend. Er verandert niets meer aan."))
    return contract


def _locked_party(acting: Acting, party_id: uuid.UUID) -> ContractParty:
    contract_id = ContractParty.objects.values_list("contract_id", flat=True).get(pk=party_id)
    _locked(acting, contract_id)
    party = ContractParty.objects.select_related("organisation").get(pk=party_id)
    if party.role == PartyRole.PREDECESSOR:
        raise PartyRefused(_("Dit bedrijf had het contract eerder. Dat verandert u bij de overname."))
    return party


def _tell(acting: Acting, contract: Contract, party: ContractParty, *, has_members: bool, at: datetime) -> None:
    """Mail whom the company named; where it has no members yet, with a link that needs no earlier account."""
    names = dict(
        Organisation.objects.filter(pk__in=[contract.contractor_id, party.organisation_id]).values_list("pk", "name")
    )
    told = {
        "name": party.contact_name,
        "title": contract.title,
        "reference": contract.reference,
        "contractor": names[contract.contractor_id],
        "company": names[party.organisation_id],
        "as_partner": party.role == PartyRole.PARTNER,
        "joined_on": day_nl(party.joined_on),
        "by": acting.user_name,
        "by_organisation": acting.organisation_name,
    }
    tell_or_invite(
        acting,
        contract,
        company_id=party.organisation_id,
        has_members=has_members,
        to=Addressee(party.contact_name, party.contact_email),
        mail="party_added",
        invitation="party_invitation",
        told=told,
        at=at,
    )
