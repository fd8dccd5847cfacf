"""Everybody beside a vacancy: in order, with each rule; who may see it, whose names are on it, and passing over."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from organisations.models import ReadLog
from placements.models import Proposal, ProposalFile
from tests.candidates.files import TODAY, questions
from tests.database import owner
from tests.factories.placements import ProposalFactory
from tests.placements.mediation.seekers import (
    OUTSIDE,
    PRIORITY,
    READY,
    REGION,
    occupation,
    other_werkplein,
    seeker,
    vacancy,
)
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.django_db
REASON = {"reden": "skills", "toelichting": ""}


@pytest.fixture(autouse=True)
def mid_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)


def path_of(of):
    return f"vacatures/{of.pk}/kandidaten/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def listed(answer):
    """The names in order, with the group each stands in."""
    return [(group["label"], row["name"]) for group in answer.context["groups"] for row in group["rows"]]


def names(answer):
    return [name.removesuffix(" Voorbeeld") for _group, name in listed(answer)]


def page(person, of, query=""):
    answer = person.get(path_of(of) + query)
    assert answer.status_code == 200, answer.status_code
    return answer


def put(person, of, *people, one=None, query="", follow=False, **said):
    data = {"kandidaat": [str(each.pk) for each in people]} if one is None else {"een": str(one.pk)}
    return person.post(f"{path_of(of)}voorstellen/{query}", data | said, follow=follow)


def test_from_inside_out_with_each_rule_in_words(cast):
    of = vacancy(cast)
    seeker(cast, identity__first_name="Buiten", municipality=OUTSIDE, ready_since=dt.date(2025, 1, 1))
    seeker(cast, identity__first_name="Regio", municipality=REGION)
    seeker(cast, identity__first_name="Mist", profile={"certificates": ["BHV"]}, ready_since=dt.date(2025, 1, 1))
    seeker(cast, identity__first_name="Kort", ready_since=TODAY)
    seeker(cast, identity__first_name="Lang")
    seeker(cast, identity__first_name="Geplaatst", state="placed", ready_since=None)
    shown = page(cast.dirk, of)
    assert names(shown) == ["Lang", "Kort", "Mist", "Regio", "Buiten"]
    text = words(shown)
    assert "1. Voorranggebied 3 kandidaten" in text
    assert "2. Rest van de regio 1 kandidaat" in text
    assert "3. Buiten de regio 1 kandidaat" in text
    assert "mist vca-BASIS" in text
    assert f"{(TODAY - READY).days} dagen" in text
    assert "Uren: 24 tot 36 per week" in text
    assert "5 kandidaten zoeken werk, 4 van hen voldoen aan alle regels." in text


def test_what_nobody_asked_is_not_known_and_counts_as_missed(cast):
    of = vacancy(cast, rules=["hours", "travel"])
    seeker(cast, identity__first_name="Onbekend", profile={"hours_from": None, "hours_to": None})
    row = page(cast.carla, of).context["groups"][0]["rows"][0]
    assert ([one["key"] for one in row["outcomes"]], row["met"]) == (["rule_unknown", "rule_met"], 1)
    assert "Nog niet bekend" in words(page(cast.carla, of))


def test_occupations_that_also_fit_count(cast):
    painter, plasterer = occupation(cast, "Schilder"), occupation(cast, "Stukadoor")
    of = vacancy(cast, rules=["occupation"], occupation=painter, also_occupations=[plasterer.pk])
    seeker(cast, identity__first_name="Stuc", profile={"occupations": [plasterer.pk]})
    seeker(cast, identity__first_name="Niets")
    shown = page(cast.carla, of)
    assert "Beroep: Schilder of Stukadoor" in words(shown)
    assert [row["meets_all"] for row in shown.context["groups"][0]["rows"]] == [True, False]


def test_a_vacancy_of_a_company_with_a_workspace_has_the_list_as_well(cast):
    of = vacancy(cast, employer_organisation=cast.bram.organisation)
    seeker(cast, identity__first_name="Lang")
    assert names(page(cast.carla, of)) == ["Lang"]


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_a_company_a_buyer_and_the_bureau_get_no_list(cast, who):
    of = vacancy(cast, employer_organisation=cast.bram.organisation)
    one = seeker(cast, identity__first_name="Geheimpje")
    person = getattr(cast, who)
    for answer in (person.get(path_of(of)), put(person, of, one=one)):
        assert answer.status_code == 403
        assert "Geheimpje" not in answer.content.decode()


def test_frank_finds_nothing(cast):
    of = vacancy(cast)
    one = seeker(cast, identity__first_name="Geheimpje")
    assert cast.frank.get(path_of(of)).status_code == 404
    assert put(cast.frank, of, one=one).status_code == 404
    theirs = vacancy(cast, region=cast.other_region, municipality="GM0362")
    shown = page(cast.frank, theirs)
    assert listed(shown) == []
    assert "Geheimpje" not in shown.content.decode()
    with owner():
        assert Proposal.objects.count() == 0


def test_an_auditor_reads_and_writes_nothing(cast):
    of = vacancy(cast)
    one = seeker(cast, identity__first_name="Lang")
    auditor = auditor_of(cast.carla)
    shown = page(auditor, of)
    assert names(shown) == ["Lang"]
    assert 'name="een"' not in shown.content.decode()
    assert put(auditor, of, one=one).status_code == 403


def test_a_werkplein_is_told_how_many_wait_elsewhere_and_never_who(cast):
    of = vacancy(cast)
    elsewhere = other_werkplein(cast)
    seeker(cast, identity__first_name="Geheimpje", reference="K-GEHEIM", werkplein=elsewhere)
    seeker(cast, identity__first_name="Missertje", reference="K-MIST", werkplein=elsewhere, sector="other")
    seeker(cast, identity__first_name="Vertje", reference="K-VER", werkplein=elsewhere, municipality=REGION)
    own = seeker(cast, identity__first_name="Eigen", municipality=REGION)
    shown = page(cast.carla, of)
    assert names(shown) == ["Eigen"]
    assert "Bij een ander Werkplein wacht nog 1 kandidaat uit het voorranggebied" in words(shown)
    asked = put(cast.carla, of, one=own)
    assert asked.status_code == 422
    assert "Van hen helpt een ander Werkplein er 1." in words(asked)
    for answer in (shown, asked, page(cast.carla, of, "?zoek=geheimpje"), page(cast.carla, of, "?gebied=0")):
        for hidden in ("Geheimpje", "K-GEHEIM", "Missertje", "K-MIST", "Vertje", "K-VER"):
            assert hidden not in answer.content.decode()
    assert put(cast.carla, of, one=own, **REASON).status_code == 302
    with owner():
        assert ProposalFile.objects.get().passed_over == 1


def test_whoever_was_proposed_elsewhere_for_this_vacancy_is_not_passed_over(cast):
    of = vacancy(cast)
    there = seeker(cast, werkplein=other_werkplein(cast))
    own = seeker(cast, municipality=REGION)
    with owner():
        ProposalFactory(vacancy=of, candidate=there, state="candidate_declined")
    assert put(cast.carla, of, one=own).status_code == 302
    with owner():
        assert ProposalFile.objects.get(proposal__candidate=own).passed_over == 0


def test_passing_over_asks_a_reason_in_place_and_keeps_it(cast):
    of = vacancy(cast)
    seeker(cast, identity__first_name="Voorgaat")
    far = seeker(cast, identity__first_name="Verder", municipality=REGION)
    asked = put(cast.dirk, of, one=far)
    assert asked.status_code == 422
    text = words(asked)
    assert "1 kandidaat uit het voorranggebied voldoet aan alle regels." in text
    assert "Waarom kiest u deze persoon?" in text
    assert "Voorstellen met reden" in text
    assert asked.context["asks_beside"]
    unsaid = put(cast.dirk, of, one=far, reden="", toelichting="Wat ik al schreef")
    assert unsaid.status_code == 422
    assert "Kies een reden." in words(unsaid)
    assert "Wat ik al schreef" in unsaid.content.decode()
    other = put(cast.dirk, of, one=far, reden="other", toelichting="kort")
    assert other.status_code == 422
    assert "Schrijf iets meer" in words(other)
    done = put(cast.dirk, of, one=far, reden="other", toelichting="De werkgever vroeg om deze persoon.")
    assert done.status_code == 302
    with owner():
        file = ProposalFile.objects.get()
        assert (file.proposal.candidate_id, file.ring, file.passed_over) == (far.pk, 1, 1)
        assert (file.pass_over_reason, file.pass_over_text) == ("other", "De werkgever vroeg om deze persoon.")
        assert file.rules == dict.fromkeys(["hours", "sector", "certificates", "licence", "travel"], "met")


@pytest.mark.parametrize(
    "of_first",
    [
        {"state": "training", "ready_since": None},
        {"state": "proposed"},
        {"sector": "other"},
        {"profile": {"travel": ""}},
        {"municipality": REGION},
    ],
)
def test_no_reason_is_asked_when_nobody_who_goes_first_fits_and_is_free(cast, of_first):
    of = vacancy(cast)
    seeker(cast, **of_first)
    far = seeker(cast, municipality=OUTSIDE)
    assert put(cast.dirk, of, one=far).status_code == 302
    with owner():
        assert ProposalFile.objects.get().passed_over == 0


def test_several_at_once_and_who_goes_first_is_passed_over_by_none_of_them(cast):
    of = vacancy(cast, places=3)
    first, far, farther = seeker(cast), seeker(cast, municipality=REGION), seeker(cast, municipality=OUTSIDE)
    asked = put(cast.dirk, of, far, farther)
    assert asked.status_code == 422
    assert asked.context["asks_above"]
    assert asked.content.decode().count(" checked") == 2
    assert put(cast.dirk, of, first, far, farther).status_code == 302
    with owner():
        assert sorted(ProposalFile.objects.values_list("ring", "passed_over")) == [(0, 0), (1, 0), (2, 0)]
    assert [row["put_word"] for group in page(cast.dirk, of).context["groups"] for row in group["rows"]] == [
        "Op de lijst"
    ] * 3


def test_chosen_people_of_another_page_stay_chosen(cast):
    of = vacancy(cast)
    seeker(cast, identity__first_name="Eerst")
    far = seeker(cast, identity__first_name="Verder", municipality=REGION)
    asked = put(cast.dirk, of, far, query="?gebied=0")
    assert asked.status_code == 422
    assert f'<input type="hidden" name="kandidaat" value="{far.pk}">' in asked.content.decode()


def test_refused_in_plain_words(cast):
    of = vacancy(cast)
    one = seeker(cast)
    none = put(cast.dirk, of)
    assert none.status_code == 422
    assert words(none).count("Kruis eerst aan wie u voorstelt.") == 2
    assert put(cast.dirk, of, one=one).status_code == 302
    assert "staat al bij deze vacature" in words(put(cast.dirk, of, one=one))
    closed = vacancy(cast, state="vacancy_filled")
    shown = page(cast.dirk, closed)
    assert "U kunt nu niemand voorstellen" in words(shown)
    assert 'name="een"' not in shown.content.decode()


def test_only_who_is_ready_carries_a_strong_button(cast):
    of = vacancy(cast)
    people = [
        seeker(cast, identity__first_name="Klaar"),
        seeker(cast, identity__first_name="Scholing", state="training", ready_since=None),
        seeker(
            cast,
            identity__first_name="Onbekend",
            sector="",
            profile={"hours_from": None, "hours_to": None, "travel": "", "licences": [], "certificates": []},
        ),
    ]
    rows = {row["candidate"].pk: row for group in page(cast.carla, of).context["groups"] for row in group["rows"]}
    assert [rows[one.pk]["stands_ready"] for one in people] == [True, False, False]
    answer = page(cast.carla, of).content.decode()
    assert answer.count("utrecht-button--subtle matches__put") == 2


def test_who_is_not_ready_yet_is_said_when_he_comes_on_the_list(cast):
    of, early = vacancy(cast), seeker(cast, state="training", ready_since=None)
    answer = put(cast.carla, of, early, follow=True)
    assert f"Kandidaat {early.reference} is nog niet klaar voor werk. De stand is: in scholing" in words(answer)
    answer = put(cast.carla, of, seeker(cast), follow=True)
    assert "nog niet klaar voor werk. De stand" not in words(answer)


@pytest.mark.parametrize(
    ("of_first", "standing", "counts"),
    [
        ({}, "", 1),
        ({"state": "proposed"}, "", 0),
        ({"state": "placed"}, "", 0),
        ({}, "hired", 0),
        ({}, "employer_refused", 0),
        ({}, "candidate_declined", 0),
        ({}, "asked", 0),
        ({}, "proposal_withdrawn", 1),
    ],
)
@pytest.mark.parametrize("is_own", [True, False])
def test_who_is_hired_refused_or_proposed_is_not_counted_as_waiting(cast, of_first, standing, counts, is_own):
    of = vacancy(cast, places=3)
    first = seeker(cast, **(of_first if is_own else of_first | {"werkplein": other_werkplein(cast)}))
    if standing:
        with owner():
            ProposalFactory(vacancy=of, candidate=first, state=standing)
    answer = put(cast.carla, of, one=seeker(cast, municipality=REGION, identity__first_name="Verder"))
    assert answer.status_code == (422 if counts else 302)
    assert ("1 kandidaat uit het voorranggebied" in words(answer)) is bool(counts)


def test_filters(cast):
    of = vacancy(cast)
    seeker(cast, identity__first_name="Eerst", reference="AA-77")
    seeker(cast, identity__first_name="José", municipality=REGION, sector="other")
    seeker(cast, identity__first_name="Leert", state="training", ready_since=None)
    seeker(cast, identity__first_name="Elders", werkplein=(elsewhere := other_werkplein(cast)))
    for query, found in {
        "": ["Eerst", "Elders", "Leert", "José"],
        "?regels=on": ["Eerst", "Elders", "Leert"],
        "?stand=klaar": ["Eerst", "Elders", "José"],
        "?stand=scholing": ["Leert"],
        "?gebied=1": ["José"],
        "?zoek=jose": ["José"],
        "?zoek=aa-77": ["Eerst"],
        f"?werkplein={elsewhere.pk}": ["Elders"],
        "?gebied=9&stand=x&werkplein=x": ["Eerst", "Elders", "Leert", "José"],
        "?zoek=niemand": [],
    }.items():
        assert names(page(cast.dirk, of, query)) == found, query


def test_each_person_shown_is_written_down(cast):
    of = vacancy(cast)
    one = seeker(cast)
    seeker(cast, municipality=REGION)
    page(cast.dirk, of, "?gebied=0")
    with owner():
        seen = ReadLog.objects.filter(reason__startswith="Kandidaten voor vacature")
        assert list(seen.values_list("subject_id", flat=True)) == [one.pk]


@pytest.mark.parametrize("who", ["dirk", "carla"])
def test_the_same_number_of_questions_at_three_and_thirty(cast, who):
    person = getattr(cast, who)
    of = vacancy(cast)
    for number in range(3):
        seeker(cast, identity__first_name=f"Een {'abc'[number]}")
    few = questions(person, path_of(of))
    for number in range(27):
        seeker(cast, municipality=[PRIORITY, REGION, OUTSIDE][number % 3])
    assert questions(person, path_of(of)) == few <= 3 + 5
