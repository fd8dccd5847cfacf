import datetime as dt
from decimal import Decimal

import factory

from candidates.models import Enrolment, TrainingCost, TrainingGroup, TrainingProgramme
from candidates.training_choices import TrainingForm
from organisations.models import Region
from tests.factories.candidates import CandidateFactory


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingProgramme

    region = factory.LazyFunction(lambda: Region.objects.get(code="groningen"))
    code = factory.Sequence(lambda n: f"O-{n:04d}")
    name = factory.Sequence(lambda n: f"Basis timmeren {n}")
    form = TrainingForm.INTENSIVE
    provider = "Vakschool Voorbeeld"
    certificate = "VCA-basis"
    seat_cost = Decimal("2500.00")


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingGroup

    programme = factory.SubFactory(ProgrammeFactory)
    region = factory.LazyAttribute(lambda group: group.programme.region)
    name = factory.Sequence(lambda n: f"Groep {n}")
    starts_on = dt.date(2026, 6, 1)
    ends_on = dt.date(2026, 8, 28)
    seats = 12


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    programme = factory.SubFactory(ProgrammeFactory)
    region = factory.LazyAttribute(lambda one: one.programme.region)
    candidate = factory.SubFactory(CandidateFactory, region=factory.SelfAttribute("..region"))
    reference = factory.Sequence(lambda n: f"S-{n:06d}")
    started_on = dt.date(2026, 3, 2)


class CostFactory(factory.django.DjangoModelFactory):
    """An invoice that waits for the project leader; ``entered_by`` has to be told."""

    class Meta:
        model = TrainingCost

    programme = factory.SubFactory(ProgrammeFactory)
    region = factory.LazyAttribute(lambda cost: cost.programme.region)
    description = "Lessen van de eerste maand"
    supplier = "Vakschool Voorbeeld"
    invoice_number = factory.Sequence(lambda n: f"F-{n:04d}")
    invoice_on = dt.date(2026, 6, 30)
    amount = Decimal("3000.00")
