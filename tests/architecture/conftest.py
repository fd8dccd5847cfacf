"""The rows of two regions, made once for a file of tests; each test runs inside a savepoint of its own."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.architecture.database_rights import TRIED
from tests.architecture.visibility import World
from tests.cast import make_cast
from tests.two_regions import TwoRegions, two_regions


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker) -> Iterator[tuple[TwoRegions, World]]:
    assert connection.settings_dict["NAME"].startswith("test_"), "not a database to try things in"
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        # Logged in here, once: what a test does inside its savepoint is undone.
        for person in cast.everybody():
            person.client.arrive()
        regions = two_regions(cast)
        with connection.cursor() as cursor:
            cursor.execute(TRIED)
        yield regions, World()
        transaction.set_rollback(True)


@pytest.fixture
def regions(made_once) -> Iterator[TwoRegions]:
    with transaction.atomic():
        yield made_once[0]
        transaction.set_rollback(True)


@pytest.fixture
def world(made_once) -> World:
    return made_once[1]
