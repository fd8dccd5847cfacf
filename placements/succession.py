"""A company in the place of another: it takes over one contract, or all of a company; or the two were one all along.

The database moves the rows and keeps each with what it was (placements 0008), so that it can be taken back for as long as
nothing of it changed. Only within one region, and only by its coordination point.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from organisations.contractors import admit_contractor, contractor_by_kvk, known_contractor
from organisations.models import Organisation, OrganisationRegion, new_id
from organisations.outbox import queue_job, queue_mail
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from placements.models import Contribution, DeployedPerson, Deployment
from tenders.models import Agreement, Certificate, Contract, ContractParty, Succession
from tenders.models.succession import SuccessionKind
from tenders.told import Addressee, tell_or_invite

REVALUE = "placements.tasks.revalue_contract"
#: So many of the things in the way are named.
NAMED = 5


class SuccessionRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be done; the message is for the user, ``field`` is what he can change ('' for the page)."""

    def __init__(self, message: str, field: str = "", conflicts: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.conflicts = conflicts


@dataclass(frozen=True, slots=True)
class Moves:
    """What would change hands, counted."""

    contracts: int
    parts: int
    persons: int
    #: Of these persons the successor knows so many already; their lines come together.
    known_persons: int
    deployments: int
    contributions: int
    agreements: int
    certificates: int


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Which company takes over a contract, from which day, and who answers there."""

    kvk: str
    name: str
    on: date
    reason: str
    responsible_name: str
    responsible_email: str


def moves(region_id: uuid.UUID, predecessor_id: uuid.UUID, successor_id: uuid.UUID) -> Moves:
    """Count what a company has in the region; nothing is changed. Seven queries."""
    own = DeployedPerson.objects.filter(region_id=region_id, contractor_id=predecessor_id)
    known = set(
        DeployedPerson.objects.filter(region_id=region_id, contractor_id=successor_id).values_list(
            "normalised_name", "birth_date"
        )
    )
    persons = list(own.values_list("normalised_name", "birth_date"))
    return Moves(
        contracts=Contract.objects.filter(region_id=region_id, contractor_id=predecessor_id).count(),
        parts=ContractParty.objects.filter(contract__region_id=region_id, organisation_id=predecessor_id).count(),
        persons=len(persons),
        known_persons=sum(person in known for person in persons),
        deployments=Deployment.objects.live().filter(region_id=region_id, contractor_id=predecessor_id).count(),
        contributions=Contribution.objects.live().filter(region_id=region_id, contractor_id=predecessor_id).count(),
        agreements=Agreement.objects.filter(contract__region_id=region_id, contractor_id=predecessor_id).count(),
        certificates=Certificate.objects.filter(region_id=region_id, organisation_id=predecessor_id).count(),
    )


@transaction.atomic
def take_over_company(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    kind: SuccessionKind,
    predecessor_id: uuid.UUID,
    successor_id: uuid.UUID,
    on: date,
    reason: str,
    at: datetime,
) -> Succession:
    """All that the one has in the region goes to the other. Whoever worked there gets a mail whom to ask."""
    if predecessor_id == successor_id:
        raise SuccessionRefused(_("Kies twee verschillende organisaties."), "successor")
    made_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placements_take_over_company(%s, %s, %s, %s, %s, %s, %s, %s)",
            [made_id, region_id, kind, predecessor_id, successor_id, on, reason.strip(), at],
        )
        (answer,) = cursor.fetchone()
    if answer == "members":
        raise SuccessionRefused(
            _("Alleen bij de organisatie die verdwijnt, werken mensen in het portaal. Kies de andere richting."),
            "successor",
        )
    made = Succession.objects.select_related("predecessor", "successor").get(pk=made_id)
    for contract_id in _contracts_with_moved_lines(made):
        queue_job(REVALUE, contract_id=contract_id, region_id=region_id)
    _tell_members(acting, made)
    return made


@transaction.atomic
def take_over_contract(acting: Acting, *, contract: Contract, entry: TakeOver, today: date, at: datetime) -> Succession:
    """Another company carries the contract from ``entry.on``; who had it keeps his lines, and they still count."""
    if not contract.starts_on < entry.on <= contract.ends_on:
        raise SuccessionRefused(_("Kies een dag na de eerste dag van het contract, en voor het einde."), "on")
    if entry.on > today:
        raise SuccessionRefused(_("Leg de overname vast vanaf de dag waarop hij ingaat."), "on")
    found = known_contractor(entry.kvk, region_ids=[contract.region_id])
    if found is None and not entry.name:
        raise SuccessionRefused(
            _("Dit KVK-nummer is in deze regio nog niet bekend. Vul de naam van het bedrijf in."), "name"
        )
    if found is not None and found.id == contract.contractor_id:
        raise SuccessionRefused(_("Dit bedrijf heeft het contract al."), "kvk")
    successor_id = admit_contractor(region_id=contract.region_id, kvk=entry.kvk, name=entry.name)
    made_id = new_id()
    responsible = {
        "name": entry.responsible_name,
        "email": entry.responsible_email,
        "stand_in_name": "",
        "stand_in_email": "",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placements_take_over_contract(%s, %s, %s, %s, %s, %s::jsonb, %s, %s)",
            [
                made_id,
                contract.pk,
                successor_id,
                entry.on,
                entry.reason.strip(),
                _as_json(responsible),
                new_id(),
                at,
            ],
        )
        (answer,) = cursor.fetchone()
    if answer == "closed":
        raise SuccessionRefused(_("De afrekening van dit contract is opgemaakt. Een overname kan niet meer."))
    if answer == "same":
        raise SuccessionRefused(_("Dit bedrijf heeft het contract al."), "kvk")
    made = Succession.objects.select_related("predecessor", "successor", "contract").get(pk=made_id)
    _bring_in(acting, made, entry, at=at)
    return made


@transaction.atomic
def undo(acting: Acting, *, succession_id: uuid.UUID, reason: str, at: datetime) -> Succession:  # noqa: ARG001 - the database looks who acts
    """Put every row back as it was; ``SuccessionRefused`` names what changed since."""
    if not reason.strip():
        raise SuccessionRefused(_("Schrijf op waarom."), "reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT placements_undo_succession(%s, %s, %s)", [succession_id, reason.strip(), at])
        (answer,) = cursor.fetchone()
    if answer == "already":
        raise SuccessionRefused(_("Dit is al teruggedraaid."))
    if answer == "conflicts":
        named = conflicts(succession_id)
        raise SuccessionRefused(
            _("Terugdraaien kan niet meer: er is intussen iets veranderd. %(what)s")
            % {"what": " ".join(f"{one}." for one in named[:NAMED])},
            conflicts=named,
        )
    made = Succession.objects.select_related("predecessor", "successor").get(pk=succession_id)
    for contract_id in _contracts_with_moved_lines(made):
        queue_job(REVALUE, contract_id=contract_id, region_id=made.region_id)
    return made


def conflicts(succession_id: uuid.UUID) -> tuple[str, ...]:
    """What stands in the way of going back, in words; each once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT its_table, its_id FROM placements_succession_conflicts(%s)", [succession_id])
        found: dict[str, list[uuid.UUID]] = {}
        for table, row_id in cursor.fetchall():
            found.setdefault(table, []).append(row_id)
    words: list[str] = []
    titles = Contract.objects.filter(pk__in=found.get("tenders_contract", []))
    words += [_("Contract %(title)s kreeg een andere opdrachtnemer") % {"title": one.title} for one in titles]
    parties = ContractParty.objects.filter(pk__in=found.get("tenders_contractparty", [])).select_related("contract")
    words += [_("De partijen van %(title)s zijn gewijzigd") % {"title": one.contract.title} for one in parties]
    if len(parties) < len(found.get("tenders_contractparty", [])):
        words.append(_("Een partij is van een contract gehaald"))
    lines = Deployment.objects.filter(pk__in=found.get("placements_deployment", [])).select_related("contract")
    words += [
        _("Op %(title)s staat een andere of nieuwe regel van een medewerker") % {"title": one.contract.title}
        for one in lines
    ]
    others = Contribution.objects.filter(pk__in=found.get("placements_contribution", [])).select_related("contract")
    words += [_("Op %(title)s staat een andere of nieuwe invulling") % {"title": one.contract.title} for one in others]
    simple = {
        "tenders_responsible": _("De verantwoordelijke van de opdrachtnemer is gewijzigd"),
        "tenders_settlement": _("Het contract is afgerekend"),
        "organisations_organisation": _("Het KVK-nummer is gewijzigd"),
        "placements_deployedperson": _("Een medewerker hoort nu bij een ander bedrijf"),
        "tenders_agreement": _("Een maatwerkafspraak hoort nu bij een ander bedrijf"),
        "tenders_certificate": _("Een PSO-certificaat hoort nu bij een ander bedrijf"),
    }
    words += [sentence for table, sentence in simple.items() if table in found]
    return tuple(dict.fromkeys(words))


def works_only_here(organisation: Organisation) -> bool:
    """As far as this region can see; what a company has elsewhere is never touched."""
    return OrganisationRegion.objects.filter(organisation=organisation).count() == 1


def _contracts_with_moved_lines(made: Succession) -> list[uuid.UUID]:
    """The contracts of persons whom both companies knew: their lines stand under one row now."""
    ids = [row["id"] for row in made.moved["rows"] if row["table"] == "placements_deployment"]
    return list(Deployment.objects.filter(pk__in=ids).values_list("contract_id", flat=True).distinct())


def _tell_members(acting: Acting, made: Succession) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, to_be_asked FROM placements_told_of_succession(%s)", [made.pk])
        people = cursor.fetchall()
    askable = [f"{name} ({email})" for name, email, to_be_asked in people if to_be_asked]
    for name, email, to_be_asked in people:
        if not to_be_asked:
            queue_mail(
                "company_taken_over",
                to=email,
                context={
                    "name": name,
                    "predecessor": made.predecessor.name,
                    "successor": made.successor.name,
                    "is_merge": made.kind == SuccessionKind.MERGE,
                    "on": day_nl(made.on),
                    "by": acting.organisation_name,
                    "askable": askable,
                },
            )


def _bring_in(acting: Acting, made: Succession, entry: TakeOver, *, at: datetime) -> None:
    """Invite the first person of the company, or tell the one who answers that the contract is there."""
    contract = made.contract
    assert contract is not None  # noqa: S101 - a contract was taken over
    told: dict[str, Any] = {
        "name": entry.responsible_name,
        "title": contract.title,
        "reference": contract.reference,
        "predecessor": made.predecessor.name,
        "successor": made.successor.name,
        "on": day_nl(made.on),
        "by": acting.organisation_name,
    }
    found = contractor_by_kvk(entry.kvk)
    tell_or_invite(
        acting,
        contract,
        company_id=made.successor_id,
        has_members=found is not None and found.has_members,
        to=Addressee(entry.responsible_name, entry.responsible_email),
        mail="contract_taken_over",
        invitation="contract_takeover_invitation",
        told=told,
        at=at,
    )


def _as_json(values: dict[str, str]) -> str:
    return json.dumps(values)
