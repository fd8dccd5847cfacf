"""A contract of Alice and Bram that a partner and a subcontractor carry out with him, each with an amount of its own."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from placements.choices import LineStatus
from tenders.choices import PartyRole, Side
from tenders.models import Contract, ContractParty, Responsible
from tests.cast import Cast, Person, log_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory

#: What the persons of each gave, approved, and as it would stand on a screen: to the cent, and in whole euros.
LEAD, PARTNER, SUBCONTRACTOR = Decimal("4321.09"), Decimal("1234.56"), Decimal("777.77")
WRITTEN = {
    LEAD: ("4.321,09", "4.321"),
    PARTNER: ("1.234,56", "1.235"),
    SUBCONTRACTOR: ("777,77", "778"),
    LEAD + PARTNER + SUBCONTRACTOR: ("6.333,42", "6.333"),
    PARTNER + SUBCONTRACTOR: ("2.012,33", "2.012"),
}


@dataclass(frozen=True)
class Consortium:
    contract: Contract
    partner: Person
    subcontractor: Person


def company(cast: Cast, name: str, person: str) -> Person:
    """A company of the region with one member, logged in."""
    organisation = OrganisationFactory(name=name, contractor=True, region=cast.region)
    membership = MembershipFactory(
        user=UserFactory(name=person, email=f"{person.lower()}@demo.example"),
        organisation=organisation,
        role="administrator",
    )
    member = Person(membership.user, organisation)
    log_in(member)
    return member


def consortium(cast: Cast) -> Consortium:
    contract = ContractFactory(
        title="Kade Noord",
        authority=cast.alice.organisation,
        contractor=cast.bram.organisation,
        werkplein=cast.carla.organisation,
        starts_on=dt.date(2026, 2, 1),
        ends_on=dt.date(2028, 1, 31),
    )
    for side in Side:
        Responsible.objects.create(
            contract=contract, side=side, name=f"Vera van {side.label}", email=f"vera.{side}@demo.example"
        )
    partner, subcontractor = company(cast, "Partner BV", "Petra"), company(cast, "Sloop BV", "Sef")
    for member, role in ((partner, PartyRole.PARTNER), (subcontractor, PartyRole.SUBCONTRACTOR)):
        ContractParty.objects.create(
            contract=contract,
            organisation=member.organisation,
            role=role,
            joined_on=contract.starts_on,
            contact_name=member.user.name,
            contact_email=member.user.email,
        )
    for member, name, amount in (
        (cast.bram, "Linda Lead", LEAD),
        (partner, "Pim Partner", PARTNER),
        (subcontractor, "Sara Sloop", SUBCONTRACTOR),
    ):
        line = DeploymentFactory(
            contract=contract, company=member.organisation, name=name, pseudonym=f"P-{name[:3].upper()}"
        )
        HoursStatementFactory(deployment=line, status=LineStatus.APPROVED, value=amount)
    return Consortium(Contract.objects.get(pk=contract.pk), partner, subcontractor)
