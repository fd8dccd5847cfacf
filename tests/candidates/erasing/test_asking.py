"""Who has somebody erased, for which reason, and once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Erasure
from tests.candidates.erasing.traces import asked
from tests.database import owner

pytestmark = pytest.mark.django_db


def test_only_the_coordination_point_erases(cast, candidate):
    path = f"dossiers/{candidate.pk}/wissen/"
    assert cast.dirk.get(path).status_code == 200
    for person in (cast.carla, cast.alice, cast.bram, cast.esra):
        assert person.get(path).status_code == 403
        assert asked(person, candidate).status_code == 403
    assert cast.frank.get(path).status_code == 404
    assert asked(cast.frank, candidate).status_code == 404
    with owner():
        assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cause": ""}, "Kies een reden."),
        ({"cause": "term"}, "Kies een reden."),
        ({"sure": ""}, "Zet hier een vinkje."),
        ({"asked_on": "2099-01-01"}, "Deze dag moet nog komen."),
    ],
)
def test_without_a_reason_or_a_day_nothing_happens(cast, candidate, given, said):
    answer = asked(cast.dirk, candidate, **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with owner():
        assert not Erasure.objects.exists()


def test_erased_twice_she_is_asked_about_once(cast, candidate):
    assert asked(cast.dirk, candidate).status_code == 302
    again = asked(cast.dirk, candidate)
    assert again.status_code == 422
    assert "al gewist" in again.content.decode()


def test_the_second_click_waits_for_nobody(cast, candidate):
    """The worker holds her row while it erases: who asks again is answered before that row is asked for."""
    asked(cast.dirk, candidate)
    with CaptureQueriesContext(connection) as told:
        assert asked(cast.dirk, candidate).status_code == 422
    locked = [one["sql"] for one in told if "FOR NO KEY UPDATE" in one["sql"] and "candidates_candidate" in one["sql"]]
    assert locked == []
