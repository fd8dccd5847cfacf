import datetime as dt

import factory

from organisations.models import Region
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateEmployer, SpeedDateMeeting, SpeedDateWish


class SpeedDateFactory(factory.django.DjangoModelFactory):
    """Of six rounds of eight minutes with two between them, from half past one."""

    class Meta:
        model = SpeedDate

    region = factory.LazyFunction(lambda: Region.objects.get(code="groningen"))
    title = factory.Sequence(lambda n: f"Speeddate techniek {n}")
    day = dt.date(2026, 10, 6)
    starts_at = dt.time(13, 30)
    slots = 6
    place = "Werkplein Voorbeeld"


class SpeedDateEmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SpeedDateEmployer

    event = factory.SubFactory(SpeedDateFactory)
    region = factory.LazyAttribute(lambda one: one.event.region)
    name = factory.Sequence(lambda n: f"Bouwbedrijf {n:02d}")


class SpeedDateCandidateFactory(factory.django.DjangoModelFactory):
    """Who said yes on the phone; ``candidate`` has to be told."""

    class Meta:
        model = SpeedDateCandidate

    event = factory.SubFactory(SpeedDateFactory)
    region = factory.LazyAttribute(lambda one: one.event.region)
    agreed_on = dt.date(2026, 9, 1)
    agreed_how = "phone"


class SpeedDateWishFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SpeedDateWish

    employer = factory.SubFactory(SpeedDateEmployerFactory)
    event = factory.LazyAttribute(lambda one: one.employer.event)
    region = factory.LazyAttribute(lambda one: one.employer.event.region)
    by_employer = True


class SpeedDateMeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SpeedDateMeeting

    employer = factory.SubFactory(SpeedDateEmployerFactory)
    event = factory.LazyAttribute(lambda one: one.employer.event)
    region = factory.LazyAttribute(lambda one: one.employer.event.region)
    slot = 1
