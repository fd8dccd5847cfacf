"""The page of what holds for the whole region, and its place in the menu."""

import pytest

from tests import menu

pytestmark = pytest.mark.django_db


def test_everything_of_the_region_is_one_click_away(cast):
    page = cast.dirk.get("regio/")
    assert menu.marked(page) == ["De regio"]
    assert len(page.context["pages"]) == 15
    for one in page.context["pages"]:
        answer = cast.dirk.client.get(one["url"])
        assert answer.status_code == 200
        assert menu.marked(answer) == ["De regio"]


@pytest.mark.parametrize("name", ["alice", "bram", "carla", "esra"])
def test_it_is_for_the_coordination_point(cast, name):
    assert getattr(cast, name).get("regio/").status_code == 403
    assert cast.frank.client.get(cast.dirk.url("regio/")).status_code == 404


def test_a_line_belongs_to_the_people_of_the_company(cast):
    assert menu.marked(cast.bram.get("inzet/")) == ["Medewerkers"]
    assert menu.marked(cast.bram.get("")) == ["Start"]
