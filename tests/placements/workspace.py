"""What tests of placements begin with: Bram's contract, and lines on it made the way Bram makes them."""

import datetime as dt
from contextlib import contextmanager
from decimal import Decimal

from django.utils import timezone

from organisations.choices import Role
from organisations.tenancy import acting_for
from placements.models import Deployment, HoursStatement
from placements.stating import hours, lifecycle
from placements.stating.lifecycle import DeploymentDetails
from tenders.choices import Side
from tenders.models import Contract, Responsible
from tests.cast import Cast, Person, log_in
from tests.database import owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.placements import block_of
from tests.factories.tenders import ContractFactory
from tests.june import TODAY

MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)


@contextmanager
def act(person: Person):
    """Act as this member for this organisation, as a request does."""
    with acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
        yield acting


def contract_of(cast: Cast, **values) -> Contract:
    """A contract of Alice's municipality with Bram's company, on which Carla's Werkplein is named."""
    with owner():
        contract = ContractFactory(
            **{
                "authority": cast.alice.organisation,
                "contractor": cast.bram.organisation,
                "werkplein": cast.carla.organisation,
                **values,
            }
        )
        Responsible.objects.create(
            contract=contract, side=Side.CONTRACTOR, name="Bram Molenwerf", email="bram.verantwoordelijk@demo.example"
        )
    return contract


def details(contract: Contract, **values) -> DeploymentDetails:
    given = {
        "name": "A. Voorbeeld",
        "birth_date": dt.date(1973, 6, 14),
        "starts_on": MARCH,
        "ends_on": dt.date(2027, 2, 28),
        "hours_per_week": Decimal(36),
        "permanent": False,
        "person_informed": True,
        "block_code": "wajong",
    } | values
    code = given.pop("block_code")
    with owner():
        return DeploymentDetails(block=block_of(contract, code), **given)


def logged(by: Person, contract: Contract, *, submit: bool = True, **values) -> Deployment:
    with act(by) as acting:
        return lifecycle.log_deployment(
            contract, details=details(contract, **values), by=acting, at=timezone.now(), submit=submit
        )


def stated(by: Person, line: Deployment, month: dt.date = MARCH, paid=156, *, submit: bool = True) -> HoursStatement:
    with act(by) as acting:
        (statement,) = hours.state_hours({line.pk: Decimal(paid)}, month=month, by=acting, on=TODAY, at=timezone.now())
        if submit:
            hours.submit_hours([statement.pk], by=acting, at=timezone.now())
        statement.refresh_from_db()
    return statement


def seen(line):
    """The row as it stands, past row security."""
    with owner():
        return type(line).objects.get(pk=line.pk)


def auditor_of(person: Person) -> Person:
    """A colleague who may read all and write nothing, logged in."""
    with owner():
        auditor = Person(
            MembershipFactory(organisation=person.organisation, role=Role.AUDITOR).user, person.organisation
        )
    log_in(auditor)
    return auditor


def second_contractor() -> Person:
    """Someone at another contractor of region Groningen, logged in."""
    with owner():
        company = OrganisationFactory(name="Steigers Noord BV", contractor=True)
        colleague = Person(MembershipFactory(organisation=company).user, company)
    log_in(colleague)
    return colleague
