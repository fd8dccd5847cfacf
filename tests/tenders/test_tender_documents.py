"""Files with a tender: nobody fetches one before its check, and the public only what is public of the calendar."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from organisations.choices import Role
from organisations.models import OutboxMessage
from tenders.calendar.documents import QUARANTINE
from tenders.models import Tender, TenderDocument, TenderDocumentContent, TenderDocumentPage
from tenders.tasks import inspect_document
from tests.database import owner
from tests.factories.tenders import TenderFactory
from tests.placements import evidence_files as files
from tests.placements.workspace import act
from tests.tenders.colleagues import colleague_of

NAME = "Programma van eisen.pdf"


@pytest.fixture
def tender(cast) -> Tender:
    with owner():
        return TenderFactory(
            region=cast.region,
            authority=cast.alice.organisation,
            title="Renovatie zwembad De Plas",
            status="planned",
            on_calendar_since=timezone.localdate(),
        )


def page_of(tender, rest="") -> str:
    return f"kalender/{tender.pk}/stukken/{rest}"


def send(person, tender, *, content=None, name=NAME, **said):
    file = SimpleUploadedFile(name, files.pdf() if content is None else content)
    return person.post(page_of(tender), {"title": "Programma van eisen", "files": file} | said)


def checked() -> TenderDocument:
    with owner():
        document = TenderDocument.objects.latest("uploaded_at")
        job = OutboxMessage.objects.filter(name=QUARANTINE.task).latest("created_at")
    inspect_document(outbox_id=str(job.pk))
    with owner():
        document.refresh_from_db()
    return document


def public(cast, tender, document):
    return Client().get(f"/{cast.region.code}/kalender/{tender.pk}/stukken/{document.pk}/")


def test_a_file_is_fetched_once_it_is_checked(cast, tender):
    assert send(cast.alice, tender).status_code == 302
    with owner():
        waiting = TenderDocument.objects.get()
    assert cast.alice.get(page_of(tender, f"{waiting.pk}/")).status_code == 404
    document = checked()
    assert (document.state, document.pages) == ("checked", 1)
    page = cast.alice.get(page_of(tender)).content.decode()
    assert "Programma van eisen" in page
    assert NAME in page
    fetched = cast.alice.get(page_of(tender, f"{document.pk}/"))
    assert fetched.content.startswith(b"%PDF")
    assert fetched["Content-Disposition"].startswith("attachment")
    assert "sandbox" in fetched["Content-Security-Policy"]


def test_the_public_fetches_what_is_public_of_the_calendar_and_nothing_else(cast, tender):
    send(cast.alice, tender, is_public="on")
    with owner():
        document = TenderDocument.objects.get()
    assert public(cast, tender, document).status_code == 404  # not before its check
    document = checked()
    assert public(cast, tender, document).status_code == 200
    assert cast.bram.get(page_of(tender, f"{document.pk}/")).status_code == 200
    assert Client().get(f"/noordermeer/kalender/{tender.pk}/stukken/{document.pk}/").status_code == 404
    cast.alice.post(page_of(tender, f"{document.pk}/openbaar/"), {"openbaar": "nee"})
    assert public(cast, tender, document).status_code == 404
    assert cast.bram.get(page_of(tender, f"{document.pk}/")).status_code == 404
    cast.alice.post(page_of(tender, f"{document.pk}/openbaar/"), {"openbaar": "ja"})
    assert public(cast, tender, document).status_code == 200
    with owner():
        Tender.objects.update(status="concept")
    assert public(cast, tender, document).status_code == 404
    assert cast.bram.get(page_of(tender, f"{document.pk}/")).status_code == 404
    assert cast.alice.get(page_of(tender, f"{document.pk}/")).status_code == 200


def test_only_who_may_change_the_tender_sends_and_takes_away(cast, tender):
    send(cast.alice, tender)
    document = checked()
    for person in (cast.bram, cast.carla, cast.esra, colleague_of(cast.alice, Role.AUDITOR)):
        assert person.get(page_of(tender)).status_code == 403
        assert send(person, tender, content=files.pdf(pages=2)).status_code == 403
        assert person.post(page_of(tender, f"{document.pk}/weg/")).status_code == 403
        assert person.post(page_of(tender, f"{document.pk}/openbaar/"), {"openbaar": "ja"}).status_code == 403
    assert send(cast.frank, tender, content=files.pdf(pages=2)).status_code == 404
    for rest in ("", f"{document.pk}/", f"{document.pk}/weg/"):
        assert cast.frank.get(page_of(tender, rest)).status_code == 404
    for person in (cast.bram, cast.carla, cast.frank):
        with act(person):
            assert not TenderDocument.objects.exists()
            assert not TenderDocumentContent.objects.exists()
            assert not TenderDocumentPage.objects.exists()
    assert send(cast.dirk, tender, content=files.pdf(pages=2)).status_code == 302


def test_what_no_check_lets_through_is_refused_in_words(cast, tender):
    answer = send(cast.alice, tender, content=b"PK\x03\x04 a Word file", name="eisen.docx")
    assert answer.status_code == 422
    assert "geen PDF, JPEG of PNG" in answer.content.decode()
    assert 'value="Programma van eisen"' in answer.content.decode()
    send(cast.alice, tender, content=files.pdf(change=files.javascript, streams=files.PACKED), is_public="on")
    document = checked()
    assert (document.state, document.refusal) == ("refused", "script")
    assert public(cast, tender, document).status_code == 404
    with owner():
        assert TenderDocumentContent.objects.get().data is None
    assert "JavaScript" in cast.alice.get(page_of(tender)).content.decode()


def test_title_and_file_are_asked_and_the_same_file_is_kept_once(cast, tender):
    answer = cast.alice.post(page_of(tender), {"title": ""})
    assert answer.status_code == 422
    assert "Zeg wat het is" in answer.content.decode()
    assert "Kies een bestand." in answer.content.decode()
    send(cast.alice, tender)
    assert "staat al bij deze aanbesteding" in send(cast.alice, tender).content.decode()


def test_taking_away_leaves_no_content(cast, tender):
    send(cast.alice, tender)
    document = checked()
    assert "voorgoed weg" in cast.alice.get(page_of(tender, f"{document.pk}/weg/")).content.decode()
    assert cast.alice.post(page_of(tender, f"{document.pk}/weg/")).status_code == 302
    with owner():
        assert not TenderDocumentContent.objects.exists()
        assert not TenderDocumentPage.objects.exists()
        assert TenderDocument.objects.get().removed_by_id == cast.alice.user.pk
    assert NAME not in cast.alice.get(page_of(tender)).content.decode()
    assert cast.alice.get(page_of(tender, f"{document.pk}/weg/")).status_code == 404
