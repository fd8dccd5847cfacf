from types import SimpleNamespace

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from organisations.models import Membership, Organisation
from sroi_portal.navigation import MENUS, entries_of
from tests import menu
from tests.factories.organisations import MembershipFactory


class TestHome:
    def test_a_visitor_reads_what_it_is_and_can_log_in(self, db):
        page = Client().get("/").content.decode()
        assert "Social return: van afspraak naar werk" in page
        assert 'href="/account/login/"' in page

    @pytest.mark.parametrize("path", ["/", "/dit-is-er-niet/", "/hulp/"])
    def test_who_only_reads_gets_no_cookie(self, db, path):
        assert not Client().get(path).cookies

    def test_who_is_logged_in_goes_on_to_work(self, cast):
        assert cast.alice.client.get("/")["Location"] == cast.alice.url()

    def test_choosing_asks_to_log_in(self, db):
        assert Client().get("/organisaties/")["Location"] == "/account/login/?next=/organisaties/"

    @pytest.mark.parametrize("name", ["glossary", "accessibility"])
    def test_pages_to_read_are_open_and_linked(self, db, name):
        url = reverse(f"organisations:{name}")
        assert Client().get(url).status_code == 200
        assert f'href="{url}"' in Client().get("/").content.decode()


class TestProfile:
    def test_everybody_of_the_organisation_reads_it(self, cast, owner):
        with owner():
            MembershipFactory(organisation=cast.bram.organisation, role="administrator")
            Membership.objects.filter(user=cast.bram.user).update(role="auditor")
        page = cast.bram.get("organisatie/").content.decode()
        assert "Bouwbedrijf Molenwerf BV" in page
        assert cast.bram.organisation.kvk in page
        assert "Arbeidsmarktregio Groningen" in page or "Groningen" in page
        assert 'name="name"' not in page
        assert cast.bram.post("organisatie/", {"name": "Anders"}).status_code == 403

    def test_an_administrator_changes_the_name(self, cast, owner):
        assert cast.bram.post("organisatie/", {"name": "Molenwerf Groep BV"}).status_code == 302
        with owner():
            assert Organisation.objects.get(pk=cast.bram.organisation.pk).name == "Molenwerf Groep BV"

    @pytest.mark.parametrize("name", ["", " ", "x" * 201])
    def test_a_bad_name_is_refused_and_not_shown_as_if_it_were_true(self, cast, owner, name):
        answer = cast.bram.post("organisatie/", {"name": name})
        assert answer.status_code == 422
        assert "<h1" in answer.content.decode()
        with owner():
            assert Organisation.objects.get(pk=cast.bram.organisation.pk).name == "Bouwbedrijf Molenwerf BV"

    def test_frank_gets_404(self, cast):
        assert cast.frank.client.get(cast.bram.url("organisatie/")).status_code == 404
        assert cast.frank.client.post(cast.bram.url("organisatie/"), {"name": "Van Frank"}).status_code == 404


class TestNavigation:
    def labels(self, person, path="leden/") -> dict[str, bool]:
        return {str(page["label"]): page["current"] for page in menu.pages(person.get(path))}

    def test_each_kind_has_its_own_menu(self, cast):
        assert "Beoordelen" in [str(entry.label) for entry in entries_of(_acting("coordination_point"))]
        assert list(self.labels(cast.alice))[-2:] == ["Leden", "Organisatie"]

    def test_the_page_that_is_open_is_marked_once(self, cast):
        for path, label in (("leden/", "Leden"), ("organisatie/", "Organisatie")):
            assert [name for name, current in self.labels(cast.alice, path).items() if current] == [label]

    def test_every_entry_leads_somewhere(self):
        views = {entry.view for _predicate, sections in MENUS for section in sections for entry in section.entries}
        for view in views | {entry.view for entry in entries_of(_acting("employer"))}:
            assert reverse(view, args=["00000000-0000-7000-8000-000000000000"])

    def test_switching_is_offered_to_who_has_a_choice(self, cast, owner):
        assert not cast.alice.get("leden/").context["switch_url"]
        with owner():
            MembershipFactory(user=cast.alice.user, organisation=cast.bram.organisation)
        assert cast.alice.get("leden/").context["switch_url"] == "/organisaties/"


def _acting(kind):
    return SimpleNamespace(kind=kind, verifies_own=False, regions=())


class TestErrors:
    def test_a_page_that_is_not_there_carries_its_reference(self, db):
        answer = Client().get("/bestaat-niet/")
        assert answer.status_code == 404
        assert "Deze pagina is er niet" in answer.content.decode()
        assert len(answer["X-Request-Reference"]) == 10

    def test_under_a_region_the_way_back_leads_to_its_vacancies(self, cast):
        code = cast.region.code
        answer = Client().get(f"/{code}/bestaat-niet/")
        page = answer.content.decode()
        assert answer.status_code == 404
        assert f'href="/{code}/vacatures/"' in page
        assert f'href="/{code}/"' in page
        assert "/vacatures/" not in Client().get("/bestaat-niet/").content.decode()

    @pytest.mark.parametrize("address", ["/hulp/", "/privacy/", "/toegankelijkheid/"])
    def test_a_page_of_no_region_leads_to_the_vacancies_of_each(self, cast, address):
        page = Client().get(address).content.decode()
        for region in (cast.region, cast.other_region):
            assert f'href="/{region.code}/"' in page
            assert f'href="/{region.code}/vacatures/"' in page

    def test_a_member_without_the_right_gets_403_with_a_way_back(self, cast):
        answer = cast.alice.get("regios/")
        assert answer.status_code == 403
        assert "U mag dit niet zien" in answer.content.decode()

    def test_a_form_that_waited_too_long_is_explained(self, db):
        answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
        assert answer.status_code == 403
        assert "Dit is niet bewaard" in answer.content.decode()

    def test_an_error_of_ours_shows_the_reference_that_is_in_the_log(self, cast, monkeypatch):
        def broken(*_args):
            raise RuntimeError("on purpose")

        monkeypatch.setattr("organisations.views.pages.workplaces_of", broken)
        client = Client(raise_request_exception=False)
        client.force_login(cast.alice.user)
        with override_settings(DEBUG=False):
            answer = client.get("/organisaties/")
        assert answer.status_code == 500
        assert answer["X-Request-Reference"] in answer.content.decode()
