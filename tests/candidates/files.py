"""Candidates that tests work with: of Carla's Werkplein unless said otherwise, made as the owner."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Candidate
from tests.cast import Cast, Person
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.june import TODAY


def candidate(cast: Cast, **values) -> Candidate:
    """Registered yesterday, with Carla's Werkplein, nobody's yet; ``identity__first_name`` and so on say who it is."""
    given = {
        "region": cast.region,
        "werkplein": cast.carla.organisation,
        "registered_on": TODAY - dt.timedelta(days=1),
    } | values
    with owner():
        return CandidateFactory(**given)


def questions(person: Person, path: str) -> int:
    """How many questions a page asks the database, without what only a test does: leaving the context it is in."""
    with CaptureQueriesContext(connection) as taken:
        assert person.get(path).status_code == 200
    passing = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config")
    return len([one for one in taken if not one["sql"].startswith(passing)])
