"""What is in the file of each candidate of a region: a profile, a contact, an intake that is open and one that is done."""

import datetime as dt

from django.utils import timezone

from candidates.file_choices import AssessmentKind, ContactResult
from candidates.models import Assessment, Candidate, CandidateProfile, ContactMoment
from organisations.models import Region
from tests.cast import Person

TODAY = dt.date(2026, 9, 3)


def file_rows(region: Region, *workers: Person) -> None:
    """By turns of each of these people, so that own ones differ from those of others."""
    for place, candidate in enumerate(Candidate.objects.filter(region=region).order_by("pk")):
        person = workers[place % len(workers)]
        CandidateProfile.objects.create(candidate=candidate, region=region, hours_from=24, licences=["b"])
        for number, worker in enumerate((person, workers[(place + 1) % len(workers)])):
            ContactMoment.objects.create(
                candidate=candidate,
                region=region,
                by=worker.user,
                organisation=worker.organisation,
                result=ContactResult.SPOKEN,
                at=timezone.now() + dt.timedelta(minutes=number),
            )
        for kind, closed_at in ((AssessmentKind.INTAKE, timezone.now()), (AssessmentKind.DIAGNOSIS, None)):
            Assessment.objects.create(
                candidate=candidate,
                region=region,
                kind=kind,
                version=1,
                answers={"cv": "old"} if kind == AssessmentKind.INTAKE else {"tools": "alone"},
                done_on=TODAY,
                done_by=person.user,
                organisation=person.organisation,
                closed_at=closed_at,
            )
