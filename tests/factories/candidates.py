import datetime as dt

import factory

from candidates.choices import CandidateState, Source, TargetGroup
from candidates.models import Candidate, CandidateIdentity
from organisations.models import Region


class CandidateFactory(factory.django.DjangoModelFactory):
    """A candidate with an identity of its own, made as the owner; ``first_name`` and so on say who it is."""

    class Meta:
        model = Candidate
        skip_postgeneration_save = True

    region = factory.LazyFunction(lambda: Region.objects.get(code="groningen"))
    reference = factory.Sequence(lambda n: f"K-{n:06d}")
    registered_on = dt.date(2026, 9, 1)
    source = Source.MUNICIPALITY
    target_group = TargetGroup.PARTICIPATIEWET
    municipality = "GM0014"
    state = CandidateState.REGISTERED
    state_since = factory.SelfAttribute("registered_on")

    @factory.post_generation
    def identity(self, create, given, **kwargs):
        if create:
            named = {
                "first_name": "Testje",
                "last_name": "Voorbeeld",
                "phone": "06-00000000",
                "email": "testje@demo.example",
            } | kwargs
            CandidateIdentity.objects.create(candidate=self, region=self.region, **named)
