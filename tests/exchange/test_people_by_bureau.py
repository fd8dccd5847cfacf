"""The programme bureau brings packages, and learns by none of them who a candidate is."""

import pytest

from candidates.models import CandidateIdentity
from exchange.choices import JobKind, JobStatus
from tests.database import owner
from tests.exchange.bulk import job, uploaded, worked, zipped
from tests.factories.candidates import CandidateFactory

pytestmark = pytest.mark.django_db
HEADER = "reference,registered_on,source,target_group,municipality,first_name,last_name,birth_date,phone,email"


def checked(person, *rows):
    package = zipped({"candidates.csv": "\n".join([HEADER, *rows]) + "\n"})
    answer = person.post("bestanden/pakket/inlezen/", {"package": [uploaded("pakket.zip", package)]})
    assert answer.status_code == 302, answer.content.decode()
    return worked(job(kind=JobKind.PACKAGE_IN))


def row(first="Noor", last="Voorbeeldsma", birth="1990-03-04", reference="K-7"):
    return f"{reference},2026-01-05,self,ww,GM0014,{first},{last},{birth},06 12340000,noor@demo.example"


@pytest.fixture
def known(cast):
    with owner():
        return CandidateFactory(
            reference="K-7",
            registered_on="2026-01-05",
            source="self",
            registrant="",
            target_group="ww",
            municipality="GM0014",
            werkplein=None,
            sector="",
            wanted_work="",
            identity__first_name="Noor",
            identity__last_name="Voorbeeldsma",
            identity__birth_date="1990-03-04",
            identity__phone="06 12340000",
            identity__email="noor@demo.example",
        )


GUESSES = {"right": row(), "other name": row(first="Nora"), "other day": row(birth="1990-03-05"), "empty": row("", "")}


@pytest.mark.parametrize("guess", GUESSES)
def test_the_check_says_the_same_of_a_right_and_of_a_wrong_guess(cast, known, guess):
    one = checked(cast.esra, GUESSES[guess])
    assert one.status == JobStatus.TO_CONFIRM, one.checked
    assert one.checked["counts"]["candidates.csv"] == {"new": 0, "changed": 0, "same": 1}


def test_who_is_known_stays_who_he_is_and_who_is_new_gets_a_name(cast, known):
    one = checked(cast.esra, row(first="Nora"), row(first="Anna", last="Nieuw", reference="K-8"))
    cast.esra.post(f"bestanden/{one.pk}/bevestigen/", {"sha256": one.sha256})
    assert worked(one).status == JobStatus.LANDED
    with owner():
        names = dict(CandidateIdentity.objects.values_list("candidate__reference", "first_name"))
    assert names == {"K-7": "Noor", "K-8": "Anna"}


def test_the_coordination_point_is_told_what_changes(cast, known):
    assert checked(cast.dirk, row()).checked["counts"]["candidates.csv"]["same"] == 1


def test_the_coordination_point_changes_a_name(cast, known):
    assert checked(cast.dirk, row(first="Nora")).checked["counts"]["candidates.csv"]["changed"] == 1
