"""Rows that a coordination point makes for its region: a concept of the tariff, and decisions about persons."""

import datetime as dt

from placements.choices import LineStatus, SamePerson
from placements.models import Deployment, PersonAsking, PersonDecision, TariffSimulation
from tenders.models import Block, Contract, Tariff
from tests.cast import Person


def tariff_and_persons(contract: Contract, coordination: Person) -> None:
    """A concept that was worked out, two persons that look alike and are not the same, and what was asked."""
    region = contract.region
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
