"""What the tests of the way of a report start from."""

import pytest

from reporting.models import Report
from tests.cast import Person, log_in
from tests.covenant_rows import partner_of
from tests.reporting.report_steps import made


@pytest.fixture
def report(cast) -> Report:
    return made(cast.region)


@pytest.fixture
def union(cast, owner) -> Person:
    with owner():
        person = partner_of(cast.region)
    log_in(person)
    return person
