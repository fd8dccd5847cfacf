"""Set-up that every test stands on: the real database, migrated as its owner, queried as the app role."""

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from organisations.database_owner import as_owner
from tests.cast import Cast, make_cast
from tests.database import owner as owner_of_rows
from tests.untouched import (
    RUN,
    copied_from_other_worker,
    drop_untouched_copy,
    keep_untouched_copy,
    one_worker_at_a_time,
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Between workers: what needs no database stands in the middle, where the second one begins while the first migrates."""
    if not RUN:
        return
    alone: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for one in items:
        needs_database = "django_db_setup" in one.fixturenames or one.get_closest_marker("django_db")
        (others if needs_database else alone).append(one)
    middle = min(len(items) // 2, len(others))
    items[:] = [*others[:middle], *alone, *others[middle:]]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_modify_db_settings,
    django_db_blocker,
    django_db_keepdb,
    django_db_createdb,
):
    """Create and migrate the test database as the owner; after that every query is the app role's."""
    keeps = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock(), one_worker_at_a_time():
        copied = not keeps and copied_from_other_worker()
        with as_owner():
            config = setup_databases(verbosity=0, interactive=False, keepdb=keeps or copied)
        keep_untouched_copy()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            drop_untouched_copy()
            with as_owner():
                teardown_databases(config, verbosity=0)


@pytest.fixture
def owner(db):
    """Past row security, as a context manager: for what a test prepares and asserts."""
    return owner_of_rows


@pytest.fixture
def cast(db) -> Cast:
    """Alice, Bram, Carla, Dirk and Esra of region Groningen; Frank and his colleagues of another region."""
    return make_cast()


@pytest.fixture
def app_role(db) -> str:
    """Proof that the test queries as production does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


pytest_plugins = ["tests.june", "tests.scratch", "tests.strict_templates"]
