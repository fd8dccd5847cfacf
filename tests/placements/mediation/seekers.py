"""People who look for work and a vacancy with rules, made as the owner."""

import datetime as dt

from candidates.models import CandidateProfile
from organisations.models import Occupation
from placements.vacancy_choices import Rule
from tests.candidates.files import candidate
from tests.database import owner
from tests.factories.organisations import OrganisationFactory
from tests.factories.placements import VacancyFactory

#: Groningen lies in the priority area, Assen in the rest of the region, Zwolle outside it.
PRIORITY, REGION, OUTSIDE = "GM0014", "GM0106", "GM0193"
READY = dt.date(2026, 3, 1)


def seeker(cast, *, profile=None, **values):
    """Ready for work, with Carla's Werkplein, and a profile that meets the rules of ``vacancy`` unless said otherwise."""
    given = {
        "state": "ready",
        "registered_on": dt.date(2026, 1, 5),
        "ready_since": READY,
        "sector": "construction",
        "municipality": PRIORITY,
    } | values
    made = candidate(cast, **given)
    known = {"hours_from": 24, "hours_to": 36, "travel": "country", "licences": ["b"], "certificates": ["VCA-basis"]}
    with owner():
        CandidateProfile.objects.create(candidate=made, region=made.region, **(known | (profile or {})))
    return made


def vacancy(cast, **values):
    """Open, of a firm without account, with every rule but the occupation."""
    given = {
        "region": cast.region,
        "rules": [one for one in Rule.values if one != Rule.OCCUPATION],
        "certificates": ["vca-BASIS"],
        "licence": "b",
    } | values
    with owner():
        return VacancyFactory(**given)


def other_werkplein(cast):
    with owner():
        return OrganisationFactory(werkplein=True, name="Werkplein Elders", region=cast.region)


def occupation(cast, name, sector="construction"):
    with owner():
        return Occupation.objects.create(
            region=cast.region, code=name.lower().replace(" ", "-"), name=name, sector=sector
        )
