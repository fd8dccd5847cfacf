"""Who registers people besides the Werkplein: a school, UWV, an SW company and a temp agency of region Groningen."""

from organisations.choices import OrganisationKind, Role
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory


def registrant(kind=OrganisationKind.SCHOOL, *, region=None, role=Role.MEMBER, name="") -> Person:
    """A logged-in member of an organisation of this kind."""
    with owner():
        organisation = OrganisationFactory(kind=kind, name=name or f"Voorbeeld {kind}", region=region)
        membership = MembershipFactory(user=UserFactory(), organisation=organisation, role=role)
    person = Person(membership.user, organisation)
    log_in(person)
    return person


SOMEBODY = {
    "first_name": "Noor",
    "last_name": "Voorbeeldsma",
    "phone": "06 1234 0000",
    "email": "",
    "municipality": "GM0014",
    "wanted_work": "timmeren",
    "source": "self",
}
