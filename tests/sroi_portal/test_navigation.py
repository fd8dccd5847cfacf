"""The main menu of each kind of organisation: grouped, short, and with every page somebody is used to find in it."""

import re

import pytest
from django.urls import reverse

from organisations.choices import OrganisationKind
from organisations.models import Membership, OrganisationRegion
from sroi_portal.navigation import MOST_AT_THE_TOP
from tests import menu
from tests.candidates.registrants import registrant

pytestmark = pytest.mark.django_db

EVERYBODY = ("reporting:start", "organisations:member_list", "organisations:profile")
CONTRACTS = ("tenders:contract_list", "reporting:portfolio", "exchange:job_list")
FIGURES = ("reporting:dashboard", "reporting:published_list")
WORK_WITH_PEOPLE = (
    "candidates:candidate_list",
    "candidates:group_list",
    "placements:vacancy_list",
    "placements:proposal_list",
    "placements:candidate_request_list",
    "placements:speed_date_list",
)
VERDICTS = ("placements:verification", "placements:chase_list")
OVERSIGHT = (
    "tenders:tender_list",
    "reporting:dashboard",
    "reporting:report_list",
    "reporting:money_overview",
    "reporting:covenant",
)
#: What each of the cast finds, whatever group it stands in.
PAGES = {
    "alice": (*EVERYBODY, *CONTRACTS, *FIGURES, "tenders:tender_list"),
    "bram": (
        *EVERYBODY,
        "placements:month",
        "placements:people_list",
        "placements:contribution_list",
        "tenders:contract_list",
        "reporting:company_overview",
        "tenders:certificate_list",
        "placements:vacancy_list",
        "placements:proposal_list",
    ),
    "carla": (*EVERYBODY, *CONTRACTS, *FIGURES, *WORK_WITH_PEOPLE),
    "dirk": (*EVERYBODY, *CONTRACTS, *WORK_WITH_PEOPLE, *VERDICTS, *OVERSIGHT, "placements:region"),
    "esra": (*EVERYBODY, *CONTRACTS, *OVERSIGHT),
}
TOPS = {
    "alice": ["Start", "Kalender", "Contracten", "Portefeuille", "Doelen", "Rapporten", "Beheer"],
    "bram": ["Start", "Uren doorgeven", "Medewerkers", "Andere invulling", "Contracten", "Vacatures", "Beheer"],
    "carla": ["Start", "Kandidaten", "Scholing", "Vacatures", "Contracten", "Rapportage", "Beheer"],
    "dirk": ["Start", "Beoordelen", "Kandidaten", "Vacatures", "Contracten", "Rapportage", "Beheer"],
    "esra": ["Start", "Doelen", "Rapporten", "Geld", "Convenant", "Contracten", "Beheer"],
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_role_is_in_its_menu_and_answers(cast, name):
    person = getattr(cast, name)
    shown = [page["url"] for page in menu.pages(person.get())]
    assert sorted(shown) == sorted(reverse(view, args=[person.organisation.pk]) for view in PAGES[name])
    for url in shown:
        answer = person.client.get(url, follow=True)
        assert answer.status_code == 200, url
        assert f'href="{url}"' in answer.content.decode()
        assert len(menu.marked(answer)) == 1, url
        assert cast.frank.client.get(url).status_code == 404


@pytest.mark.parametrize("name", TOPS)
def test_the_top_row_is_short(cast, name):
    assert menu.top(getattr(cast, name).get()) == TOPS[name]
    assert len(TOPS[name]) <= MOST_AT_THE_TOP


def test_a_group_shows_its_pages_while_one_of_them_is_open(cast):
    page = cast.dirk.get("navragen/")
    assert str(page.context["local_nav"]["label"]) == "Beoordelen"
    row = page.content.decode().split('<nav class="local-nav')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]*)"', row) == [cast.dirk.url("beoordelen/"), cast.dirk.url("navragen/")]
    assert re.search(r'aria-current="page">\s*Navragen', row)
    assert re.search(r'aria-current="true">\s*Beoordelen', page.content.decode())
    for path in ("", "dit-is-er-niet/"):
        assert 'class="local-nav' not in cast.dirk.get(path).content.decode()
    assert 'class="local-nav' not in cast.bram.get("uren/", follow=True).content.decode(), "what fits is no group"


def test_who_has_a_short_menu_sees_no_groups(cast):
    for kind in (OrganisationKind.UWV, OrganisationKind.UNION):
        member = registrant(kind)
        answer = member.get()
        assert all(not section["pages"] for section in answer.context["nav"]), kind
        assert len(menu.top(answer)) <= MOST_AT_THE_TOP
        assert ("Aanmeldingen" in menu.top(answer)) is (kind != OrganisationKind.UNION)
    operator = registrant(OrganisationKind.PLATFORM_OPERATOR)
    assert menu.top(operator.get()) == ["Start", "Regio’s", "Leden", "Organisatie"]


def test_an_authority_that_verifies_itself_begins_there(cast, owner):
    assert "Beoordelen" not in menu.top(cast.alice.get())
    with owner():
        OrganisationRegion.objects.filter(organisation=cast.alice.organisation).update(verifies_own=True)
        Membership.objects.filter(user=cast.alice.user).update(verifies=True)
    assert menu.top(cast.alice.get())[1] == "Beoordelen"


def test_the_saved_views_of_a_list_lie_under_that_list(cast):
    assert (
        menu.marked(cast.alice.get("weergaven/contracten/"))
        == menu.marked(cast.alice.get("contracten/"))
        == ["Contracten"]
    )
