"""New work by mail: asked with one address, proven, told once a day or week for all searches together, and ended."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from organisations import open_forms, tenancy, upkeep
from tenders.models import SearchFollower
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.placements.kansrijk.open_work import (
    SEARCH,
    SECRETS,
    TODAY,
    expected,
    get,
    hidden,
    occupation,
    text_of,
    vacancy,
)
from tests.placements.test_erased_candidate_on_lines import erase_candidate
from tests.tenders.calendar_page import ask as ask_of_calendar
from tests.tenders.calendar_page import followers, mails

ASK = SEARCH + "mail/"
LINK = re.compile(r"/vacatures/mail/([\w-]{43})/")
DAY = dt.timedelta(days=1)
TOMORROW = TODAY + DAY


@pytest.fixture(autouse=True)
def _no_counts(monkeypatch):
    """Nobody was here before, and nobody has to wait."""
    cache.clear()
    monkeypatch.setattr(open_forms, "LEAST_SECONDS", -1)


def ask(query="", **given):
    data = {"email": "zoeker@demo.example", "rhythm": "daily", "page_made": open_forms.stamp()} | given
    return Client().post(f"{ASK}?{query}", data)


def step(token, which, **given):
    return Client().post(f"{ASK}{token}/", {"step": which} | given)


def fresh(**values):
    """A vacancy that was published today."""
    return vacancy(**({"published_at": timezone.now()} | values))


def following(query="", **given):
    assert ask(query, **given).status_code == 200
    token = LINK.search(mails("work_confirm")[-1]["text"])[1]
    assert step(token, "confirm").status_code == 302
    return token


def send(cast, on=TOMORROW):
    return upkeep.do("placements.work_news", region_id=cast.region.pk, on=on)


def news():
    return [mail["text"].replace("\N{NO-BREAK SPACE}", " ") for mail in mails("work_news")]


class TestAsking:
    def test_from_the_list_to_the_first_mail(self, cast):
        assert (
            'href="/groningen/vacatures/mail/?zoek=schilder&amp;waar=GM0106"'
            in get(SEARCH, "zoek=schilder&waar=GM0106&sorteer=loon").content.decode()
        )
        page = text_of(Client().get(f"{ASK}?zoek=schilder&waar=GM0106&km=30"))
        for words in ("Mail mij nieuw werk", "‘schilder’, U woont in Assen, Binnen 30 kilometer", "Nu 0 banen."):
            assert words in page
        assert "Kijk in uw mail" in text_of(ask("zoek=schilder&waar=GM0106&sorteer=loon"))
        [row] = followers()
        assert (row.kind, row.query, row.confirmed_at) == ("work", "zoek=schilder&waar=GM0106", None)
        [mail] = mails("work_confirm")
        assert "schilder" not in mail["text"]  # it may be for a stranger
        one = fresh(title="Schilder", employer="Molenwerf BV", municipality="GM0106", hours_from=28, hours_to=36)
        fresh(title="Kok", municipality="GM0106")
        assert send(cast) == 0
        token = LINK.search(mail["text"])[1]
        assert "Ja, mail mij" in text_of(Client().get(f"{ASK}{token}/"))
        assert send(cast) == 0  # looking is not saying yes
        step(token, "confirm")
        assert send(cast) == 1
        [text] = news()
        for words in (
            "Er is nieuw werk in",
            "Uw zoekvraag: ‘schilder’, U woont in Assen",
            "- Schilder",
            "Molenwerf BV, Assen (uw gemeente)",
            "Uren per week: 28 tot 36 uur",
            f"/groningen/vacatures/{one.pk}/?waar=GM0106",
            f"/vacatures/mail/{token}/",
        ):
            assert words in text
        assert "Kok" not in text
        assert "1 vacature" in mails("work_news")[0]["subject"]
        assert send(cast) == 0  # once
        assert send(cast, on=TOMORROW + DAY) == 0

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"email": ""}, "Vul uw e-mailadres in."),
            ({"email": "geen adres"}, "Dit is geen e-mailadres."),
            ({"rhythm": "hourly"}, "Kies hoe vaak u een mail wilt."),
            ({"page_made": "nagemaakt"}, "stond lang open"),
        ],
    )
    def test_bad_input_is_said_and_nothing_kept(self, cast, given, sentence):
        answer = ask("zoek=schilder", **given)
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert "‘schilder’" in text_of(answer)
        assert followers() == []

    def test_known_unknown_and_program_read_the_same(self, cast):
        first = text_of(ask("zoek=bouw"))
        following("zoek=bouw")
        assert text_of(ask("zoek=bouw")) == text_of(ask("zoek=bouw", fax="x")) == first

    def test_one_address_is_not_flooded_by_both_lists_together(self, cast):
        for _time in range(3):
            assert ask_of_calendar(email="zoeker@demo.example").status_code == 200
            assert "Kijk in uw mail" in text_of(ask())
        assert len(followers()) == len(mails("calendar_confirm")) + len(mails("work_confirm")) == 3

    def test_a_place_and_a_region_do_not_flood(self, cast):
        for number in range(20):
            assert ask(email=f"v{number}@demo.example").status_code == 200
        assert ask(email="v20@demo.example").status_code == 429
        cache.clear()
        with owner():
            SearchFollower.objects.bulk_create(
                SearchFollower(region=cast.region, kind="work", email=f"w{number}@demo.example", token_hash=str(number))
                for number in range(200)
            )
        answer = ask(email="v21@demo.example")
        assert answer.status_code == 429
        assert "heel veel aanvragen" in text_of(answer)
        assert ask_of_calendar(email="v22@demo.example").status_code == 200  # each list by itself


class TestNews:
    def test_all_searches_of_an_address_in_one_mail_and_each_vacancy_once(self, cast):
        following("zoek=schilder")
        following("soort=construction", email="Zoeker@demo.example")
        following("soort=engineering", email="lasser@demo.example")
        for title in ("Schilder", "Timmerman"):
            fresh(title=title, sector="construction")
        assert send(cast) == 1
        [text] = news()
        assert text.count("- Schilder") == text.count("- Timmerman") == 1
        assert text.index("- Schilder") < text.index("- Timmerman")

    def test_only_what_is_new_and_still_open(self, cast):
        following()
        hidden(cast)
        now = timezone.now()
        fresh(title="Van gisteren", published_at=now - DAY)
        fresh(title="Van vandaag", closes_on=TOMORROW)
        fresh(title="Straks werk", is_expected=True)
        fresh(title="Al dicht", state="vacancy_closed")
        expected(cast.alice.organisation, occupation(cast.region), title="Van de kalender", on_calendar_since=TODAY)
        assert send(cast) == 1
        [text] = news()
        assert "- Van vandaag" in text
        assert "- Straks werk" in text
        assert text.count("Dit werk komt eraan.") == 1
        for other in ("Van gisteren", "Al dicht", "Van de kalender", *SECRETS):
            assert other not in text

    def test_nothing_that_is_only_alike(self, cast):
        following("zoek=schildr")
        fresh(title="Schilder")
        assert send(cast) == 0

    def test_weekly_is_on_monday(self, cast):
        following(rhythm="weekly")
        fresh(title="Schilder")
        days = [TODAY + number * DAY for number in range(1, 8)]
        monday = next(day for day in days if day.weekday() == 0)
        assert [send(cast, on=day) for day in days[: days.index(monday) + 1]] == [0] * days.index(monday) + [1]

    def test_the_news_of_one_list_is_not_that_of_the_other(self, cast):
        following()
        fresh(title="Schilder")
        assert upkeep.do("tenders.calendar_news", region_id=cast.region.pk, on=TOMORROW) == 0
        assert upkeep.do("placements.work_news", region_id=cast.other_region.pk, on=TOMORROW) == 0
        assert send(cast) == 1

    def test_many_followers_and_vacancies_take_few_questions(self, cast, django_assert_max_num_queries):
        now = timezone.now()
        with owner():
            SearchFollower.objects.bulk_create(
                SearchFollower(
                    region=cast.region,
                    kind="work",
                    email=f"v{number}@demo.example",
                    query=("soort=construction", "uren=28-meer", "zoek=schilder", "zoek=schilder&waar=GM0106")[
                        number % 4
                    ],
                    rhythm="daily",
                    token_hash=f"{number:064}",
                    confirmed_at=now,
                    told_until=TODAY - DAY,
                )
                for number in range(400)
            )
        for _number in range(50):
            fresh(title="Schilder", sector="construction", hours_from=30, hours_to=36)
        with django_assert_max_num_queries(25):
            assert send(cast) == 400
        assert "En nog 10." in news()[0]


class TestStopping:
    def test_one_search_and_nothing_of_it_stays(self, cast):
        token = following("zoek=schilder")
        following("zoek=kok")
        answer = step(token, "end")
        assert (answer.status_code, answer["Location"]) == (302, f"{ASK}?zoek=schilder")
        assert [one.query for one in followers()] == ["zoek=kok"]

    def test_all_by_the_link_in_the_mail_without_a_form(self, cast):
        following("zoek=schilder")
        following("zoek=kok")
        following("", email="ander@demo.example")
        fresh(title="Schilder")
        send(cast)
        [url] = {re.search(r"https?://[^/]+(/\S+/stoppen/)", text)[1] for text in news() if "‘schilder’" in text}
        assert mails("work_news")[0]["unsubscribe"].endswith("/stoppen/")
        program = Client(enforce_csrf_checks=True)
        page = text_of(program.get(url))
        assert "‘schilder’" in page
        assert "‘kok’" in page
        assert "ander@" not in page
        assert "U krijgt geen mail meer" in text_of(program.post(url, {"List-Unsubscribe": "One-Click"}))
        assert [one.email for one in followers()] == ["ander@demo.example"]
        assert program.get(url).status_code == 404

    def test_who_is_erased_is_mailed_no_more(self, cast):
        with owner():
            candidate = CandidateFactory(region=cast.region, identity__email="Zoeker@demo.example")
        following("zoek=schilder")
        following("zoek=schilder", email="ander@demo.example")
        erase_candidate(cast, candidate)
        assert [one.email for one in followers()] == ["ander@demo.example"]

    def test_nobody_inside_reads_who_follows(self, cast):
        token = following()
        for person in cast.everybody():
            with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
                assert not SearchFollower.objects.exists()
            assert person.client.get(f"/{cast.other_region.code}/vacatures/mail/{token}/").status_code == 404
        assert Client().get(f"/groningen/kalender/volgen/{token}/").status_code == 404  # of the other list

    def test_a_link_that_is_too_old(self, cast):
        ask()
        token = LINK.search(mails("work_confirm")[-1]["text"])[1]
        with owner():
            SearchFollower.objects.update(asked_at=timezone.now() - 7 * DAY)
        assert Client().get(f"{ASK}{token}/").status_code == step(token, "confirm").status_code == 410
        assert followers()[0].confirmed_at is None
