"""Rows that a coordination point makes for its region: a concept of the tariff, and decisions about persons."""

import datetime as dt
import uuid

from organisations.models import Erasure, Region, RegionContact, RetentionMark, RetentionPolicy
from placements.choices import LineStatus, SamePerson
from placements.models import Deployment, PersonAsking, PersonDecision, TariffSimulation
from tenders.models import Block, Contract, Tariff
from tests.cast import Person


def tariff_and_persons(contract: Contract, coordination: Person) -> None:
    """A concept that was worked out, two persons that look alike and are not the same, and what was asked."""
    region = contract.region
    Region.objects.filter(pk=region.pk).update(initials="AB")
    concept = Tariff.objects.create(region=region, valid_from=dt.date(2027, 1, 1), published_at=None)
    Block.objects.create(tariff=concept, code="activity", label="Activiteit", kind="per_hour", value=120)
    TariffSimulation.objects.create(
        region=region, tariff=concept, organisation=coordination.organisation, asked_by=coordination.user
    )
    line = Deployment.objects.filter(contract=contract).order_by("pk").first()
    others = Deployment.objects.live().filter(region=region).exclude(person_id=line.person_id)
    other = others.exclude(status=LineStatus.CONCEPT).order_by("pk").first()
    PersonDecision.objects.create(
        region=region,
        kind=SamePerson.DIFFERENT,
        one_id=line.person_id,
        other_id=other.person_id,
        reason="Andere geboorteplaats",
        organisation=coordination.organisation,
        decided_by=coordination.user,
    )
    PersonAsking.objects.create(organisation_id=contract.contractor_id, what="lock", lines=1)
    _retention(contract, coordination, line.person_id)


def _retention(contract: Contract, coordination: Person, person_id: uuid.UUID) -> None:
    """Terms of the region's own, two people about to go, of whom a Werkplein sees one, and what was erased."""
    region, day = contract.region, dt.date(2030, 1, 1)
    RetentionPolicy.objects.create(region=region, changed_by=coordination.user)
    RegionContact.objects.create(region=region, phone="050 123 45 67", changed_by=coordination.user)
    for subject, organisation in (("candidate", contract.werkplein), ("deployed", None)):
        RetentionMark.objects.create(
            region=region,
            subject=subject,
            part="person",
            subject_id=person_id,
            subject_ids=[person_id],
            organisation=organisation,
            due_on=day,
        )
    for cause, asked_by, organisation in (
        ("term", None, None),
        ("asked", coordination.user, coordination.organisation),
    ):
        Erasure.objects.create(
            region=region,
            subject="candidate",
            part="person",
            subject_ids=[person_id],
            cause=cause,
            asked_by=asked_by,
            organisation=organisation,
        )
