"""Who a candidate is, and what he can and wants: changed by who works the file, with what stood there kept in history."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.models import Candidate, CandidateIdentity, CandidateProfile
from candidates.registering import duplicates
from candidates.registering.registration import call_day
from organisations.access import acts_for_coordination_point
from organisations.models import Occupation
from organisations.refused import Refused, check_free_text
from organisations.shown import check_shown, digest, version_of
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Identity:
    first_name: str
    last_name: str
    birth_date: date | None
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the file says about the registration; a Werkplein leaves ``werkplein_id`` as it is."""

    target_group: str
    municipality: str
    sector: str
    wanted_work: str
    werkplein_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody can and wants, as codes; ``occupations`` are ids of the region's list."""

    hours_from: int | None
    hours_to: int | None
    days: list[str]
    available_on: date | None
    travel: str
    transport: list[str]
    licences: list[str]
    certificates: list[str]
    occupations: list[uuid.UUID]
    speaks: str
    reads: str
    writes: str


def identity_version(identity: CandidateIdentity) -> str:
    """The same as long as nobody changed who somebody is or how to reach him."""
    return version_of(identity, Identity.__slots__)


def version(candidate: Candidate) -> str:
    """The same as long as nobody changed what is known of the registration, or what somebody can and wants."""
    wishes = wishes_version(getattr(candidate, "profile", None))
    return digest({name: getattr(candidate, name) for name in Situation.__slots__} | {"wishes": wishes})


def wishes_version(profile: CandidateProfile | None) -> str:
    return version_of(profile or CandidateProfile(), Wishes.__slots__)


@transaction.atomic
def change_identity(
    acting: Acting,  # noqa: ARG001 - as every use case; row security knows who it is
    candidate_id: uuid.UUID,
    identity: Identity,
    *,
    on: date,
    shown: str | None = None,
) -> CandidateIdentity:
    """Keep who somebody is; a trigger writes down what stood there before, and who changed it.

    Whoever is known by these data already comes before the coordination point, as at a registration. ``shown``:
    ``identity_version`` of what stood in the form.
    """
    candidate = lifecycle.lock(candidate_id)
    if not (identity.phone or identity.email):
        raise Refused(_("Vul een telefoonnummer of een mailadres in. Anders kan niemand deze persoon bereiken."))
    row = CandidateIdentity.objects.select_for_update(of=("self",), no_key=True).get(candidate=candidate)
    check_shown(identity_version(row), shown)
    for name, value in asdict(identity).items():
        setattr(row, name, value)
    row.save(update_fields=list(asdict(identity)))
    duplicates.note([candidate.pk], due=call_day(candidate.region_id, on=on))
    return row


@transaction.atomic
def change_facts(
    acting: Acting,
    candidate_id: uuid.UUID,
    situation: Situation,
    wishes: Wishes,
    *,
    at: datetime,
    shown: str | None = None,
) -> Candidate:
    """Keep what is known of the registration, and what somebody can and wants; ``shown``: ``version`` of both."""
    candidate = lifecycle.lock(candidate_id)
    check_shown(version(candidate), shown)
    check_free_text(situation.wanted_work)
    for name in wishes.certificates:
        check_free_text(name)
    candidate.target_group, candidate.sector = situation.target_group, situation.sector
    candidate.municipality, candidate.wanted_work = situation.municipality, situation.wanted_work
    if acts_for_coordination_point(acting):
        candidate.werkplein_id = situation.werkplein_id
    candidate.save(update_fields=["target_group", "sector", "municipality", "wanted_work", "werkplein"])
    keep_wishes(acting, candidate, wishes, at=at)
    return candidate


@transaction.atomic
def keep_wishes(acting: Acting, candidate: Candidate, wishes: Wishes, *, at: datetime) -> CandidateProfile:
    """Keep what somebody can and wants, of a candidate that is locked."""
    profile = CandidateProfile.objects.filter(candidate=candidate).first() or CandidateProfile(
        candidate=candidate, region_id=candidate.region_id
    )
    known = Occupation.objects.filter(region_id=candidate.region_id, pk__in=wishes.occupations)
    if known.count() != len(set(wishes.occupations)):
        raise Refused(_("Kies een beroep uit de lijst van uw regio."))
    for name, value in asdict(wishes).items():
        setattr(profile, name, value)
    profile.saved_at, profile.saved_by_id = at, acting.user_id
    profile.save()
    return profile
