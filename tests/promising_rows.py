"""Lists of promising occupations of one region for the oracle: two that were adopted and a concept."""

import datetime as dt

from organisations.models import Occupation, Region
from placements.models import PromisingList, PromisingOccupation
from placements.vacancy_choices import PromisingState
from tests.cast import Person


def promising_rows(region: Region, coordination: Person) -> None:
    occupations = list(Occupation.objects.filter(region=region).order_by("code"))
    for adopted_on in (dt.date(2025, 9, 1), dt.date(2026, 9, 1), None):
        one = PromisingList.objects.create(region=region, created_by=coordination.user)
        for position, occupation in enumerate(occupations, start=1):
            PromisingOccupation.objects.create(
                promising_list=one, occupation=occupation, position=position, places=3, heads=5
            )
        if adopted_on:
            one.state, one.adopted_on, one.adopted_by = PromisingState.ADOPTED, adopted_on, coordination.user
            one.settled_with = "EPI en Noorderpoort"
            one.save()
