import datetime as dt
from decimal import Decimal

import factory

from organisations.choices import Sector
from organisations.models import Region
from placements.choices import LineStatus
from placements.identity import persons
from placements.models import (
    Contribution,
    Deployment,
    HoursStatement,
    Proposal,
    ProposalFile,
    Vacancy,
    VacancyFile,
)
from placements.vacancy_choices import AnsweredBy, ProposalState, RefuseReason, VacancyState
from tests.factories.candidates import CandidateFactory
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


class VacancyFactory(factory.django.DjangoModelFactory):
    """An open vacancy, made as the owner, with its file; ``file__contact_name`` and so on fill that.

    Trait ``firm``: a firm without workspace put it forward, proved its address, and waits for the coordination point.
    """

    class Meta:
        model = Vacancy
        skip_postgeneration_save = True

    class Params:
        firm = factory.Trait(
            state=VacancyState.SUBMITTED,
            published_at=None,
            file__email_confirmed_at=dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC),
        )

    region = factory.LazyFunction(lambda: Region.objects.get(code="groningen"))
    reference = factory.Sequence(lambda n: f"V-{n:05d}")
    employer = factory.LazyAttribute(
        lambda vacancy: vacancy.employer_organisation.name if vacancy.employer_organisation else "Steigers Noord BV"
    )
    employer_organisation = None
    title = "Hulp bij steigerbouw"
    sector = Sector.CONSTRUCTION
    description = "U bouwt met een team steigers op en af."
    municipality = "GM0014"
    hours_from = 24
    hours_to = 36
    state = VacancyState.OPEN
    published_at = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
    confirmed_at = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)

    @factory.post_generation
    def file(self, create, given, **kwargs):
        if create:
            named = {
                "contact_name": "Sam Voorbeeld",
                "contact_email": "sam@demo.example",
                "contact_phone": "050-0000000",
            } | kwargs
            self.file = VacancyFile.objects.create(vacancy=self, region=self.region, **named)


class ProposalFactory(factory.django.DjangoModelFactory):
    """A candidate for a vacancy, made as the owner with its file, in ``state`` with what that state needs.

    ``file__ring``, ``file__passed_over`` and so on fill the file.
    """

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    vacancy = factory.SubFactory(VacancyFactory)
    candidate = factory.SubFactory(CandidateFactory, state="ready", region=factory.SelfAttribute("..vacancy.region"))
    region = factory.SelfAttribute("vacancy.region")
    state = ProposalState.SHORTLISTED
    introduction = "Werkte eerder in de bouw en begint graag vroeg."
    asked_at = factory.LazyAttribute(
        lambda one: None if one.state == ProposalState.SHORTLISTED else dt.datetime(2026, 9, 2, 9, tzinfo=dt.UTC)
    )
    answered_at = factory.LazyAttribute(
        lambda one: (
            None
            if one.state in {ProposalState.SHORTLISTED, ProposalState.ASKED, ProposalState.WITHDRAWN}
            else dt.datetime(2026, 9, 3, 9, tzinfo=dt.UTC)
        )
    )
    answered_by = factory.LazyAttribute(lambda one: AnsweredBy.OWN_PAGE if one.answered_at else "")
    employer_answered_at = factory.LazyAttribute(
        lambda one: (
            dt.datetime(2026, 9, 4, 9, tzinfo=dt.UTC)
            if one.state in {ProposalState.MEETING, ProposalState.HIRED, ProposalState.REFUSED}
            else None
        )
    )
    refuse_reason = factory.LazyAttribute(
        lambda one: RefuseReason.EXPERIENCE if one.state == ProposalState.REFUSED else ""
    )

    @factory.post_generation
    def file(self, create, given, **kwargs):
        if create:
            self.file = ProposalFile.objects.create(proposal=self, **kwargs)
