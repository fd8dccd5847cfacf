"""The page of one vacancy: what it tells in plain words, what machines read in it, and what stands for one that is over."""

import datetime as dt
import html
import json
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.models import new_id
from tests.database import owner
from tests.placements.kansrijk.open_work import SEARCH, TODAY, get, hidden, occupation, text_of, vacancy
from tests.tenders.calendar_page import on_calendar

QUERIES = 8


def page_of(one, query=""):
    return get(f"{SEARCH}{one.pk}/", query)


def posting_of(answer):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.DOTALL)
    return [json.loads(one) for one in blocks]


class TestWhatItTells:
    def test_all_facts_in_plain_words(self, cast):
        text = text_of(
            page_of(
                vacancy(
                    title="Medewerker isolatie",
                    employer="Teunis BV",
                    reference="V-77",
                    description="U isoleert daken.\n\nU werkt met twee collega’s.",
                    offer="Een vast contract.",
                    municipality="GM0014",
                    place="Haren",
                    places=2,
                    hours_from=36,
                    hours_to=36,
                    wage_from=Decimal(2350),
                    wage_to=Decimal(2350),
                    starts_on=TODAY + dt.timedelta(days=20),
                    closes_on=dt.date(TODAY.year + 1, 1, 31),
                    is_learning=True,
                    pays_course=True,
                )
            )
        )
        for words in (
            "Medewerker isolatie",
            "Teunis BV",
            "Haren (gemeente Groningen)",
            "36 uur",
            "€ 2.350 bruto",
            "2 mensen",
            f"31 januari {TODAY.year + 1}",
            "V-77",
            "U isoleert daken.",
            "Een vast contract.",
            "U leert en werkt tegelijk.",
            "De werkgever betaalt een cursus voor u.",
        ):
            assert words in text

    def test_a_rule_is_a_must_and_a_fact_beside_it_helps(self, cast):
        of = occupation(cast.region)
        one = vacancy(
            occupation=of,
            certificates=["VCA basis"],
            licence="b",
            rules=["occupation", "certificates", "hours", "travel"],
        )
        page = page_of(one).content.decode()
        must, handy = page.split("Dit moet")[1].split("Dit is handig, maar hoeft niet")
        assert "U hebt: VCA basis." in must
        assert "Onderhoudsschilder" in must
        assert "U kunt 24 tot 36 uur per week werken." in must
        assert "U kunt elke werkdag naar Groningen reizen." in must
        assert "rijbewijs B (auto)" in handy
        assert "rijbewijs" not in must

    def test_nothing_asked_is_told_as_well(self, cast):
        assert "Iedereen mag reageren." in text_of(page_of(vacancy(rules=[])))

    def test_other_work_is_no_demand(self, cast):
        page = text_of(page_of(vacancy(occupation=None, sector="other", rules=["sector"])))
        assert "U zoekt werk in" not in page
        assert "Iedereen mag reageren." in page

    def test_how_far_it_is_from_home(self, cast):
        one = vacancy(municipality="GM0106")
        assert "kilometer" not in text_of(page_of(one))
        near = page_of(one, "waar=GM0014")
        assert "25 kilometer, als een vogel vliegt" in text_of(near)
        # The same page by another address: machines read it once.
        assert near.content.decode().count("?waar=GM0014") >= 1
        assert re.search(r'rel="canonical" href="[^"?]*"', near.content.decode())
        assert page_of(one, "waar=Atlantis").status_code == 200

    def test_expected_work_says_so_and_is_no_posting(self, cast):
        page = page_of(vacancy(is_expected=True, starts_on=dt.date(TODAY.year + 1, 4, 1)))
        assert "Dit werk komt eraan." in text_of(page)
        assert f"april {TODAY.year + 1}" in text_of(page)
        assert posting_of(page) == []

    def test_similar_work_of_the_same_occupation_first_and_open_only(self, cast):
        hidden(cast)
        of = occupation(cast.region)
        one = vacancy(title="Deze", occupation=of)
        vacancy(title="Zelfde soort werk")
        vacancy(title="Zelfde beroep", occupation=of)
        vacancy(title="Ander soort werk", sector="other")
        page = page_of(one).content.decode()
        assert page.index("Zelfde beroep") < page.index("Zelfde soort werk")
        assert "Ander soort werk" not in page
        assert "Geheim werk" not in page

    def test_it_can_be_shared_without_scripts_of_others(self, cast):
        one = vacancy(title="Kok & bakker")
        page = page_of(one).content.decode()
        address = f"/groningen/vacatures/{one.pk}/"
        assert re.search(r'href="https://wa\.me/\?text=Kok\+%26\+bakker', page)
        assert re.search(r'href="mailto:\?subject=Kok%20%26%20bakker', page)
        assert address in page
        assert set(re.findall(r'src="([^"]*)"', page)) == {
            src for src in re.findall(r'src="([^"]*)"', page) if src.startswith("/static/")
        }

    def test_who_reacts_need_not_tell_it_twice(self, cast):
        of = occupation(cast.region, picture="finishing")
        one = vacancy(occupation=of, reference="V-9", title="Schilder")
        page = html.unescape(page_of(one, "waar=GM0106").content.decode())
        way = re.search(r'href="(/groningen/aanmelden/\?[^"]*bellen=ja)"', page)[1]
        form = html.unescape(Client().get(way).content.decode())
        assert "U meldt zich aan voor: Vacature V-9 Schilder." in form
        assert re.search(r"GM0106[^>]*selected", form)
        assert re.search(r'value="finishing"[^>]*checked', form)
        assert re.search(r'name="wants_call"[^>]*checked', form)
        # The page says beforehand what is asked of who wants a call.
        assert "uw naam, uw telefoonnummer en uw gemeente in" in page
        # Words of somebody else do not get onto the page.
        assert "Bel 0900" not in Client().get("/groningen/aanmelden/?over=Bel+0900:abc").content.decode()

    def test_few_queries(self, cast):
        of = occupation(cast.region)
        one = vacancy(occupation=of, also_occupations=[occupation(cast.region, "stukadoor", "Stukadoor").pk])
        for _number in range(10):
            vacancy(occupation=of)
        with CaptureQueriesContext(connection) as asked:
            assert page_of(one).status_code == 200
        assert len([q for q in asked if not re.match("(RELEASE )?SAVEPOINT", q["sql"])]) <= QUERIES


class TestWhatMachinesRead:
    def test_a_posting_with_all_that_is_required(self, cast):
        one = vacancy(
            title="Medewerker isolatie",
            employer="Teunis BV",
            description="U isoleert daken.",
            municipality="GM0014",
            hours_from=32,
            hours_to=40,
            wage_from=Decimal("2310.50"),
            wage_to=Decimal(2480),
            closes_on=dt.date(TODAY.year + 1, 7, 1),
            published_at=dt.datetime(2026, 8, 31, 23, 30, tzinfo=dt.UTC),
        )
        page = page_of(one)
        assert '"minValue": 2310.50, "maxValue": 2480.00}' in page.content.decode()
        (posting,) = posting_of(page)
        assert posting["@type"] == "JobPosting"
        assert posting["title"] == "Medewerker isolatie"
        assert posting["description"] == "<p>U isoleert daken.</p>"
        assert posting["datePosted"] == "2026-09-01"
        assert posting["validThrough"] == f"{TODAY.year + 1}-07-01T23:59:59+02:00"
        assert posting["hiringOrganization"] == {"@type": "Organization", "name": "Teunis BV"}
        assert posting["jobLocation"]["address"]["addressLocality"] == "Groningen"
        assert posting["jobLocation"]["address"]["addressCountry"] == "NL"
        assert posting["employmentType"] == ["FULL_TIME", "PART_TIME"]
        assert posting["baseSalary"] == {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 2310.5, "maxValue": 2480},
        }

    def test_no_wage_and_no_last_day_are_left_out(self, cast):
        (posting,) = posting_of(page_of(vacancy()))
        assert not {"baseSalary", "validThrough"} & set(posting)

    def test_what_looks_like_a_number_in_a_text_stays_text(self, cast):
        (posting,) = posting_of(page_of(vacancy(title="2026", employer="\\u000012")))
        assert (posting["title"], posting["hiringOrganization"]["name"]) == ("2026", "\\u000012")

    @pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "a \u2028 b & c", '"\\'])
    def test_no_text_gets_out_of_the_block(self, cast, text):
        answer = page_of(vacancy(title=f"Werk {text}", employer=text, description=text))
        (posting,) = posting_of(answer)
        assert posting["title"] == f"Werk {text}"
        assert "<script>alert" not in answer.content.decode()
        assert "<!--" not in answer.content.decode().split("ld+json")[1].split("</script>")[0]


class TestGone:
    @pytest.mark.parametrize("state", ["vacancy_filled", "vacancy_closed"])
    def test_one_that_is_over_says_so_and_leads_on(self, cast, state):
        one = vacancy(title="Geheim werk", state=state)
        answer = page_of(one)
        assert answer.status_code == 410
        assert "Deze vacature is gesloten" in text_of(answer)
        assert 'href="/groningen/vacatures/"' in answer.content.decode()
        assert "Geheim werk" not in answer.content.decode()
        assert 'name="robots" content="noindex"' in answer.content.decode()

    def test_the_last_day_to_react_still_counts(self, cast):
        assert page_of(vacancy(closes_on=TODAY)).status_code == 200
        assert page_of(vacancy(closes_on=TODAY - dt.timedelta(days=1))).status_code == 410

    @pytest.mark.parametrize(
        ("state", "published"), [("vacancy_concept", None), ("vacancy_submitted", None), ("vacancy_rejected", None)]
    )
    def test_one_that_never_was_open_is_as_one_that_never_was(self, cast, state, published):
        answer = page_of(vacancy(state=state, published_at=published))
        nowhere = get(f"{SEARCH}{new_id()}/")
        assert answer.status_code == nowhere.status_code == 404
        assert answer.content == nowhere.content
        assert "Deze vacature is er niet" in text_of(answer)

    @pytest.mark.parametrize("state", ["vacancy_open", "vacancy_closed"])
    def test_one_of_another_region_is_not_there(self, cast, state):
        one = vacancy(region=cast.other_region, state=state)
        for asked in (page_of(one), cast.frank.client.get(f"{SEARCH}{one.pk}/")):
            assert asked.status_code == 404
        there = get(f"/{cast.other_region.code}/vacatures/{one.pk}/")
        assert there.status_code == (200 if state == "vacancy_open" else 410)


class TestMap:
    def test_what_everybody_may_read_and_nothing_else(self, cast):
        lost = hidden(cast)
        one = vacancy()
        tender = on_calendar(cast.alice.organisation)
        concept = on_calendar(cast.alice.organisation, status="concept", on_calendar_since=None)
        answer = get("/groningen/sitemap.xml")
        assert answer["Content-Type"] == "application/xml"
        places = [place.text for place in ET.fromstring(answer.content).iter() if place.tag.endswith("loc")]  # noqa: S314 - our own
        paths = [re.sub(r"^https?://[^/]*", "", place) for place in places]
        assert f"{SEARCH}{one.pk}/" in paths
        assert f"/groningen/kalender/{tender.pk}/" in paths
        assert not [path for path in paths for row in (*lost, concept) if str(row.pk) in path]
        assert all(path.startswith("/groningen/") for path in paths)
        for path in paths:
            assert Client().get(path).status_code == 200, path

    def test_an_occupation_without_page_is_not_on_it(self, cast):
        occupation(cast.region, "zonder", "Zonder pagina", is_public=False)
        occupation(cast.region, "met", "Met pagina", is_public=True)
        shown = get("/groningen/sitemap.xml").content.decode()
        assert reverse("placements:occupation_public", args=["groningen", "met"]) in shown
        assert reverse("placements:occupation_public", args=["groningen", "zonder"]) not in shown

    def test_the_map_of_each_region_is_on_the_map(self, cast):
        shown = get("/sitemap.xml").content.decode()
        assert "/groningen/sitemap.xml" in shown
        assert f"/{cast.other_region.code}/sitemap.xml" in shown

    def test_workspaces_and_links_are_left_alone_by_search_engines(self, cast):
        answer = get("/robots.txt")
        assert answer["Content-Type"].startswith("text/plain")
        text = answer.content.decode()
        for place in (
            "/werk/",
            "/account/",
            "/mijn/",
            "/aanvullen/",
            "/vacature/",
            "/bedrijf/",
            "/nazorg/",
            "/uitnodiging/",
        ):
            assert f"Disallow: {place}\n" in text
        assert re.search(r"^Sitemap: https?://\S+/sitemap\.xml$", text, re.MULTILINE)
        # What may be found is not shut out by the way.
        assert "Disallow: /groningen" not in text
        assert "Disallow: /\n" not in text


class TestHome:
    def test_it_leads_job_seekers_first_then_employers_then_the_rest(self, cast):
        vacancy(title="Nieuw werk")
        text = text_of(get("/groningen/"))
        order = [
            text.index(words)
            for words in ("Zoekt u werk in Groningen?", "Nieuw werk", "Hebt u werk?", "Wat gebeurt er in de regio?")
        ]
        assert order == sorted(order)

    def test_every_way_leads_somewhere(self, cast):
        vacancy()
        page = get("/groningen/").content.decode()
        ways = set(re.findall(r'class="home__way"\s+href="([^"]*)"', page)) | set(
            re.findall(r'class="chip"\s+href="([^"]*)"', page)
        )
        assert len(ways) > 5
        for way in ways:
            assert Client().get(html.unescape(way)).status_code == 200, way

    def test_the_menu_is_the_same_on_all_open_pages(self, cast):
        one = vacancy()
        pages = ["", "vacatures/", f"vacatures/{one.pk}/", "kalender/", "kalender/vraag/", "resultaten/", "rekenhulp/"]

        def menu(path):
            page = get(f"/groningen/{path}").content.decode()
            nav = page.split('id="hoofdmenu"')[1].split("</nav>")[0]
            return re.findall(r'utrecht-nav-list__link" href="([^"]*)"( aria-current="page")?', nav)

        first = [url for url, _current in menu("")]
        assert "/groningen/vacatures/" in first
        assert "/groningen/kalender/" in first
        for path in pages:
            found = menu(path)
            assert [url for url, _current in found] == first, path
            assert [url for url, current in found if current] == [
                url for url in first if f"/groningen/{path}".startswith(url)
            ]

    def test_a_region_without_work_says_so(self, cast):
        assert get(f"/{cast.other_region.code}/").status_code == 200
        assert "Er staan nu geen vacatures" in text_of(get(f"/{cast.other_region.code}/vacatures/"))

    def test_what_somebody_reads_there_writes_nothing(self, cast):
        one = vacancy()
        with owner():
            before = one.__class__.objects.values().get(pk=one.pk)
        for path in ("", "vacatures/", f"vacatures/{one.pk}/"):
            get(f"/groningen/{path}")
        with owner():
            assert one.__class__.objects.values().get(pk=one.pk) == before
