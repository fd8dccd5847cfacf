"""The guides: what they show and link to is there, "Hulp" leads to the part about the page, and the tour is offered once."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from campaigns.guide_pictures import FOLDER, MOST_BYTES, RECIPES
from organisations.choices import Role
from organisations.models import Membership
from sroi_portal.guides import reading
from sroi_portal.guides.own import OWN
from sroi_portal.guides.tours import TOURS
from tests.architecture.addresses import addresses
from tests.placements.workspace import auditor_of

TASKS = [(task.guide, task) for guide in reading.guides() for task in guide.tasks]


@pytest.mark.parametrize("slug", reading.SLUGS)
def test_every_link_and_page_of_a_guide_is_there(slug):
    names = {one.name for one in addresses()}
    guide = reading.guide(slug)
    anchors = [task.anchor for task in guide.tasks]
    assert len(anchors) == len(set(anchors)) >= 3
    wanted = {view for task in guide.tasks for view in (*task.pages, *task.links)}
    assert {one for one in wanted if one not in names and one.removeprefix("#") not in anchors} == set()
    for task in guide.tasks:
        assert "<li>" in task.html or "<p>" in task.html, task.title


def test_every_picture_is_there_small_and_of_its_recipe():
    used = [(name, alt) for _slug, task in TASKS for name, alt in task.pictures]
    recipes = {one.name: one for one in RECIPES}
    files = {file.stem: file for file in FOLDER.glob("*.webp")}
    assert sorted(name for name, _alt in used) == sorted(recipes) == sorted(files) == sorted(reading.pictures())
    for name, alt in used:
        made = reading.pictures()[name]
        assert made["recipe"] == recipes[name].digest, f"./dev campaign guide_pictures {name}"
        assert files[name].stat().st_size <= MOST_BYTES
        with Image.open(files[name]) as picture:
            assert picture.size == (made["width"], made["height"])
        assert len(alt) > 15, name
        for number in range(1, len(recipes[name].marks) + 1):
            assert f"bij {number}" in alt.casefold(), f"{name}: who cannot see the picture reads nothing about {number}"


def test_every_role_has_a_guide_and_a_tour():
    assert {slug for _predicate, slug in OWN} == set(TOURS)
    assert set(TOURS) < set(reading.SLUGS)
    names = {one.name for one in addresses()}
    assert {stop.view for stops in TOURS.values() for stop in stops} <= names


@pytest.mark.parametrize("path", ["/hulp/", *(f"/hulp/{slug}/" for slug in reading.SLUGS)])
def test_a_visitor_reads_them_without_a_cookie(db, path):
    answer = Client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not re.search(r'href="[a-z]+:[a-z_]+"', answer.content.decode())


def test_who_looks_for_work_gets_links_of_his_region(cast):
    page = Client().get(f"/{cast.region.code}/hulp/").content.decode()
    assert f'href="/{cast.region.code}/vacatures/"' in page
    assert f'href="/{cast.region.code}/mijn-pagina/"' in page
    assert f'href="/{cast.region.code}/hulp/"' in Client().get(f"/{cast.region.code}/").content.decode()
    assert Client().get("/geen-regio/hulp/").status_code == 404
    assert Client().get("/hulp/geen-gids/").status_code == 404


@pytest.mark.parametrize(
    ("name", "path", "leads_to"),
    [
        ("alice", "gunningen/nieuw/", "inkoper/#gunning"),
        ("alice", "organisatie/", "ledenbeheerder/#veilig"),
        ("bram", "medewerkers/", "opdrachtnemer/#medewerker"),
        ("carla", "aanmeldingen/nieuw/", "werkplein/#aanmelden"),
        ("dirk", "navragen/", "coordinatiepunt/#navragen"),
        ("esra", "geld/", "programmamanager/#geld"),
        ("esra", "zoeken/", "meekijker/#vinden"),
        ("esra", "mail/", "ledenbeheerder/#veilig"),
    ],
)
def test_help_leads_to_the_part_about_the_page(cast, name, path, leads_to):
    person = getattr(cast, name)
    address = person.url(f"hulp/{leads_to}")
    assert f'href="{address}"' in person.get(path).content.decode()
    guide, _hash, anchor = address.partition("#")
    assert f'id="{anchor}"' in person.client.get(guide).content.decode()


def test_a_reader_has_the_guide_of_readers(cast):
    auditor = auditor_of(cast.bram)
    assert auditor.get("hulp/").context["guides"][0][0].slug == "meekijker"
    assert f'href="{auditor.url("hulp/meekijker/")}#nagaan"' in auditor.get("contracten/").content.decode()


def test_a_guide_leads_only_to_pages_that_the_reader_has(cast):
    page = cast.alice.get("hulp/coordinatiepunt/").content.decode()
    assert f'href="{cast.alice.url("contracten/")}"' in page
    assert cast.alice.url("beoordelen/") not in page
    assert "<strong>Beoordelen</strong>" in page


def test_frank_finds_no_guide_at_another_organisation(cast):
    for path in ("hulp/", "hulp/inkoper/"):
        assert cast.frank.client.get(cast.alice.url(path)).status_code == 404
    assert cast.frank.get("hulp/coordinatiepunt/").status_code == 200


class TestFindingHelp:
    def test_the_own_guide_comes_first(self, cast):
        titles = [
            (task.title, task.guide) for task, _url, _guide in cast.alice.get("hulp/?q=contract").context["found"]
        ]
        assert ("Een gunning vastleggen", "inkoper") in titles
        assert titles[0][1] == "inkoper"

    def test_an_apostrophe_is_found_however_it_is_typed(self):
        assert reading.tasks_with("collega's") == reading.tasks_with("collega’s") != []

    def test_what_is_not_there_or_too_short_is_said(self, db):
        assert "Niets gevonden over" in Client().get("/hulp/?q=olifantenpad").content.decode()
        assert "Typ minstens 2 tekens" in Client().get("/hulp/?q=x").content.decode()
        assert Client().get("/hulp/", {"q": "x" * 5000}).status_code == 200

    def test_the_search_of_the_portal_finds_it_too(self, cast):
        page = cast.alice.get("zoeken/?q=gunning vastleggen").content.decode()
        assert f'href="{cast.alice.url("hulp/inkoper/")}#gunning"' in page


class TestTour:
    def offer(self, person) -> dict | None:
        return person.get("").context["tour"]

    def go(self, person, stop):
        return person.post("rondleiding/", {"stop": stop})

    def test_a_newcomer_is_offered_it_once_and_may_skip_it(self, cast):
        assert self.offer(cast.bram) == {"offer": True, "resume": 1}
        assert "Overslaan" in cast.bram.get("").content.decode()
        assert cast.bram.get("contracten/").context["tour"] is None
        assert self.go(cast.bram, "einde")["Location"] == cast.bram.url()
        cast.bram.user.refresh_from_db()
        assert cast.bram.user.tours == ["opdrachtnemer"]
        assert self.offer(cast.bram) is None

    @pytest.mark.parametrize("name", ["alice", "bram", "carla", "dirk", "esra"])
    def test_each_stop_stands_above_its_page_until_it_is_done(self, cast, name):
        person = getattr(cast, name)
        answer = self.go(person, 1)
        for number in range(1, 10):
            page = person.client.get(answer["Location"], follow=True)
            tour = page.context["tour"]
            assert (page.status_code, tour["number"]) == (200, number)
            assert str(tour["says"])[:30] in page.content.decode().replace("&#x27;", "'")
            if not tour["next"]:
                break
            answer = self.go(person, tour["next"])
        assert tour["number"] == tour["of"] >= 4
        self.go(person, "einde")
        assert person.client.get(answer["Location"], follow=True).context["tour"] is None
        assert self.offer(person) is None

    def test_who_walked_away_can_go_on_and_who_had_it_can_begin_again(self, cast):
        self.go(cast.bram, 3)
        assert self.offer(cast.bram) == {"offer": True, "resume": 3}
        self.go(cast.bram, "einde")
        assert 'value="1"' in cast.bram.get("hulp/opdrachtnemer/").content.decode()
        assert self.go(cast.bram, 1)["Location"] == cast.bram.url()
        assert self.offer(cast.bram)["number"] == 1
        assert cast.bram.get("hulp/inkoper/").context["has_tour"] is False

    @pytest.mark.parametrize("stop", ["0", "99", "12345678901234567890", "²"])
    def test_a_stop_that_is_not_there_is_no_stop(self, cast, stop):
        assert self.go(cast.bram, stop)["Location"] == cast.bram.url()
        assert self.offer(cast.bram) in ({"offer": True, "resume": 1}, None)

    def test_a_reader_has_his_own(self, cast):
        auditor = auditor_of(cast.alice)
        self.go(auditor, "einde")
        auditor.user.refresh_from_db()
        assert auditor.user.tours == ["meekijker"]

    def test_another_role_is_another_tour(self, cast, owner):
        self.go(cast.alice, "einde")
        with owner():
            Membership.objects.create(user=cast.alice.user, organisation=cast.bram.organisation, role=Role.MEMBER)
        page = cast.alice.client.get(cast.bram.url())
        assert page.context["tour"] == {"offer": True, "resume": 1}

    def test_frank_cannot_walk_through_another_organisation(self, cast):
        assert cast.frank.client.post(cast.bram.url("rondleiding/"), {"stop": "1"}).status_code == 404
        assert cast.frank.client.get(cast.frank.url("rondleiding/")).status_code == 405

    def test_nobody_is_offered_one_on_open_pages(self, cast):
        """Who follows a link to his own page, or only reads, has nothing to be shown round."""
        for path in ("/hulp/", f"/{cast.region.code}/mijn-pagina/", reverse("organisations:choose")):
            assert "rondleiding" not in cast.bram.client.get(path).content.decode()
