"""A company asks for candidates for a contract; the Werkplein, or the coordination point for it, answers.

A request names nobody and tells no more than the work. Candidates themselves come by another way: the Werkplein calls.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.access import acts_for_contractor, acts_for_coordination_point, acts_for_werkplein
from organisations.choices import OrganisationKind
from organisations.models import Membership, Organisation, OrganisationRegion, new_id
from organisations.outbox import queue_mails
from organisations.tenancy import Acting
from placements import closed
from placements.choices import RequestState
from placements.models import CandidateRequest
from placements.querysets import CandidateRequestQuerySet
from placements.steps import Refused
from tenders.choices import Side
from tenders.models import Contract, Responsible


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """What a company asks for."""

    work: str
    number: int
    starts_on: date
    ends_on: date | None
    hours_per_week: Decimal
    place: str
    note: str = ""


def requests_of(acting: Acting) -> CandidateRequestQuerySet:
    """The requests a member works with: of the own company, of the own Werkplein, or of the region; open ones first.

    Row security decides; this narrows by an index that it cannot use.
    """
    requests: CandidateRequestQuerySet = CandidateRequest.objects.select_related(
        "contract__authority", "contract__werkplein", "contractor"
    )
    if acts_for_contractor(acting):
        requests = requests.filter(contractor_id=acting.organisation_id)
    elif acts_for_werkplein(acting):
        requests = requests.filter(contract__werkplein_id=acting.organisation_id)
    elif acts_for_coordination_point(acting):
        requests = requests.filter(region_id__in=acting.region_ids)
    else:
        return requests.none()
    is_open = Case(When(state__in=RequestState.open(), then=Value(0)), default=Value(1), output_field=IntegerField())
    return requests.annotate(closed=is_open).order_by("closed", "asked_at", "pk")


def requests_on(acting: Acting, contract: Contract) -> CandidateRequestQuerySet:
    """Those of one contract that the member may see, newest first."""
    return requests_of(acting).filter(contract=contract).order_by("-asked_at", "-pk")


@transaction.atomic
def ask(
    acting: Acting, contract: Contract, *, entry: RequestEntry, at: datetime, request_id: uuid.UUID | None = None
) -> CandidateRequest:
    """Ask for candidates. With the ``request_id`` that the form was given, a form that is sent twice asks once."""
    made = CandidateRequest.objects.filter(pk=request_id, contract=contract).first() if request_id else None
    if made is not None:
        return made
    closed.check_open(contract.pk)
    request = CandidateRequest(
        id=request_id or new_id(),
        region_id=contract.region_id,
        contract=contract,
        contractor_id=acting.organisation_id,
        work=entry.work,
        number=entry.number,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        hours_per_week=entry.hours_per_week,
        place=entry.place,
        note=entry.note,
        asked_by_id=acting.user_id,
        asked_at=at,
    )
    request.save(force_insert=True)
    _tell(request, "candidates_asked", _who_answers(contract), by=acting)
    return request


@transaction.atomic
def take_up(acting: Acting, request_id: uuid.UUID, *, at: datetime) -> CandidateRequest:
    """Say that somebody is looking, so that the company knows and nobody else begins too."""
    request = _locked(request_id)
    if request.state != RequestState.ASKED:
        raise Refused(_no_longer(request))
    request.state, request.taken_up_by_id, request.taken_up_at = RequestState.SOUGHT, acting.user_id, at
    request.save(update_fields=["state", "taken_up_by", "taken_up_at"])
    return request


@transaction.atomic
def answer(acting: Acting, request_id: uuid.UUID, *, offered: int, text: str, at: datetime) -> CandidateRequest:
    """Say how many candidates there are, or that there is nobody, with a word about how it goes on."""
    request = _locked(request_id)
    if not request.is_open:
        raise Refused(_no_longer(request))
    if not text.strip():
        raise Refused(_("Schrijf op hoe het verder gaat, of waarom er niemand is."))
    request.state = RequestState.OFFERED if offered else RequestState.NONE
    request.offered = offered or None
    request.answer = text.strip()
    request.answered_by_id, request.answered_for_id, request.answered_at = acting.user_id, acting.organisation_id, at
    request.save(update_fields=["state", "offered", "answer", "answered_by", "answered_for", "answered_at"])
    _tell(request, "candidates_answered", _who_asked(request), by=acting)
    return request


@transaction.atomic
def withdraw(acting: Acting, request_id: uuid.UUID) -> CandidateRequest:
    """The company needs nobody any more. Whoever already looks is told."""
    request = _locked(request_id)
    if not request.is_open:
        raise Refused(_no_longer(request))
    request.state = RequestState.WITHDRAWN
    request.save(update_fields=["state"])
    _tell(request, "candidates_withdrawn", _who_answers(request.contract), by=acting)
    return request


def _locked(request_id: uuid.UUID) -> CandidateRequest:
    return (
        CandidateRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contract", "contractor", "asked_by")
        .get(pk=request_id)
    )


def _no_longer(request: CandidateRequest) -> str:
    """What meanwhile happened to the request, to who comes too late."""
    return _("Intussen is deze vraag veranderd. De stand is nu: %(state)s.") % {
        "state": RequestState(request.state).label.lower()
    }


def works_in_portal(organisation_id: uuid.UUID | None) -> bool:
    """Somebody there can log in, and so see and answer what is asked."""
    return Membership.objects.current().filter(organisation_id=organisation_id, user__is_active=True).exists()


def heard_by(contract: Contract) -> list[str]:
    """The names of the organisations that are mailed about a request for this contract."""
    ids = dict.fromkeys(organisation_id for organisation_id, _name, _email in _who_answers(contract))
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [names[one] for one in ids if one in names]


def _who_answers(contract: Contract) -> list[tuple[uuid.UUID, str, str]]:
    """Whom to tell, as organisation, name and address: who answers at the Werkplein, else all who work there.

    Without a Werkplein on the contract the coordination point of the region, and it too as long as nobody of the
    Werkplein uses the portal: who was named there cannot open the request.
    """
    people: list[tuple[uuid.UUID, str, str]] = []
    if contract.werkplein_id:
        named = Responsible.objects.filter(contract=contract, side=Side.WERKPLEIN).values_list("name", "email")
        people = [(contract.werkplein_id, name, email) for name, email in named if email]
        if works_in_portal(contract.werkplein_id):
            return people or _members(Q(organisation_id=contract.werkplein_id))
    points = OrganisationRegion.objects.filter(
        region_id=contract.region_id, organisation__kind=OrganisationKind.COORDINATION_POINT
    )
    return people + _members(Q(organisation_id__in=points.values("organisation_id")))


def _members(which: Q) -> list[tuple[uuid.UUID, str, str]]:
    found = Membership.objects.current().filter(which, user__is_active=True).order_by("user__name", "pk")
    return list(found.values_list("organisation_id", "user__name", "user__email"))


def _who_asked(request: CandidateRequest) -> list[tuple[uuid.UUID, str, str]]:
    return [(request.contractor_id, request.asked_by.name, request.asked_by.email)]


def _tell(request: CandidateRequest, template: str, people: list[tuple[uuid.UUID, str, str]], *, by: Acting) -> None:
    """Mail these people, each with the address of the request in his own workspace."""
    mails: list[tuple[str, dict[str, Any]]] = []
    for organisation_id, name, email in people:
        path = reverse(
            "placements:candidate_request_detail",
            kwargs={"organisation_id": organisation_id, "request_id": request.pk},
        )
        context = {"name": name, "asked": request, "contract": request.contract, "by": by.organisation_name}
        mails.append((email, context | {"link": f"{settings.PUBLIC_URL}{path}"}))
    queue_mails(template, mails)
