"""Three answers become a CV that the coach finds in the file, and that its owner fetches by a link that is his own."""

import io

import pypdfium2
import pytest
from django.test import Client

from candidates.file.documents import QUARANTINE
from candidates.models import CandidateDocument, OwnCv
from candidates.tasks import inspect_document
from candidates.telling import cv_making
from organisations.models import OutboxMessage
from reporting import own_cvs
from tests.candidates.oneself import (
    _no_counts,  # noqa: F401 - a fixture
    candidates,
    queued,
    registered,
    text_of,
)
from tests.candidates.test_oneself_step import page, proven
from tests.database import owner

pytestmark = pytest.mark.django_db
ANSWERS = {"work": "Schoonmaakster, Bakkerij Şeker, 2019-2024\nAfwashulp", "school": "Praktijkschool", "good_at": ""}


def say(token, **changes):
    return Client().post(f"/aanvullen/{token}/cv/maken/", ANSWERS | changes)


def made():
    """What the workers make of the answers."""
    job = queued(cv_making.MAKE)[-1]
    assert own_cvs.produce(job["candidate_id"], region_id=job["region_id"])
    with owner():
        check = OutboxMessage.objects.filter(name=QUARANTINE.task).latest("created_at")
    inspect_document(outbox_id=str(check.pk))
    with owner():
        return CandidateDocument.objects.standing().get()


def test_answers_become_a_cv_in_the_file(cast):
    token = registered(email="samira@voorbeeld.example")
    assert say(token).status_code == 302
    document = made()
    assert (document.kind, document.state, document.uploaded_by_id) == ("cv", "checked", None)
    (candidate,) = candidates()
    assert "Cv gemaakt in het portaal" in text_of(cast.dirk.get(f"dossiers/{candidate.pk}/documenten/"))
    assert cast.frank.get(f"dossiers/{candidate.pk}/documenten/").status_code == 404

    # Not for the browser that anybody may sit at, but for who has the link in his own mail.
    asked = Client().get(f"/aanvullen/{token}/cv/ophalen/")
    assert asked.status_code == 403
    assert "Kijk in uw mail" in text_of(asked)
    assert b"%PDF" not in asked.content
    there = text_of(page(token, "cv"))
    assert "Uw cv is gemaakt." in there
    assert "Cv, gemaakt op" in there
    assert "link naar uw eigen pagina" in there
    assert "download>" not in there
    own = proven(candidate)
    assert "cv/ophalen" in text_of(page(own, "cv"))
    fetched = Client().get(f"/aanvullen/{own}/cv/ophalen/")
    assert fetched["Content-Type"] == "application/pdf"
    assert fetched["Content-Disposition"] == 'attachment; filename="cv.pdf"'
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(io.BytesIO(fetched.content)))
    for words in ("Samira el Amrani", "Bakkerij Şeker", "Afwashulp", "Praktijkschool", "06 12 34 56 78", "Schoonmaken"):
        assert words in text
    assert "Hier ben ik goed in" not in text


def test_a_new_one_takes_the_place_of_the_former(cast):
    token = registered()
    say(token)
    first = made()
    say(token, good_at="Ik kom altijd op tijd")
    second = made()
    assert first.pk != second.pk
    with owner():
        assert OwnCv.objects.get().document_id == second.pk
    # What an earlier job made of answers that were changed since is not kept.
    say(token, school="Roc")
    with owner():
        content = cv_making.content_of(candidates()[0].pk) | {"made_at": "2026-01-01T00:00:00+00:00"}
        assert not cv_making.keep(candidates()[0].pk, b"%PDF-", answered_at=content["made_at"], at=second.uploaded_at)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"work": "", "school": "", "good_at": ""}, "Vul bij één vraag iets in"),
        ({"work": "Mijn bsn is 111222333"}, "burgerservicenummer"),
        ({"good_at": "x" * 501}, "500"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast, changes, said):
    token = registered()
    response = say(token, **changes)
    assert response.status_code == 422
    assert said in text_of(response)
    assert all(value in text_of(response) for value in (ANSWERS | changes).values())
    with owner():
        assert not OwnCv.objects.exists()


def test_a_link_that_does_not_work_makes_no_cv(cast):
    assert say("x" * 43).status_code == 404
    assert Client().get(f"/aanvullen/{'x' * 43}/cv/ophalen/").status_code == 404
