"""Programmes with what they have to meet, and the occupations to which they lead."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import DatabaseError

from candidates.models import ProgrammeOccupation, TrainingGroup, TrainingProgramme
from candidates.training_choices import ProgrammeState
from organisations.models import Occupation
from tests.candidates.files import candidate
from tests.candidates.trainees import fresh, group, queries_of
from tests.database import owner as as_owner
from tests.factories.training import EnrolmentFactory, ProgrammeFactory
from tests.placements.workspace import auditor_of

PATH, WORK = "scholing/", "beroepen/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def occupation(cast, name="Timmerman", **values):
    with as_owner():
        given = {"region": cast.region, "code": name.lower(), "sector": "construction"} | values
        return Occupation.objects.create(name=name, **given)


def typed(**values):
    given = {
        "name": "Basis timmeren",
        "code": "OPL-01",
        "form": "intensive",
        "kind": "new",
        "developed_on": "01-02-2026",
        "provider": "Vakschool Voorbeeld",
        "sector": "construction",
        "goal": "Een binnenwand plaatsen.",
        "entry": "Handig, en bereid te reizen.",
        "weeks": "12",
        "hours_per_week": "24",
        "certificate": "VCA-basis",
        "seat_cost": "2.500,00",
    }
    return given | values


def create(cast, person=None, **values):
    return (person or cast.dirk).post(f"{PATH}nieuw/", typed(region=str(cast.region.pk), **values))


def test_a_programme_is_kept_with_its_requirements_and_occupations(cast):
    work = occupation(cast)
    assert create(cast, occupations=[str(work.pk)]).status_code == 302
    with as_owner():
        made = TrainingProgramme.objects.get(region=cast.region)
        led_to = list(ProgrammeOccupation.objects.filter(programme=made).values_list("occupation_id", flat=True))
    assert (made.weeks, made.hours_per_week, made.seat_cost) == (12, Decimal(24), Decimal("2500.00"))
    assert (made.state, made.developed_on) == (ProgrammeState.AVAILABLE, dt.date(2026, 2, 1))
    assert led_to == [work.pk]
    shown = words(cast.carla.get(f"{PATH}{made.pk}/"))
    assert all(one in shown for one in ("Een binnenwand plaatsen.", "12 weken", "VCA-basis", "Timmerman"))
    cast.dirk.post(f"{PATH}{made.pk}/wijzigen/", typed(name="Timmeren", code="OPL-01"))
    assert fresh(made).name == "Timmeren"
    with as_owner():
        assert not ProgrammeOccupation.objects.filter(programme=made).exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Vul een naam in."),
        ({"code": ""}, "Vul een code in."),
        ({"form": ""}, "Maak een keuze."),
        ({"weeks": "0"}, "Vul 1 of meer in."),
        ({"hours_per_week": "61"}, "Vul hoogstens 60 uur in."),
        ({"hours_per_week": "0"}, "Vul meer dan 0 uur in"),
        ({"seat_cost": "-1"}, "Vul 0 of meer in."),
        ({"goal": "Bel 111222333"}, "burgerservicenummer"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, values, sentence):
    answer = create(cast, **values)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Handig, en bereid te reizen." in words(answer)
    with as_owner():
        assert not TrainingProgramme.objects.exists()


def test_a_code_is_of_one_programme_in_a_region(cast):
    create(cast)
    answer = create(cast, name="Iets anders")
    assert answer.status_code == 422
    assert "Deze code is al van een andere scholing." in words(answer)


def test_a_concept_takes_no_group_until_it_is_available(cast):
    create(cast, is_concept="on")
    with as_owner():
        made = TrainingProgramme.objects.get()
    entry = {"name": "Voorjaar", "starts_on": "01-03-2027", "ends_on": "28-05-2027", "seats": "12"}
    assert cast.dirk.post(f"{PATH}{made.pk}/groep/", entry).status_code == 422
    cast.dirk.post(f"{PATH}{made.pk}/stand/", {"state": "available"})
    assert cast.dirk.post(f"{PATH}{made.pk}/groep/", entry).status_code == 302
    with as_owner():
        assert TrainingGroup.objects.get(programme=made).seats == 12
    cast.dirk.post(f"{PATH}{made.pk}/stand/", {"state": "closed"})
    assert fresh(made).state == ProgrammeState.AVAILABLE


@pytest.mark.parametrize(
    "wrong", [{"seats": "0"}, {"seats": "61"}, {"ends_on": "28-02-2027"}, {"name": ""}, {"starts_on": "ooit"}]
)
def test_a_wrong_group_is_not_made(cast, wrong):
    create(cast)
    with as_owner():
        made = TrainingProgramme.objects.get()
    entry = {"name": "Voorjaar", "starts_on": "01-03-2027", "ends_on": "28-05-2027", "seats": "12"}
    assert cast.dirk.post(f"{PATH}{made.pk}/groep/", entry | wrong).status_code == 422
    with as_owner():
        assert not TrainingGroup.objects.exists()


def test_counts_are_of_the_people_whom_one_may_see(cast):
    with as_owner():
        of = ProgrammeFactory(region=cast.region)
        EnrolmentFactory(programme=of, candidate=candidate(cast))
        EnrolmentFactory(programme=of, candidate=candidate(cast, werkplein=None))
    assert cast.dirk.get(f"{PATH}{of.pk}/").context["programme"].started == 2
    assert cast.carla.get(f"{PATH}{of.pk}/").context["programme"].started == 1


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_gets_in(cast, who):
    of, work = group(cast).programme, occupation(cast)
    person = getattr(cast, who)
    forms = [f"{PATH}nieuw/", f"{PATH}{of.pk}/wijzigen/", f"{PATH}{of.pk}/groep/"]
    forms += [f"{WORK}nieuw/", f"{WORK}{work.pk}/wijzigen/"]
    for path in (PATH, f"{PATH}{of.pk}/", WORK, f"{WORK}{work.pk}/", *forms):
        assert person.get(path).status_code == 403
    for path in (f"{PATH}{of.pk}/stand/", f"{WORK}{work.pk}/gebruik/", *forms):
        assert person.post(path, typed()).status_code == 403
    assert fresh(work).retired_on is None


def test_a_werkplein_and_an_auditor_read_only(cast):
    of, work = group(cast).programme, occupation(cast)
    for person in (cast.carla, auditor_of(cast.dirk)):
        assert person.get(f"{PATH}{of.pk}/").status_code == 200
        assert person.get(f"{WORK}{work.pk}/").status_code == 200
        for path in (f"{PATH}nieuw/", f"{PATH}{of.pk}/wijzigen/", f"{PATH}{of.pk}/stand/", f"{WORK}{work.pk}/gebruik/"):
            assert person.post(path, {"state": "closed"}).status_code == 403
    assert fresh(of).state == ProgrammeState.AVAILABLE
    assert fresh(work).retired_on is None


def test_another_region_finds_nothing_and_writes_nothing_here(cast):
    of, work = group(cast).programme, occupation(cast)
    for path in (f"{PATH}{of.pk}/", f"{WORK}{work.pk}/"):
        assert cast.frank.get(path).status_code == 404
    steps = ["wijzigen/", "stand/", "groep/"]
    for path in [
        *(f"{PATH}{of.pk}/{step}" for step in steps),
        f"{WORK}{work.pk}/wijzigen/",
        f"{WORK}{work.pk}/gebruik/",
    ]:
        assert cast.frank.post(path, typed()).status_code == 404
    assert of.name not in words(cast.frank.get(PATH))
    assert work.name not in words(cast.frank.get(WORK))
    assert create(cast, cast.frank).status_code == 422
    with as_owner():
        assert TrainingProgramme.objects.count() == 1


def test_a_programme_leads_to_occupations_of_its_region(cast):
    of = group(cast).programme
    elsewhere = occupation(cast, "Stukadoor", region=cast.other_region)
    with pytest.raises(DatabaseError, match="occupations of its region"), as_owner():
        ProgrammeOccupation.objects.create(programme=of, occupation=elsewhere)


def profile(**values):
    given = {
        "name": "Stukadoor",
        "sector": "construction",
        "summary": "Wanden glad afwerken.",
        "certificates": "VCA-basis\n\n  rijbewijs   B \nVCA-basis",
        "hours_from": "24",
        "hours_to": "40",
        "circumstances": "Vaak boven het hoofd werken.",
    }
    return given | values


def test_an_occupation_has_a_profile_that_can_be_changed_and_retired(cast):
    assert cast.dirk.post(f"{WORK}nieuw/", profile(region=str(cast.region.pk))).status_code == 302
    with as_owner():
        made = Occupation.objects.get(name="Stukadoor")
    assert (made.code, made.certificates) == ("stukadoor", ["VCA-basis", "rijbewijs B"])
    assert "24 tot en met 40" in words(cast.carla.get(f"{WORK}{made.pk}/"))
    cast.dirk.post(f"{WORK}{made.pk}/wijzigen/", profile(name="Stukadoor afbouw"))
    assert (fresh(made).name, fresh(made).code) == ("Stukadoor afbouw", "stukadoor")
    cast.dirk.post(f"{WORK}{made.pk}/gebruik/")
    assert fresh(made).retired_on is not None
    assert "Stukadoor afbouw" not in words(cast.dirk.get(WORK))
    assert "Stukadoor afbouw" in words(cast.dirk.get(f"{WORK}?oud=1"))
    cast.dirk.post(f"{WORK}{made.pk}/gebruik/")
    assert fresh(made).retired_on is None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"sector": ""}, {"hours_to": "8"}, {"certificates": "x" * 81}])
def test_a_wrong_profile_is_not_kept(cast, wrong):
    assert cast.dirk.post(f"{WORK}nieuw/", profile(region=str(cast.region.pk)) | wrong).status_code == 422
    with as_owner():
        assert not Occupation.objects.filter(region=cast.region).exists()


def test_two_occupations_have_two_names(cast):
    occupation(cast, "Stukadoor")
    answer = cast.dirk.post(f"{WORK}nieuw/", profile(region=str(cast.region.pk)))
    assert "Er is al een beroep met deze naam." in words(answer)


def test_lists_ask_as_often_for_thirty_as_for_three(cast):
    def more(number):
        for _number in range(number):
            of = group(cast).programme
            work = occupation(cast, f"Beroep {of.code}")
            with as_owner():
                ProgrammeOccupation.objects.create(programme=of, occupation=work)
        return of

    of = more(3)
    few = {path: queries_of(cast.dirk, path) for path in (PATH, WORK)}
    more(20)
    assert {path: queries_of(cast.dirk, path) for path in few} == few
    assert all(number <= 3 + 5 for number in few.values())
    assert queries_of(cast.dirk, f"{PATH}{of.pk}/") <= 3 + 9
