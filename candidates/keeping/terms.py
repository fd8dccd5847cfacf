"""How long a candidate's file stays: until so many months after the last thing that happened, and who tells of what happened.

Higher apps add the days that they know (``register_activity``): a placement, a follow-up.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.access import candidates_of
from candidates.models import (
    Assessment,
    BenefitPeriod,
    Candidate,
    CandidateDocument,
    CandidateStep,
    CandidateTask,
    ContactMoment,
    Enrolment,
)
from organisations.data_kinds import Part, Subject
from organisations.models import RetentionPolicy
from organisations.months import add_months
from organisations.retention import Described, Due, Keeper
from organisations.tenancy import Acting

#: Training that nobody ended goes on for a year at most.
_RUNNING = timedelta(days=365)
#: ``activity(region_id, until)``: the last day on which something happened, by candidate; what goes on is of ``until``.
Activity = Callable[[uuid.UUID, date], Mapping[uuid.UUID, date]]
_activities: list[Activity] = []


def register_activity(activity: Activity) -> None:
    """Called once by each higher app that knows when something happened to a candidate."""
    if activity not in _activities:
        _activities.append(activity)


def rows_of_person(candidate_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """All files of these people: those that were merged into theirs are theirs too."""
    found = list(dict.fromkeys(candidate_ids))
    newest = found
    while newest:
        merged = Candidate.objects.filter(merged_into_id__in=newest).exclude(pk__in=found)
        newest = list(merged.order_by("pk").values_list("pk", flat=True))
        found += newest
    return found


def last_active(region_id: uuid.UUID, until: date) -> dict[uuid.UUID, date]:
    """The last day on which something happened to each candidate of the region who was not erased.

    What goes on, as work that nobody ended, happens until the day that is asked about.
    """
    candidates = Candidate.objects.standing().filter(region_id=region_id, anonymised_at=None)
    days = dict(
        candidates.order_by("pk").values_list(
            "pk", Greatest("registered_on", "state_since", Coalesce("last_contact_on", "registered_on"))
        )
    )
    for known in (_of_file(region_id), *(activity(region_id, until) for activity in _activities)):
        for candidate_id, day in known.items():
            if candidate_id in days:
                days[candidate_id] = max(days[candidate_id], day)
    return days


def _of_file(region_id: uuid.UUID) -> dict[uuid.UUID, date]:
    """Steps, training and periods with benefit kept."""
    found: dict[uuid.UUID, date] = {}
    sources = (
        (CandidateStep.objects.all(), F("on")),
        (Enrolment.objects.all(), Coalesce("ended_on", Cast(F("started_on") + _RUNNING, DateField()))),
        (BenefitPeriod.objects.filter(removed_at=None), Coalesce("ends_on", "starts_on")),
    )
    for rows, day in sources:
        last = rows.filter(region_id=region_id).order_by().values("candidate_id").annotate(last=Max(day))
        for candidate_id, on in last.values_list("candidate_id", "last"):
            found[candidate_id] = max(found.get(candidate_id, on), on)
    return found


def _due(months_of: Callable[[RetentionPolicy], int], having: tuple[QuerySet, ...]):
    """Who is due: so many months after the last day, as far as there is anything of this kind."""

    def due(region_id: uuid.UUID, policy: RetentionPolicy, until: date) -> Iterator[Due]:
        days = last_active(region_id, until)
        ends = {pk: add_months(day, months_of(policy)) for pk, day in days.items()}
        over = [pk for pk, day in ends.items() if day <= until]
        candidates = Candidate.objects.filter(pk__in=over)
        if having:
            wanted = [Q(Exists(rows.filter(candidate_id=OuterRef("pk")))) for rows in having]
            candidates = candidates.filter(reduce(or_, wanted))
        merged = _merged(region_id)
        for pk, werkplein_id, coach_id in candidates.order_by("pk").values_list("pk", "werkplein_id", "coach_id"):
            yield Due((pk, *_all_merged(pk, merged)), ends[pk], organisation_id=werkplein_id, coach_id=coach_id)

    return due


def _merged(region_id: uuid.UUID) -> dict[uuid.UUID, list[uuid.UUID]]:
    into: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    gone = Candidate.objects.filter(region_id=region_id, merged_into__isnull=False)
    for kept, pk in gone.order_by("pk").values_list("merged_into_id", "pk"):
        into[kept].append(pk)
    return into


def _all_merged(pk: uuid.UUID, into: Mapping[uuid.UUID, list[uuid.UUID]]) -> list[uuid.UUID]:
    return [found for one in into.get(pk, ()) for found in (one, *_all_merged(one, into))]


def _describe(acting: Acting, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Described]:
    """By number and state: this list names nobody, and opening the file is a line in the read log."""
    return {
        one.pk: Described(
            label=one.reference,
            detail=one.get_state_display(),
            url=reverse("candidates:candidate_detail", args=[acting.organisation_id, one.pk]),
        )
        for one in candidates_of(acting).filter(pk__in=ids).order_by("pk")
    }


KEEPERS = (
    Keeper(
        Subject.CANDIDATE,
        Part.PERSON,
        _("Kandidaat: alles"),
        _due(lambda policy: policy.candidate_months, ()),
        _describe,
    ),
    Keeper(
        Subject.CANDIDATE,
        Part.FILE,
        _("Kandidaat: contact, intake en taken"),
        _due(
            lambda policy: policy.file_months,
            (ContactMoment.objects.all(), Assessment.objects.all(), CandidateTask.objects.all()),
        ),
        _describe,
    ),
    Keeper(
        Subject.CANDIDATE,
        Part.DOCUMENTS,
        _("Kandidaat: documenten"),
        _due(lambda policy: policy.document_months, (CandidateDocument.objects.all(),)),
        _describe,
    ),
)
