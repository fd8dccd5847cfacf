"""What is to do in the file of each candidate of a region, and who was given which."""

import datetime as dt

from candidates.choices import AssignmentKind, TaskKind
from candidates.models import Assignment, Candidate, CandidateTask
from organisations.models import Region
from tests.cast import Person


def work_rows(region: Region, *workers: Person) -> None:
    """Tasks by turns of each of these people, one asking to look whether somebody is there twice; and his decision."""
    for place, candidate in enumerate(Candidate.objects.filter(region=region).order_by("pk")):
        person = workers[place % len(workers)]
        for kind in (TaskKind.OTHER, TaskKind.DUPLICATE):
            CandidateTask.objects.create(
                region=region,
                candidate=candidate,
                kind=kind,
                what="CV opvragen",
                due_on=dt.date(2026, 9, 10),
                organisation=person.organisation,
                user=person.user,
                made_by=person.user,
            )
    for person in workers:
        Assignment.objects.create(
            region=region, organisation=person.organisation, kind=AssignmentKind.COACH, made_by=person.user
        )
