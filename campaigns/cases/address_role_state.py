"""The cases of `./dev campaign addresses`."""

from itertools import product

import pytest
from django.db import connection, transaction

from organisations.choices import Role
from placements.choices import LineStatus
from reporting.choices import ReportStatus
from tests.architecture.addresses import ours, workspace_addresses
from tests.cast import Person, log_in, make_cast
from tests.database import owner
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.two_regions import TwoRegions, two_regions

MEANT = {200, 204, 301, 302, 400, 403, 404, 405, 409, 422}
CANARY = "Kanarie Geheim"


@pytest.fixture(scope="module")
def region_rows(django_db_setup, django_db_blocker):
    assert connection.settings_dict["NAME"].startswith("test_"), "not a database to try things in"
    with django_db_blocker.unblock(), transaction.atomic():
        regions = two_regions(make_cast())
        people, values = everybody(regions), ours(regions)
        with owner(), connection.cursor() as cursor:
            cursor.execute("UPDATE tenders_contract SET title = %s WHERE id = %s", [CANARY, regions.contract.pk])
            cursor.execute(
                "UPDATE placements_deployedperson SET name = %s WHERE id IN"
                " (SELECT person_id FROM placements_deployment WHERE contract_id = %s)",
                [CANARY, regions.contract.pk],
            )
        yield regions, people, values
        transaction.set_rollback(True)


def everybody(regions: TwoRegions) -> list[tuple[Person, bool]]:
    """Each of the cast and each stranger in each role, and whether he belongs to the region."""
    cast = regions.cast
    people = []
    insiders = [cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra]
    for one, role in product([*insiders, *cast.strangers.values()], Role):
        with owner():
            membership = MembershipFactory(
                user=UserFactory(name=f"{one.user.name} {role}"), organisation=one.organisation, role=role
            )
        person = Person(membership.user, one.organisation)
        log_in(person)
        person.client.arrive()  # now: what the first page writes is taken back with it
        people.append((person, one in insiders))
    return people


def set_state(regions: TwoRegions, line: str, report: str) -> None:
    """Past the guards, which want a verifier: what the screens do in a state is asked here, not how it came about."""
    with owner(), connection.cursor() as cursor:
        tables = ("placements_deployment", "placements_hoursstatement", "placements_contribution")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            where = "deployment_id IN (SELECT id FROM placements_deployment WHERE contract_id = %s)"
            where = where if table.endswith("statement") else "contract_id = %s"
            cursor.execute(f"UPDATE {table} SET status = %s WHERE {where}", [line, regions.contract.pk])
            connection.check_constraints()  # a table with checks still to be done is not altered
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("UPDATE reporting_report SET status = %s WHERE region_id = %s", [report, regions.cast.region.pk])


@pytest.mark.parametrize("address", workspace_addresses(), ids=lambda one: one.name)
def test_every_role_in_every_state(region_rows, address):
    regions, people, values = region_rows
    for line, report in zip(LineStatus, [*ReportStatus], strict=True):
        with transaction.atomic():
            connection.check_constraints()
            set_state(regions, line.value, report.value)
            for (person, belongs), method in product(people, ("get", "post")):
                with transaction.atomic():
                    answer = getattr(person.client, method)(address.url(person.organisation.pk, values))
                    transaction.set_rollback(True)
                said = f"{person.user.name}, {method}, {line}: {answer.status_code}"
                assert answer.status_code in MEANT, said
                if not belongs and not getattr(answer, "streaming", False):
                    assert CANARY.encode() not in answer.content, said
                    assert answer.status_code != 302 or not address.of_a_row, said
            transaction.set_rollback(True)
