"""Putting somebody forward for a group from the file, and taking that back there."""

import datetime as dt
import re

import pytest

from candidates.choices import CandidateState
from candidates.models import Candidate, TrainingSeat
from candidates.training_choices import SeatState
from tests.candidates.files import TODAY
from tests.candidates.trainees import fresh, group, ready
from tests.database import owner as as_owner
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.usefixtures("mid_june")


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def file_path(who, step=""):
    return f"dossiers/{who.pk}/scholing/{step}"


def test_who_is_put_forward_waits_for_a_seat_and_the_coach_takes_that_back_in_the_file(cast):
    of = group(cast, starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=60))
    (who,) = ready(cast)
    assert "Nog geen scholing" in words(cast.carla.get(file_path(who)))
    cast.carla.post(file_path(who, "groep/"), {"group": str(of.pk)})
    shown = words(cast.carla.get(file_path(who)))
    assert "Voorgedragen, wacht op een plaats" in shown
    assert "Wachtlijst" not in shown
    assert "Nog geen scholing" not in shown
    assert "Niet meer voordragen" not in words(auditor_of(cast.carla).get(file_path(who)))
    with as_owner():
        seat = TrainingSeat.objects.get(candidate=who)
    back = {f"seat-{seat.pk}": "seat_withdrawn", "candidate": str(who.pk)}
    answer = cast.carla.post(f"scholing/groepen/{of.pk}/antwoorden/", back, follow=True)
    assert answer.redirect_chain[-1][0].endswith(file_path(who))
    assert "Niet meer voorgedragen." in words(answer)
    assert "Nog geen scholing" in words(answer)
    assert fresh(seat).state == SeatState.WITHDRAWN


def test_who_is_no_longer_ready_keeps_his_place_among_who_wait_and_the_file_says_so(cast):
    of = group(cast, starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=60))
    (who,) = ready(cast)
    cast.carla.post(file_path(who, "groep/"), {"group": str(of.pk)})
    with as_owner():
        Candidate.objects.filter(pk=who.pk).update(state=CandidateState.INTAKE)
    shown = words(cast.carla.get(file_path(who)))
    assert "Voorgedragen, wacht op een plaats" in shown
    assert "nu niet klaar voor scholing" in shown
    assert "kan na de diagnose" not in shown
    assert "Niet meer voordragen" in shown
