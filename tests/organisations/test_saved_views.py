"""Lists kept under a name: one's own or shared, opened, renamed, taken away and put back."""

from urllib.parse import urlsplit

import pytest

from organisations.choices import Role
from organisations.models import SavedView
from organisations.saved_views import share_no_more
from organisations.tenancy import acting_for
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.tenders.test_contract_list import text

LIST = "contracten/"


@pytest.fixture
def colleague(cast, owner):
    def make(role=Role.MEMBER):
        with owner():
            user = UserFactory()
            MembershipFactory(user=user, organisation=cast.alice.organisation, role=role)
        person = Person(user, cast.alice.organisation)
        log_in(person)
        return person

    return make


def keep(person, name="Rood", query="stand=at_risk&sort=-ends_on&page=3&zoek=", **values):
    return person.post(f"weergaven/contracten/nieuw/?{query}", {"name": name} | values)


def views(owner):
    with owner():
        return {one.name: one for one in SavedView.objects.all()}


def test_keeps_what_is_asked_and_not_the_page(cast, owner):
    answer = keep(cast.alice)
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).query == "sort=-ends_on&stand=at_risk"
    assert views(owner)["Rood"].query == "sort=-ends_on&stand=at_risk"
    page = text(cast.alice.get(LIST, data={"stand": "at_risk", "sort": "-ends_on"}))
    assert 'aria-current="true">Rood' in page
    assert "Weergave bewaren" not in page
    assert "Weergave bewaren" in text(cast.alice.get(LIST, data={"stand": "behind"}))


def test_a_name_is_used_once_and_a_missing_one_refused(cast, owner):
    keep(cast.alice)
    again = keep(cast.alice, query="stand=behind")
    assert again.status_code == 422
    assert "al een weergave met deze naam" in text(again)
    assert keep(cast.alice, name="").status_code == 422
    assert keep(cast.alice, name="Lang", query=f"zoek={'x' * 1100}").status_code == 422
    assert list(views(owner)) == ["Rood"]


def test_only_what_is_shared_reaches_colleagues(cast, owner, colleague):
    keep(cast.alice)
    keep(cast.alice, name="Samen", query="stand=behind", shared="on")
    other = colleague()
    page = text(other.get(LIST))
    assert "Samen" in page
    assert "Rood" not in page
    for stranger in (cast.bram, cast.dirk, cast.frank):
        assert "Samen" not in text(stranger.get(LIST))
    shared = views(owner)["Samen"].pk
    for path in (f"weergave/{shared}/", f"weergave/{shared}/weg/", f"weergave/{shared}/terug/"):
        assert other.post(path, {"name": "X"}).status_code == 404, path
        assert cast.frank.post(path, {"name": "X"}).status_code == 404, path


def test_a_colleague_copies_what_is_shared_and_leaves_it_as_it_is(cast, owner, colleague):
    keep(cast.alice, shared="on")
    keep(cast.alice, name="Eigen", query="stand=behind")
    kept = views(owner)
    other = colleague()
    page = text(other.get("weergaven/contracten/"))
    assert "Van Alice, voor iedereen in onze organisatie" in page
    assert "Kopiëren" in page
    assert "Weghalen bij" not in page
    for _time in range(2):
        assert other.post(f"weergave/{kept['Rood'].pk}/kopie/").status_code == 302
    with owner():
        copies = SavedView.objects.filter(user=other.user).order_by("pk")
        assert [(one.name, one.query, one.shared, one.is_default) for one in copies] == [
            ("Rood", kept["Rood"].query, False, False),
            ("Rood (2)", kept["Rood"].query, False, False),
        ]
        assert SavedView.objects.get(pk=kept["Rood"].pk).shared
    assert other.post(f"weergave/{kept['Eigen'].pk}/kopie/").status_code == 404
    assert cast.alice.post(f"weergave/{kept['Rood'].pk}/kopie/").status_code == 404, "it is hers already"
    assert cast.bram.post(f"weergave/{kept['Rood'].pk}/kopie/").status_code == 404
    assert cast.frank.post(f"weergave/{kept['Rood'].pk}/kopie/").status_code == 404
    assert colleague(Role.AUDITOR).post(f"weergave/{kept['Rood'].pk}/kopie/").status_code == 403


def test_a_long_name_is_copied_within_its_length(cast, owner, colleague):
    keep(cast.alice, name="L" * 80, shared="on")
    other, view = colleague(), views(owner)["L" * 80].pk
    for _time in range(2):
        other.post(f"weergave/{view}/kopie/")
    with owner():
        names = SavedView.objects.filter(user=other.user).values_list("name", flat=True)
        assert sorted(len(one) for one in names) == [80, 80]


def test_an_administrator_ends_the_sharing_and_its_maker_keeps_it(cast, owner, colleague):
    member = colleague()
    keep(member, shared="on")
    keep(member, name="Eigen", query="stand=behind")
    kept = views(owner)
    path = f"weergave/{kept['Rood'].pk}/niet-delen/"
    assert colleague().post(path).status_code == 403
    assert colleague(Role.AUDITOR).post(path).status_code == 403
    for stranger in (cast.bram, cast.dirk, cast.frank):
        assert stranger.post(path).status_code == 404
    assert cast.alice.post(f"weergave/{kept['Eigen'].pk}/niet-delen/").status_code == 404
    assert views(owner)["Rood"].shared
    page = text(cast.alice.post(path, follow=True))
    assert "heeft de weergave zelf nog" in page
    now = views(owner)
    assert not now["Rood"].shared
    assert now["Rood"].removed_at is None
    assert "Rood" in text(member.get(LIST))
    assert "Rood" not in text(cast.alice.get(f"{LIST}?zoek=x"))


def test_only_an_administrator_is_heard_by_the_database(cast, owner, colleague):
    """Past the views: what the function itself does for whom."""
    member = colleague()
    keep(member, shared="on")
    view = views(owner)["Rood"].pk
    for person in (member, colleague(), colleague(Role.AUDITOR), cast.bram, cast.frank):
        with acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
            assert not share_no_more(view), person.user.name
    with acting_for(user_id=cast.alice.user.pk, organisation_id=cast.alice.organisation.pk):
        assert SavedView.objects.filter(pk=view).update(name="Anders") == 0, "an administrator changes nobody's view"
        assert share_no_more(view)
        assert not share_no_more(view)


def test_the_default_opens_the_bare_list_only(cast, owner, colleague):
    keep(cast.alice, is_default="on", shared="on")
    answer = cast.alice.get(LIST)
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).query == "sort=-ends_on&stand=at_risk"
    assert cast.alice.get(LIST, data={"alles": "1"}).status_code == 200
    assert cast.alice.get(LIST, data={"zoek": ""}).status_code == 200
    assert colleague().get(LIST).status_code == 200
    keep(cast.alice, name="Ander", query="stand=behind", is_default="on")
    assert [one.name for one in views(owner).values() if one.is_default] == ["Ander"]


def test_renamed_taken_away_and_put_back(cast, owner):
    keep(cast.alice, is_default="on")
    view = views(owner)["Rood"].pk
    cast.alice.post(f"weergave/{view}/", {"name": "Vuurrood", "is_default": "on"})
    page = text(cast.alice.post(f"weergave/{view}/weg/", follow=True))
    assert "Terugzetten" in page
    assert cast.alice.get(LIST).status_code == 200
    keep(cast.alice, name="Ander", query="stand=behind", is_default="on")
    cast.alice.post(f"weergave/{view}/terug/")
    now = views(owner)
    assert now["Vuurrood"].removed_at is None
    assert not now["Vuurrood"].is_default
    assert now["Ander"].is_default


def test_one_with_the_same_name_since_is_told(cast, owner):
    keep(cast.alice)
    view = views(owner)["Rood"].pk
    cast.alice.post(f"weergave/{view}/weg/")
    keep(cast.alice, query="stand=behind")
    assert "al een weergave met deze naam" in text(cast.alice.post(f"weergave/{view}/terug/", follow=True))
    with owner():
        assert SavedView.objects.get(pk=view).removed_at is not None


def test_an_auditor_opens_and_keeps_nothing(cast, owner, colleague):
    keep(cast.alice, shared="on")
    auditor = colleague(Role.AUDITOR)
    assert keep(auditor, name="X").status_code == 403
    page = text(auditor.get(LIST, data={"stand": "behind"}))
    assert "Rood" in page
    assert "Weergave bewaren" not in page


def test_for_the_work_list_as_well_and_for_no_unknown_list(cast, owner):
    answer = cast.dirk.post("weergaven/beoordelen/nieuw/?soort=inzet", {"name": "Uren", "is_default": "on"})
    assert answer.status_code == 302
    assert urlsplit(cast.dirk.get("beoordelen/")["Location"]).query == "soort=inzet"
    assert 'aria-current="true">Uren' in text(cast.dirk.get("beoordelen/", data={"soort": "inzet"}))
    assert cast.alice.get("weergaven/beoordelen/").status_code == 404
    assert cast.alice.get("weergaven/onzin/").status_code == 404
    assert cast.frank.client.get(cast.alice.url("weergaven/contracten/")).status_code == 404


@pytest.mark.parametrize(
    ("key", "path", "query"),
    [
        ("plaatsingen", "plaatsingen/", "sroi=ja"),
        ("deelnemers", "scholing/deelnemers/", "stand=overlap"),
        ("nazorg", "nazorg/", "maanden=6"),
    ],
)
def test_the_lists_of_the_back_office_have_views(cast, key, path, query):
    """Kept, offered, opened by itself, and past it again; not for who has no such list."""
    for person in (cast.carla, cast.dirk):
        assert "Weergave bewaren" in text(person.get(f"{path}?{query}"))
        assert (
            person.post(f"weergaven/{key}/nieuw/?{query}", {"name": "Mijn lijst", "is_default": "on"}).status_code
            == 302
        )
        answer = person.get(path)
        assert (answer.status_code, urlsplit(answer["Location"]).query) == (302, query)
        page = text(person.get(f"{path}?{query}"))
        assert 'aria-current="true">Mijn lijst' in page
        assert f'href="{person.url(path)}?alles=1"' in page, "to wipe the filters does not open the view again"
        assert person.get(f"{path}?alles=1").status_code == 200
    assert cast.alice.post(f"weergaven/{key}/nieuw/?{query}", {"name": "X"}).status_code == 404


def test_a_company_keeps_a_view_of_who_is_placed_with_it(cast):
    assert cast.bram.post("weergaven/plaatsingen/nieuw/?sroi=ja", {"name": "Mijn lijst"}).status_code == 302
    assert "Mijn lijst" in text(cast.bram.get("plaatsingen/"))
    assert cast.bram.post("weergaven/nazorg/nieuw/?maanden=6", {"name": "X"}).status_code == 404
