from zlib import crc32

import factory

from organisations.choices import OrganisationKind, Role
from organisations.models import Membership, Organisation, OrganisationRegion, Region, User


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"regio-{n}")
    name = factory.LazyAttribute(lambda region: region.code.title())


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Testpersoon {n}")
    email = factory.Sequence(lambda n: f"persoon{n}@demo.example")


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation at work in ``region`` (Groningen unless told) under ``code``."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        contractor = factory.Trait(kind=OrganisationKind.CONTRACTOR, kvk=factory.Sequence(lambda n: f"9{n:07d}"))
        werkplein = factory.Trait(kind=OrganisationKind.WERKPLEIN)

    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kind = OrganisationKind.MUNICIPALITY
    kvk = ""

    @factory.post_generation
    def region(self, create, region, code=None, **kwargs):
        if create:
            OrganisationRegion.objects.create(
                region=region or Region.objects.get(code="groningen"),
                organisation=self,
                code=code or f"org-{self.pk}",
            )

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        if kwargs["kind"] == OrganisationKind.CONTRACTOR and not kwargs["kvk"]:
            kwargs["kvk"] = f"8{crc32(kwargs['name'].encode()) % 10**7:07d}"
        return kwargs


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.MEMBER
