"""The public calendar: everybody reads the same, it may be kept, and nothing stands in it that is not public."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.models import Occupation
from tenders.models import ExpectedOccupation, TenderDocument, TenderLot, TenderStep, TenderStepNote
from tests.database import owner
from tests.tenders.calendar_page import NEXT_YEAR, PAGE, TODAY, on_calendar, page, take, text_of

QUERIES = 8
SECRETS = ("Geheim plan", "987654", "987.654", "Van elders", "Teruggezet")


@pytest.fixture
def authority(cast):
    return cast.alice.organisation


@pytest.fixture
def secrets(cast, authority):
    """A concept, one that became a concept again, a confidential value, and another region's."""
    return [
        on_calendar(authority, title="Geheim plan", status="concept", on_calendar_since=None, amount=987654),
        on_calendar(authority, title="Teruggezet", status="concept"),
        on_calendar(authority, title="Vertrouwelijk begroot", amount=987654, is_confidential=True),
        on_calendar(cast.frank.organisation, title="Van elders"),
        on_calendar(
            cast.frank.organisation,
            title="Van elders, concept",
            status="concept",
            on_calendar_since=None,
            amount=987654,
        ),
    ]


class TestList:
    def test_what_comes_is_read_without_logging_in(self, authority):
        on_calendar(authority, title="Brug over het diep", amount=431000, sroi="yes", sroi_percentage=5)
        text = text_of(page())
        assert "1 aanbesteding" in text
        assert "Brug over het diep" in text
        assert authority.name in text
        assert "€ 431.000" in text
        assert f"10 februari {NEXT_YEAR}" in text
        assert "5 %" in text

    @pytest.mark.parametrize(
        "query", ["", "stand=alles", "weergave=kwartalen", "zoek=geheim", "zoek=elders", "zoek=987654", "waarde_van=1"]
    )
    def test_what_is_not_public_is_nowhere(self, secrets, query):
        text = text_of(page(query))
        for secret in SECRETS:
            # What somebody typed himself stands in the page again.
            assert secret.casefold() not in text.casefold().replace("‘987654’", "")
        if query in {"", "stand=alles"}:
            assert "Vertrouwelijk begroot" in text
            assert "niet bekendgemaakt" in text
        if query == "waarde_van=1":
            assert "Niets gevonden" in text

    def test_a_member_who_may_read_more_reads_the_same(self, cast, secrets):
        for person in (cast.alice, cast.dirk, cast.esra, cast.frank):
            assert person.client.get(PAGE).content == page().content

    def test_the_same_for_everybody_and_it_may_be_kept(self, cast, authority):
        on_calendar(authority)
        answer = page()
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Cache-Control"] == "public, max-age=60"
        assert "csrf" not in answer.content.decode()
        again = page(**{"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
        on_calendar(authority, title="Nog een")
        assert page(**{"If-None-Match": answer["ETag"]}).status_code == 200
        assert Client().post(PAGE).status_code == 405

    def test_an_unknown_region_is_not_there(self, cast):
        assert Client().get("/nergens/kalender/").status_code == 404

    def test_as_many_queries_for_many_rows(self, authority):
        def queries():
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page("stand=alles")
            return [one["sql"] for one in asked if not re.match("(RELEASE )?SAVEPOINT", one["sql"])]

        def tenders(count):
            for _number in range(count):
                tender = on_calendar(authority, amount=5, municipalities=["GM0014"], cpv_codes=["45233140"])
                with owner():
                    TenderLot.objects.create(tender=tender, number=1, title="Noord")

        tenders(3)
        few = queries()
        tenders(21)
        assert len(queries()) == len(few) <= QUERIES, few

    def test_counts_are_those_of_the_set_that_a_choice_gives(self, authority):
        for kind, procedure in (("work", "single"), ("work", "other"), ("service", "single")):
            on_calendar(authority, kind=kind, procedure=procedure, municipalities=["GM0014", "Haren"])
        on_calendar(authority, kind="supply", status="awarded")
        text = text_of(page("soort=work"))
        assert "2 aanbestedingen" in text
        # Of its own kind as if nothing were chosen; of others with it; what nothing has is left out.
        assert "Werk 2 Dienst 1" in text
        assert "Levering" not in text
        assert "Enkelvoudig onderhands 1" in text
        assert "Nog te gunnen 2" in text
        assert "Gegund 1" not in text

    def test_a_choice_can_be_taken_away_and_the_rest_stays(self, authority):
        content = page("soort=work&sroi=5&zoek=brug").content.decode()
        assert 'href="/groningen/kalender/?zoek=brug&amp;sroi=5"' in content
        assert 'href="/groningen/kalender/?zoek=brug&amp;soort=work"' in content
        assert 'href="/groningen/kalender/?soort=work&amp;sroi=5"' in content

    def test_pages_go_on_and_a_wrong_one_is_the_nearest(self, authority):
        for number in range(27):
            on_calendar(authority, title=f"Werk {number:02}", planned_publication=dt.date(NEXT_YEAR, 1, number + 1))
        assert "1 tot en met 25 van 27" in text_of(page())
        last = text_of(page("page=2"))
        assert "Werk 26" in last
        assert "Werk 00" not in last
        assert "Werk 26" in text_of(page("page=99"))
        assert "Werk 00" in text_of(page("page=x"))

    def test_on_paper_stands_how_many_are_on_it(self, authority):
        on_calendar(authority)
        assert "Hier staan" not in text_of(page())
        for _number in range(26):
            on_calendar(authority)
        assert "Hier staan 1 tot en met 25 van 27." in text_of(page())

    def test_a_firm_finds_the_register_and_a_school_the_demand(self, authority):
        detail = Client().get(f"{PAGE}{on_calendar(authority).pk}/")
        for answer in (page(), detail, Client().get("/")):
            assert 'href="/groningen/bedrijven/aanmelden/"' in answer.content.decode()
        assert 'href="/groningen/kalender/vraag/"' in page().content.decode()

    def test_quarters_at_their_borders(self, authority):
        on_calendar(authority, title="Laatste dag", planned_publication=dt.date(NEXT_YEAR, 3, 31))
        on_calendar(authority, title="Eerste dag", planned_publication=dt.date(NEXT_YEAR, 4, 1))
        on_calendar(authority, title="Zonder dag", planned_publication=None)
        text = text_of(page("weergave=kwartalen"))
        first, second, none = (
            text.rindex(f"1e kwartaal {NEXT_YEAR} 1"),
            text.rindex(f"2e kwartaal {NEXT_YEAR} 1"),
            text.rindex("Nog geen datum 1"),
        )
        assert first < text.index("Laatste dag") < second < text.index("Eerste dag") < none < text.index("Zonder dag")
        only = text_of(page(f"van={NEXT_YEAR}-1&tot={NEXT_YEAR}-1"))
        assert "Laatste dag" in only
        assert "Eerste dag" not in only
        by_start = text_of(page("weergave=kwartalen&op=start"))
        assert f"2e kwartaal {NEXT_YEAR} 3" in by_start

    def test_what_cannot_be_read_is_said(self, authority):
        on_calendar(authority, title="Er is iets")
        text = text_of(page("soort=onzin&van=gisteren&waarde_van=veel"))
        assert "Een deel van deze keuze kennen wij niet." in text
        assert text.count("Kies een kwartaal uit de lijst.") == 2  # above, and beside the field
        assert "Er is iets" in text

    def test_nothing_there_says_what_to_do(self, authority):
        assert "Er staat nog niets op de kalender" in text_of(page())
        assert "Haal een filter weg" in text_of(page("soort=work"))

    def test_a_typing_error_is_forgiven(self, authority):
        on_calendar(authority, title="Onderhoud sportvelden")
        assert "Dit lijkt op ‘sportvelten’" in text_of(page("zoek=sportvelten"))

    def test_what_somebody_types_is_only_words(self, authority):
        content = page('zoek="><script>alert(1)</script>').content.decode()
        assert "<script>alert" not in content


class TestDetail:
    def detail(self, tender):
        return Client().get(f"{PAGE}{tender.pk}/")

    def test_all_that_is_public_stands_there(self, cast, authority):
        tender = on_calendar(
            authority,
            title="Brug over het diep",
            description="Een nieuwe brug.",
            amount=431000,
            cpv_codes=["45221119"],
            contact_name="Ineke Inkoop",
            contact_email="ineke@gemeente.example",
            stand_in_name="Victor Vervanger",
            extension_count=2,
            extension_months=12,
            sroi="yes",
            sroi_percentage=5,
            sroi_ways=["contract_clause"],
            municipalities=["GM0014"],
        )
        with owner():
            mason = Occupation.objects.create(
                region=cast.region, code="metselaar-y", name="Metselaar", sector="construction"
            )
            ExpectedOccupation.objects.create(tender=tender, occupation=mason, head_count=7)
            TenderLot.objects.create(tender=tender, number=1, title="Oeververbinding")
            step = TenderStep.objects.create(tender=tender, to_status="planned", on=TODAY, by=cast.alice.user)
            TenderStepNote.objects.create(step=step, note="Intern gezegd")
        answer = self.detail(tender)
        text = text_of(answer)
        for said in (
            "Brug over het diep",
            "Een nieuwe brug.",
            "€ 431.000",
            "Ineke Inkoop",
            "ineke@gemeente.example",
            "Victor Vervanger",
            "2 keer 12 maanden",
            "5 %, contractvoorwaarde",
            "Metselaar 7",
            "Perceel 1: Oeververbinding",
            "Gepland",
            "Groningen",
            "45221119",
        ):
            assert said in text, said
        assert "Intern gezegd" not in text
        assert cast.alice.user.name not in text
        assert answer["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies

    def test_what_is_not_public_is_not_there(self, secrets):
        for tender in secrets:
            answer = self.detail(tender)
            if tender.title == "Vertrouwelijk begroot":
                assert answer.status_code == 200
                assert "987" not in text_of(answer).replace(str(tender.pk), "").replace(tender.reference, "")
                assert "niet bekendgemaakt" in text_of(answer)
            else:
                assert answer.status_code == 404, tender.title

    def test_files_that_everybody_may_read_are_there_and_no_others(self, cast, authority):
        tender = on_calendar(authority)
        sent = {"region": cast.region, "tender": tender, "organisation": authority, "uploaded_by": cast.alice.user}
        with owner():
            for title, state, is_public in (
                ("Leidraad", "checked", True),
                ("Intern stuk", "checked", False),
                ("Nog niet bekeken", "quarantined", True),
            ):
                TenderDocument.objects.create(
                    title=title,
                    state=state,
                    is_public=is_public,
                    size=2048,
                    sha256=title,
                    media_type="application/pdf",
                    **sent,
                )
        text = text_of(self.detail(tender))
        assert "Leidraad" in text
        assert "Intern stuk" not in text
        assert "Nog niet bekeken" not in text

    def test_a_concept_is_not_there_for_its_authority_either(self, cast, secrets):
        for person in (cast.alice, cast.dirk, cast.frank):
            assert person.client.get(f"{PAGE}{secrets[0].pk}/").status_code == 404

    def test_one_that_was_withdrawn_says_why(self, cast, authority):
        tender = on_calendar(authority, status="withdrawn")
        with owner():
            TenderStep.objects.create(
                tender=tender,
                from_status="planned",
                to_status="withdrawn",
                on=TODAY,
                by=cast.alice.user,
                note="Er is geen geld meer.",
            )
        text = text_of(self.detail(tender))
        assert "Deze aanbesteding gaat niet door." in text
        assert "Er is geen geld meer." in text
        assert cast.alice.user.name not in text

    def test_a_day_on_which_it_happened_takes_the_place_of_the_planned_one(self, authority):
        tender = on_calendar(authority, status="awarded", planned_award=dt.date(NEXT_YEAR, 3, 25))
        take(tender, "planned", "published", "awarded", on=dt.date(2026, 5, 4))
        text = text_of(self.detail(tender))
        assert "Aangekondigd op 4 mei 2026 Gegund op 4 mei 2026" in text
        assert f"10 februari {NEXT_YEAR}" not in text
        listed = text_of(page("stand=alles&van=2026-2&tot=2026-2&weergave=kwartalen"))
        assert "Aangekondigd op 4 mei 2026" in listed
        assert "2e kwartaal 2026 1" in listed
        assert "Aangekondigd op" not in text_of(page(f"stand=alles&van={NEXT_YEAR}-1"))

    def test_what_was_taken_back_is_planned_again(self, authority):
        tender = on_calendar(authority, planned_award=dt.date(NEXT_YEAR, 3, 25))
        take(tender, "planned", "published", "planned", on=dt.date(2026, 5, 4))
        assert f"Aankondiging 10 februari {NEXT_YEAR} Gunning 25 maart {NEXT_YEAR}" in text_of(self.detail(tender))

    def test_a_step_back_to_published_leaves_the_day_of_publication(self, authority):
        tender = on_calendar(authority, status="published", planned_award=dt.date(NEXT_YEAR, 3, 25))
        take(tender, "planned", "published", "awarded", on=dt.date(2026, 5, 4))
        take(tender, "published", begin="awarded", on=dt.date(2026, 5, 9))
        assert f"Aangekondigd op 4 mei 2026 Gunning 25 maart {NEXT_YEAR}" in text_of(self.detail(tender))

    def test_with_almost_nothing_known(self, authority):
        tender = on_calendar(authority, planned_publication=None, starts_on=None)
        text = text_of(self.detail(tender))
        assert "nog niet bekend" in text
        assert "nog niet besloten" in text


class TestWayThere:
    def test_the_first_page_leads_to_the_calendar_of_each_region(self, cast):
        assert f'href="{PAGE}"' in Client().get("/").content.decode()

    def test_public_pages_of_the_region_lead_there(self, cast):
        assert f'href="{PAGE}"' in Client().get("/groningen/resultaten/").content.decode()

    def test_who_has_no_list_of_his_own_starts_with_a_way_there(self, cast):
        for person in (cast.bram, cast.carla):
            assert f'href="{PAGE}"' in person.get().content.decode()
        assert f'href="{PAGE}"' not in cast.frank.get().content.decode()
