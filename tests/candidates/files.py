"""Candidates that tests work with: of Carla's Werkplein unless said otherwise, made as the owner."""

import datetime as dt

from candidates.models import Candidate
from tests.cast import Cast
from tests.database import owner
from tests.factories.candidates import CandidateFactory

TODAY = dt.date(2026, 6, 15)


def candidate(cast: Cast, **values) -> Candidate:
    """Registered yesterday, with Carla's Werkplein, nobody's yet; ``identity__first_name`` and so on say who it is."""
    given = {
        "region": cast.region,
        "werkplein": cast.carla.organisation,
        "registered_on": TODAY - dt.timedelta(days=1),
    } | values
    with owner():
        return CandidateFactory(**given)
