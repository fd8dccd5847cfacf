"""Documents in a candidate's file: nobody opens one before its check, and nobody else than who works the file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.file.documents import QUARANTINE
from candidates.models import CandidateDocument, DocumentContent, DocumentPage
from candidates.tasks import inspect_document
from organisations.choices import OrganisationKind
from organisations.models import OutboxMessage, ReadLog
from tests.candidates.files import questions
from tests.cast import Person, log_in
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.placements import evidence_files as files
from tests.placements.workspace import act, auditor_of

pytestmark = pytest.mark.django_db
NAME = "CV Testje Voorbeeld.pdf"


@pytest.fixture
def candidate(cast):
    with owner():
        return CandidateFactory(
            werkplein=cast.carla.organisation, identity__first_name="Wilhelmina", identity__last_name="Bovenkamp"
        )


def page_of(candidate, rest=""):
    return f"dossiers/{candidate.pk}/documenten/{rest}"


def send(person, candidate, *, content=None, name=NAME, **said):
    file = SimpleUploadedFile(name, files.pdf() if content is None else content)
    return person.post(page_of(candidate), {"kind": "cv", "files": file} | said)


def checked(candidate) -> CandidateDocument:
    with owner():
        document = CandidateDocument.objects.latest("uploaded_at")
        job = OutboxMessage.objects.filter(name=QUARANTINE.task).latest("created_at")
    inspect_document(outbox_id=str(job.pk))
    with owner():
        document.refresh_from_db()
    return document


def test_a_document_is_looked_at_after_its_check_and_fetched_as_it_is_kept(cast, candidate):
    assert send(cast.carla, candidate).status_code == 302
    with owner():
        waiting = CandidateDocument.objects.get()
    assert cast.dirk.get(page_of(candidate, f"{waiting.pk}/")).status_code == 404  # not before its check
    document = checked(candidate)
    assert (document.state, document.pages) == ("checked", 1)
    page = cast.dirk.get(page_of(candidate))
    assert NAME in page.content.decode()
    assert "Wilhelmina Bovenkamp" in page.content.decode()
    assert cast.dirk.get(page_of(candidate, f"{document.pk}/1.png"))["Content-Type"] == "image/png"
    with owner():
        assert ReadLog.objects.filter(reason="Bladzijde van een document bekeken", user=cast.dirk.user).count() == 1
    fetched = cast.carla.get(page_of(candidate, f"{document.pk}/origineel/"))
    assert fetched.content.startswith(b"%PDF")
    assert fetched["Content-Disposition"].startswith("attachment")
    assert "sandbox" in fetched["Content-Security-Policy"]
    with owner():
        assert ReadLog.objects.filter(subject_id=candidate.pk, reason="Document opgehaald").count() == 1


def test_what_no_check_lets_through_is_refused_in_words_and_leaves_nothing_to_read(cast, candidate):
    answer = send(cast.carla, candidate, content=b"PK\x03\x04 a Word file", name="cv.docx")
    assert answer.status_code == 422
    assert "geen PDF, JPEG of PNG" in answer.content.decode()
    send(cast.carla, candidate, content=files.pdf(change=files.javascript, streams=files.PACKED))
    document = checked(candidate)
    assert (document.state, document.refusal) == ("refused", "script")
    with owner():
        assert DocumentContent.objects.get().data is None
    assert "JavaScript" in cast.carla.get(page_of(candidate)).content.decode()


def test_the_same_file_is_kept_once(cast, candidate):
    file = files.pdf()  # a second one made later is another file
    send(cast.carla, candidate, content=file)
    answer = send(cast.dirk, candidate, content=file)
    assert answer.status_code == 422
    assert "staat al in het dossier" in answer.content.decode()


def test_taking_away_leaves_no_content(cast, candidate):
    send(cast.carla, candidate)
    document = checked(candidate)
    asked = cast.carla.get(page_of(candidate, f"{document.pk}/weg/"))
    assert "voorgoed weg" in asked.content.decode()
    assert cast.carla.post(page_of(candidate, f"{document.pk}/weg/")).status_code == 302
    with owner():
        assert not DocumentContent.objects.exists()
        assert not DocumentPage.objects.exists()
        assert CandidateDocument.objects.get().removed_by_id == cast.carla.user.pk
    assert NAME not in cast.carla.get(page_of(candidate)).content.decode()


def test_only_who_works_the_file_gets_near_its_documents(cast, candidate):
    send(cast.carla, candidate)
    document = checked(candidate)
    with owner():
        school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
        candidate.registrant_organisation = school
        candidate.save()
        teacher = Person(MembershipFactory(organisation=school).user, school)
    log_in(teacher)
    pages = [page_of(candidate, rest) for rest in ("", f"{document.pk}/", f"{document.pk}/1.png")]
    pages += [page_of(candidate, f"{document.pk}/{rest}/") for rest in ("origineel", "weg")]
    for address in pages:
        for person in (cast.alice, cast.bram, cast.esra, teacher):
            assert person.get(address).status_code == 403, address
        answer = cast.frank.get(address)
        assert answer.status_code == 404, address
        assert "Bovenkamp" not in answer.content.decode()
    assert send(cast.frank, candidate, content=files.pdf(pages=2)).status_code == 404
    for person in (cast.alice, cast.bram, cast.esra, cast.frank, teacher):
        with act(person):
            assert not CandidateDocument.objects.exists()
            assert not DocumentContent.objects.exists()
            assert not DocumentPage.objects.exists()


def test_a_document_that_expired_says_so_and_not_that_it_is_fine(cast, candidate):
    send(cast.carla, candidate, valid_until="31-12-2001")
    checked(candidate)
    page = " ".join(cast.carla.get(page_of(candidate)).content.decode().split())
    assert "Verlopen" in page
    assert "Klaar om te bekijken" not in page
    assert 'kB · <span class="strong nowrap">verlopen op 31-12-2001</span>' in page


def test_the_list_asks_the_same_at_three_and_at_thirty(cast, candidate):
    def documents(*numbers):
        with owner():
            for number in numbers:
                document = CandidateDocument.objects.create(
                    region=cast.region,
                    candidate=candidate,
                    kind="cv",
                    size=1,
                    sha256=f"{number:064d}",
                    organisation=cast.carla.organisation,
                    uploaded_by=cast.carla.user,
                )
                DocumentContent.objects.create(document=document, name=f"{number}.pdf", data=b"%PDF")

    documents(*range(3))
    few = questions(cast.carla, page_of(candidate))
    documents(*range(3, 30))
    assert questions(cast.carla, page_of(candidate)) == few <= 3 + 9 + 1


def test_an_auditor_reads_and_adds_nothing(cast, candidate):
    auditor = auditor_of(cast.carla)
    send(cast.carla, candidate)
    assert NAME in auditor.get(page_of(candidate)).content.decode()
    assert send(auditor, candidate, content=files.pdf(pages=2)).status_code == 403
    with owner():
        assert CandidateDocument.objects.count() == 1
        assert [one.reason for one in ReadLog.objects.filter(user=auditor.user)] == ["Documenten bekeken"]


def test_the_read_log_does_not_say_that_a_refused_file_was_added(cast, candidate):
    assert send(cast.carla, candidate, content=b"PK\x03\x04 a Word file", name="cv.docx").status_code == 422
    with owner():
        assert not CandidateDocument.objects.exists()
        assert [one.reason for one in ReadLog.objects.filter(user=cast.carla.user)] == ["Document toevoegen"]
