"""Hours of two who are being linked wait for the link, and are weighed as one person's."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from placements import same_person
from placements.choices import SamePerson
from placements.models import DeployedPerson
from placements.stating import hours
from tests.cast import make_cast
from tests.placements.workspace import MARCH, TODAY, act, contract_of, logged, second_contractor, stated

BORN = dt.date(1980, 4, 2)


def test_hours_wait_for_a_link_and_are_refused_together(in_scratch):
    cast = make_cast()
    neighbour = second_contractor()
    one = logged(cast.bram, contract_of(cast), name="Jan Jansen", birth_date=BORN)
    there = contract_of(cast, contractor=neighbour.organisation)
    other = logged(neighbour, there, name="Jan Janssen", birth_date=BORN)
    stated(cast.bram, one, paid=200)
    linked, may_commit = Event(), Event()

    def links():
        try:
            with act(cast.dirk) as dirk:
                first, second = (DeployedPerson.objects.get(pk=line.person_id) for line in (one, other))
                same_person.decide(
                    dirk, SamePerson.LINKED, one=first, other=second, reason="Zelfde persoon", at=timezone.now()
                )
                linked.set()
                may_commit.wait(60)
        finally:
            connection.close()

    def states():
        try:
            linked.wait(60)
            with act(neighbour) as acting:
                at = timezone.now()
                (mine,) = hours.state_hours({other.pk: Decimal(100)}, month=MARCH, by=acting, on=TODAY, at=at)
                return hours.submit_hours([mine.pk], by=acting, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(links), pool.submit(states)
        assert linked.wait(60)
        with pytest.raises(NotYet):
            second.result(timeout=1)
        may_commit.set()
        first.result(60)
        submitted = second.result(60)
    assert submitted.accepted == ()
    assert list(submitted.refused) == [other.pk]
