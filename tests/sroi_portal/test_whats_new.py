"""What is new, for who works with the portal: his own first."""

from organisations.choices import OrganisationKind
from sroi_portal.whats_new import all_news


def test_each_piece_of_news_is_short_and_in_order():
    news = all_news()
    assert [one.on for one in news] == sorted((one.on for one in news), reverse=True)
    for one in news:
        assert 0 < len(one.headline) <= 60
        assert one.text.endswith(".")
        assert len(one.text) <= 250


def test_what_is_for_others_is_folded_away(cast):
    of_coordination = [
        one
        for one in all_news()
        if one.kinds == (OrganisationKind.COORDINATION_POINT, OrganisationKind.PLATFORM_OPERATOR)
    ]
    for person, is_own in ((cast.dirk, True), (cast.bram, False)):
        context = person.get("nieuw/").context
        for one in of_coordination:
            assert (one in context["own"]) is is_own
            assert (one in context["others"]) is not is_own


def test_it_is_linked_below_every_page_of_work(cast):
    assert f'href="{cast.bram.url("nieuw/")}"' in cast.bram.get("organisatie/").content.decode()


def test_frank_has_his_own_page_and_no_other(cast):
    assert cast.frank.get("nieuw/").status_code == 200
    assert cast.frank.client.get(cast.bram.url("nieuw/")).status_code == 404
