"""Checks after the placements of a region, asked of candidate and employer, and time with benefit kept past its limit."""

import datetime as dt

from django.utils import timezone

from candidates.models import BenefitOverrun, BenefitPeriod, Candidate
from organisations.models import Region, new_id
from placements.models import EmployerContact, FollowUp, FollowUpQuestion, Placement
from tests.cast import Person

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 7, 31)


def follow_up_rows(region: Region, coordination: Person) -> None:
    for placement in Placement.objects.filter(region=region).order_by("pk"):
        EmployerContact.objects.create(region=region, placement=placement, name="Ina", email="ina@demo.example")
        check = FollowUp.objects.create(
            region=region, placement=placement, months=6, due_on=dt.date(2027, 3, 1), asked_at=timezone.now()
        )
        for asked in ("candidate", "employer"):
            FollowUpQuestion.objects.create(
                region=region,
                follow_up=check,
                asked=asked,
                token_hash=f"{new_id().hex}{'0' * 32}",
                sent_at=timezone.now(),
                expires_at=timezone.now(),
            )
    for candidate in Candidate.objects.filter(region=region).order_by("pk"):
        BenefitPeriod.objects.create(
            region=region, candidate=candidate, kind="trial", place="Garage Zwart", starts_on=FIRST, ends_on=LAST
        )
        BenefitOverrun.objects.create(
            region=region,
            candidate=candidate,
            over="period",
            first_day=FIRST,
            last_day=LAST,
            days=212,
            most_days=181,
            reason="De werkgever neemt haar daarna aan",
            by=coordination.user,
            organisation=coordination.organisation,
        )
