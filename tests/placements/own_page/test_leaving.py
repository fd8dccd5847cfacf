"""Who stops or asks to be erased: at once where nobody began yet, and otherwise by a day."""

import json

import pytest

from candidates.models import Candidate, CandidateDocument, CandidateTask, DocumentContent
from organisations.models import Erasure
from placements.vacancy_choices import ProposalState
from tests.database import owner
from tests.factories.placing import PlacementFactory
from tests.placements.own_page.links import asked, get, link_to, noted, post, sent, text, work

pytestmark = pytest.mark.django_db


def test_who_stops_is_proposed_nowhere_and_his_coach_knows(cast, sanne):
    proposal = asked(sanne)
    token = link_to(sanne)
    assert post(token, "stoppen/", {}).status_code == 422
    assert "U bent gestopt" in text(post(token, "stoppen/", {"reason": "found_work"}, follow=True))
    work()
    with owner():
        sanne.refresh_from_db()
        proposal.refresh_from_db()
        step = sanne.steps.get(to_state="withdrawn")
        [task] = CandidateTask.objects.filter(candidate=sanne)
    assert sanne.state == "withdrawn"
    assert step.reason == "Op de eigen pagina: Vond zelf werk."
    assert proposal.state == ProposalState.WITHDRAWN
    assert task.what.startswith("Stopte zelf")
    assert "U bent al gestopt." in text(post(token, "stoppen/", {"reason": "moved"}))


def test_who_only_registered_himself_is_erased_at_once(cast, sanne):
    with owner():
        Candidate.objects.filter(pk=sanne.pk).update(source="self", state="registered")
    token = link_to(sanne)
    assert "Wij wissen uw gegevens meteen." in text(get(token, "wissen/"))
    assert post(token, "wissen/", {}).status_code == 422
    assert "Dat doen wij nu meteen" in text(post(token, "wissen/", {"sure": "on"}))
    work()
    with owner():
        [erasure] = Erasure.objects.all()
    assert (erasure.cause, erasure.subject_ids, erasure.asked_by_id) == ("asked", [sanne.pk], None)
    assert "wissen" in sent("own_page_erase")[0]["text"]


def test_who_asks_twice_before_anybody_looked_is_erased_and_told_once(cast, sanne):
    with owner():
        Candidate.objects.filter(pk=sanne.pk).update(source="self", state="registered")
    token = link_to(sanne)
    for _time in range(2):
        post(token, "wissen/", {"sure": "on"})
    assert work() == 2
    with owner():
        assert Erasure.objects.count() == 1
    assert len(sent("own_page_erase")) == 1


@pytest.mark.parametrize(
    ("stands", "is_now"),
    [
        ({"source": "self", "state": "registered"}, True),
        ({"source": "self", "state": "withdrawn"}, True),
        ({"source": "school", "state": "registered"}, False),
        ({"source": "self", "state": "intake"}, False),
        ({"source": "self", "state": "withdrawn", "placed": True}, False),
        ({"source": "self", "state": "registered", "proposed": True}, False),
    ],
)
def test_what_is_promised_before_erasing_is_what_is_done(cast, sanne, stands, is_now):
    placed, proposed = stands.pop("placed", False), stands.pop("proposed", False)
    with owner():
        Candidate.objects.filter(pk=sanne.pk).update(**stands)
        if placed:
            PlacementFactory(candidate=sanne)
    if proposed:
        asked(sanne)
    token = link_to(sanne)
    page = text(get(token, "wissen/"))
    assert ("meteen" in page, "Het Coördinatiepunt Social Return doet dat" in page) == (is_now, not is_now)
    done = text(post(token, "wissen/", {"sure": "on"}))
    assert ("nu meteen" in done, "voor of op" in done) == (is_now, not is_now)
    work()
    with owner():
        assert (Erasure.objects.count(), CandidateTask.objects.filter(candidate=sanne).count()) == (is_now, not is_now)
    assert ("Dat doen wij nu." in sent("own_page_erase")[0]["text"]) == is_now


def test_while_a_file_is_looked_at_the_rest_is_taken_along_and_says_so(cast, sanne):
    with owner():
        document = CandidateDocument.objects.create(
            candidate=sanne, region=sanne.region, kind="cv", size=1, sha256="3" * 64, state="quarantined"
        )
        DocumentContent.objects.create(document=document, name="cv-sanne.pdf", data=b"%PDF-")
    token = link_to(sanne)
    data = json.loads(get(token, "gegevens/mijn-gegevens.json").content)
    [row] = data["gegevens"]["Documenten"]["regels"]
    assert (row["wat"], row["Stand"]) == ("cv-sanne.pdf", "Wordt gecontroleerd")
    assert "Wordt gecontroleerd" in text(get(token, "gegevens/mijn-gegevens.html"))
    assert get(token, f"document/{document.pk}/").status_code == 404
    assert f"/document/{document.pk}" not in get(token, "gegevens/").content.decode()


def test_who_was_helped_already_hears_a_day_and_the_coordination_point_does_it(cast, sanne):
    with owner():
        noted(sanne, cast.carla, note="Kennismaking")
    token = link_to(sanne)
    assert "voor of op" in text(get(token, "wissen/"))
    post(token, "wissen/", {"sure": "on"})
    work()
    with owner():
        [task] = CandidateTask.objects.filter(candidate=sanne)
        assert not Erasure.objects.exists()
    assert (task.what, task.organisation_id) == ("Vraagt om alle gegevens te wissen", cast.dirk.organisation.pk)
    assert "voor of op" in sent("own_page_erase")[0]["text"]
    assert "U vroeg dit al." in text(get(token, "wissen/"))
    post(token, "wissen/", {"sure": "on"})
    assert work("placements.tasks.follow_own_page") == 0
