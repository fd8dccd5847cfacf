"""The open list of work as a feed: the set of the page, only what everybody may see, and asked for again by its digest."""

import datetime as dt
import re

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exchange import work_feed
from tests.placements.kansrijk.open_work import SEARCH, SECRETS, TODAY, expected, get, hidden, occupation, vacancy

FEED = SEARCH + "vacatures.atom"
NOW = timezone.now()


def feed(query="", **headers):
    answer = get(FEED, query, **headers)
    assert answer.status_code == 200
    return answer, feedparser.parse(answer.content)


def test_work_is_told_with_its_facts(cast):
    at = NOW - dt.timedelta(days=3)
    one = vacancy(title="Leerling-stukadoor", employer="Molenwerf & Zn", municipality="GM0106", hours_from=28, hours_to=36,
                  is_learning=True, published_at=at)  # fmt: skip
    _answer, read = feed()
    assert not read.bozo
    assert (read.feed.title, read.feed.author) == (f"Vacatures {cast.region.name}", cast.region.name)
    [entry] = read.entries
    assert (entry.title, entry.author) == ("Leerling-stukadoor", "Molenwerf & Zn")
    assert entry.link.endswith(f"/groningen/vacatures/{one.pk}/")
    assert entry.link.startswith("http")
    assert entry.published == entry.updated == f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    for words in ("Molenwerf & Zn, Assen", "Uren per week: 28 tot 36 uur", "Leren en werken samen"):
        assert words in entry.summary
    assert {one.term for one in entry.tags} == {"vacancy_open", "construction"}


@pytest.mark.parametrize("query", ["", "zoek=schilder", "uren=tot-16", "waar=GM0014&km=10", "nu=verwacht", "zoek=astronaut",
                                   "soort=onzin", "nodig=leren&sorteer=loon"])  # fmt: skip
def test_it_has_the_set_of_the_page(cast, query):
    vacancy(title="Schilder", municipality="GM0014", hours_from=8, hours_to=12)
    vacancy(title="Kok", sector="other", municipality="GM0106", is_learning=True, hours_from=32, hours_to=36)
    vacancy(title="Straks glazenwasser", is_expected=True, municipality="GM0014", hours_from=20, hours_to=24)
    expected(cast.alice.organisation, occupation(cast.region), title="Onderhoud van scholen", municipalities=["GM0014"])
    body = get(SEARCH, query).content.decode()
    shown = {one for one in ("Schilder", "Kok", "Straks glazenwasser", "Onderhoudsschilder") if f">{one}<" in body}
    assert {entry.title for entry in feed(query)[1].entries} == shown


def test_the_newest_first_and_each_a_thing_of_its_own(cast, monkeypatch):
    for days, title in ((5, "Oud"), (1, "Nieuw"), (3, "Midden")):
        vacancy(title=title, published_at=NOW - dt.timedelta(days=days))
    expected(cast.alice.organisation, occupation(cast.region), on_calendar_since=TODAY - dt.timedelta(days=2))
    _answer, read = feed("sorteer=loon")
    assert [one.title for one in read.entries] == ["Nieuw", "Onderhoudsschilder", "Midden", "Oud"]
    ids = [one.id for one in read.entries]
    assert len(set(ids)) == len(ids)
    assert read.entries[1].id.endswith("/schilder")
    assert [one.id for one in feed("waar=GM0106")[1].entries if one.title == "Oud"] == [ids[3]]
    monkeypatch.setattr(work_feed, "MOST", 2)
    assert [one.title for one in feed()[1].entries] == ["Nieuw", "Onderhoudsschilder"]


def test_nothing_that_nobody_may_see_and_the_same_for_everybody(cast):
    hidden(cast)
    vacancy(title="Voor iedereen")
    answers = {one.get(FEED).content for one in (Client(), cast.alice.client, cast.dirk.client, cast.frank.client)}
    [body] = answers
    assert b"Voor iedereen" in body
    for secret in SECRETS:
        assert secret not in body.decode()
    assert Client().get("/nergens/vacatures/vacatures.atom").status_code == 404


def test_it_is_kept_on_the_way_and_asked_for_again_by_its_digest(cast):
    vacancy()
    answer, _read = feed("zoek=&page=3&sorteer=loon")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["ETag"] == feed()[0]["ETag"]
    assert {"max-age=60", "public"} == set(answer["Cache-Control"].split(", "))
    assert not answer.cookies
    again = get(FEED, **{"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    vacancy()
    assert get(FEED, **{"if-none-match": answer["ETag"]}).status_code == 200


def test_the_page_leads_to_it_with_what_was_chosen(cast):
    body = get(SEARCH, "zoek=bouw&sorteer=loon").content.decode()
    assert re.search(
        r'<link rel="alternate"\s+type="application/atom\+xml"[^>]*href="/groningen/vacatures/vacatures.atom\?zoek=bouw"',
        body,
    )
    assert re.search(r'<a [^>]*href="/groningen/vacatures/vacatures.atom\?zoek=bouw"', body)


def test_thirty_take_as_few_questions_as_three(cast):
    counts = []
    for more in (3, 27):
        for _number in range(more):
            vacancy(occupation=occupation(cast.region))
        with CaptureQueriesContext(connection) as asked:
            feed("zoek=schilder&waar=GM0014")
        counts.append(len([one for one in asked if not re.match("(RELEASE )?SAVEPOINT", one["sql"])]))
    assert counts[0] == counts[1] <= 8
