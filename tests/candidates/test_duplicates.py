"""Who is in the register already is found over the heads of who registers, and told only to who may see that file."""

import datetime as dt

import pytest

from candidates.choices import LikenessSign
from candidates.models import Candidate, CandidateTask, PossibleDuplicate
from candidates.registering.duplicates import Person, alike, note
from organisations import tenancy
from organisations.models import ReadLog
from tests.candidates.files import questions
from tests.candidates.registrants import SOMEBODY, registrant
from tests.database import owner
from tests.factories.candidates import CandidateFactory

NEW = "aanmeldingen/nieuw/"
DUE = dt.date(2026, 11, 24)
BORN = dt.date(1990, 3, 4)


def known(cast, **values):
    """Noor, as she stands in the register; of the Werkplein of Carla."""
    identity = {
        "first_name": "Noor",
        "last_name": "Voorbeeldsma",
        "phone": "+31 6 12340000",
        "email": "noor@demo.example",
        "birth_date": BORN,
    } | values
    with owner():
        return CandidateFactory(
            werkplein=cast.carla.organisation, **{f"identity__{name}": value for name, value in identity.items()}
        )


def as_member(person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


@pytest.mark.parametrize(
    ("person", "signs"),
    [
        (Person("NOOR", "Voorbeeldsma", BORN), ["name_birth"]),
        (Person("Noor", "Voorbeeldsma"), ["name"]),
        (Person("Noor", "Voorbeeldsma", dt.date(1991, 3, 4)), []),
        (Person("Nora", "Voorbeeldsma", BORN), ["similar"]),
        (Person("Noor", "Voorbeeldma"), ["similar"]),
        (Person("Noor", "Voorbeeldma", dt.date(1991, 3, 4)), []),
        (Person("Piet", "Anders", phone="06-12340000"), ["phone"]),
        (Person("Piet", "Anders", email="Noor@Demo.example"), ["email"]),
        (Person("Noor", "Voorbeeldsma", BORN, "0612340000", "noor@demo.example"), ["name_birth", "email", "phone"]),
        (Person("Piet", "Anders", BORN), []),
    ],
)
def test_by_what_somebody_is_recognised(cast, person, signs):
    known(cast)
    with as_member(cast.carla) as acting:
        [found] = alike(acting, [person])
    assert [sign for one in found for sign in one.signs] == [LikenessSign(sign) for sign in signs]


def test_many_people_are_looked_up_in_as_many_queries_as_one(cast, django_assert_num_queries):
    known(cast)
    people = [Person("Noor", f"Voorbeeld{n}sma", phone="0612340000") for n in range(30)]
    with as_member(cast.carla) as acting, django_assert_num_queries(2):
        assert all(alike(acting, people))


def test_nobody_is_told_of_a_file_he_may_not_see(cast):
    known(cast)
    school = registrant()
    person = [Person("Noor", "Voorbeeldsma", BORN, "0612340000", "noor@demo.example")]
    for stranger in (school, cast.alice, cast.esra, cast.bram, cast.frank):
        with as_member(stranger) as acting:
            assert alike(acting, person) == [[]], stranger.user.name


def test_who_registers_somebody_he_can_see_is_asked_first(cast):
    there = known(cast)
    answer = cast.carla.post(NEW, SOMEBODY)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Misschien is deze persoon al aangemeld" in page
    assert str(there.pk) in page
    with owner():
        assert Candidate.objects.count() == 1
        assert ReadLog.objects.filter(subject_id=there.pk, user=cast.carla.user).count() == 1
    assert cast.carla.post(NEW, SOMEBODY | {"is_other": "1"}).status_code == 302
    with owner():
        assert Candidate.objects.count() == 2


def test_who_registers_somebody_he_cannot_see_learns_nothing_and_the_coordination_point_gets_a_task(cast):
    there = known(cast)
    school = registrant()
    answer = school.post(NEW, SOMEBODY, follow=True)
    page = answer.content.decode()
    assert "Misschien" not in page
    assert there.reference not in page
    with owner():
        [pair] = PossibleDuplicate.objects.all()
        assert there.pk in {pair.one_id, pair.other_id}
        [task] = CandidateTask.objects.all()
        assert (task.kind, task.organisation_id) == ("duplicate", cast.dirk.organisation.pk)
        assert task.candidate_id != there.pk
    for person in (school, cast.carla, cast.alice, cast.esra, cast.bram, cast.frank):
        with as_member(person):
            assert not PossibleDuplicate.objects.exists(), person.user.name
            assert not CandidateTask.objects.exists(), person.user.name
    assert "Voorbeeldsma" in cast.dirk.get("dossiers/dubbel/").content.decode()


def test_a_werkplein_sees_a_pair_only_when_both_are_its_own(cast):
    here = known(cast)
    with owner():
        elsewhere = CandidateFactory(identity__phone="0612340000")
        other = CandidateFactory(werkplein=cast.carla.organisation, identity__phone="0612340000")
    with as_member(cast.dirk):
        note([here.pk], due=DUE)
    with as_member(cast.carla):
        assert [{one.one_id, one.other_id} for one in PossibleDuplicate.objects.order_by("pk")] == [{here.pk, other.pk}]
    page = cast.carla.get("dossiers/dubbel/").content.decode()
    assert str(other.pk) in page
    assert str(elsewhere.pk) not in page


def test_a_pair_is_found_once_and_only_by_who_sees_one_of_it(cast):
    there, twin = known(cast), known(cast)
    for person, pairs in ((cast.frank, 0), (cast.alice, 0), (cast.dirk, 1), (cast.carla, 1)):
        with as_member(person):
            note([there.pk, twin.pk], due=DUE)
        with owner():
            assert PossibleDuplicate.objects.count() == pairs, person.user.name
            assert CandidateTask.objects.count() == pairs


def test_the_list_asks_the_same_at_three_and_at_thirty(cast):
    def pairs(number):
        for _place in range(number):
            one, other = sorted([known(cast), known(cast)], key=lambda file: file.pk)
            with owner():
                PossibleDuplicate.objects.create(region=cast.region, one=one, other=other, signs=["name"])

    pairs(3)
    few = questions(cast.dirk, "dossiers/dubbel/")
    pairs(27)
    assert questions(cast.dirk, "dossiers/dubbel/") == few <= 3 + 5 + 1


def test_two_people_stay_two_and_nobody_is_asked_again(cast):
    there, twin = known(cast), known(cast)
    with as_member(cast.dirk):
        note([there.pk], due=DUE)
    with owner():
        pair = PossibleDuplicate.objects.get()
    path = f"dossiers/dubbel/{pair.pk}/anders/"
    for person, status in ((cast.frank, 404), (cast.alice, 403), (cast.esra, 403), (registrant(), 403)):
        assert person.post(path).status_code == status
    assert cast.dirk.post(path).status_code == 302
    assert cast.dirk.post(path).status_code == 404
    with as_member(cast.dirk):
        note([there.pk, twin.pk], due=DUE)
    with owner():
        pair.refresh_from_db()
        assert (pair.decision, pair.decided_by_id) == ("different", cast.dirk.user.pk)
        assert PossibleDuplicate.objects.count() == 1
        assert CandidateTask.objects.get().done_by_id == cast.dirk.user.pk
    assert "Niemand lijkt dubbel" in cast.dirk.get("dossiers/dubbel/").content.decode()


def test_a_werkplein_that_works_with_both_answers_and_closes_the_task_it_does_not_see(cast):
    there, _twin = known(cast), known(cast)
    with as_member(cast.dirk):
        note([there.pk], due=DUE)
    with owner():
        pair = PossibleDuplicate.objects.get()
    assert cast.carla.post(f"dossiers/dubbel/{pair.pk}/anders/").status_code == 302
    with owner():
        assert CandidateTask.objects.get().done_by_id == cast.carla.user.pk


def test_entering_somebody_of_another_werkplein_tells_nothing(cast):
    """Neither the new file nor the list of tasks says that the person is known elsewhere."""
    with owner():
        CandidateFactory(
            werkplein=None,
            identity__first_name="Noor",
            identity__last_name="Voorbeeldsma",
        )
    assert cast.carla.post(NEW, SOMEBODY).status_code == 302
    with owner():
        new = Candidate.objects.get(werkplein=cast.carla.organisation)
        assert CandidateTask.objects.get().candidate_id == new.pk
    for path in (f"dossiers/{new.pk}/", "dossiers/taken/", ""):
        page = cast.carla.get(path).content.decode()
        assert "dezelfde persoon" not in page, path
        assert "Misschien dubbel" not in page, path


def test_every_name_on_the_list_of_pairs_leaves_a_line(cast):
    there, twin = known(cast), known(cast)
    with as_member(cast.dirk):
        note([there.pk], due=DUE)
    cast.dirk.get("dossiers/dubbel/")
    with owner():
        seen = ReadLog.objects.filter(user=cast.dirk.user, reason__contains="twee dossiers")
        assert set(seen.values_list("subject_id", flat=True)) == {there.pk, twin.pk}


IDENTITY = {"first_name": "Noor", "last_name": "Voorbeeldsma", "birth_date": "", "phone": "06 1234 0000", "email": ""}


def test_who_turns_out_to_be_known_already_comes_before_the_coordination_point(cast):
    """When who somebody is, is written down better than at the registration."""
    there = known(cast)
    with owner():
        new = CandidateFactory()
    assert cast.dirk.post(f"dossiers/{new.pk}/persoon/", IDENTITY).status_code == 302
    with owner():
        [pair] = PossibleDuplicate.objects.all()
        assert {pair.one_id, pair.other_id} == {there.pk, new.pk}
        assert CandidateTask.objects.get().kind == "duplicate"
    assert cast.dirk.post(f"dossiers/{new.pk}/persoon/", IDENTITY | {"first_name": "Nora"}).status_code == 302
    with owner():
        assert PossibleDuplicate.objects.count() == 1, "asked about once"


@pytest.mark.parametrize("field", ["merged_into", "anonymised_at"])
def test_who_was_erased_or_merged_is_nobodys_double(cast, field):
    there, twin = known(cast), known(cast)
    with owner():
        kept = CandidateFactory(identity__first_name="Heel", identity__last_name="Anders")
        value = kept if field == "merged_into" else dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        Candidate.objects.filter(pk=there.pk).update(**{field: value})
    with as_member(cast.dirk):
        note([there.pk, twin.pk], due=DUE)
    with as_member(cast.carla) as acting:
        [found] = alike(acting, [Person("Noor", "Voorbeeldsma", BORN)])
    assert [one.candidate.pk for one in found] == [twin.pk]
    with owner():
        assert not PossibleDuplicate.objects.exists()
