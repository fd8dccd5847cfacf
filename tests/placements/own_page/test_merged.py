"""A file that was merged away leaves no link behind that opens the file that was kept."""

import pytest
from django.test import Client
from django.utils import timezone

from candidates.choices import OwnPageWay
from candidates.models import CandidateIdentity
from candidates.registering import merging
from organisations import tenancy
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.placements.own_page.links import link_to
from tests.placements.workspace import act

pytestmark = pytest.mark.django_db


def test_who_typed_the_name_of_another_never_reads_the_file_of_that_person(cast):
    with owner():
        kept, gone = (
            CandidateFactory(
                region=cast.region,
                werkplein=cast.carla.organisation,
                identity__first_name="Sanne",
                identity__email=f"{mail}@demo.example",
            )
            for mail in ("sanne", "vreemde")
        )
    own, typed, browser = link_to(kept), link_to(gone), link_to(gone, way=OwnPageWay.BROWSER)
    with act(cast.carla) as acting:
        merging.merge(
            acting,
            kept_id=kept.pk,
            gone_id=gone.pk,
            taken=(),
            reason="Dit is dezelfde persoon",
            at=timezone.now(),
        )
    assert Client().get(f"/mijn/{own}/").status_code == 200
    for link in (typed, browser):
        assert Client().get(f"/mijn/{link}/").status_code == 410
        with tenancy.link(link):
            assert not CandidateIdentity.objects.exists()
