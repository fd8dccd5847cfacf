"""Requests and links of persons whom a company of one region put to work, for the oracle."""

import datetime as dt
import hashlib

from django.utils import timezone

from organisations.models import Region, new_id
from placements.choices import PersonRequestKind
from placements.models import DeployedPerson, PersonPage, PersonRequest
from tests.cast import Person


def person_page_rows(region: Region, coordination: Person) -> None:
    """A request of each kind, one of them answered; a link that works."""
    person = DeployedPerson.objects.filter(region=region).order_by("pk").first()
    for kind in PersonRequestKind.values:
        PersonRequest.objects.create(
            region=region,
            kind=kind,
            person=None if kind == PersonRequestKind.PAGE else person,
            name="Naam Getypt" if kind == PersonRequestKind.PAGE else "",
            answer_by=timezone.localdate() + dt.timedelta(days=14),
        )
    PersonRequest.objects.create(
        region=region,
        kind=PersonRequestKind.PAGE,
        person=person,
        answer_by=timezone.localdate(),
        outcome="sent",
        answered_at=timezone.now(),
        answered_by=coordination.user,
    )
    PersonPage.objects.create(
        region=region,
        person=person,
        token_hash=hashlib.sha256(new_id().bytes).hexdigest(),
        made_by=coordination.user,
        expires_at=timezone.now() + dt.timedelta(days=14),
    )
