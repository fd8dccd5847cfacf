"""The candidate number on a line, held against the register for who verifies; nothing of it for anybody else."""

import datetime as dt

import pytest

from candidates.models import Candidate, CandidateIdentity
from placements.identity.candidate_numbers import NumberAnswer, look_up
from tests.cast import Person
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory
from tests.placements.workspace import act, contract_of, logged

BORN = dt.date(1973, 6, 14)


@pytest.fixture
def line(cast):
    return logged(cast.bram, contract_of(cast), name="A. Voorbeeld", birth_date=BORN, candidate_reference="K-124")


def registered(owner, *, first_name="A.", last_name="Voorbeeld", birth_date=None, **values):
    with owner():
        return CandidateFactory(
            reference="K-124",
            identity__first_name=first_name,
            identity__last_name=last_name,
            identity__birth_date=birth_date,
            **values,
        )


def answer(person, line):
    with act(person):
        return look_up([line]).get(line.pk)


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        ({"birth_date": BORN, "first_name": " a. "}, NumberAnswer.SAME),
        ({"birth_date": BORN, "first_name": "Á."}, NumberAnswer.OTHER),
        ({"birth_date": BORN, "first_name": "Piet", "last_name": "Ander"}, NumberAnswer.OTHER),
        ({"birth_date": dt.date(1973, 6, 15), "first_name": "A."}, NumberAnswer.OTHER),
        ({"first_name": "A."}, NumberAnswer.UNNAMED),
        ({"first_name": "Piet"}, NumberAnswer.UNNAMED),
        ({"birth_date": BORN, "first_name": "", "last_name": ""}, NumberAnswer.UNNAMED),
    ],
)
def test_what_the_register_says(cast, owner, line, identity, expected):
    registered(owner, **identity)

    assert answer(cast.dirk, line) == expected


@pytest.mark.parametrize("typed", ["Ａ.\u00a0Voorbeeld", "a.  VOORBEELD"])
def test_the_name_is_compared_as_that_of_a_person(cast, owner, typed):
    """Rules, section 5: compatible letters, no case, white space as one space."""
    line = logged(cast.bram, contract_of(cast), name=typed, birth_date=BORN, candidate_reference="K-124")
    registered(owner, birth_date=BORN)

    assert answer(cast.dirk, line) == NumberAnswer.SAME


def test_the_case_of_a_number_does_not_matter(cast, owner):
    line = logged(cast.bram, contract_of(cast), name="A. Voorbeeld", birth_date=BORN, candidate_reference="k-124")
    registered(owner, birth_date=BORN)

    assert answer(cast.dirk, line) == NumberAnswer.SAME


def test_a_number_that_is_not_there(cast, owner, line):
    assert answer(cast.dirk, line) == NumberAnswer.UNKNOWN


def test_a_number_of_another_region_is_not_there(cast, owner, line):
    registered(owner, birth_date=BORN, region=cast.other_region)

    assert answer(cast.dirk, line) == NumberAnswer.UNKNOWN


def test_a_file_that_was_merged_is_still_of_the_person(cast, owner, line):
    gone = registered(owner, birth_date=dt.date(1973, 6, 15))
    with owner():
        kept = CandidateFactory(identity__first_name="A.", identity__last_name="Voorbeeld", identity__birth_date=BORN)
        Candidate.objects.filter(pk=gone.pk).update(merged_into=kept)

    assert answer(cast.dirk, line) == NumberAnswer.SAME


@pytest.mark.parametrize("name", ["alice", "bram", "carla", "esra", "frank"])
def test_nobody_else_is_told_anything(cast, owner, line, name):
    registered(owner, birth_date=BORN)

    assert answer(getattr(cast, name), line) is None


def test_an_authority_that_verifies_itself_is_told_and_sees_no_candidate(cast, owner, line):
    registered(owner, birth_date=BORN)
    with owner():
        membership = MembershipFactory(organisation=cast.alice.organisation, verifies=True)
    cast.alice.post(f"regio/{cast.region.pk}/beoordelaar/", {"verifier": "own"})
    vera = Person(membership.user, cast.alice.organisation)

    with act(vera):
        assert not CandidateIdentity.objects.exists()
    assert answer(vera, line) == NumberAnswer.SAME
    assert answer(cast.dirk, line) is None


def test_the_verifier_reads_it_on_the_line_and_the_company_does_not(cast, owner, line):
    registered(owner, birth_date=dt.date(1980, 1, 1))

    assert (
        "Kandidaatnummer K-124 is van iemand anders" in cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()
    )
    assert "iemand anders" not in cast.bram.get(f"inzet/{line.pk}/").content.decode()
