import datetime as dt
from decimal import Decimal

import factory

from tenders.choices import Basis
from tenders.models import Block, Contract, ContractVersion, Tariff, Tender
from tenders.obligation import obligation
from tests.factories.organisations import OrganisationFactory, RegionFactory


def tariff_of(region) -> Tariff:
    """The newest tariff of the region; a region that has none gets one block of each kind that tests use."""
    tariff = Tariff.objects.filter(region=region).published().order_by("-valid_from").first()
    if tariff is None:
        tariff = Tariff.objects.create(region=region, valid_from=dt.date(2016, 1, 1))
        persons = {"kind": "full_time_year", "norm_hours": 36, "min_hours": 12}
        Block.objects.create(
            tariff=tariff, code="pw_gt2", label="Participatiewet", value=40000, max_months=24, **persons
        )
        Block.objects.create(tariff=tariff, code="wajong", label="Wajong", value=40000, **persons)
        Block.objects.create(tariff=tariff, code="bonus_50", label="50+", kind="bonus", value=5000, min_age=50)
        Block.objects.create(tariff=tariff, code="social_activity", label="Activiteit", kind="per_hour", value=100)
    return tariff


class ContractFactory(factory.django.DjangoModelFactory):
    """A running contract of a million at 5 %, with its first version. Give ``authority`` and ``contractor``."""

    class Meta:
        model = Contract
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory, code="groningen")
    reference = factory.Sequence(lambda n: f"T-{n:05d}")
    authority = factory.SubFactory(OrganisationFactory)
    contractor = factory.SubFactory(OrganisationFactory, contractor=True)
    title = factory.Sequence(lambda n: f"Opdracht {n}")
    awarded_on = dt.date(2026, 1, 5)
    tariff = factory.LazyAttribute(lambda contract: tariff_of(contract.region))
    starts_on = dt.date(2026, 2, 1)
    ends_on = dt.date(2028, 1, 31)
    contract_sum = Decimal("1000000.00")
    basis = Basis.CONTRACT_SUM
    basis_amount = factory.SelfAttribute("contract_sum")
    basis_stated = factory.SelfAttribute("basis_amount")
    percentage = Decimal("5.0000")
    obligation = factory.LazyAttribute(lambda contract: obligation(contract.basis_amount, contract.percentage))

    @factory.post_generation
    def first_version(self, create, extracted, **kwargs):
        if create:
            terms = {name: getattr(self, name) for name in Contract.TERMS}
            ContractVersion.objects.create(
                contract=self, cause="award", number=1, valid_from=self.awarded_on, reason="Gunning", **terms
            )


class TenderFactory(factory.django.DjangoModelFactory):
    """A tender of an authority, on the calendar or not yet."""

    class Meta:
        model = Tender

    authority = factory.SubFactory(OrganisationFactory)
    region = factory.LazyAttribute(lambda tender: tender.authority.regions.get())
    reference = factory.Sequence(lambda n: f"T-{n:05d}")
    title = factory.Sequence(lambda n: f"Groot onderhoud {n}")
    kind = "work"
