"""Who comes to an event, from which round to which, and which candidates agreed that the employers learn their name."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates.access import candidates_of
from candidates.choices import CandidateState
from candidates.models import Candidate
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.models import (
    SpeedDate,
    SpeedDateCandidate,
    SpeedDateEmployer,
    SpeedDateMeeting,
    SpeedDateWish,
    Vacancy,
)
from placements.speed_date_choices import SpeedDateState
from placements.speed_dates.events import attendees_of, check_at_rest, check_open, events_of, locked, state_by_plan
from placements.vacancy_choices import VacancyState

#: Whoever looks for work can come, and who is still in training or diagnosis.
MAY_COME = (CandidateState.DIAGNOSIS, CandidateState.TRAINING, CandidateState.READY, CandidateState.PROPOSED)
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Presence:
    """From which round to which somebody is there; empty ``to_slot``: to the end."""

    from_slot: int = 1
    to_slot: int | None = None
    break_slot: int | None = None

    def check(self, event: SpeedDate) -> "Presence":
        last = self.to_slot or event.slots
        if max(self.from_slot, last, self.break_slot or 1) > event.slots:
            raise Refused(_("Deze speeddate heeft %(n)s rondes. Kies een ronde daarvan.") % {"n": event.slots})
        if self.from_slot > last:
            raise Refused(_("De laatste ronde ligt voor de eerste. Verander een van de twee."))
        return self


@dataclass(frozen=True, slots=True)
class EmployerEntry:
    """``vacancy_id`` names the employer and the work; without one ``name`` does."""

    vacancy_id: uuid.UUID | None
    name: str
    tables: int
    presence: Presence


@dataclass(frozen=True, slots=True)
class Agreement:
    """On which day and how a candidate said that these employers may know his name."""

    on: dt.date
    how: str


def vacancies_for(event: SpeedDate) -> QuerySet[Vacancy]:
    """The vacancies for which an employer can come."""
    return Vacancy.objects.filter(region_id=event.region_id, state=VacancyState.OPEN).order_by(
        "employer", "title", "pk"
    )


@transaction.atomic
def add_employer(acting: Acting, event_id: uuid.UUID, *, entry: EmployerEntry) -> SpeedDateEmployer:
    event = _changing(acting, event_id)
    return _keep_employer(SpeedDateEmployer(event=event, region_id=event.region_id), event, entry)


@transaction.atomic
def change_employer(
    acting: Acting, event_id: uuid.UUID, employer_id: uuid.UUID, *, entry: EmployerEntry
) -> SpeedDateEmployer:
    event = _changing(acting, event_id)
    employer = event.employers.get(pk=employer_id)
    outside = SpeedDateMeeting.objects.filter(employer=employer, is_pinned=True, table__gt=entry.tables)
    if outside.exists():
        raise Refused(_("Aan een van die tafels staat een gesprek vast. Haal dat eerst weg."))
    return _keep_employer(employer, event, entry)


@transaction.atomic
def remove_employer(acting: Acting, event_id: uuid.UUID, employer_id: uuid.UUID) -> None:
    """He does not come; his wishes and talks go with him."""
    event = _changing(acting, event_id)
    employer = event.employers.get(pk=employer_id)
    employer.meetings.all().delete()
    employer.delete()
    _state_again(event)


def found_for(acting: Acting, event: SpeedDate, words: str = "") -> list[Candidate]:
    """Whom a member can ask: his candidates who look for work and are not on the list, those ready longest first."""
    there = SpeedDateCandidate.objects.filter(event=event).values("candidate_id")
    found = candidates_of(acting).filter(region_id=event.region_id, state__in=MAY_COME, anonymised_at__isnull=True)
    if words:
        found = found.filter(identity__normalised_name__contains=" ".join(words.casefold().split())) | found.filter(
            reference__icontains=words.strip()
        )
    found = found.exclude(pk__in=there).select_related("identity")
    return list(found.order_by("ready_since", "registered_on", "reference")[:MOST_FOUND])


@transaction.atomic
def add_candidates(
    acting: Acting,
    event_id: uuid.UUID,
    *,
    candidate_ids: Collection[uuid.UUID],
    agreement: Agreement | None,
    on: dt.date,
    at: datetime,
) -> int:
    """Put these candidates on the list of the event; returns how many were not there yet."""
    event = events_of(acting).get(pk=event_id)
    check_open(event)
    if not candidate_ids:
        raise Refused(_("Kies wie u uitnodigt."))
    _check_agreement(agreement, on)
    there = set(SpeedDateCandidate.objects.filter(event=event).values_list("candidate_id", flat=True))
    chosen = candidates_of(acting).filter(
        region_id=event.region_id, pk__in=candidate_ids, state__in=MAY_COME, anonymised_at__isnull=True
    )
    rows = [
        SpeedDateCandidate(
            event=event,
            region_id=event.region_id,
            candidate=one,
            agreed_on=agreement.on if agreement else None,
            agreed_how=agreement.how if agreement else "",
            added_by_id=acting.user_id,
            added_at=at,
        )
        for one in chosen.order_by("pk")
        if one.pk not in there
    ]
    SpeedDateCandidate.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def change_candidate(
    acting: Acting,
    event_id: uuid.UUID,
    attendee_id: uuid.UUID,
    *,
    presence: Presence,
    agreement: Agreement | None,
    on: dt.date,
) -> SpeedDateCandidate:
    """When he is there and whether he agreed. Who takes his yes back has no talks any more."""
    event, attendee = _attendee(acting, event_id, attendee_id)
    presence.check(event)
    _check_agreement(agreement, on)
    attendee.from_slot, attendee.to_slot = presence.from_slot, presence.to_slot
    attendee.break_slot = presence.break_slot
    attendee.agreed_on = agreement.on if agreement else None
    attendee.agreed_how = agreement.how if agreement else ""
    if agreement is None:
        attendee.meetings.all().delete()
    attendee.save(update_fields=["from_slot", "to_slot", "break_slot", "agreed_on", "agreed_how"])
    return attendee


@transaction.atomic
def agree(
    acting: Acting, event_id: uuid.UUID, *, attendee_ids: Collection[uuid.UUID], agreement: Agreement, on: dt.date
) -> int:
    """Write down that all these said yes on one day; returns how many had not yet."""
    event = events_of(acting).get(pk=event_id)
    check_open(event)
    _check_agreement(agreement, on)
    if not attendee_ids:
        raise Refused(_("Kies wie ja zei."))
    asked = attendees_of(event).filter(pk__in=attendee_ids, agreed_on=None)
    return SpeedDateCandidate.objects.filter(pk__in=[one.pk for one in asked]).update(
        agreed_on=agreement.on, agreed_how=agreement.how
    )


@transaction.atomic
def remove_candidate(acting: Acting, event_id: uuid.UUID, attendee_id: uuid.UUID) -> None:
    """He does not come; his wishes and talks go with him."""
    _event, attendee = _attendee(acting, event_id, attendee_id)
    attendee.meetings.all().delete()
    attendee.delete()


@transaction.atomic
def keep_wishes(
    acting: Acting,
    event_id: uuid.UUID,
    employer_id: uuid.UUID,
    *,
    by_employer: Collection[uuid.UUID],
    by_candidate: Collection[uuid.UUID],
    shown: Collection[uuid.UUID],
    was_by_employer: Collection[uuid.UUID] = (),
    was_by_candidate: Collection[uuid.UUID] = (),
) -> int:
    """Whom this employer wants to meet, and who wants to meet him, of the attendees ``shown``; returns how many pairs.

    ``was_…`` are the ticks that stood there when the page was shown. Only a tick that was changed since is written: what
    somebody else ticked meanwhile stays.
    """
    _one_at_a_time(employer_id)
    event = events_of(acting).get(pk=event_id)
    check_open(event)
    employer = event.employers.get(pk=employer_id)
    there = {one.pk for one in attendees_of(event).filter(pk__in=shown)}
    known = {one.attendee_id: one for one in SpeedDateWish.objects.filter(employer=employer, attendee_id__in=there)}
    pairs = 0
    for one in sorted(there):
        wish = known.get(one)
        wants = (
            _tick(one, now=by_employer, was=was_by_employer, stands=wish is not None and wish.by_employer),
            _tick(one, now=by_candidate, was=was_by_candidate, stands=wish is not None and wish.by_candidate),
        )
        pairs += any(wants)
        if not any(wants):
            if wish is not None:
                wish.delete()
        elif wish is None:
            SpeedDateWish.objects.create(
                event=event,
                region_id=event.region_id,
                employer=employer,
                attendee_id=one,
                by_employer=wants[0],
                by_candidate=wants[1],
            )
        elif (wish.by_employer, wish.by_candidate) != wants:
            wish.by_employer, wish.by_candidate = wants
            wish.save(update_fields=["by_employer", "by_candidate"])
    return pairs


def _tick(one: uuid.UUID, *, now: Collection[uuid.UUID], was: Collection[uuid.UUID], stands: bool) -> bool:
    """What a tick becomes: as the form has it where the form changed it, and else as it stands."""
    return (one in now) if (one in now) != (one in was) else stands


def _one_at_a_time(employer_id: uuid.UUID) -> None:
    """Wishes of one employer are saved one after another. A Werkplein may not lock the event itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"speed date wishes {employer_id}"])


def _changing(acting: Acting, event_id: uuid.UUID) -> SpeedDate:
    event = locked(acting, event_id)
    check_open(event)
    check_at_rest(event)
    return event


def _attendee(acting: Acting, event_id: uuid.UUID, attendee_id: uuid.UUID) -> tuple[SpeedDate, SpeedDateCandidate]:
    event = events_of(acting).get(pk=event_id)
    check_open(event)
    check_at_rest(event)
    found = SpeedDateCandidate.objects.select_for_update(of=("self",), no_key=True)
    return event, found.get(event=event, pk=attendee_id)


def _check_agreement(agreement: Agreement | None, on: dt.date) -> None:
    if agreement is not None and agreement.on > on:
        raise Refused(_("Deze dag komt nog. Vul de dag in waarop de kandidaat ja zei."))


def _state_again(event: SpeedDate) -> None:
    if event.state == SpeedDateState.PLANNED:
        event.state = state_by_plan(event)
        event.save(update_fields=["state"])


def _keep_employer(employer: SpeedDateEmployer, event: SpeedDate, entry: EmployerEntry) -> SpeedDateEmployer:
    entry.presence.check(event)
    name = " ".join(entry.name.split())
    if entry.vacancy_id is not None:
        vacancy = vacancies_for(event).filter(pk=entry.vacancy_id).first()
        if vacancy is None and employer.vacancy_id != entry.vacancy_id:
            raise Refused(_("Deze vacature is niet meer open."))
        if vacancy is not None:
            name, employer.organisation_id = vacancy.employer, vacancy.employer_organisation_id
    elif not name:
        raise Refused(_("Kies een vacature, of vul de naam van de werkgever in."))
    employer.vacancy_id, employer.name, employer.tables = entry.vacancy_id, name or employer.name, entry.tables
    employer.from_slot, employer.to_slot = entry.presence.from_slot, entry.presence.to_slot
    employer.break_slot = entry.presence.break_slot
    try:
        with transaction.atomic():
            employer.save()
    except IntegrityError as error:
        if "speed_date_vacancy_once" in str(error):
            raise Refused(_("Deze vacature staat al bij deze speeddate.")) from error
        if "speed_date_employer_once" in str(error):
            raise Refused(_("Deze werkgever staat al bij deze speeddate.")) from error
        raise
    return employer
