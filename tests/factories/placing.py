import datetime as dt

import factory

from organisations.choices import Sector
from placements.models import Placement, PlacementFile, PlacementTerm
from tests.factories.candidates import CandidateFactory


class PlacementFactory(factory.django.DjangoModelFactory):
    """A candidate who has work without an agreed end, made as the owner, with its file and the term that says so."""

    class Meta:
        model = Placement
        skip_postgeneration_save = True

    candidate = factory.SubFactory(CandidateFactory, state="placed")
    region = factory.SelfAttribute("candidate.region")
    reference = factory.Sequence(lambda n: f"P-{n:06d}")
    employer = "Bakkerij De Halm"
    sector = Sector.OTHER
    starts_on = dt.date(2026, 9, 1)
    hours_per_week = 32
    contract_form = "own"
    sroi = False
    # Of its file.
    wage_replaces_benefit = True
    end_note = ""

    @classmethod
    def _create(cls, model_class, *args, wage_replaces_benefit, end_note, **kwargs):
        made = super()._create(model_class, *args, **kwargs)
        PlacementFile.objects.create(placement=made, wage_replaces_benefit=wage_replaces_benefit, end_note=end_note)
        return made

    @factory.post_generation
    def terms(self, create, given, **kwargs):
        if create:
            PlacementTerm.objects.create(
                placement=self, kind="agreed", ends_on=self.ends_on, agreed_on=self.starts_on, **kwargs
            )
