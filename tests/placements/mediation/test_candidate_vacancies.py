"""Vacancies beside one candidate: by the same rules, the nearest first, and onto the list from there."""

import re

import pytest
from django.utils import timezone

from organisations.models import ReadLog
from placements.models import Proposal, ProposalFile
from tests.candidates.files import TODAY, questions
from tests.database import owner
from tests.factories.placements import ProposalFactory
from tests.placements.mediation.seekers import OUTSIDE, REGION, other_werkplein, seeker, vacancy
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mid_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)


def path_of(candidate):
    return f"dossiers/{candidate.pk}/vacatures/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def titles(answer):
    return [row["vacancy"].title for row in answer.context["rows"]]


def test_all_rules_first_and_the_nearest_of_each(cast):
    one = seeker(cast, profile={"travel": "region"})
    vacancy(cast, title="Assen", municipality=REGION)
    vacancy(cast, title="Groningen")
    vacancy(cast, title="Zorg dichtbij", sector="other")
    vacancy(cast, title="Zwolle", municipality=OUTSIDE)
    vacancy(cast, title="Komt eraan", is_expected=True)
    vacancy(cast, title="Vervuld", state="vacancy_filled")
    vacancy(cast, title="Concept", state="vacancy_concept", published_at=None)
    shown = cast.carla.get(path_of(one))
    assert titles(shown) == ["Groningen", "Komt eraan", "Assen", "Zorg dichtbij", "Zwolle"]
    text = words(shown)
    assert "5 vacatures, bij 3 voldoet deze kandidaat aan alle regels." in text
    assert "zelfde gemeente" in text
    assert re.search(r"\b2\d km\b", text)
    assert "zoekt in sector bouw" in text
    assert titles(cast.carla.get(path_of(one) + "?regels=on&wanneer=straks")) == ["Komt eraan"]
    assert titles(cast.carla.get(path_of(one) + "?zoek=zorg")) == ["Zorg dichtbij"]


def test_onto_the_list_and_back_to_the_file(cast):
    one = seeker(cast)
    of = vacancy(cast)
    assert "Voorstellen" in words(cast.carla.get(path_of(one)))
    put = cast.carla.post(
        f"vacatures/{of.pk}/kandidaten/voorstellen/?zoek={one.reference}", {"een": one.pk, "terug": 1}
    )
    assert put.status_code == 302
    assert put["Location"] == cast.carla.url(path_of(one))
    shown = cast.carla.get(path_of(one))
    assert [row["put_word"] for row in shown.context["rows"]] == ["Op de lijst"]
    with owner():
        proposal = Proposal.objects.get()
    assert proposal.candidate_id == one.pk
    # From either list one goes on to the proposal: to ask.
    on = f'href="{cast.carla.url(f"voorstellen/{proposal.pk}/")}"'
    assert on in shown.content.decode()
    assert on in cast.carla.get(f"vacatures/{of.pk}/kandidaten/").content.decode()


def test_passing_over_is_asked_beside_the_name_and_leads_back(cast):
    of = vacancy(cast)
    seeker(cast)
    far = seeker(cast, municipality=REGION)
    path = f"vacatures/{of.pk}/kandidaten/voorstellen/?zoek={far.reference}"
    asked = cast.carla.post(path, {"een": far.pk, "terug": 1})
    assert (asked.status_code, asked.context["asks_beside"]) == (422, True)
    assert '<input type="hidden" name="terug" value="1">' in asked.content.decode()
    done = cast.carla.post(path, {"een": far.pk, "terug": 1, "reden": "employer", "toelichting": ""})
    assert done["Location"] == cast.carla.url(path_of(far))
    with owner():
        assert ProposalFile.objects.get().passed_over == 1


def test_who_looks_for_no_work_is_put_on_no_list(cast):
    one = seeker(cast, state="placed")
    vacancy(cast)
    shown = cast.carla.get(path_of(one))
    assert "zoekt nu geen werk" in words(shown)
    assert 'name="een"' not in shown.content.decode()


def test_an_earlier_no_is_told(cast):
    one, of = seeker(cast), vacancy(cast)
    with owner():
        proposal = ProposalFactory(vacancy=of, candidate=one, state="candidate_declined")
    shown = cast.carla.get(path_of(one))
    assert "Eerder: kandidaat wil niet" in words(shown)
    assert f"/voorstellen/{proposal.pk}/" in shown.content.decode()
    assert f"/voorstellen/{proposal.pk}/" in cast.carla.get(f"vacatures/{of.pk}/kandidaten/").content.decode()


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_gets_in(cast, who):
    one = seeker(cast, identity__first_name="Geheimpje")
    answer = getattr(cast, who).get(path_of(one))
    assert answer.status_code == 403
    assert "Geheimpje" not in answer.content.decode()


def test_frank_and_another_werkplein_find_nobody(cast):
    one = seeker(cast, identity__first_name="Geheimpje")
    theirs = seeker(cast, werkplein=other_werkplein(cast))
    assert cast.frank.get(path_of(one)).status_code == 404
    assert cast.carla.get(path_of(theirs)).status_code == 404
    vacancy(cast, title="Hier")
    vacancy(cast, title="Daar", region=cast.other_region, municipality="GM0362")
    assert titles(cast.dirk.get(path_of(one))) == ["Hier"]


def test_an_auditor_reads_only_and_it_is_written_down(cast):
    one = seeker(cast)
    vacancy(cast)
    shown = auditor_of(cast.carla).get(path_of(one))
    assert titles(shown) == ["Hulp bij steigerbouw"]
    assert 'name="een"' not in shown.content.decode()
    with owner():
        assert ReadLog.objects.filter(subject_id=one.pk, reason__startswith="Vacatures").count() == 1


def test_the_same_number_of_questions_at_three_and_thirty(cast):
    one = seeker(cast)
    for number in range(3):
        vacancy(cast, title=f"Werk {number}")
    few = questions(cast.carla, path_of(one))
    for number in range(27):
        vacancy(cast, title=f"Meer werk {number}", municipality=REGION)
    assert questions(cast.carla, path_of(one)) == few <= 3 + 5
