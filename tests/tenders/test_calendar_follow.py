"""Following a search of the calendar by mail: asked, proven, mailed, changed and ended; nobody else learns of it."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from organisations import open_forms, outbox, tenancy, upkeep
from organisations.models import OutboxMessage
from tenders.calendar.following import followers_matching
from tenders.models import SearchFollower, Tender, TenderStep
from tests.database import owner
from tests.tenders.calendar_page import (
    FOLLOW,
    LINK,
    NEXT_YEAR,
    TODAY,
    ask,
    followers,
    mails,
    on_calendar,
    page,
    step,
    text_of,
)

DAY = dt.timedelta(days=1)
#: The day on which news of today is mailed.
TOMORROW = TODAY + DAY


@pytest.fixture(autouse=True)
def _no_counts(monkeypatch):
    """Nobody was here before, and nobody has to wait."""
    cache.clear()
    monkeypatch.setattr(open_forms, "LEAST_SECONDS", -1)


@pytest.fixture
def authority(cast):
    return cast.alice.organisation


def following(query="", **given):
    """Ask and confirm; returns the token."""
    assert ask(query, **given).status_code == 200
    token = LINK.search(mails("calendar_confirm")[-1]["text"])[1]
    assert step(token, "confirm").status_code == 302
    return token


def send(cast, on=TOMORROW):
    return upkeep.do("tenders.calendar_news", region_id=cast.region.pk, on=on)


def happened_earlier():
    """All that history knows so far was last week."""
    with owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tenders_tenderevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE tenders_tenderevent SET pgh_created_at = pgh_created_at - interval '7 days'")
        cursor.execute("ALTER TABLE tenders_tenderevent ENABLE TRIGGER USER")


class TestAsking:
    def test_the_search_is_said_in_words(self, authority):
        text = text_of(Client().get(f"{FOLLOW}?zoek=brug&soort=work&van={NEXT_YEAR}-1"))
        assert f"‘brug’, Werk, Aankondiging: vanaf 1e kwartaal {NEXT_YEAR}, nog te gunnen" in text

    def test_that_it_is_about_everything_is_said(self, authority):
        assert "‘brug’, alles, ook wat voorbij is" in text_of(Client().get(f"{FOLLOW}?zoek=brug&stand=alles"))

    def test_the_calendar_leads_there_with_the_search(self, authority):
        assert 'href="/groningen/kalender/volgen/?zoek=brug"' in page("zoek=brug&sorteer=titel").content.decode()

    def test_from_asking_to_the_first_mail(self, cast, authority):
        answer = ask("zoek=brug&sorteer=titel&weergave=kwartalen")
        assert "Kijk in uw mail" in text_of(answer)
        [row] = followers()
        assert (row.email, row.query, row.rhythm, row.confirmed_at) == (
            "volger@demo.example",
            "zoek=brug",
            "daily",
            None,
        )
        [mail] = mails("calendar_confirm")
        assert mail["to"] == "volger@demo.example"
        assert "brug" not in mail["text"]  # it may be for a stranger
        on_calendar(authority, title="Nieuwe brug", on_calendar_since=TODAY)
        assert send(cast) == 0
        token = LINK.search(mail["text"])[1]
        assert "Ja, mail mij" in text_of(Client().get(f"{FOLLOW}{token}/"))
        assert send(cast) == 0  # looking is not saying yes
        assert step(token, "confirm").status_code == 302
        assert send(cast) == 1
        [news] = mails("calendar_news")
        assert "Nieuwe brug" in news["text"]
        assert f"/kalender/volgen/{token}/" in news["text"]
        assert re.search(r"/kalender/volgen/[\w-]{43}/stoppen/$", news["unsubscribe"])
        assert token not in news["unsubscribe"]
        assert send(cast) == 0  # once

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"email": ""}, "Vul uw e-mailadres in."),
            ({"email": "geen adres"}, "Dit is geen e-mailadres."),
            ({"email": "a@b.nl\nBcc: x@y.nl"}, "Dit is geen e-mailadres."),
            ({"rhythm": "hourly"}, "Kies hoe vaak u een mail wilt."),
            ({"rhythm": ""}, "Kies hoe vaak u een mail wilt."),
            ({"page_made": "nagemaakt"}, "stond lang open"),
        ],
    )
    def test_bad_input_is_said_and_nothing_kept(self, cast, given, sentence):
        answer = ask("zoek=brug", **given)
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert "‘brug’" in text_of(answer)
        assert followers() == []

    def test_a_search_that_is_too_long_to_keep_is_said(self, cast):
        places = "&".join(f"gemeente={number}{'é' * 70}" for number in range(40))
        answer = ask(places)
        assert answer.status_code == 422
        assert "U hebt heel veel gekozen" in text_of(answer)
        assert "volger@demo.example" in answer.content.decode()
        assert followers() == []

    def test_a_program_is_answered_as_everybody_and_nothing_kept(self, cast):
        assert "Kijk in uw mail" in text_of(ask(fax="x"))
        assert followers() == []

    def test_the_answer_is_the_same_for_a_known_address(self, cast):
        first = text_of(ask("zoek=brug"))
        assert text_of(ask("zoek=brug")) == first
        following("zoek=brug")
        assert text_of(ask("zoek=brug")) == first

    def test_asked_twice_and_proven_twice_is_one(self, cast, authority):
        on_calendar(authority, title="Nieuwe brug", on_calendar_since=TODAY)
        following("zoek=brug")
        following("zoek=brug", email="VOLGER@demo.example", rhythm="daily")
        assert send(cast) == 1

    def test_one_address_is_not_flooded(self, cast):
        for _time in range(5):
            assert "Kijk in uw mail" in text_of(ask())
        assert len(followers()) == len(mails("calendar_confirm")) == 3

    def test_one_place_does_not_flood(self, cast):
        for number in range(20):
            assert ask(email=f"v{number}@demo.example").status_code == 200
        answer = ask(email="v20@demo.example")
        assert answer.status_code == 429
        assert "Probeer het over een uur opnieuw." in text_of(answer)

    def test_a_region_is_not_flooded(self, cast):
        with owner():
            SearchFollower.objects.bulk_create(
                SearchFollower(region=cast.region, email=f"v{number}@demo.example", token_hash=str(number))
                for number in range(200)
            )
        answer = ask()
        assert answer.status_code == 429
        assert "heel veel aanvragen" in text_of(answer)

    def test_an_unknown_region(self, cast):
        assert Client().get("/nergens/kalender/volgen/").status_code == 404


class TestLink:
    def test_how_often_is_changed_and_a_wrong_choice_said(self, cast):
        token = following()
        assert step(token, "rhythm", rhythm="weekly").status_code == 302
        assert followers()[0].rhythm == "weekly"
        for which, given in (("rhythm", {"rhythm": "x"}), ("onzin", {}), ("", {})):
            answer = step(token, which, **given)
            assert answer.status_code == 422
            assert "Kies" in text_of(answer)

    def test_enough_is_enough_nothing_stays_and_the_same_can_be_asked_again(self, cast, authority):
        token = following("zoek=brug")
        other = following("zoek=tunnel")
        on_calendar(authority, title="Brug en tunnel", on_calendar_since=TODAY)
        client = Client()
        answer = client.post(f"{FOLLOW}{token}/", {"step": "end"})
        assert (answer.status_code, answer["Location"]) == (302, f"{FOLLOW}?zoek=brug")
        text = text_of(client.get(answer["Location"]))
        assert "U krijgt hierover geen mail meer. Wij hebben dit gewist." in text
        assert "‘brug’" in text
        assert [one.query for one in followers()] == ["zoek=tunnel"]
        for which in ("end", "confirm", "rhythm"):
            assert step(token, which).status_code == 404
        assert "Bent u gestopt? Dan is alles gewist." in text_of(Client().get(f"{FOLLOW}{token}/"))
        assert Client().get(f"{FOLLOW}{other}/").status_code == 200
        assert send(cast) == 1

    def test_who_proves_the_same_search_again_goes_on_with_the_new_link(self, cast, authority):
        first = following("zoek=brug")
        second = following("zoek=brug", email="VOLGER@demo.example")
        following("zoek=tunnel")
        assert [one.query for one in followers()] == ["zoek=brug", "zoek=tunnel"]
        assert step(first, "confirm").status_code == 404
        assert step(second, "confirm").status_code == 302
        on_calendar(authority, title="Nieuwe brug", on_calendar_since=TODAY)
        assert send(cast) == 1

    def test_who_did_not_say_yes_has_nothing_to_end(self, cast):
        ask()
        token = LINK.search(mails("calendar_confirm")[-1]["text"])[1]
        assert "Stop met mailen" not in text_of(Client().get(f"{FOLLOW}{token}/"))
        assert step(token, "end").status_code == 422
        assert len(followers()) == 1

    def test_a_link_that_is_too_old_or_of_nobody(self, cast):
        ask()
        token = LINK.search(mails("calendar_confirm")[-1]["text"])[1]
        with owner():
            SearchFollower.objects.update(asked_at=timezone.now() - 7 * DAY)
        answer = Client().get(f"{FOLLOW}{token}/")
        assert answer.status_code == 410
        assert step(token, "confirm").status_code == 410
        assert followers()[0].confirmed_at is None
        assert Client().get(f"{FOLLOW}{'x' * 43}/").status_code == 404
        assert Client().get(f"/{cast.other_region.code}/kalender/volgen/{token}/").status_code == 404

    def test_the_page_is_kept_by_nobody(self, cast):
        assert "no-store" in Client().get(f"{FOLLOW}{following()}/")["Cache-Control"]

    def test_a_link_changes_nothing_else(self, cast):
        token = following()
        for values in ({"email": "ander@demo.example"}, {"query": "zoek=anders"}, {"confirmed_at": timezone.now()}):
            with pytest.raises(Exception, match="a link changes only"), tenancy.link(token):
                SearchFollower.objects.update(**values)

    def test_nobody_inside_reads_who_follows(self, cast):
        following()
        for person in cast.everybody():
            with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
                assert not SearchFollower.objects.exists()
        with tenancy.public(cast.region.pk):
            assert not SearchFollower.objects.exists()


class TestNews:
    def test_what_is_new_what_changed_and_what_was_withdrawn(self, cast, authority):
        moved = on_calendar(authority, title="Verschoven", planned_award=dt.date(NEXT_YEAR, 5, 1))
        gone = on_calendar(authority, title="Gaat niet door")
        on_calendar(authority, title="Was er al")
        happened_earlier()
        following()
        with owner():
            Tender.objects.filter(pk=moved.pk).update(planned_publication=dt.date(NEXT_YEAR, 3, 1), title="Verschoven!")
            Tender.objects.filter(pk=gone.pk).update(status="withdrawn")
            TenderStep.objects.create(
                tender=gone, from_status="planned", to_status="withdrawn", on=TODAY, note="Geen geld meer."
            )
        on_calendar(authority, title="Helemaal nieuw", on_calendar_since=TODAY)
        assert send(cast) == 1
        [mail] = mails("calendar_news")
        text = mail["text"].replace("\N{NO-BREAK SPACE}", " ")
        new, changed, withdrawn = (text.index(one) for one in ("NIEUW OP DE KALENDER", "ANDERE DATUM", "INGETROKKEN"))
        assert new < text.index("Helemaal nieuw") < changed < text.index("Verschoven!") < withdrawn
        assert withdrawn < text.index("Gaat niet door") < text.index("Geen geld meer.")
        assert f"Aankondiging: van 10 februari {NEXT_YEAR} naar 1 maart {NEXT_YEAR}" in text
        assert "Gunning: van" not in text
        assert "Was er al" not in text
        assert "3 berichten" in mail["subject"]

    @pytest.mark.parametrize(("days_ago", "count"), [(400, 0), (15, 0), (14, 1), (1, 1)])
    def test_what_was_withdrawn_long_ago_and_entered_today_is_no_news(self, cast, authority, days_ago, count):
        following("stand=alles")
        for number in range(3):
            old = on_calendar(authority, title=f"Oud {number}", status="withdrawn")
            with owner():
                TenderStep.objects.create(
                    tender=old, to_status="withdrawn", on=TODAY - days_ago * DAY, note="Ging niet door."
                )
        happened_earlier()
        assert send(cast) == count

    def test_no_mail_when_nothing_happened_in_the_search(self, cast, authority):
        following("zoek=brug")
        tender = on_calendar(authority, title="Tunnel", on_calendar_since=TODAY)
        with owner():
            Tender.objects.filter(pk=tender.pk).update(title="Andere tunnel")
        assert send(cast) == 0
        assert followers()[0].told_until == TODAY

    def test_what_is_not_public_is_in_no_mail(self, cast, authority):
        following("stand=alles")
        on_calendar(authority, title="Geheim plan", status="concept", on_calendar_since=None, amount=987654)
        on_calendar(authority, title="Teruggezet", status="concept", on_calendar_since=TODAY)
        on_calendar(cast.frank.organisation, title="Van elders", on_calendar_since=TODAY)
        on_calendar(authority, title="Vertrouwelijk", on_calendar_since=TODAY, amount=987654, is_confidential=True)
        assert send(cast) == 1
        [mail] = mails("calendar_news")
        assert "Vertrouwelijk" in mail["text"]
        for secret in ("Geheim plan", "Teruggezet", "Van elders", "987654", "987.654"):
            assert secret not in mail["text"]

    def test_a_confidential_value_is_in_no_search_that_is_followed(self, cast, authority):
        following("waarde_van=1")
        on_calendar(authority, on_calendar_since=TODAY, amount=987654, is_confidential=True)
        assert send(cast) == 0

    def test_weekly_is_on_monday_or_after_a_week(self, cast, authority):
        following(rhythm="weekly")
        on_calendar(authority, on_calendar_since=TODAY)
        days = [TODAY + number * DAY for number in range(1, 9)]
        monday = next(day for day in days if day.weekday() == 0)
        for day in days[: days.index(monday)]:
            assert send(cast, on=day) == 0
        assert send(cast, on=monday) == 1
        on_calendar(authority, on_calendar_since=monday)
        assert send(cast, on=monday + 6 * DAY) == 0
        assert send(cast, on=monday + 8 * DAY) == 1  # Monday was missed

    def test_a_missed_day_is_made_up_for(self, cast, authority):
        following()
        on_calendar(authority, on_calendar_since=TODAY)
        assert send(cast, on=TODAY + 3 * DAY) == 1
        on_calendar(authority, on_calendar_since=TODAY + 3 * DAY)
        assert send(cast, on=TODAY + 4 * DAY) == 1
        assert send(cast, on=TODAY + 5 * DAY) == 0

    def test_a_thousand_followers_of_a_few_searches_take_few_queries(
        self, cast, authority, django_assert_max_num_queries
    ):
        now = timezone.now()
        with owner():
            SearchFollower.objects.bulk_create(
                SearchFollower(
                    region=cast.region,
                    email=f"v{number}@demo.example",
                    query=f"soort={('work', 'service', 'supply')[number % 3]}",
                    rhythm="daily",
                    token_hash=f"{number:064}",
                    confirmed_at=now,
                    told_until=TODAY - DAY,
                )
                for number in range(1000)
            )
        on_calendar(authority, title="Voor velen", kind="work", on_calendar_since=TODAY)
        with django_assert_max_num_queries(40):
            assert send(cast) == 334

    def test_who_never_proved_is_forgotten(self, cast):
        ask(email="nooit@demo.example")
        following(email="blijft@demo.example")

        def forget(on):
            return upkeep.do("tenders.followers_forgotten", region_id=cast.region.pk, on=on)

        assert forget(TODAY + 7 * DAY) == 0
        assert forget(TODAY + 8 * DAY) == 1
        assert [one.email for one in followers()] == ["blijft@demo.example"]

    def test_the_mail_says_to_programs_how_to_stop_and_they_can(self, cast, authority, mailoutbox):
        following("zoek=brug")
        following("soort=work")
        following("zoek=brug", email="ander@demo.example")
        on_calendar(authority, title="Nieuwe brug", kind="work", on_calendar_since=TODAY)
        assert send(cast) == 2
        with owner():
            row = OutboxMessage.objects.filter(name="calendar_news", payload__to="volger@demo.example").get()
        outbox.deliver(
            outbox.Claim(
                id=row.pk, kind=row.kind, name=row.name, payload=row.payload, message_id=row.message_id, attempt=1
            )
        )
        headers = mailoutbox[-1].extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        url = re.fullmatch(r"<https?://[^/]+(/.+)>", headers["List-Unsubscribe"])[1]
        assert url in row.payload["text"]
        # A program has no cookie and never saw a form; looking ends nothing.
        program = Client(enforce_csrf_checks=True)
        page = program.get(url)
        assert "Stop met alle mail" in text_of(page)
        assert "no-store" in page["Cache-Control"]
        assert len(followers()) == 3
        answer = program.post(url, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert "U krijgt geen mail meer" in text_of(answer)
        assert [one.email for one in followers()] == ["ander@demo.example"]
        assert program.post(url).status_code == program.get(url).status_code == 404

    def test_the_way_out_of_one_list_region_or_search_opens_no_other(self, cast):
        token = following("zoek=brug")
        [row] = followers()
        stop = row.address_token
        for path in (
            f"/{cast.other_region.code}/kalender/volgen/{stop}/stoppen/",
            f"/groningen/vacatures/mail/{stop}/stoppen/",
            f"{FOLLOW}{token}/stoppen/",
            f"{FOLLOW}{stop}/",
        ):
            assert Client().post(path, {"step": "end"}).status_code == 404, path
        assert len(followers()) == 1
        with pytest.raises(Exception, match="violates row-level security"), tenancy.link(stop):
            SearchFollower.objects.create(region=cast.region, email="x@demo.example", token_hash="x")
        with tenancy.link(stop):
            assert SearchFollower.objects.update(rhythm="daily") == 0

    def test_all_searches_of_an_address_that_are_due_come_in_one_mail(self, cast, authority):
        first, second = following("zoek=brug"), following("soort=work", email="Volger@demo.example")
        following("zoek=tunnel")
        weekly = following("zoek=bruggen", rhythm="weekly")
        on_calendar(authority, title="Nieuwe brug", kind="work", on_calendar_since=TODAY)
        on_calendar(authority, title="Nieuwe school", kind="work", on_calendar_since=TODAY)
        days = [TOMORROW + number * DAY for number in range(7)]
        day = next(one for one in days if one.weekday() != 0)
        assert send(cast, on=day) == 1
        [mail] = mails("calendar_news")
        text = mail["text"]
        assert "2 berichten" in mail["subject"]
        # Each piece of news once, under the first search that has it; a search without news is not named.
        assert text.count("Nieuwe brug") == text.count("Nieuwe school") == 1
        assert text.index("‘brug’") < text.index("Nieuwe brug") < text.index(f"/{first}/") < text.index("Nieuwe school")
        assert text.index("Nieuwe school") < text.index(f"/{second}/")
        assert "tunnel" not in text
        assert weekly not in text
        assert send(cast, on=day) == 0

    def test_an_address_that_only_looks_alike_gets_a_mail_of_its_own(self, cast, authority):
        """ß is no ss in the name of a domain: another could own it, and would read whom it looks like."""
        on_calendar(authority, title="Nieuwe brug", on_calendar_since=TODAY)
        tokens = {email: following("zoek=brug", email=email) for email in ("v@straße.example", "v@strasse.example")}
        assert send(cast) == 2
        told = {mail["to"]: mail for mail in mails("calendar_news")}
        for email, token in tokens.items():
            other = next(one for address, one in tokens.items() if address != email)
            assert f"/{token}/" in told[email]["text"]
            assert f"/{other}/" not in told[email]["text"]
        assert len({mail["unsubscribe"] for mail in told.values()}) == 2

    def test_a_link_of_before_the_key_changed_is_replaced_by_the_mail(self, cast, authority):
        following("zoek=brug")
        on_calendar(authority, title="Nieuwe brug", on_calendar_since=TODAY)
        with owner():
            SearchFollower.objects.update(token_hash="oud", address_hash="")
        assert send(cast) == 1
        [mail] = mails("calendar_news")
        for path in re.findall(r"(/groningen/kalender/volgen/\S+)", mail["text"]):
            assert Client().get(path).status_code == 200


class TestCounting:
    def test_how_many_follow_a_tender_is_counted_not_who(self, cast, authority):
        tender = on_calendar(authority, title="Nieuwe brug", status="planned")
        for number, query in enumerate(("zoek=brug", "zoek=tunnel", "", "soort=service")):
            following(query, email=f"v{number}@demo.example")
        following("zoek=brug", email="nog@demo.example")
        ask("zoek=brug", email="nooit@demo.example")
        with tenancy.acting_for(user_id=cast.alice.user.pk, organisation_id=authority.pk):
            assert followers_matching(tender) == 3
        with tenancy.acting_for(user_id=cast.frank.user.pk, organisation_id=cast.frank.organisation.pk):
            assert followers_matching(tender) == 0
