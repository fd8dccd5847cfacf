import datetime as dt
from decimal import Decimal

import factory

from placements.choices import LineStatus
from placements.identity import persons
from placements.models import Contribution, Deployment, HoursStatement
from tests.factories.tenders import ContractFactory


def block_of(contract, code="pw_gt2"):
    return contract.tariff.blocks.get(code=code)


class DeploymentFactory(factory.django.DjangoModelFactory):
    """A line of a person on a contract; ``name`` and ``birth_date`` make or find the person. Not yet valued."""

    class Meta:
        model = Deployment

    class Params:
        name = factory.Sequence(lambda n: f"P. Voorbeeld {n}")
        birth_date = dt.date(1990, 5, 17)
        block_code = "pw_gt2"
        #: Whose person it is; the lead contractor's unless told.
        company = factory.SelfAttribute("contract.contractor")

    contract = factory.SubFactory(ContractFactory)
    reference = factory.Sequence(lambda n: f"D-{n:05d}")
    region = factory.LazyAttribute(lambda line: line.contract.region)
    person = factory.LazyAttribute(
        lambda line: persons.person_for(
            region_id=line.contract.region_id,
            contractor_id=line.company.pk,
            name=line.name,
            birth_date=line.birth_date,
        )
    )
    pseudonym = factory.Sequence(lambda n: f"P-{n:05d}")
    birth_year = factory.LazyAttribute(lambda line: line.birth_date.year)
    block = factory.LazyAttribute(lambda line: block_of(line.contract, line.block_code))
    starts_on = dt.date(2026, 3, 1)
    ends_on = dt.date(2027, 2, 28)
    hours_per_week = Decimal("36.00")
    status = LineStatus.APPROVED


class HoursStatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HoursStatement

    deployment = factory.SubFactory(DeploymentFactory)
    month = dt.date(2026, 3, 1)
    paid_hours = Decimal("150.00")
    status = LineStatus.SUBMITTED


class ContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contribution

    contract = factory.SubFactory(ContractFactory)
    region = factory.LazyAttribute(lambda line: line.contract.region)
    reference = factory.Sequence(lambda n: f"C-{n:05d}")
    block = factory.LazyAttribute(lambda line: block_of(line.contract, "social_activity"))
    date = dt.date(2026, 4, 1)
    quantity = Decimal("10.00")
    status = LineStatus.SUBMITTED
    value = Decimal("1000.00")
