import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.choices import OrganisationKind, Role
from organisations.models import Invitation, Membership, Organisation, OrganisationRegion, OutboxMessage, Region
from organisations.templatetags.status_words import STATUSES
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory

NEW = {
    "name": "Woningstichting Rond",
    "kind": OrganisationKind.HOUSING_CORPORATION,
    "kvk": "01234567",
    "code": "ws-rond",
    "administrator_name": "Wim",
    "administrator_email": "Wim@rond.example",
}
PATHS = [
    "onderdelen/",
    "regios/",
    "regios/nieuw/",
    "regios/groningen/",
    "regios/groningen/nieuw/",
    "regios/groningen/huisstijl/",
    "regios/groningen/gemeenten/",
]


@pytest.fixture
def olga(cast, owner) -> Person:
    """The platform operator: an organisation without region."""
    with owner():
        organisation = Organisation.objects.create(name="Beheer", kind=OrganisationKind.PLATFORM_OPERATOR)
        user = UserFactory(name="Olga", email="olga@demo.example")
        MembershipFactory(user=user, organisation=organisation, role=Role.ADMINISTRATOR)
    person = Person(user, organisation)
    log_in(person)
    return person


def in_region(organisation, owner) -> OrganisationRegion:
    with owner():
        return OrganisationRegion.objects.get(organisation=organisation)


def test_she_sees_regions_and_organisations_but_no_people(cast, olga):
    assert "Noordermeer" in olga.get("regios/").content.decode()
    page = olga.get("regios/groningen/").content.decode()
    assert "Gemeente Groningen" in page
    assert "Coördinatiepunt Noordermeer" not in page
    for person in (cast.alice, cast.bram, cast.dirk):
        assert person.user.email not in page


def test_what_she_finds_leads_to_its_page(cast, olga, owner):
    found = olga.get("zoeken/", data={"q": "Gemeente Groningen"}).content.decode()
    url = olga.url(f"organisaties/{in_region(cast.alice.organisation, owner).pk}/")
    assert f'href="{url}"' in found
    assert "Gemeente Groningen" in olga.client.get(url).content.decode()


@pytest.mark.parametrize("path", [*PATHS, "organisaties/{}/"])
def test_others_may_not(cast, owner, olga, path):
    path = path.format(in_region(cast.alice.organisation, owner).pk)
    for who in (cast.alice, cast.dirk, cast.esra, cast.frank):
        assert who.get(path).status_code == who.post(path, NEW).status_code == 403
        assert who.client.get(olga.url(path)).status_code == who.client.post(olga.url(path)).status_code == 404
    with owner():
        assert not Invitation.objects.exists()


def test_she_makes_an_organisation_and_invites_its_first_administrator(olga, owner):
    assert olga.get("regios/groningen/nieuw/").status_code == 200
    assert olga.post("regios/groningen/nieuw/", NEW)["Location"] == olga.url("regios/groningen/")
    with owner():
        made = Organisation.objects.get(name="Woningstichting Rond")
        invitation = Invitation.objects.get()
        assert OutboxMessage.objects.get().payload["to"] == "wim@rond.example"
        assert OrganisationRegion.objects.get(organisation=made).code == "ws-rond"
    assert (invitation.organisation_id, invitation.role) == (made.pk, Role.ADMINISTRATOR)
    assert invitation.invited_from_id == olga.organisation.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "platform_operator"}, "kind"),
        ({"kvk": "123"}, "kvk"),
        ({"code": "gem groningen"}, "code"),
        ({"code": "gem-groningen"}, "code"),
        ({"administrator_email": "wim"}, "administrator_email"),
    ],
)
def test_bad_input_makes_nothing(olga, owner, changes, field):
    with owner():
        before = Organisation.objects.count()
    answer = olga.post("regios/groningen/nieuw/", NEW | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    with owner():
        assert Organisation.objects.count() == before
        assert not Invitation.objects.exists()


def test_a_company_of_another_region_is_not_made_again_by_its_kvk_number(cast, olga, owner):
    """It acts here too, under the name it has; who is there already invites his own colleagues."""
    with owner():
        firm = OrganisationFactory(name="Bouw BV", kind=OrganisationKind.CONTRACTOR, kvk="12345670")
        elsewhere = Region.objects.get(name="Noordermeer")
    path = f"regios/{elsewhere.code}/nieuw/"
    new = NEW | {"name": "Bouw b.v.", "kind": OrganisationKind.CONTRACTOR, "kvk": firm.kvk, "code": ""}
    nobody = {"administrator_name": "", "administrator_email": ""}
    assert set(olga.post(path, new | nobody).context["form"].errors) == set(nobody), "nobody is there to invite others"
    with owner():
        MembershipFactory(organisation=firm, role=Role.ADMINISTRATOR)
    assert list(olga.post(path, new | {"administrator_name": ""}).context["form"].errors) == ["administrator_name"]
    assert "stond al in het portaal" in olga.client.post(olga.url(path), new | nobody, follow=True).content.decode()
    with owner():
        assert Organisation.objects.get(kvk=firm.kvk).pk == firm.pk
        assert set(firm.regions.all()) == {cast.region, elsewhere}
        assert not Invitation.objects.exists()
    again = olga.post(path, new)
    assert again.context["form"].errors == {"kvk": ["Bouw BV doet al mee in deze regio, met dit KVK-nummer."]}
    with owner():
        assert not Invitation.objects.exists()


def test_two_offices_that_see_people_of_a_region_stay_two(cast, olga, owner):
    new = NEW | {"kind": OrganisationKind.COORDINATION_POINT}
    for code in ("groningen", "noordermeer"):
        olga.post(f"regios/{code}/nieuw/", new)
    with owner():
        assert Organisation.objects.filter(kvk=NEW["kvk"]).count() == 2


def test_she_invites_a_new_administrator_where_the_last_one_is_lost(cast, olga, owner):
    path = f"organisaties/{in_region(cast.alice.organisation, owner).pk}/"
    assert "heeft leden" in olga.get(path).content.decode()
    assert olga.post(path, {"name": "Wim", "email": "wim@rond.example"}).status_code == 302
    page = olga.get(path).content.decode()
    assert "wim@rond.example" in page
    assert cast.alice.user.email not in page
    assert olga.post(path, {"name": "", "email": "x"}).status_code == 422


def test_an_operator_who_only_looks_changes_nothing(olga, owner):
    with owner():
        MembershipFactory(organisation=olga.organisation, role=Role.ADMINISTRATOR)
        Membership.objects.filter(user=olga.user).update(role=Role.AUDITOR)
    assert olga.get("regios/").status_code == 200
    assert olga.post("regios/groningen/nieuw/", NEW).status_code == 403


def test_the_page_of_parts_shows_every_state_and_asks_nothing(olga, settings, cast):
    with CaptureQueriesContext(connection) as queries:
        page = olga.get("onderdelen/").content.decode()
    asked = [query["sql"] for query in queries.captured_queries]
    assert len([sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))]) <= 3
    for key, known in STATUSES.items():
        assert str(known.word) in page, key
    assert "Vul een datum in" in page
    settings.DEBUG = True  # where the portal is built
    assert cast.alice.get("onderdelen/").status_code == 200


def test_missing_rows_are_404(olga):
    for path in ("regios/nergens/", "regios/nergens/nieuw/", "organisaties/00000000-0000-7000-8000-000000000000/"):
        assert olga.get(path).status_code == 404


def test_the_number_of_queries_does_not_grow(olga, owner):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert olga.get("regios/groningen/").status_code == 200
        asked = [query["sql"] for query in queries.captured_queries]
        return len([sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))])

    few = count()
    with owner():
        OrganisationFactory.create_batch(15)
    assert count() == few <= 3 + 5
