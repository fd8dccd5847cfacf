"""Finding anything from anywhere: what one may see and nothing else, in a bounded number of questions, whatever is typed."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from organisations.choices import Seen
from organisations.models import Occupation, ReadLog
from reporting.models import Report
from sroi_portal import places, search
from tests.candidates.files import questions
from tests.candidates.registrants import registrant
from tests.factories.candidates import CandidateFactory
from tests.factories.placements import DeploymentFactory, VacancyFactory
from tests.factories.tenders import ContractFactory, TenderFactory
from tests.factories.training import ProgrammeFactory
from tests.firm_rows import firm_of
from tests.placements.workspace import auditor_of

PATH = "zoeken/"
#: Of the frame, and those of the page.
MOST_QUERIES = 3 + 4


def ask(person, words=None):
    answer = person.get(PATH, data={} if words is None else {"q": words})
    assert answer.status_code == 200, answer
    return answer


def found(answer) -> dict[str, list[str]]:
    return {group.source.code: [hit.name for hit in group.hits] for group in answer.context["found"].groups}


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().replace("\xa0", " ")).split())


def make(cast, *, sides, region, suffix=""):
    """One of everything, called 'linde', of the organisations of one region."""
    authority, contractor, werkplein = sides
    contract = ContractFactory(
        title=f"Sporthal De Linde{suffix}",
        reference=f"2026-0147{suffix}",
        region=region,
        authority=authority,
        contractor=contractor,
        werkplein=werkplein,
    )
    DeploymentFactory(contract=contract, name="Linde Geheim", reference=f"D-LINDE{suffix}")
    TenderFactory(
        authority=authority,
        region=region,
        title=f"Onderhoud De Linde{suffix}",
        reference=f"A-77{suffix}",
        status="planned",
        on_calendar_since=dt.date(2026, 3, 1),
    )
    CandidateFactory(
        region=region,
        werkplein=werkplein,
        reference=f"K-7F3QXA{suffix}",
        identity__first_name="Joost",
        identity__last_name=f"Linde{suffix}",
    )
    VacancyFactory(
        region=region, employer_organisation=contractor, title=f"Tuinman linde{suffix}", reference=f"V-1{suffix}"
    )
    ProgrammeFactory(region=region, name=f"Linde snoeien{suffix}")
    Occupation.objects.create(
        region=region, code=f"linde{suffix.lower()}", name=f"Lindeknipper{suffix}", sector="other"
    )


@pytest.fixture
def everything(cast, owner):
    with owner():
        make(
            cast,
            sides=(cast.alice.organisation, cast.bram.organisation, cast.carla.organisation),
            region=cast.region,
        )
        there = cast.strangers
        make(
            cast,
            sides=tuple(there[kind].organisation for kind in ("municipality", "contractor", "werkplein")),
            region=cast.other_region,
            suffix="-VREEMD",
        )


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("alice", {"contracts", "tenders"}),
        ("bram", {"contracts", "calendar", "vacancies", "deployments"}),
        (
            "carla",
            {"contracts", "calendar", "candidates", "programmes", "occupations", "vacancies", "deployments"},
        ),
        (
            "dirk",
            {"contracts", "tenders", "candidates", "programmes", "occupations", "vacancies", "deployments"},
        ),
        ("esra", {"contracts", "tenders"}),
    ],
)
def test_everybody_finds_what_is_his_and_nothing_of_another_region(cast, everything, who, codes):
    answer = ask(getattr(cast, who), "linde")
    assert set(found(answer)) == codes
    page = words_of(answer)
    assert "VREEMD" not in page
    assert "Geheim" not in page, "who is at work is never named by a search"
    if who not in {"carla", "dirk"}:
        assert "Joost" not in page
        assert "K-7F3QXA" not in page


def test_frank_finds_with_the_same_words_what_is_in_his_region(cast, everything):
    answer = ask(cast.frank, "linde")
    assert set(found(answer)) >= {"contracts", "candidates", "vacancies"}
    hits = [f"{hit.name} {hit.sub}" for group in answer.context["found"].groups for hit in group.hits]
    assert all("VREEMD" in one.upper() for one in hits), hits
    assert cast.frank.client.get(cast.dirk.url(f"{PATH}?q=linde")).status_code == 404


def test_a_candidate_is_found_by_name_and_that_is_written_down(cast, everything, owner):
    assert found(ask(cast.dirk, "joost lind"))["candidates"] == ["Joost Linde"]
    with owner():
        line = ReadLog.objects.get(subject=Seen.CANDIDATE)
        assert (line.user_id, line.organisation_id) == (cast.dirk.user.pk, cast.dirk.organisation.pk)
        assert line.reason == "Zoeken in het portaal"


def test_who_was_not_shown_was_not_seen(cast, everything, owner):
    ask(cast.dirk, "sporthal")
    ask(cast.bram, "joost")
    with owner():
        assert not ReadLog.objects.exists()


def test_an_auditor_finds_as_well(cast, everything):
    assert set(found(ask(auditor_of(cast.dirk), "linde"))) >= {"contracts", "candidates"}


def test_a_school_finds_its_own_registrations_only(cast, everything, owner):
    school = registrant()
    with owner():
        CandidateFactory(
            reference="K-SCHOOL1",
            identity__first_name="Joost",
            identity__last_name="Appel",
            registrant_organisation=school.organisation,
        )
    answer = ask(school, "joost")
    assert found(answer) == {"registrations": ["Joost Appel"]}


@pytest.mark.parametrize(
    ("who", "number"),
    [("alice", "2026-0147"), ("bram", "d-linde"), ("carla", "k-7f3qxa"), ("dirk", " A-77 "), ("bram", "V-1")],
)
def test_a_number_leads_to_what_has_it(cast, everything, who, number):
    person = getattr(cast, who)
    answer = person.get(PATH, data={"q": number})
    assert answer.status_code == 302
    assert person.client.get(answer["Location"]).status_code == 200


def test_two_with_one_number_stand_first_and_lead_nowhere(cast, everything, owner):
    with owner():
        TenderFactory(authority=cast.alice.organisation, title="Brug", reference="2026-0147")
        ContractFactory(title="Over 2026-0147", authority=cast.alice.organisation)
    groups = ask(cast.alice, "2026-0147").context["found"].groups
    assert [group.hits[0].is_exact for group in groups] == [True, True]
    assert groups[0].hits[0].name == "Sporthal De Linde"


def test_the_number_of_another_region_is_not_there(cast, everything):
    answer = ask(cast.frank, "2026-0147")
    assert [name for group in found(answer).values() for name in group] == ["Sporthal De Linde-VREEMD"]


@pytest.mark.parametrize(("typed", "code"), [("sporthla", "contracts"), ("Joost Lnde", "candidates")])
def test_typing_errors_are_forgiven_where_nothing_has_the_words(cast, everything, typed, code):
    answer = ask(cast.dirk, typed)
    assert answer.context["found"].is_guess
    assert code in found(answer)
    assert not any(one.more_url for one in answer.context["found"].groups), "a list would find nothing by these words"
    assert "Dit lijkt erop" in words_of(answer)


def test_nobody_is_shown_by_accident(cast, owner):
    """Who looks for a page, or for something else, does not get people with a name that is a bit like it."""
    with owner():
        CandidateFactory(werkplein=cast.carla.organisation, identity__first_name="Tarik", identity__last_name="Linde")
    assert found(ask(cast.dirk, "tariev")) == {}
    assert found(ask(cast.dirk, "tafeltje")) == {}
    with owner():
        assert not ReadLog.objects.exists()


def test_more_than_five_lead_to_the_list_with_the_same_words(cast, owner):
    with owner():
        for number in range(7):
            ContractFactory(title=f"Brug {number}", authority=cast.alice.organisation)
            CandidateFactory(werkplein=cast.carla.organisation, identity__last_name=f"Brug {number}")
            VacancyFactory(title=f"Brugwachter {number}")
            ProgrammeFactory(name=f"Bruggen bouwen {number}")
            Occupation.objects.create(
                region=cast.region, code=f"brug-{number}", name=f"Brugman {number}", sector="other"
            )
            TenderFactory(authority=cast.alice.organisation, title=f"Brug over {number}")
    groups = ask(cast.dirk, "brug").context["found"].groups
    assert {group.source.code for group in groups} == {
        "contracts",
        "tenders",
        "candidates",
        "programmes",
        "occupations",
        "vacancies",
    }
    for group in groups:
        assert len(group.hits) == 5
        answer = cast.dirk.client.get(group.more_url)
        assert answer.status_code == 200
        assert answer.context["table"].page.paginator.count == 7, group.source.code


def test_reports_are_found_as_people_call_them(cast, owner):
    with owner():
        for kind, period in (("quarterly", "2026-Q2"), ("quarterly", "2025-Q2"), ("yearly", "2025")):
            Report.objects.create(region=cast.region, kind=kind, period=period, version=1)
            Report.objects.create(region=cast.other_region, kind=kind, period=period, version=1)
    assert found(ask(cast.esra, "kwartaalrapport 2026")) == {"reports": ["Kwartaalrapport 2e kwartaal 2026"]}
    assert found(ask(cast.esra, "2e kwartaal"))["reports"] == [
        "Kwartaalrapport 2e kwartaal 2025",
        "Kwartaalrapport 2e kwartaal 2026",
    ]
    assert found(ask(cast.esra, "jaar"))["reports"] == ["Jaarverantwoording 2025"]
    assert "reports" not in found(ask(cast.alice, "kwartaalrapport"))


def test_organisations_are_for_the_coordination_point(cast):
    assert found(ask(cast.dirk, "molenwerf"))["organisations"] == ["Bouwbedrijf Molenwerf BV"]
    assert found(ask(cast.alice, "molenwerf")) == {}
    assert "organisations" not in found(ask(cast.frank, "molenwerf"))


def test_firms_are_for_who_buys(cast, owner):
    with owner():
        tender = TenderFactory(authority=cast.alice.organisation)
        firm_of(tender, "Hoveniers Linde", kvk="12345678", state="confirmed", decided_at=timezone.now())
    assert found(ask(cast.alice, "hoveniers")) == {"firms": ["Hoveniers Linde"]}
    assert found(ask(cast.bram, "hoveniers")) == {}


@pytest.mark.parametrize(
    ("who", "typed", "label"),
    [
        ("dirk", "instellingen", "De regio"),
        ("dirk", "tarief", "Bouwblokken en tarieven"),
        ("bram", "tarief", "Bouwblokken en tarieven"),
        ("bram", "wachtwoord", "Wachtwoord wijzigen"),
        ("alice", "gunning", "Gunning vastleggen"),
        ("esra", "hulp", "Hulp"),
        ("carla", "iemand aanm", "Iemand aanmelden"),
    ],
)
def test_pages_are_found_by_what_one_wants_there(cast, who, typed, label):
    person = getattr(cast, who)
    shown = ask(person, typed).context["places"]
    assert label in [one.label for one in shown]
    for one in shown:
        assert person.client.get(one.url).status_code in {200, 302}, one


def test_a_page_is_offered_only_to_who_may_open_it(cast):
    for person, typed in ((cast.bram, "gunning"), (cast.carla, "werkgebieden"), (auditor_of(cast.alice), "gunning")):
        assert not [one for one in ask(person, typed).context["places"] if typed in one.label.casefold()]


def test_every_place_opens_for_who_is_offered_it(cast):
    """Each word of every place, so that all of them are offered to who has them."""
    every = [*places.PLACES, *places.OWN]
    for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        for label in {str(one.label) for one in every}:
            for one in ask(person, label[:90]).context["places"]:
                assert person.client.get(one.url).status_code in {200, 302}, (person.user.name, one)


@pytest.mark.parametrize("rows", [3, 30])
def test_as_many_questions_for_many_rows(cast, owner, rows):
    with owner():
        for number in range(rows):
            contract = ContractFactory(title=f"Brug {number}", authority=cast.alice.organisation)
            DeploymentFactory(contract=contract, reference=f"D-BRUG-{number}")
            CandidateFactory(werkplein=cast.carla.organisation, identity__last_name=f"Brug {number}")
            VacancyFactory(title=f"Brugwachter {number}")
    assert len(found(ask(cast.dirk, "brug"))) == 4
    assert questions(cast.dirk, f"{PATH}?q=brug") == MOST_QUERIES - 1
    assert ask(cast.dirk, "brugge wachte").context["found"].is_guess
    assert questions(cast.dirk, f"{PATH}?q=brugge wachte") <= MOST_QUERIES


def test_a_citizen_service_number_is_refused(cast, everything):
    answer = ask(cast.dirk, "123456782")
    assert "Dit lijkt een burgerservicenummer" in words_of(answer)
    assert not answer.context["found"].groups


@pytest.mark.parametrize(("typed", "said"), [("x", "minstens 2 tekens"), ("x" * 101, "hoogstens 100 tekens")])
def test_too_little_and_too_much_is_said(cast, everything, typed, said):
    answer = ask(cast.dirk, typed)
    assert said in words_of(answer)
    assert f'value="{typed}"' in answer.content.decode(), "what was typed stays"


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "%%", "__", "'; DROP TABLE x; --", '"><script>', "\x07\x07", "👩‍🌾🌳", "\\\\", "{{ 1 }}", "’‘", "é́"],
)
def test_whatever_is_typed_is_only_looked_for(cast, everything, typed):
    for person in (cast.bram, cast.dirk):
        answer = ask(person, typed)
        assert len(found(answer)) <= 1
        assert "<script>" not in answer.content.decode()


def test_a_zero_byte_is_refused_as_everywhere(cast):
    assert cast.bram.get(PATH, data={"q": "a\x00b"}).status_code == 400


def test_nothing_found_says_what_to_try_and_where_was_looked(cast):
    page = words_of(ask(cast.bram, "zzzz qqqq"))
    assert "Niets gevonden voor ‘zzzz qqqq’" in page
    assert "Probeer een deel van het woord" in page
    assert "U zoekt hier in: Contracten, Kalender van de regio, Vacatures" in page


def test_the_field_stands_in_the_frame_of_the_work_pages(cast):
    page = cast.bram.get("").content.decode()
    assert f'action="{cast.bram.url(PATH)}"' in page
    assert 'data-key="/"' in page
    assert page.count('role="search"') == 1


def test_every_source_has_its_own_code():
    codes = [one.code for one in search.SOURCES]
    assert len(codes) == len(set(codes))
