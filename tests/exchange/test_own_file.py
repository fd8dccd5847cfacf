"""What the portal holds about a candidate, for that candidate: all of it, nothing of anybody else, for who works the file."""

import datetime as dt
import io
import json
import zipfile

import pikepdf
import pytest
from django.db import connection
from django.utils import timezone

from candidates.models import Assessment, CandidateProfile, ContactMoment
from exchange.choices import JobKind
from exchange.models import BulkJob
from organisations.choices import Role
from organisations.models import ReadLog
from tests.cast import Person, log_in
from tests.database import owner
from tests.exchange.bulk import job, worked
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.training import EnrolmentFactory
from tests.placements.workspace import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate(cast):
    with owner():
        other = CandidateFactory(
            werkplein=cast.carla.organisation, identity__first_name="Ander", identity__last_name="Mens"
        )
        one = CandidateFactory(
            werkplein=cast.carla.organisation,
            wanted_work="Stratenmaker",
            identity__first_name="Wilhelmina",
            identity__last_name="Bovenkamp",
            identity__email="wilhelmina@demo.example",
        )
        for whose, note in ((one, "Wil graag buiten werken"), (other, "Zoekt kantoorwerk")):
            ContactMoment.objects.create(
                region=whose.region,
                candidate=whose,
                organisation=cast.carla.organisation,
                by=cast.carla.user,
                channel="phone",
                result="spoken",
                note=note,
            )
    return one


def asked(person, candidate):
    return person.post(f"dossiers/{candidate.pk}/eigen-dossier/")


def archive_of(one: BulkJob) -> zipfile.ZipFile:
    with owner():
        return zipfile.ZipFile(io.BytesIO(bytes(one.files.get(role="result").content)))


def test_all_that_is_held_is_in_it_to_read_and_for_a_machine_and_nothing_of_others(cast, candidate):
    answer = asked(cast.carla, candidate)
    assert answer.status_code == 302
    archive = archive_of(worked(job(kind=JobKind.OWN_FILE_OUT)))
    told = archive.read("uw-gegevens.json").decode()
    assert json.loads(told)["number"] == candidate.reference
    for words in ("Wilhelmina", "Bovenkamp", "wilhelmina@demo.example", "Stratenmaker", "Wil graag buiten werken"):
        assert words in told
    assert "Dossier gemaakt om aan de kandidaat te geven" in told  # who looked, and what for
    for words in ("Mens", "kantoorwerk", cast.carla.user.name):
        assert words not in told
    with pikepdf.open(io.BytesIO(archive.read("uw-gegevens.pdf"))) as pdf:
        assert len(pdf.pages) >= 1
        assert str(pdf.docinfo["/Title"]) == "Uw gegevens"


def told_to(person, candidate) -> dict:
    assert asked(person, candidate).status_code == 302
    archive = archive_of(worked(job(kind=JobKind.OWN_FILE_OUT)))
    return json.loads(archive.read("uw-gegevens.json"))


def looked(person, candidate, reason):
    with owner():
        ReadLog.objects.create(
            region=candidate.region,
            organisation=person.organisation,
            user=person.user,
            subject="candidate",
            subject_id=candidate.pk,
            reason=reason,
        )


def test_who_looked_is_told_in_full_whoever_asks(cast, candidate):
    """A member reads no log, an administrator that of his own office: the candidate is told of everybody."""
    looked(cast.dirk, candidate, "Door het coördinatiepunt")
    looked(cast.carla, candidate, "Door het Werkplein")
    with owner():
        member = MembershipFactory(organisation=cast.carla.organisation, role=Role.MEMBER)
        other = CandidateFactory(werkplein=cast.carla.organisation)
    looked(cast.carla, other, "Over iemand anders")
    plain = Person(member.user, cast.carla.organisation)
    log_in(plain)
    for person in (plain, cast.carla, cast.dirk):
        (openings,) = [one for one in told_to(person, candidate)["sections"] if one["title"] == "Wie uw gegevens zag"]
        said = str(openings)
        assert "Door het coördinatiepunt" in said
        assert cast.dirk.organisation.name in said
        assert "Door het Werkplein" in said
        assert "Over iemand anders" not in said


def openings_as(person, candidate) -> list:
    with act(person), connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM exchange_openings_of(%s)", [candidate.pk])
        return cursor.fetchall()


def test_who_does_not_work_the_file_is_told_of_nobody(cast, candidate):
    with owner():
        candidate.registrant_organisation = cast.bram.organisation
        candidate.save()
    looked(cast.carla, candidate, "Door het Werkplein")
    assert openings_as(cast.carla, candidate) == [("Door het Werkplein",)]
    for person in (cast.alice, cast.bram, cast.esra, cast.frank):
        assert openings_as(person, candidate) == []
    with connection.cursor() as cursor:  # nobody acts
        cursor.execute("SELECT reason FROM exchange_openings_of(%s)", [candidate.pk])
        assert cursor.fetchall() == []


def test_what_stayed_at_a_merged_file_and_what_was_taken_back_is_in_it(cast, candidate):
    with owner():
        twin = CandidateFactory(
            werkplein=cast.carla.organisation,
            merged_into=candidate,
            wanted_work="Glazenwasser",
            identity__first_name="Willy",
            identity__last_name="Bovekamp",
            identity__phone="06-55512345",
        )
        again = CandidateFactory(werkplein=cast.carla.organisation, merged_into=twin, identity__last_name="Bovenkmap")
        EnrolmentFactory(
            candidate=candidate,
            voucher="V-2207",
            removed_at=timezone.now(),
            removed_by=cast.carla.user,
            removed_reason="Op de verkeerde dag gezet",
        )
    looked(cast.dirk, again, "Het dubbele dossier bekeken")
    told = str(told_to(cast.carla, candidate))
    for words in ("Bovenkamp", "Willy", "Bovekamp", "06-55512345", "Glazenwasser", "Bovenkmap", "V-2207"):
        assert words in told, words
    for words in ("Op de verkeerde dag gezet", "Het dubbele dossier bekeken"):
        assert words in told, words


def test_codes_read_as_the_screens_put_them(cast, candidate):
    with owner():
        CandidateProfile.objects.create(candidate=candidate, region=candidate.region, licences=["b"], days=["mon"])
        Assessment.objects.create(
            region=candidate.region,
            candidate=candidate,
            kind="intake",
            version=1,
            answers={"income": ["ww"]},
            done_by=cast.carla.user,
            organisation=cast.carla.organisation,
            done_on=dt.date(2026, 11, 2),
        )
    asked(cast.carla, candidate)
    told = archive_of(worked(job(kind=JobKind.OWN_FILE_OUT))).read("uw-gegevens.json").decode()
    for words in ("B (auto)", "maandag", "Groningen", "WW"):
        assert words in told
    for words in ("GM0014", '"b"', "income", "Created at"):
        assert words not in told


def test_fetching_it_is_written_down(cast, candidate):
    asked(cast.carla, candidate)
    one = worked(job(kind=JobKind.OWN_FILE_OUT))
    with owner():
        file = one.files.get(role="result")
        before = ReadLog.objects.count()
    assert cast.carla.get(f"bestanden/{one.pk}/bestand/{file.pk}/").status_code == 200
    with owner():
        assert ReadLog.objects.count() == before + 1


def test_it_is_for_who_works_the_file_alone(cast, candidate):
    for person in (cast.alice, cast.bram, cast.esra):
        assert asked(person, candidate).status_code == 403
    assert asked(cast.frank, candidate).status_code == 404
    with owner():
        assert not BulkJob.objects.filter(kind=JobKind.OWN_FILE_OUT).exists()


def test_who_lost_the_candidate_meanwhile_gets_no_file(cast, candidate):
    asked(cast.carla, candidate)
    with owner():
        candidate.werkplein = None
        candidate.save()
    one = worked(job(kind=JobKind.OWN_FILE_OUT))
    assert one.status == "failed"
    with owner():
        assert not one.files.exists()
