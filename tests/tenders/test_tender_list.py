"""The calendar of who keeps it: who sees which tenders, what is narrowed, and one click that says 'still right'."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from tenders.models import Tender, TenderStep
from tenders.tender_table import TenderTable
from tests.cast import Visitor
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.tenders import TenderFactory

pytestmark = pytest.mark.django_db
LONG_AGO = dt.timedelta(days=200)
MOST_QUERIES = 8
_OF_EVERY_PAGE = (
    "SAVEPOINT",
    "set_config",
    "django_session",
    "organisations_enter",
    'FROM "organisations_user"',
)


def far(days: int = 300) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def made(authority: Any, **values: Any) -> Tender:
    """A planned tender of which no date passed, touched just now."""
    facts = {"status": "planned", "planned_publication": far(), "sroi": "yes", "touched_at": timezone.now()}
    if values.get("status") != "concept":
        facts["on_calendar_since"] = dt.date(2026, 1, 1)
    return TenderFactory(authority=authority, **(facts | values))


def stale(authority: Any, **values: Any) -> Tender:
    return made(authority, touched_at=timezone.now() - LONG_AGO, **values)


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def neighbour(cast: Any, owner: Any) -> Any:
    with owner():
        return OrganisationFactory(name="Gemeente Nabij")


class TestWhoSeesWhat:
    @pytest.fixture(autouse=True)
    def _tenders(self, cast, owner, neighbour):
        with owner():
            made(cast.alice.organisation, title="Eigen gepland")
            made(cast.alice.organisation, title="Eigen concept", status="concept")
            made(neighbour, title="Buurman gepland")
            made(neighbour, title="Buurman concept", status="concept")

    def test_an_authority_its_own_with_concepts(self, cast):
        page = text(cast.alice.get("kalender/"))
        assert "Eigen gepland" in page
        assert "Eigen concept" in page
        assert "Buurman" not in page
        assert "Nabij" not in page

    @pytest.mark.parametrize("who", ["dirk", "esra"])
    def test_coordination_point_and_bureau_those_of_the_region(self, cast, who):
        page = text(getattr(cast, who).get("kalender/"))
        for title in ("Eigen gepland", "Eigen concept", "Buurman gepland", "Buurman concept"):
            assert title in page

    def test_the_bureau_changes_nothing(self, cast, owner):
        page = text(cast.esra.get("kalender/"))
        assert "Spreadsheet inlezen" not in page
        assert "Aanbesteding toevoegen" not in page
        assert "/nog-actueel/" not in page

    @pytest.mark.parametrize("who", ["bram", "carla"])
    @pytest.mark.parametrize("path", ["kalender/", "kalender/opdrachtgevers/"])
    def test_others_keep_no_calendar(self, cast, who, path):
        assert getattr(cast, who).get(path).status_code == 403
        assert getattr(cast, who).client.get(cast.alice.url(path)).status_code == 404

    def test_frank_sees_nothing_of_ours(self, cast):
        for path in ("kalender/", "kalender/opdrachtgevers/"):
            page = text(cast.frank.get(path))
            assert "Eigen" not in page
            assert "Buurman" not in page
            assert cast.frank.client.get(cast.alice.url(path)).status_code == 404

    def test_an_auditor_has_no_buttons(self, cast, owner):
        with owner():
            stale(cast.alice.organisation, title="Lang niet bekeken")
            reader = UserFactory()
            MembershipFactory(user=reader, organisation=cast.alice.organisation, role=Role.AUDITOR)
        visitor = Visitor()
        visitor.expected = reader
        page = text(visitor.get(cast.alice.url("kalender/")))
        assert "Lang niet bekeken" in page
        for word in ("Aanbesteding toevoegen", "Spreadsheet inlezen", "Nog actueel", "Deze lijst downloaden"):
            assert word not in page


@pytest.mark.parametrize("who", ["alice", "dirk"])
def test_takes_as_many_queries_at_three_as_at_thirty(cast, owner, neighbour, who):
    person = getattr(cast, who)

    def queries(number):
        with owner():
            for place in range(number):
                made((cast.alice.organisation, neighbour)[place % 2])
                stale(cast.alice.organisation)
        person.get("kalender/")
        with CaptureQueriesContext(connection) as found:
            assert person.get("kalender/", data={"kolommen": list(TenderTable.base_columns)}).status_code == 200
        return [one["sql"] for one in found if not any(part in one["sql"] for part in _OF_EVERY_PAGE)]

    few = queries(3)
    assert len(few) <= MOST_QUERIES, "\n".join(few)
    assert len(queries(27)) == len(few)


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("zoek=riool", {"Riool Zuid"}),
        ("stand=concept", {"Nog een idee"}),
        ("stand=open", {"Riool Zuid", "Nog een idee", "Voorbij"}),
        ("soort=service", {"Nog een idee"}),
        ("procedure=restricted", {"Riool Zuid"}),
        ("besluit=no", {"Gegund werk"}),
        ("werk=publication_passed", {"Voorbij"}),
        ("jaar=2031", {"Riool Zuid"}),
        ("zoek=bestaat+niet", set()),
    ],
)
def test_is_narrowed(cast, owner, query, left):
    with owner():
        alice = cast.alice.organisation
        made(alice, title="Riool Zuid", procedure="restricted", planned_publication=dt.date(2031, 2, 1))
        made(alice, title="Nog een idee", kind="service", status="concept")
        made(alice, title="Voorbij", planned_publication=timezone.localdate() - dt.timedelta(days=1))
        made(alice, title="Gegund werk", status="awarded", sroi="no")
    page = text(cast.alice.get(f"kalender/?{query}"))
    table = page.partition("<tbody")[2]
    titles = {"Riool Zuid", "Nog een idee", "Voorbij", "Gegund werk"}
    assert {title for title in titles if title in table} == left


def test_a_concept_thrown_away_leaves_the_list_and_comes_back(cast, owner):
    with owner():
        tender = made(cast.alice.organisation, title="Per ongeluk", status="concept")
        once = made(cast.alice.organisation, title="Ging niet door", status="withdrawn")
    assert once.on_calendar_since is not None
    assert "Concept weggooien" in text(cast.alice.get(f"kalender/{tender.pk}/"))
    for _turn in range(2):
        assert cast.alice.post(f"kalender/{tender.pk}/weggooien/").status_code == 302
    page = text(cast.alice.get("kalender/"))
    assert "Per ongeluk" not in page
    assert "Ging niet door" in page
    assert "Per ongeluk" in text(cast.alice.get("kalender/?stand=withdrawn"))
    detail = text(cast.alice.get(f"kalender/{tender.pk}/"))
    assert "Concept weggooien" not in detail
    assert "Terughalen als concept" in detail
    assert "Terug op de kalender" not in detail
    back = re.search(rf"/kalender/{tender.pk}/stap/([0-9a-f-]+)/terug/", detail)
    assert back
    assert cast.alice.post(f"kalender/{tender.pk}/stap/{back[1]}/terug/").status_code == 302
    assert "Per ongeluk" in text(cast.alice.get("kalender/"))
    assert "Concept weggooien" in text(cast.alice.get(f"kalender/{tender.pk}/"))


def test_only_a_concept_that_nobody_read_is_thrown_away_and_only_by_its_keepers(cast, owner, neighbour):
    with owner():
        concept = made(cast.alice.organisation, status="concept")
        planned = made(cast.alice.organisation)
        was_read = made(cast.alice.organisation, status="concept")
        TenderStep.objects.create(
            tender=was_read, from_status="", to_status="planned", on=dt.date(2026, 1, 1), at=timezone.now()
        )
        theirs = made(neighbour, status="concept")
    for tender in (planned, was_read):
        assert "Concept weggooien" not in text(cast.alice.get(f"kalender/{tender.pk}/"))
        cast.alice.post(f"kalender/{tender.pk}/weggooien/")
    for person, tender, answer in (
        (cast.alice, theirs, 404),
        (cast.frank, concept, 404),
        (cast.esra, concept, 403),
        (cast.bram, concept, 403),
    ):
        assert person.post(f"kalender/{tender.pk}/weggooien/").status_code == answer
    with owner():
        found = dict(Tender.objects.values_list("pk", "status"))
    assert found == {
        concept.pk: "concept",
        planned.pk: "planned",
        was_read.pk: "concept",
        theirs.pk: "concept",
    }
    assert cast.dirk.post(f"kalender/{concept.pk}/weggooien/").status_code == 302
    with owner():
        concept.refresh_from_db()
    assert concept.status == "withdrawn"


def test_a_concept_counts_in_what_to_do_and_not_in_how_the_calendar_is_kept(cast, owner):
    with owner():
        made(cast.alice.organisation, status="concept", touched_at=timezone.now() - LONG_AGO)
    assert "alleen concepten" in text(cast.alice.get("kalender/"))
    with owner():
        made(cast.alice.organisation)
    assert "is 100 % actueel" in re.sub(r"\s+", " ", text(cast.alice.get("kalender/")))


def test_the_coordination_point_narrows_to_one_authority(cast, owner, neighbour):
    with owner():
        made(cast.alice.organisation, title="Van Alice")
        made(neighbour, title="Van Nabij")
    page = text(cast.dirk.get(f"kalender/?opdrachtgever={neighbour.pk}"))
    assert "Van Nabij" in page
    assert "Van Alice" not in page


def test_what_to_mend_first_stands_on_top_with_how_many(cast, owner):
    with owner():
        made(cast.alice.organisation, title="Volgend jaar")
        made(cast.alice.organisation, title="Te laat", planned_publication=timezone.localdate() - dt.timedelta(days=3))
    page = text(cast.alice.get("kalender/"))
    assert page.index("Te laat", page.index("<tbody")) < page.index("Volgend jaar", page.index("<tbody"))
    assert re.search(r'href="\?werk=publication_passed">\s*Publicatiedatum voorbij <span class="count">1<', page)


class TestStillRight:
    def confirm(self, person, tender, **data):
        return person.post(f"kalender/{tender.pk}/nog-actueel/", data)

    def test_one_click_and_a_second_changes_nothing_more(self, cast, owner):
        with owner():
            tender = stale(cast.alice.organisation)
        assert "Nog actueel" in text(cast.alice.get("kalender/"))
        for _turn in range(2):
            assert self.confirm(cast.alice, tender).status_code == 302
        with owner():
            tender.refresh_from_db()
            assert timezone.now() - tender.touched_at < dt.timedelta(minutes=5)
        assert "Nog actueel" not in text(cast.alice.get("kalender/")).partition("<tbody")[2]

    def test_with_a_date_that_passed_it_is_refused_in_a_sentence(self, cast, owner):
        with owner():
            tender = stale(cast.alice.organisation, planned_publication=dt.date(2026, 2, 3))
            before = tender.touched_at
        answer = cast.alice.client.post(cast.alice.url(f"kalender/{tender.pk}/nog-actueel/"), follow=True)
        assert "is voorbij. Pas die aan, of zet de aanbesteding een stap verder." in answer.content.decode()
        with owner():
            tender.refresh_from_db()
            assert tender.touched_at == before

    def test_of_somebody_else_there_is_none(self, cast, owner, neighbour):
        with owner():
            theirs = stale(neighbour)
        assert self.confirm(cast.alice, theirs).status_code == 404
        assert self.confirm(cast.frank, theirs).status_code == 404
        assert self.confirm(cast.esra, theirs).status_code == 403
        with owner():
            theirs.refresh_from_db()
            assert timezone.now() - theirs.touched_at > LONG_AGO / 2

    def test_all_at_once_only_what_is_one_s_own_and_whose_dates_still_hold(self, cast, owner, neighbour):
        with owner():
            mine, theirs = stale(cast.alice.organisation), stale(neighbour)
            passed = stale(cast.alice.organisation, planned_publication=dt.date(2026, 2, 3))
        assert cast.alice.post("kalender/nog-actueel/").status_code == 302
        with owner():
            found = {one.pk: timezone.now() - one.touched_at < LONG_AGO / 2 for one in Tender.objects.all()}
        assert (found[mine.pk], found[theirs.pk], found[passed.pk]) == (True, False, False)

    @pytest.mark.parametrize(
        "address",
        ["https://elders.example/", "//elders.example/", "/\\elders.example/", "javascript:alert(1)", "https:elders"],
    )
    def test_nobody_is_led_outside(self, cast, owner, address):
        with owner():
            tender = stale(cast.alice.organisation)
        assert self.confirm(cast.alice, tender, terug=address)["Location"] == cast.alice.url("kalender/")

    def test_who_clicks_comes_back_where_he_was(self, cast, owner):
        with owner():
            tender = stale(cast.alice.organisation)
        page = cast.alice.url("kalender/?stand=open")
        assert self.confirm(cast.alice, tender, terug=page)["Location"] == page


def test_how_each_authority_keeps_its_calendar(cast, owner, neighbour):
    with owner():
        made(cast.alice.organisation)
        stale(neighbour)
        made(neighbour)
    page = text(cast.dirk.get("kalender/opdrachtgevers/"))
    rows = {name: page.partition(name)[2].partition("</tr>")[0] for name in ("Gemeente Nabij", "Gemeente Groningen")}
    assert "50 %" in rows["Gemeente Nabij"]
    assert "100 %" in rows["Gemeente Groningen"]
    only = text(cast.alice.get("kalender/opdrachtgevers/"))
    assert "Gemeente Nabij" not in only


def test_the_start_page_says_what_waits_on_the_calendar(cast, owner):
    assert "Aanbestedingen op uw kalender" not in text(cast.alice.get())
    with owner():
        made(cast.alice.organisation)
    page = text(cast.alice.get())
    assert "Aanbestedingen op uw kalender bijwerken" in page
    assert "kalender/?werk=" not in page
    with owner():
        made(cast.alice.organisation, planned_publication=timezone.localdate() - dt.timedelta(days=1))
    assert cast.alice.url("kalender/?werk=publication_passed") in text(cast.alice.get())
    assert "op uw kalender bijwerken" not in text(cast.bram.get())


def test_a_filter_is_kept_as_a_view_and_opened_by_itself(cast, owner):
    with owner():
        made(cast.alice.organisation, title="Een werk")
        made(cast.alice.organisation, title="Een dienst", kind="service")
    answer = cast.alice.post("weergaven/kalender/nieuw/?soort=service", {"name": "Diensten", "is_default": "on"})
    assert answer.status_code == 302
    page = text(cast.alice.client.get(cast.alice.url("kalender/"), follow=True))
    assert "Diensten" in page
    table = page.partition("<tbody")[2]
    assert "Een dienst" in table
    assert "Een werk" not in table
