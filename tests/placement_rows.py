"""Employments of the candidates of a region: with a company, with one that knows who it is, with an authority, elsewhere."""

import datetime as dt

from candidates.models import Candidate
from organisations.models import Region
from placements.models import ConditionCheck
from tests.cast import Person
from tests.factories.placing import PlacementFactory


def placement_rows(region: Region, contractor: Person, authority: Person, coordination: Person) -> None:
    """By turns over the candidates; the first is with the company, and agreed that it knows him."""
    employers = (contractor.organisation, contractor.organisation, authority.organisation, None)
    for place, candidate in enumerate(Candidate.objects.filter(region=region).order_by("pk")):
        employer = employers[place % len(employers)]
        placement = PlacementFactory(
            candidate=candidate,
            employer=employer.name if employer else "Bakkerij De Halm",
            employer_organisation=employer,
            candidate_agreed_on=dt.date(2026, 9, 1) if employer and place % 2 == 0 else None,
            ends_on=dt.date(2027, 2, 28),
        )
        ConditionCheck.objects.create(
            placement=placement,
            condition="contract",
            verdict="met",
            rule_met=True,
            seen="contract",
            seen_on=dt.date(2026, 9, 2),
            by=coordination.user,
            organisation=coordination.organisation,
        )
