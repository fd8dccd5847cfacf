"""The yes of a speed date: written down by the coach, never guessed, and nobody is known before it."""

import datetime as dt

import pytest
from django.utils import timezone

from placements.models import Proposal, ProposalFile
from tests.database import owner
from tests.factories.speed_dates import (
    SpeedDateCandidateFactory,
    SpeedDateEmployerFactory,
    SpeedDateFactory,
    SpeedDateMeetingFactory,
)
from tests.placements.mediation.proposals import SECRETS, mails, now, proposal, secretive, vacancy_of, work_off
from tests.placements.mediation.test_proposal_screens import path_of, words
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.django_db
SURE = {"sure": "on"}


def met(cast, *, says="yes", days_ago=3, state="speeddate_held", vacancy=None):
    """A proposal on the list, for the vacancy of whom he met, or for another one."""
    who, own = secretive(cast), vacancy_of(cast)
    with owner():
        event = SpeedDateFactory(
            region=cast.region, day=timezone.localdate() - dt.timedelta(days=days_ago), state=state
        )
        SpeedDateMeetingFactory(
            employer=SpeedDateEmployerFactory(event=event, vacancy=own, name=own.employer),
            attendee=SpeedDateCandidateFactory(event=event, candidate=who),
            employer_says="yes",
            candidate_says=says,
        )
    return proposal(cast, "shortlisted", candidate=who, vacancy=vacancy or own, introduction=""), event


def test_the_coach_goes_on_without_asking_again(cast):
    one, event = met(cast)
    page = words(cast.carla.get(path_of(one)))
    assert "Zei al ja bij de speeddate" in page
    assert cast.bram.get(path_of(one)).status_code == 404
    assert cast.carla.post(path_of(one, "speeddate/"), SURE).status_code == 302
    work_off()
    kept = now(one)
    assert (kept.state, kept.answered_by) == ("agreed", "speed")
    assert timezone.localdate(kept.answered_at) == event.day
    assert kept.candidate.state == "proposed"
    history = words(cast.carla.get(path_of(one)))
    assert f"bij de speeddate van {event.day.day}-{event.day.month}-{event.day.year}, {cast.carla.user.name}" in history
    seen = words(cast.bram.get(path_of(one)))
    assert "Quirijn Zilverberg" in seen
    assert "bij de speeddate van" in seen
    assert "proposal_for_employer" in {name for name, *_rest in mails()}


def test_the_list_says_that_only_the_yes_is_written_down(cast):
    one, _event = met(cast)
    asked = proposal(cast, "shortlisted", candidate=secretive(cast), introduction="")
    for text in (words(cast.carla.get("voorstellen/")), words(cast.carla.get(path_of(one)))):
        assert "Leg het ja van de speeddate vast" in text
    said = cast.carla.get("voorstellen/?stand=proposal_said_yes").content.decode()
    assert (str(one.pk) in said, str(asked.pk) in said) == (True, False)
    to_ask = cast.carla.get("voorstellen/?stand=proposal_shortlisted").content.decode()
    assert (str(one.pk) in to_ask, str(asked.pk) in to_ask) == (False, True)
    assert "Vraag de kandidaat" in words(cast.carla.get("voorstellen/?stand=proposal_shortlisted"))
    start = cast.carla.get("").content.decode()
    assert "?stand=proposal_said_yes" in start
    assert "Ja bij de speeddate" not in words(cast.bram.get("voorstellen/"))
    assert "?stand=proposal_said_yes" not in cast.bram.get("").content.decode()


def test_he_has_to_know_that_he_knows_what_follows(cast):
    one, _event = met(cast)
    answer = cast.carla.post(path_of(one, "speeddate/"))
    assert answer.status_code == 422
    assert "Vertel het eerst" in words(answer)
    assert now(one).state == "shortlisted"


@pytest.mark.parametrize(
    "wrong", [{"says": "no"}, {"says": "maybe"}, {"says": ""}, {"days_ago": 90}, {"state": "speeddate_planned"}]
)
def test_without_a_yes_nobody_is_known(cast, wrong):
    one, _event = met(cast, **wrong)
    assert "Zei al ja" not in words(cast.carla.get(path_of(one)))
    answer = cast.carla.post(path_of(one, "speeddate/"), SURE)
    assert "Er is geen ja van een speeddate." in words(answer)
    work_off()
    assert now(one).state == "shortlisted"
    assert cast.bram.get(path_of(one)).status_code == 404
    assert not [text for _name, _to, text in mails() if any(secret in text for secret in SECRETS)]


def test_a_yes_to_one_vacancy_is_no_yes_to_another(cast):
    one, _event = met(cast, vacancy=vacancy_of(cast))
    assert "Er is geen ja" in words(cast.carla.post(path_of(one, "speeddate/"), SURE))
    assert now(one).state == "shortlisted"


@pytest.mark.parametrize(
    ("ended", "stands"),
    [
        ({"state": "candidate_declined"}, False),
        ({"state": "proposal_withdrawn", "because": "changed_mind"}, False),
        ({"state": "proposal_withdrawn", "because": "mistake"}, True),
        ({"state": "candidate_declined", "days_ago": 10}, True),
    ],
)
def test_a_yes_that_was_taken_back_is_none_any_more(cast, ended, stands):
    one, _event = met(cast)
    at = timezone.now() - dt.timedelta(days=ended.get("days_ago", 1))
    before = proposal(cast, ended["state"], candidate=one.candidate, vacancy=one.vacancy, state_at=at)
    with owner():
        ProposalFile.objects.filter(proposal=before).update(withdrawn_because=ended.get("because", ""))
    assert ("Zei al ja" in words(cast.carla.get(path_of(one)))) is stands
    cast.carla.post(path_of(one, "speeddate/"), SURE)
    work_off()
    assert now(one).state == ("agreed" if stands else "shortlisted")
    assert cast.bram.get(path_of(one)).status_code == (200 if stands else 404)


def test_who_took_his_yes_back_is_not_put_on_the_list_again(cast):
    one, event = met(cast)
    with owner():
        employer = event.employers.get()
    path = f"speeddates/{event.pk}/werkgevers/{employer.pk}/"
    assert cast.carla.post(path_of(one, "intrekken/"), {"because": "changed_mind"}).status_code == 302
    page = words(cast.dirk.get(path + "uitslagen/"))
    assert "Op de lijst van de vacature zetten" not in page
    assert "voorstel: Ingetrokken" in page
    cast.dirk.post(path + "op-de-lijst/")
    with owner():
        assert [two.state for two in Proposal.objects.filter(vacancy=one.vacancy)] == ["proposal_withdrawn"]


def test_only_who_works_the_file_writes_it_down(cast):
    one, _event = met(cast)
    for person in (cast.alice, cast.bram, cast.esra, auditor_of(cast.carla)):
        assert person.post(path_of(one, "speeddate/"), SURE).status_code == 403
    assert cast.frank.post(path_of(one, "speeddate/"), SURE).status_code == 404
    assert now(one).state == "shortlisted"
