"""A second person at the organisation of a member of the cast."""

from organisations.choices import Role
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory


def colleague_of(person: Person, role: str = Role.MEMBER) -> Person:
    with owner():
        membership = MembershipFactory(organisation=person.organisation, role=role)
    colleague = Person(membership.user, person.organisation)
    log_in(colleague)
    return colleague
