"""Whoever has a page of his own, and somebody else with a file."""

import pytest

from candidates.models import CandidateProfile
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.placements.own_page.links import noted


@pytest.fixture
def sanne(cast):
    with owner():
        return CandidateFactory(
            region=cast.region,
            werkplein=cast.carla.organisation,
            coach=cast.carla.user,
            wanted_work="Timmeren",
            state="ready",
            identity__first_name="Sanne",
            identity__last_name="Zwaluw",
            identity__email="sanne@demo.example",
            identity__phone="06-11112222",
        )


@pytest.fixture
def other(cast):
    """Whose rows may never appear."""
    with owner():
        made = CandidateFactory(
            region=cast.region,
            werkplein=cast.carla.organisation,
            wanted_work="Bijenhouden",
            identity__first_name="Ottokar",
            identity__last_name="Geheim",
            identity__email="ottokar@demo.example",
            identity__phone="06-99998888",
        )
        CandidateProfile.objects.create(candidate=made, region=made.region, certificates=["Imkerdiploma"])
        noted(made, cast.carla, note="Ottokar heeft een hond")
    return made
