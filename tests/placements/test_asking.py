"""Functions that look across contractors write down who asked, and refuse an organisation that asks too often."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Purpose
from placements.identity import persons
from placements.identity.asking import KEPT_DAYS, AskedTooOften, forget_askings
from placements.models import Deployment, HoursStatement, PersonAsking
from tests.placements.workspace import MARCH, act, contract_of, logged, second_contractor, stated

MOST = 3000


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def asked_before(owner, person, *, times=1, lines=1, minutes=5):
    with owner():
        PersonAsking.objects.bulk_create(
            PersonAsking(
                organisation_id=person.organisation.pk,
                what="lock",
                lines=lines,
                at=timezone.now() - dt.timedelta(minutes=minutes),
            )
            for _time in range(times)
        )


def test_who_asked_what_is_written_down(cast, owner):
    line = logged(cast.bram, contract_of(cast))
    with owner():
        PersonAsking.objects.all().delete()
    stated(cast.bram, line)
    with owner():
        rows = list(PersonAsking.objects.order_by("id"))
    assert {row.what for row in rows} >= {"lock", "hours"}
    assert {(row.organisation_id, row.user_id) for row in rows} == {(cast.bram.organisation.pk, cast.bram.user.pk)}
    assert all(row.lines >= 1 for row in rows)


def test_nobody_reads_or_writes_it(cast, owner):
    logged(cast.bram, contract_of(cast))
    for person in (cast.bram, cast.dirk, cast.frank):
        with act(person):
            assert not PersonAsking.objects.exists()
            with pytest.raises(DatabaseError), transaction.atomic():
                PersonAsking.objects.create(what="lock", lines=1)
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT placements_note_asking('lock', 1)")


@pytest.mark.parametrize(("times", "lines"), [(MOST, 1), (1, 100_000)])
def test_too_often_is_refused_in_plain_words_and_nothing_is_kept(cast, owner, times, lines):
    line = logged(cast.bram, contract_of(cast))
    asked_before(owner, cast.bram, times=times, lines=lines)
    answer = cast.bram.post("uren/2026-03/", {f"uren-{line.pk}": "100", "actie": "bewaren"})
    with owner():
        assert not HoursStatement.objects.filter(deployment=line).exists()
    with act(cast.bram), pytest.raises(AskedTooOften, match="Probeer het over een uur opnieuw"), transaction.atomic():
        persons.lock_persons_of([line.pk])
    assert answer.status_code < 500


def test_a_page_without_a_better_place_says_it_with_429(cast, owner):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line)
    asked_before(owner, cast.dirk, times=1, lines=1_000_000)
    answer = cast.dirk.get(f"beoordelen/inzet/{line.pk}/")
    assert answer.status_code == 429
    assert "Probeer het over een uur opnieuw" in text(answer)


def test_another_organisation_and_an_hour_later_are_free(cast, owner):
    neighbour = second_contractor()
    asked_before(owner, cast.bram, times=1, lines=1_000_000, minutes=61)
    asked_before(owner, neighbour, times=1, lines=1_000_000)
    line = logged(cast.bram, contract_of(cast))
    assert stated(cast.bram, line, MARCH).status == "submitted"
    with pytest.raises(AskedTooOften):
        logged(neighbour, contract_of(cast, contractor=neighbour.organisation))


def test_who_verifies_has_more_room_and_the_portal_itself_is_free(cast, owner):
    line = logged(cast.bram, contract_of(cast))
    asked_before(owner, cast.dirk, times=1, lines=500_000)
    with act(cast.dirk):
        persons.lock_persons_of([line.pk])
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        persons.lock_persons_of([line.pk])
    with owner():
        assert PersonAsking.objects.filter(organisation_id=None, purpose="upkeep", what="lock").count() == 1


def test_what_was_asked_long_ago_is_forgotten(cast, owner):
    asked_before(owner, cast.bram, minutes=60 * 24 * (KEPT_DAYS + 2))
    asked_before(owner, cast.bram)
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        assert forget_askings(region_id=cast.region.pk, on=timezone.localdate()) == 1
    with owner():
        assert PersonAsking.objects.count() == 1
        assert Deployment.objects.count() == 0
