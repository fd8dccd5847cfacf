"""What somebody tells of himself by his own link: kept step by step, skipped, left to a call, and gone on with later."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.choices import OwnPageWay
from candidates.file.documents import QUARANTINE
from candidates.models import (
    Candidate,
    CandidateDocument,
    CandidateProfile,
    CandidateTask,
    DocumentContent,
    OwnPage,
    WerkpleinArea,
)
from candidates.own_page import links
from candidates.registering import telling
from candidates.tasks import inspect_document
from candidates.telling import cv, steps
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Occupation, OutboxMessage
from tests.candidates import text_files
from tests.candidates.oneself import (
    _no_counts,  # noqa: F401 - a fixture
    candidates,
    queued,
    registered,
    text_of,
)
from tests.database import owner
from tests.placements import evidence_files as files

pytestmark = pytest.mark.django_db


@pytest.fixture
def werkplein(cast):
    with owner():
        WerkpleinArea.objects.create(region=cast.region, municipality="GM0014", werkplein=cast.carla.organisation)
    return cast.carla.organisation


@pytest.fixture
def token(cast, werkplein):
    return registered(email="samira@voorbeeld.example")


def tell(token, step, *, go="next", **said):
    return Client().post(f"/aanvullen/{token}/{step}/", said | {"go": go})


def later(token, step, **said):
    """The page that follows: what it says stands in the session of who asked."""
    answer = Client().post(f"/aanvullen/{token}/{step}/", said | {"go": "later"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/aanvullen/{token}/"
    return text_of(answer)


def page(token, step=""):
    return Client().get(f"/aanvullen/{token}/{step}/" if step else f"/aanvullen/{token}/")


def profile():
    with owner():
        return CandidateProfile.objects.get()


def proven(candidate, way=OwnPageWay.MAIL):
    with tenancy.system(Purpose.UPKEEP, region_id=candidate.region_id):
        return links.new_link(candidate.pk, region_id=candidate.region_id, way=way, at=timezone.now())


def test_each_answer_is_kept_at_once(cast, token):
    with owner():
        job = Occupation.objects.create(region=cast.region, code="glazenwasser", name="Glazenwasser", sector="other")
    for step, said in (
        ("uren", {"hours": "28"}),
        ("dagen", {"days": ["mon", "tue"]}),
        ("reizen", {"travel": "near", "transport": ["bicycle"]}),
        ("rijbewijs", {"licences": ["b"]}),
        ("diplomas", {"certificates": ["BHV"], "other_certificate": "Glazenwassersdiploma"}),
        ("beroepen", {"occupations": [str(job.pk)]}),
        ("nederlands", {"speaks": "b1", "reads": "a2", "writes": ""}),
    ):
        response = tell(token, step, **said)
        assert response.status_code == 302, text_of(response)
        assert response["Location"] == f"/aanvullen/{token}/{steps.after(step).code}/"
        assert "checked" in text_of(page(token, step)) or step == "diplomas"
    kept = profile()
    assert (kept.hours_from, kept.hours_to, kept.days) == (16, 28, ["mon", "tue"])
    assert (kept.travel, kept.transport, kept.licences) == ("near", ["bicycle"], ["b"])
    assert kept.certificates == ["BHV", "Glazenwassersdiploma"]
    assert kept.occupations == [job.pk]
    assert (kept.speaks, kept.reads, kept.writes, kept.saved_by_id) == ("b1", "a2", "", None)
    # Whoever calls sees it in the file; another region sees nothing.
    (made,) = candidates()
    assert "Glazenwassersdiploma" in text_of(cast.carla.get(f"dossiers/{made.pk}/"))
    assert cast.frank.get(f"dossiers/{made.pk}/").status_code == 404


def test_nothing_has_to_be_answered(token):
    assert tell(token, "uren").status_code == 302
    assert tell(token, "dagen").status_code == 302
    first = text_of(page(token, "uren"))
    assert "Overslaan" in first
    assert "Vraag 1 van 8" in first


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        ("uren", {"hours": "99"}, "99"),
        ("rijbewijs", {"licences": ["b", "none"]}, "Wat klopt?"),
        ("diplomas", {"other_certificate": "123"}, "met letters"),
        ("diplomas", {"other_certificate": "mijn bsn is 111222333"}, "burgerservicenummer"),
        ("cv", {}, "Kies een bestand, of maak een foto."),
    ],
)
def test_what_is_wrong_is_said(token, step, said, words):
    response = tell(token, step, **said)
    assert response.status_code == 422
    assert words in text_of(response)
    with owner():
        assert not CandidateProfile.objects.exists()


def test_who_would_rather_be_called_is_called(cast, token, werkplein):
    assert tell(token, "reizen", go="call")["Location"].endswith("/rijbewijs/")
    assert tell(token, "reizen", go="call").status_code == 302
    with owner():
        (task,) = CandidateTask.objects.all()
    assert (task.kind, task.organisation_id, task.made_by_id) == ("call", werkplein.pk, None)
    assert "reizen naar het werk" in task.what
    assert task.due_on >= timezone.localdate()
    assert "reizen naar het werk" in text_of(cast.carla.get("dossiers/taken/"))
    assert "reizen naar het werk" not in text_of(cast.frank.get("dossiers/taken/"))


def test_who_has_no_telephone_is_mailed_instead(cast, werkplein):
    token = registered(email="samira@voorbeeld.example", phone="")
    assert "Wij mailen u hierover: reizen naar het werk" in text_of(
        Client().post(f"/aanvullen/{token}/reizen/", {"go": "call"}, follow=True)
    )
    assert "Mail mij hierover" in text_of(page(token, "reizen"))
    with owner():
        assert CandidateTask.objects.get().what == "Wil gemaild worden over: reizen naar het werk"
    by_phone = registered(name="Omar", phone="06 98 76 54 32")
    assert "Bel mij hierover" in text_of(page(by_phone, "reizen"))


def test_the_coordination_point_calls_where_no_werkplein_does(cast):
    token = registered(municipality="elsewhere", other_municipality="Amsterdam")
    assert tell(token, "uren", go="call").status_code == 302
    with owner():
        assert CandidateTask.objects.get().organisation_id == cast.dirk.organisation.pk


def test_later_a_link_goes_to_the_address_in_the_file(token):
    assert "U krijgt een mail met een link" in later(token, "rijbewijs", licences=["b"])
    assert profile().licences == ["b"]
    (made,) = candidates()
    (job,) = queued(telling.LATER)
    with tenancy.system(Purpose.UPKEEP, region_id=made.region_id):
        for _time in range(telling.MOST_A_DAY + 1):
            telling.send_later(made.pk, job["step"], at=timezone.now())
    mails = queued("oneself_later")
    assert len(mails) == telling.MOST_A_DAY
    assert mails[0]["to"] == "samira@voorbeeld.example"
    other = mails[0]["text"].split("/aanvullen/")[1].split("/")[0]
    assert other != token
    assert "checked" in text_of(page(other, "rijbewijs"))


def test_by_telephone_a_text_goes_only_where_texts_are_sent(cast, settings):
    settings.SMS_URL, settings.MAIL_CAUGHT = "", False
    token = registered(name="Omar", phone="06 98 76 54 32")
    assert "Wij vragen de rest als wij u bellen" in later(token, "uren", hours="36")
    settings.MAIL_CAUGHT = True
    assert "U krijgt een sms met een link" in later(token, "uren", hours="36")
    (made,) = candidates()
    with tenancy.system(Purpose.UPKEEP, region_id=made.region_id):
        assert telling.send_later(made.pk, "uren", at=timezone.now())
    assert queued("oneself_later")[0]["to"] == "+31698765432"


def test_the_link_of_the_browser_shows_only_what_was_typed_there(cast, token):
    (made,) = candidates()
    with owner():
        CandidateProfile.objects.create(
            candidate=made, region=cast.region, certificates=["Geheim papier"], saved_by=cast.carla.user
        )
        CandidateDocument.objects.create(
            candidate=made,
            region=cast.region,
            kind="cv",
            size=1,
            sha256="0" * 64,
            organisation=cast.carla.organisation,
            uploaded_by=cast.carla.user,
        )
    assert "Geheim papier" not in text_of(page(token, "diplomas"))
    assert "Wat u stuurde" not in text_of(page(token, "cv"))
    response = tell(token, "uren", hours="28")
    assert response.status_code == 422
    assert "Uw coach vulde dit al voor u in" in text_of(response)
    # A link that went to his own address shows it, and lets him change it.
    own = proven(made)
    assert "Geheim papier" in text_of(page(own, "diplomas"))
    assert tell(own, "uren", hours="28").status_code == 302
    kept = profile()
    assert (kept.hours_to, kept.certificates, kept.saved_by_id) == (28, ["Geheim papier"], None)


def test_a_link_that_is_over_opens_nothing(cast, token):
    assert page("x" * 43).status_code == 404
    assert page(token, "loterij").status_code == 404
    with owner():
        OwnPage.objects.update(
            made_at=timezone.now() - dt.timedelta(days=2), expires_at=timezone.now() - dt.timedelta(minutes=1)
        )
    for response in (page(token), page(token, "uren"), tell(token, "uren", hours="28")):
        assert response.status_code == 410
        assert 'href="/groningen/mijn-pagina/"' in text_of(response)
        assert "Samira" not in text_of(response)
        assert "Deze link werkt niet" in text_of(response)
    with owner():
        assert not CandidateProfile.objects.exists()


def test_who_stopped_is_asked_nothing_more(token):
    with owner():
        Candidate.objects.update(state="withdrawn")
    assert page(token).status_code == 410
    assert "Meld u dan opnieuw aan" in text_of(page(token))
    assert tell(token, "uren", hours="28").status_code == 410


def test_no_other_page_learns_the_address_and_nobody_keeps_it(token):
    for response in (page(token), page(token, "uren"), tell(token, "uren", hours="28")):
        assert response["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("cv.pdf", files.pdf(), "application/pdf"),
        ("IMG_0001.JPG", files.photo(), "image/jpeg"),
        ("cv.docx", text_files.docx("Samira el Amrani", "Schoonmaakster"), "application/pdf"),
        ("cv.odt", text_files.odt("Samira el Amrani"), "application/pdf"),
    ],
)
def test_a_cv_comes_in_and_is_checked_before_anybody_opens_it(cast, token, name, content, media_type):
    assert tell(token, "cv", files=SimpleUploadedFile(name, content)).status_code == 302
    assert "Wordt gecontroleerd" in text_of(page(token, "cv"))
    (made,) = candidates()
    with owner():
        (document,) = CandidateDocument.objects.all()
        job = OutboxMessage.objects.filter(name=QUARANTINE.task).get()
    assert (document.kind, document.uploaded_by_id, document.organisation_id) == ("cv", None, None)
    inspect_document(outbox_id=str(job.pk))
    with owner():
        document.refresh_from_db()
    assert (document.state, document.media_type) == ("checked", media_type)
    listed = text_of(cast.carla.get(f"dossiers/{made.pk}/documenten/"))
    assert name in listed
    assert "Door de kandidaat zelf gestuurd" in listed
    assert cast.frank.get(f"dossiers/{made.pk}/documenten/").status_code == 404
    # The browser that sent it reads no content back.
    with tenancy.link(token):
        assert not DocumentContent.objects.exists()
    with tenancy.link(proven(made)):
        assert DocumentContent.objects.count() == 1


def test_what_is_no_cv_is_refused_in_plain_words(token):
    response = tell(token, "cv", files=SimpleUploadedFile("cv.exe", b"MZ programma"))
    assert response.status_code == 422
    assert "Stuur een PDF, Word of ODT" in text_of(response)
    sent = SimpleUploadedFile("cv.pdf", files.pdf())
    assert tell(token, "cv", files=sent).status_code == 302
    sent.seek(0)
    response = tell(token, "cv", files=sent)
    assert "Dit bestand hebben wij al" in text_of(response)


def test_a_file_that_cannot_be_kept_is_said_also_by_who_goes_on_later(token):
    response = tell(token, "cv", go="later", files=SimpleUploadedFile("cv.pdf", b""))
    assert response.status_code == 422
    assert "Dit bestand is leeg." in text_of(response)


def test_a_refused_cv_says_why_and_what_to_do(token):
    assert tell(token, "cv", files=SimpleUploadedFile("cv.pdf", files.pdf())).status_code == 302
    for refusal, said in (("script", "Maak een foto van het papier"), ("other_type", "Stuur een PDF, Word of ODT")):
        with owner():
            CandidateDocument.objects.update(state="refused", refusal=refusal)
        shown = text_of(page(token, "cv"))
        assert "Niet aangenomen" in shown
        assert said in shown


def test_nobody_fills_the_store(token, monkeypatch):
    monkeypatch.setattr(cv, "MOST_SENT", 1)
    assert tell(token, "cv", files=SimpleUploadedFile("cv.pdf", files.pdf())).status_code == 302
    response = tell(token, "cv", files=SimpleUploadedFile("cv.pdf", files.pdf(pages=2)))
    assert response.status_code == 422
    assert "Meer kan niet" in text_of(response)


def test_a_page_asks_the_database_little(token):
    tell(token, "uren", hours="28")
    for step in ("", "uren", "diplomas", "cv"):
        with CaptureQueriesContext(connection) as taken:
            assert page(token, step).status_code == 200
        asked = [one for one in taken if one["sql"].lstrip().startswith("SELECT") and "set_config" not in one["sql"]]
        assert len(asked) <= 8, [one["sql"][:120] for one in asked]
