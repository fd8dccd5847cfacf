"""Occupations for everybody: what the page tells and what it does not, the search, and what stands on no page."""

import datetime as dt
import html
import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import ProgrammeOccupation
from organisations.models import new_id
from tests.database import owner
from tests.factories.training import GroupFactory, ProgrammeFactory
from tests.placements.kansrijk.open_work import TODAY, expected, get, occupation, text_of, vacancy

ALL = "/groningen/beroepen/"
#: Region and contents, and at most eight more.
QUERIES = 8


@pytest.fixture
def painter(cast):
    return occupation(
        cast.region,
        name="Schilder",
        summary="Schildert houtwerk.",
        tasks=["U schuurt en stopt gaten.", "U verft ramen."],
        needs="U werkt netjes.",
        circumstances="In de zomer buiten.",
        certificates=["VCA-basis"],
        hours_from=24,
        hours_to=40,
        picture="finishing",
        is_public=True,
    )


def page(code="schilder"):
    return get(f"{ALL}{code}/")


def trained(of, *, state="available", starts_on=None, **values):
    with owner():
        programme = ProgrammeFactory(region=of.region, state=state, provider="Geheime opleider", **values)
        ProgrammeOccupation.objects.create(programme=programme, occupation=of)
        if starts_on:
            GroupFactory(
                programme=programme, starts_on=starts_on, ends_on=starts_on + dt.timedelta(days=60), place="Assen",
                benefit_kept=True,
            )  # fmt: skip
    return programme


class TestPage:
    def test_what_one_does_and_needs_in_plain_words(self, painter):
        told = text_of(page())
        for words in (
            "Schilder",
            "U schuurt en stopt gaten.",
            "U verft ramen.",
            "In de zomer buiten.",
            "U werkt netjes.",
            "VCA-basis",
            "U hebt geen rijbewijs nodig.",
            "U werkt meestal 24 tot 40 uur per week.",
        ):
            assert words in told, words
        assert "Wat verdient u?" not in told

    @pytest.mark.parametrize("needs", ["U werkt netjes.", "U hebt geen diploma nodig. U hebt geen rijbewijs nodig."])
    def test_what_is_not_needed_is_said_once(self, painter, needs):
        with owner():
            painter.needs, painter.certificates = needs, []
            painter.save()
        told = text_of(page())
        assert told.count("U hebt geen diploma nodig.") == 1
        assert told.count("U hebt geen rijbewijs nodig.") == 1

    def test_a_wage_says_where_it_stands(self, painter):
        with owner():
            painter.wage_from, painter.wage_to = Decimal(2350), Decimal(2900)
            painter.wage_source, painter.wage_on = "cao Schilders", dt.date(2026, 7, 1)
            painter.save()
        told = text_of(page())
        assert "€ 2.350 tot € 2.900 per maand" in told
        assert "Bron: cao Schilders, 1 juli 2026." in told

    def test_training_without_its_price(self, painter):
        soon = TODAY + dt.timedelta(days=20)
        trained(painter, name="Leren schilderen", starts_on=soon, seat_cost=Decimal("7531.00"), weeks=6)
        trained(painter, name="Alleen bedacht", state="concept")
        trained(painter, name="Is voorbij", state="closed")
        answer = page()
        told = text_of(answer)
        assert "Leren schilderen" in told
        assert f"De volgende groep begint op {soon.day} " in told
        assert "Waar: Assen." in told
        assert "U houdt uw uitkering tijdens deze opleiding." in told
        for hidden in ("Alleen bedacht", "Is voorbij", "7531", "7.531", "Geheime opleider"):
            assert hidden not in answer.content.decode(), hidden

    def test_a_group_that_is_full_or_over_is_no_promise(self, painter):
        programme = trained(painter, name="Leren schilderen", starts_on=TODAY - dt.timedelta(days=3))
        with owner():
            GroupFactory(programme=programme, starts_on=TODAY + dt.timedelta(days=9), ends_on=TODAY + dt.timedelta(days=90),
                         state="group_cancelled", cancelled_reason="Te weinig mensen")  # fmt: skip
        assert "Wanneer de volgende groep begint, is nog niet bekend." in text_of(page())

    def test_vacancies_that_are_open_and_no_others(self, cast, painter):
        vacancy(title="Schilder binnenwerk", occupation=painter, sector="construction")
        vacancy(title="Straks schilderen", occupation=painter, is_expected=True)
        vacancy(title="Geheim werk", occupation=painter, state="vacancy_submitted", published_at=None)
        vacancy(title="Voorbij werk", occupation=painter, closes_on=TODAY - dt.timedelta(days=1))
        answer = page()
        told = text_of(answer)
        assert "Schilder binnenwerk" in told
        assert "Straks schilderen" in told
        assert "Dit werk komt eraan." in told
        assert "Bekijk alle 2 vacatures" in told
        assert "/groningen/vacatures/?beroep=schilder" in answer.content.decode()
        for hidden in ("Geheim werk", "Voorbij werk"):
            assert hidden not in told

    def test_who_registers_for_it_need_not_tell_it_twice(self, painter):
        read = html.unescape(page().content.decode())
        way = re.search(r'href="(/groningen/aanmelden/[^"]*)"[^>]*>Aanmelden voor dit werk', read)[1]
        form = html.unescape(get(way).content.decode())
        assert "U meldt zich aan voor: Beroep Schilder." in form
        assert re.search(r'value="finishing"[^>]*checked', form)

    def test_what_comes_is_said_by_quarter(self, cast, painter):
        expected(cast.alice.organisation, painter, heads=7, starts_on=TODAY)
        undated = expected(cast.alice.organisation, painter, heads=3)
        with owner():
            type(undated).objects.filter(pk=undated.pk).update(starts_on=None)
        told = text_of(page())
        assert ": ongeveer 7 mensen." in told
        assert "Wanneer is nog niet bekend: ongeveer 3 mensen." in told

    def test_machines_read_an_occupation(self, painter):
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page().content.decode(), re.DOTALL)
        read = json.loads(block[1])
        assert read["@type"] == "Occupation"
        assert read["name"] == "Schilder"
        assert read["url"].endswith("/groningen/beroepen/schilder/")
        assert "estimatedSalary" not in read

    @pytest.mark.parametrize("gone", [{"is_public": False}, {"retired_on": dt.date(2026, 1, 1)}])
    def test_what_has_no_page_is_not_there(self, painter, gone):
        with owner():
            type(painter).objects.filter(pk=painter.pk).update(**gone)
        answer = page()
        assert answer.status_code == 404
        assert "Dit beroep staat hier niet" in text_of(answer)
        assert "U schuurt" not in text_of(answer)
        assert "Schilder" not in text_of(get(ALL))

    def test_of_another_region_nothing(self, cast, painter):
        occupation(cast.other_region, code="geheim", name="Geheim beroep", summary="Elders.", is_public=True)
        assert page("geheim").status_code == 404
        assert "Geheim beroep" not in text_of(get(ALL))
        assert get("/noordermeer/beroepen/schilder/").status_code == 404
        assert get("/nergens/beroepen/").status_code == 404

    def test_the_number_of_queries_does_not_grow(self, cast, painter):
        def counted():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert page().status_code == 200
            return len(queries)

        few = counted()
        for number in range(30):
            vacancy(title=f"Werk {number}", occupation=painter)
            expected(cast.alice.organisation, painter, heads=1, starts_on=TODAY, title=f"Tender {number}")
        trained(painter, starts_on=TODAY)
        assert counted() <= few + 1  # how many vacancies there are beside the few that are shown

    def test_it_may_be_kept_on_the_way(self, painter):
        answer = page()
        assert "public" in answer["Cache-Control"]
        assert "sessionid" not in answer.cookies
        assert get(f"{ALL}schilder/", **{"If-None-Match": answer["ETag"]}).status_code == 304


class TestSearch:
    @pytest.fixture
    def work(self, cast, painter):
        occupation(cast.region, code="chauffeur", name="Chauffeur", sector="other", summary="Rijdt.", is_public=True)
        occupation(cast.region, code="lasser", name="Lasser", sector="engineering", summary="Last.", is_public=True)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("zoek=schilderen", {"Schilder"}),
            ("zoek=ramen", {"Schilder"}),
            ("zoek=SCHIL", {"Schilder"}),
            ("zoek=verven", {"Schilder"}),
            ("zoek=vrachtwagen", {"Chauffeur"}),
            ("zoek=vrachtwagen verven", set()),
            ("sector=engineering", {"Lasser"}),
            ("sector=other&zoek=rijdt", {"Chauffeur"}),
            ("zoek=astronaut", set()),
            ("sector=onzin", {"Schilder", "Chauffeur", "Lasser"}),
        ],
    )
    def test_by_word_and_sector(self, work, query, found):
        told = re.findall(r'occupation-card__name">\s*<a[^>]*>([^<]*)</a>', get(ALL, query).content.decode())
        assert set(told) == found

    def test_nothing_found_says_what_to_do(self, work):
        told = text_of(get(ALL, "zoek=astronaut"))
        assert "0 beroepen gevonden" in told
        assert "wij denken met u mee" in told

    def test_places_in_open_vacancies_are_told(self, painter):
        vacancy(occupation=painter, places=4)
        vacancy(occupation=painter, places=40, state="vacancy_concept", published_at=None)
        assert "4 plekken in vacatures" in text_of(get(ALL))

    def test_the_number_of_queries_does_not_grow(self, cast, painter):
        def counted():
            with CaptureQueriesContext(connection) as queries:
                get(ALL)
            return len(queries)

        few = counted()
        for number in range(30):
            occupation(cast.region, code=f"werk-{number}", name=f"Werk {number}", summary="Iets.", is_public=True)
        assert counted() == few <= QUERIES


def test_a_code_that_is_no_code(cast):
    assert get(f"{ALL}{new_id()}/").status_code == 404
