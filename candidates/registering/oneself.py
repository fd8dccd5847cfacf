"""Somebody registers himself, or somebody who has no account registers him: on the open page of a region.

Nobody who does so reads anything back of others, so whether the person was known already is found out by a worker
(``duplicates.note_later``) and told to the coordination point alone. Floods are refused by the database: so many in a
region in an hour (candidates 0022). A telephone or address that was used often is answered as any other; only the mails
to it are few (``telling``).
"""

import base64
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from candidates import consent
from candidates.choices import CandidateState, OwnPageWay, Source, sector_of
from candidates.models import AgencyConditions, Candidate, CandidateIdentity, CandidateStep, OpenRegistration
from candidates.names import normalised_name
from candidates.own_page.links import new_link
from candidates.references import new_reference
from candidates.registering import duplicates
from candidates.registering.registration import Conditions, call_day
from candidates.registering.registrations import Place
from organisations import distance, tenancy
from organisations.flooding import bounded
from organisations.models import Region, new_id
from organisations.outbox import queue_job
from organisations.pictograms import WorkPicture

TELL = "candidates.tasks.tell_registered"
#: As registers of persons write a municipality that nobody knows.
UNKNOWN_MUNICIPALITY = "GM0000"
_LONGEST_WORK = 200
_KEY_TAKEN = "candidates_candidate_pkey"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked of everybody: little."""

    first_name: str
    last_name: str
    municipality: str
    phone: str = ""
    email: str = ""
    #: As it was typed, where the portal does not know the municipality.
    place: str = ""
    kinds: tuple[str, ...] = ()
    wants_call: bool = False
    #: A vacancy, as its page told it.
    reacts_to: str = ""


@dataclass(frozen=True, slots=True)
class Registrant:
    """Who registers somebody else, without an account."""

    source: str
    organisation: str
    name: str
    phone: str
    email: str
    conditions: Conditions | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """Who calls, and by which day. ``caller`` is empty where no Werkplein serves the municipality."""

    werkplein_id: uuid.UUID | None
    werkplein: str
    by: date

    @property
    def caller(self) -> str:
        return self.werkplein or _("het Coördinatiepunt Social Return")


@dataclass(frozen=True, slots=True)
class Key:
    """Made with the page, so that a form that is sent twice registers once: the file, and the link to it.

    ``of_another``: of a page on which somebody registers another person; its link is given to nobody.
    """

    candidate_id: uuid.UUID = field(default_factory=new_id)
    of_another: bool = False

    @property
    def token(self) -> str:
        """The same each time, and for nobody to guess who knows the file."""
        salt = f"candidates.registering.oneself {self.of_another}"
        made = salted_hmac(salt, self.candidate_id.bytes, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


def promise_in(region_id: uuid.UUID, municipality: str, *, on: date) -> Promise:
    """What is promised today to a resident of this municipality; inside ``tenancy.public``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM candidates_werkplein_for(%s)", [municipality])
        row = cursor.fetchone()
    return Promise(row[0] if row else None, row[1] if row else "", call_day(region_id, on=on))


def code_of(typed: str, place: Place) -> tuple[str, str]:
    """The municipality that somebody typed, by code; second: the words themselves where nobody knows them."""
    word = normalised_name(typed)
    known = place.by_words.get(word)
    if known == "":
        # Who says where he lived before a merger lives in the municipality of today.
        now = place.became.get(word, ())
        if len(now) != 1:
            raise ValidationError(_divided(typed, [one.name for one in now]))
        known = now[0].code
    named = known or next((one.code for one in distance.points().values() if normalised_name(one.name) == word), "")
    return (named, "") if named else (UNKNOWN_MUNICIPALITY, typed)


def _divided(typed: str, now: list[str]) -> str:
    if not now:
        return _("Deze gemeente is er niet meer. Kies uw gemeente in de lijst.")
    return _("%(place)s hoort nu bij %(now)s. Kies een van die gemeenten.") % {
        "place": typed, "now": _(" of ").join(now),
    }  # fmt: skip


def register(*, region: Region, entry: Entry, key: Key, on: date, at: datetime, by: Registrant | None = None) -> str:
    """Begin a file; returns the link with which the visitor goes on. The same once more changes nothing.

    ``by``: somebody else registers this person, and is not given that link.
    """
    try:
        with bounded(_("Er komen nu heel veel aanmeldingen binnen. Probeer het over een uur opnieuw.")):
            return _begin(region, entry, key, on=on, at=at, by=by)
    except IntegrityError as known:
        if _KEY_TAKEN not in str(known):
            raise
    with tenancy.link(key.token):
        there = CandidateIdentity.objects.filter(candidate_id=key.candidate_id).first()
    if there is not None and _same(there, entry):
        return key.token
    # The page came back from before, and somebody else was filled in.
    again = Key(of_another=key.of_another)
    return register(region=region, entry=entry, key=again, on=on, at=at, by=by)


def _begin(region: Region, entry: Entry, key: Key, *, on: date, at: datetime, by: Registrant | None) -> str:
    with tenancy.public(region.pk):
        promise = promise_in(region.pk, entry.municipality, on=on)
        candidate = _candidate(region, entry, key, promise, on=on, at=at, by=by)
        candidate.save(force_insert=True)
        token = new_link(candidate.pk, region_id=region.pk, way=OwnPageWay.BROWSER, at=at, token=key.token)
    with tenancy.link(token):
        _tell_who(candidate, entry, at=at, on=on)
        OpenRegistration(
            candidate=candidate,
            region_id=region.pk,
            kinds=list(entry.kinds),
            place=entry.place,
            consent=consent.ANOTHER if by else consent.ONESELF,
            consented_at=at,
            by_name=by.name if by else "",
            by_phone=by.phone if by else "",
            by_email=by.email if by else "",
        ).save(force_insert=True)
        if by is not None:
            _note_conditions(candidate, by, at=at)
        duplicates.note_later(region.pk, [candidate.pk])
        queue_job(TELL, region_id=region.pk, candidate_id=candidate.pk)
    return token


def _candidate(
    region: Region, entry: Entry, key: Key, promise: Promise, *, on: date, at: datetime, by: Registrant | None
) -> Candidate:
    return Candidate(
        id=key.candidate_id,
        region_id=region.pk,
        reference=new_reference(),
        registered_on=on,
        source=by.source if by else Source.SELF.value,
        registrant=by.organisation if by else "",
        municipality=entry.municipality,
        werkplein_id=promise.werkplein_id,
        sector=sector_of(entry.kinds),
        wanted_work=work_in_words(entry.kinds, entry.reacts_to),
        wants_call=entry.wants_call,
        state=CandidateState.REGISTERED,
        state_since=on,
        call_by=promise.by,
        created_at=at,
    )


def work_in_words(kinds: tuple[str, ...] | list[str], reacts_to: str = "") -> str:
    """The kinds of work as the file names them, after the vacancy or occupation that somebody registered for."""
    named = [str(WorkPicture(one).label) for one in kinds if one != WorkPicture.UNKNOWN]
    if reacts_to:
        named.insert(0, reacts_to)
    return ", ".join(named or ([_("Weet het nog niet")] if kinds else []))[:_LONGEST_WORK]


def _tell_who(candidate: Candidate, entry: Entry, *, on: date, at: datetime) -> None:
    CandidateIdentity(
        candidate=candidate,
        region_id=candidate.region_id,
        first_name=entry.first_name,
        last_name=entry.last_name,
        email=entry.email,
        phone=entry.phone,
    ).save(force_insert=True)
    CandidateStep(
        region_id=candidate.region_id, candidate=candidate, to_state=CandidateState.REGISTERED, on=on, at=at
    ).save(force_insert=True)


def _note_conditions(candidate: Candidate, by: Registrant, *, at: datetime) -> None:
    """What an agency answered."""
    if (given := by.conditions) is not None:
        AgencyConditions(
            candidate=candidate,
            region_id=candidate.region_id,
            consulted_on=given.consulted_on,
            consulted_with=given.consulted_with,
            half_year_contract=given.half_year_contract,
            no_temp_contract=given.no_temp_contract,
            training_contribution=given.training_contribution,
            no_contribution_reason="" if given.training_contribution else given.no_contribution_reason,
            answered_at=at,
        ).save(force_insert=True)


def _same(there: CandidateIdentity, entry: Entry) -> bool:
    return all(getattr(there, name) == getattr(entry, name) for name in ("first_name", "last_name", "phone", "email"))
