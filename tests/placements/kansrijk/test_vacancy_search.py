"""The list of work for everybody: what stands in it, how it is narrowed and counted, and what never shows."""

import datetime as dt
import itertools
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.distance import kilometres
from tests.placements.kansrijk.open_work import (
    HOME,
    SEARCH,
    SECRETS,
    TODAY,
    expected,
    get,
    hidden,
    occupation,
    text_of,
    titles,
    vacancy,
)

QUERIES = 8


def queries(path=SEARCH, query=""):
    with CaptureQueriesContext(connection) as asked:
        assert get(path, query).status_code == 200
    return [one["sql"] for one in asked if not re.match("(RELEASE )?SAVEPOINT", one["sql"])]


class TestWhatStandsInIt:
    def test_work_is_told_in_plain_words(self, cast):
        vacancy(
            title="Leerling-stukadoor",
            employer="Molenwerf BV",
            description="U leert stuken bij een vaste leermeester.",
            municipality="GM0106",
            hours_from=28,
            hours_to=36,
            wage_from=Decimal(2310),
            wage_to=Decimal(2480),
            is_learning=True,
            places=3,
        )
        text = text_of(get())
        for words in (
            "1 baan gevonden",
            "Leerling-stukadoor",
            "Molenwerf BV, Assen",
            "U leert stuken bij een vaste leermeester.",
            "28 tot 36 uur",
            "€ 2.310 tot € 2.480",
            "zo snel mogelijk",
            "Nu open",
            "Geen diploma nodig",
            "Geen rijbewijs nodig",
            "3 plekken",
        ):
            assert words in text

    def test_what_helps_is_not_told_as_a_must(self, cast):
        vacancy(certificates=["VCA"], licence="b", rules=["certificates"])
        text = text_of(get())
        assert "Rijbewijs handig" in text
        assert "Geen diploma nodig" not in text
        assert "Geen rijbewijs nodig 1" in text

    def test_work_that_the_calendar_expects_stands_in_the_same_list(self, cast):
        painter = occupation(cast.region, hours_from=28, hours_to=36)
        expected(
            cast.alice.organisation, painter, title="Onderhoud van scholen", municipalities=["GM0014"],
            starts_on=dt.date(TODAY.year + 1, 3, 1),
        )  # fmt: skip
        vacancy(title="Nu al werk")
        vacancy(title="Straks werk", is_expected=True, starts_on=dt.date(TODAY.year + 1, 5, 1))
        page = get()
        assert titles(page) == ["Nu al werk", "Straks werk", "Onderhoudsschilder"]
        text = text_of(page)
        assert f"{cast.alice.organisation.name} zoekt straks 4 mensen, Groningen" in text
        assert "Dit werk komt eraan, door: Onderhoud van scholen." in text
        assert f"maart {TODAY.year + 1}" in text
        assert f"mei {TODAY.year + 1}" in text
        assert titles(get(query="nu=open")) == ["Nu al werk"]
        assert titles(get(query="nu=verwacht")) == ["Straks werk", "Onderhoudsschilder"]

    def test_expected_work_that_began_or_is_no_more_is_left_out(self, cast):
        painter = occupation(cast.region)
        expected(cast.alice.organisation, painter, title="Al begonnen", starts_on=TODAY - dt.timedelta(days=1))
        expected(cast.alice.organisation, painter, title="Ingetrokken", status="withdrawn")
        expected(cast.alice.organisation, painter, title="Nog een plan", status="concept", on_calendar_since=None)
        assert titles(get()) == []


class TestNothingLeaks:
    @pytest.mark.parametrize(
        "query", ["", "zoek=geheim", "zoek=geheime", "nu=open", "waar=GM0014&km=10", "uren=28-meer"]
    )
    def test_what_is_not_open_is_in_no_list_and_no_count(self, cast, query):
        hidden(cast)
        painter = occupation(cast.other_region)
        expected(cast.frank.organisation, painter, title="Geheim werk van elders")
        page = get(query=query)
        assert titles(page) == []
        assert "0 banen gevonden" in text_of(page)
        # No choice is offered, for nothing falls under it; what somebody chose himself stands there with nothing.
        assert re.findall(r"<span>[1-9][0-9]*</span>", page.content.decode()) == []
        shown = page.content.decode()
        for secret in SECRETS:
            assert secret not in shown

    @pytest.mark.parametrize("path", [HOME, "/groningen/sitemap.xml"])
    def test_nor_on_the_home_or_the_map(self, cast, path):
        lost = hidden(cast)
        shown = get(path).content.decode()
        for secret in (*SECRETS, *(str(one.pk) for one in lost)):
            assert secret not in shown

    def test_contacts_of_an_open_one_stay_inside(self, cast):
        one = vacancy()
        for path in (SEARCH, f"{SEARCH}{one.pk}/", HOME):
            shown = get(path).content.decode()
            assert one.title in shown
            for secret in SECRETS:
                assert secret not in shown

    def test_who_is_logged_in_reads_the_same(self, cast):
        hidden(cast)
        vacancy()
        for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.frank):
            assert person.client.get(SEARCH).content == get().content

    def test_the_other_region_sees_its_own(self, cast):
        hidden(cast)
        assert titles(get(f"/{cast.other_region.code}/vacatures/")) == ["Geheim werk"]

    def test_the_same_for_everybody_and_it_may_be_kept(self, cast):
        answer = get()
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "csrf" not in answer.content.decode()
        assert get(**{"If-None-Match": answer["ETag"]}).status_code == 304
        vacancy()
        assert get(**{"If-None-Match": answer["ETag"]}).status_code == 200
        assert Client().post(SEARCH).status_code == 405
        assert get("/nergens/vacatures/").status_code == 404
        assert get("/nergens/").status_code == 404


class TestSearch:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("schilder", ["Onderhoudsschilder"]),
            ("schilders", ["Onderhoudsschilder"]),
            ("steigers bouwen", ["Hulp bij steigerbouw"]),
            ("molenwerf", ["Hulp bij steigerbouw"]),
            ("assen", ["Hulp bij steigerbouw"]),
            ("magazijn", []),
        ],
    )
    def test_by_word(self, cast, words, found):
        vacancy(title="Hulp bij steigerbouw", employer="Molenwerf BV", municipality="GM0106")
        vacancy(title="Kok", description="U kookt.", municipality="GM0014")
        expected(cast.alice.organisation, occupation(cast.region))
        assert titles(get(query=f"zoek={words}")) == found

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("poetsen", ["Schoonmaker"]),
            ("poetshulp", ["Schoonmaker"]),
            ("verven", ["Onderhoudsschilder"]),
            ("poetsen verven", []),
        ],
    )
    def test_by_what_people_call_it_at_home(self, cast, words, found):
        vacancy(title="Schoonmaker", description="")
        expected(cast.alice.organisation, occupation(cast.region))
        assert titles(get(query=f"zoek={words}")) == found

    def test_a_word_typed_wrong_gives_what_is_alike(self, cast):
        vacancy(title="Stukadoor", description="")
        page = get(query="zoek=stukkadoor")
        assert titles(page) == ["Stukadoor"]
        assert "Dit lijkt op ‘stukkadoor’" in text_of(page)

    def test_nothing_found_helps_on(self, cast):
        vacancy()
        text = text_of(get(query="zoek=astronaut"))
        assert "Niets gevonden" in text
        assert "Haal een filter weg." in text

    @pytest.mark.parametrize("words", ["'", "%", "a&b|!c", "\\", "(:*", "' OR 1=1 --", "é", "x" * 300])
    def test_odd_words_are_only_words(self, cast, words):
        vacancy()
        assert get(query="zoek=" + words.replace("&", "%26").replace("%", "%25")).status_code == 200


class TestPlace:
    def test_the_nearest_comes_first_with_its_distance(self, cast):
        vacancy(title="Ver", municipality="GM0106", place="Assen")
        vacancy(title="Hier", municipality="GM0014")
        vacancy(title="Nergens", municipality="GM9999")
        vacancy(title="Dichtbij", municipality="GM1699")
        page = get(query="waar=GM0014")
        assert "Eemsdelta (Appingedam, Delfzijl, Loppersum)" in page.content.decode()
        assert titles(page) == ["Hier", "Dichtbij", "Ver", "Nergens"]
        text = text_of(page)
        assert f"Assen ({kilometres('GM0014', 'GM0106')} km)" in text
        assert "Groningen (uw gemeente)" in text

    def test_no_farther_than_somebody_goes(self, cast):
        vacancy(title="Ver", municipality="GM0106")
        vacancy(title="Hier", municipality="GM0014")
        vacancy(title="Nergens", municipality="GM9999")
        assert titles(get(query="waar=GM0014&km=20")) == ["Hier"]
        assert titles(get(query="waar=GM0014&km=30")) == ["Hier", "Ver"]

    def test_neighbours_of_the_region_can_be_chosen_and_a_name_is_understood(self, cast):
        page = get(query="waar=Leeuwarden").content.decode()
        assert '<option value="GM0080" selected>Leeuwarden</option>' in page
        assert '<option value="GM0114">Emmen</option>' in page
        # Those that are no more cannot be chosen.
        assert ">Slochteren</option>" not in page

    @pytest.mark.parametrize(
        "query", ["waar=Atlantis", "waar=GM9999", "km=20", "waar=GM0014&km=7", "sorteer=x", "uren=x", "soort=x"]
    )
    def test_what_we_do_not_know_is_said_and_left_out(self, cast, query):
        vacancy(title="Hier")
        page = get(query=query)
        assert page.status_code == 200
        assert titles(page) == ["Hier"]
        assert "Niet alles in dit adres klopt." in text_of(page)


class TestChoices:
    @pytest.fixture
    def work(self, cast):
        """Every combination of hours, needs and sort of work."""
        made = []
        for place, (hours, diploma, licence, learns, sector) in enumerate(
            itertools.product(
                ((8, 12), (12, 20), (32, 40)), (False, True), (False, True), (False, True), ("construction", "other")
            )
        ):
            made.append(
                vacancy(
                    title=f"Werk {place:02d}",
                    hours_from=hours[0],
                    hours_to=hours[1],
                    certificates=["VCA"] if diploma else [],
                    licence="b" if licence else "",
                    rules=["certificates", "licence"],
                    is_learning=learns,
                    sector=sector,
                )
            )
        return made

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "uren=tot-16",
            "uren=tot-16&uren=28-meer",
            "nodig=geen-diploma&nodig=geen-rijbewijs",
            "nodig=leren&soort=other&uren=16-28",
        ],
    )
    def test_counts_are_those_of_the_list_that_a_choice_gives(self, work, query):
        """By an own, plain count of what each choice means."""
        chosen = [pair.split("=") for pair in query.split("&") if pair]
        page = get(query=query).content.decode()
        meanings = {
            ("uren", "tot-16"): lambda one: one.hours_from < 16,
            ("uren", "16-28"): lambda one: one.hours_from < 28 and one.hours_to >= 16,
            ("uren", "28-meer"): lambda one: one.hours_to >= 28,
            ("nodig", "geen-diploma"): lambda one: not one.certificates,
            ("nodig", "geen-rijbewijs"): lambda one: not one.licence,
            ("nodig", "leren"): lambda one: one.is_learning,
            ("soort", "construction"): lambda one: one.sector == "construction",
            ("soort", "other"): lambda one: one.sector == "other",
        }

        def left(pairs):
            def fits(one):
                for name in {name for name, _value in pairs}:
                    ways = [meanings[name, value](one) for asked, value in pairs if asked == name]
                    if not (all(ways) if name == "nodig" else any(ways)):
                        return False
                return True

            return sum(fits(one) for one in work)

        assert f"{left(chosen)} ban" in text_of(get(query=query))
        for name, value in meanings:
            others = [pair for pair in chosen if pair[0] != name or name == "nodig"]
            count = left([*others, [name, value]])
            box = re.search(rf'name="{name}"\s+value="{value}"[^>]*><span>[^<]*</span><span>(\d+)</span>', page)
            assert int(box[1]) if box else count == 0, (name, value)
            if box:
                assert int(box[1]) == count, (name, value)

    def test_everything_chosen_can_be_taken_away_one_by_one(self, cast):
        of = occupation(cast.region)
        vacancy(occupation=of)
        page = get(
            query="zoek=bouw&waar=GM0014&km=20&uren=16-28&nodig=leren&soort=construction&beroep=schilder&nu=open"
        )
        text = text_of(page)
        for label in ("‘bouw’", "U woont in Groningen", "Binnen 20 kilometer", "16 tot 28 uur", "Bouw", "Nu open"):
            assert f"{label} × weghalen" in text
        assert 'href="/groningen/vacatures/?zoek=bouw&amp;uren=16-28&amp;nodig=leren' in page.content.decode()

    def test_orders(self, cast):
        now = timezone.now()
        vacancy(
            title="A", published_at=now - dt.timedelta(days=2), starts_on=TODAY + dt.timedelta(days=9), wage_from=3000
        )
        vacancy(title="B", published_at=now - dt.timedelta(days=1), starts_on=TODAY + dt.timedelta(days=3))
        vacancy(title="C", published_at=now - dt.timedelta(days=3), wage_from=2000, wage_to=2500)
        assert titles(get()) == ["B", "A", "C"]
        assert titles(get(query="sorteer=begin")) == ["C", "B", "A"]
        assert titles(get(query="sorteer=loon")) == ["A", "C", "B"]

    def test_pages_keep_what_was_asked(self, cast):
        for number in range(23):
            vacancy(title=f"Werk {number:02d}")
        first = get(query="zoek=werk")
        assert len(titles(first)) == 20
        assert "/groningen/vacatures/?zoek=werk&amp;page=2" in first.content.decode()
        assert len(titles(get(query="zoek=werk&page=2"))) == 3
        assert get(query="page=999").status_code == 200
        assert get(query="page=x").status_code == 200


@pytest.mark.parametrize(("path", "query"), [(SEARCH, ""), (SEARCH, "zoek=steiger&waar=GM0014&km=45"), (HOME, "")])
def test_as_many_queries_for_many_rows(cast, path, query):
    of = occupation(cast.region, "steigerbouwer", "Steigerbouwer")

    def work(count):
        for number in range(count):
            vacancy(occupation=of, municipality=("GM0014", "GM0106")[number % 2])
            expected(cast.alice.organisation, of, municipalities=["GM0014", "Haren"])

    work(3)
    few = queries(path, query)
    work(27)
    assert len(queries(path, query)) == len(few) <= QUERIES, few
