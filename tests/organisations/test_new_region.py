"""The operator makes a region in the browser; its coordination point says how it looks and what it calls things."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from exchange.regions import set_up
from organisations import tenancy
from organisations.choices import Area, OrganisationKind, Role
from organisations.models import AreaMunicipality, Municipality, Organisation, OutboxMessage, Region
from tenders.models import Block, RegionPolicy, Tariff
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, UserFactory

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
LOOK = {
    "name": "Fryslân",
    "werkplein_article": "het",
    "werkplein_label": "Werkcentrum",
    "werkplein_plural": "Werkcentra",
    "coordination_article": "het",
    "coordination_label": "Servicepunt Social Return",
    "accent": "#004b93",
    "initials": "fr",
}
NEW = LOOK | {"municipalities": "GM0080 Leeuwarden\nGroningen\n\ngm0080 leeuwarden"}


@pytest.fixture
def olga(cast, owner) -> Person:
    with owner():
        organisation = Organisation.objects.create(name="Beheer", kind=OrganisationKind.PLATFORM_OPERATOR)
        user = UserFactory(name="Olga", email="olga@demo.example")
        MembershipFactory(user=user, organisation=organisation, role=Role.ADMINISTRATOR)
    person = Person(user, organisation)
    log_in(person)
    return person


def test_a_region_is_made_with_its_own_words_colour_and_municipalities_and_no_row_of_another_changes(olga, owner):
    with owner():
        before = Region.objects.filter(code="groningen").values().get()
    answer = olga.post("regios/nieuw/", NEW)
    assert answer["Location"] == olga.url("regios/fryslan/nieuw/") + "?soort=coordination_point"
    with owner():
        region = Region.objects.get(code="fryslan")
        assert (region.name, region.accent, region.initials) == ("Fryslân", "#004b93", "FR")
        assert region.words.say("Het Werkplein belt het Coördinatiepunt Social Return") == (
            "Het Werkcentrum belt het Servicepunt Social Return"
        )
        there = AreaMunicipality.objects.filter(region=region, area=Area.REGION)
        assert set(there.values_list("municipality__name", flat=True)) == {"Leeuwarden", "Groningen"}
        assert Region.objects.filter(code="groningen").values().get() == before
        assert OutboxMessage.objects.get().payload == {"region_id": str(region.pk), "like_id": ""}
    assert "Beleid en tarief worden klaargezet" in olga.get("regios/fryslan/").content.decode()
    page = olga.client.get("/fryslan/").content.decode()
    assert "/stijl/004b93.css" in page
    assert ">FR</text>" in page


def test_the_worker_puts_a_copy_of_the_terms_of_another_region_in_it_once(cast, olga, owner):
    olga.post("regios/nieuw/", NEW | {"like": str(cast.region.pk)})
    with owner():
        region = Region.objects.get(code="fryslan")
    for _time in range(2):
        set_up(region.pk, like_id=cast.region.pk, at=NOW)
    what = ("code", "value", "max_months", "position", "evidence")
    with owner():
        theirs, ours = (
            Block.objects.filter(tariff=Tariff.objects.get(region=one)).order_by("code")
            for one in (cast.region, region)
        )
        assert list(ours.values(*what)) == list(theirs.values(*what))
        assert ours.exists()
        assert "Werkcentrum" in "".join(ours.values_list("explanation", flat=True))
        assert "Werkplein" not in "".join(ours.values_list("explanation", flat=True))
        assert RegionPolicy.objects.filter(region=region).count() == 1
        assert Region.objects.get(pk=region.pk).set_up_at == NOW


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": " "}, "name", "Vul een naam in."),
        ({"code": "groningen"}, "code", "Er is al een regio"),
        ({"code": "werk"}, "code", "Er is al een regio"),
        ({"code": "privacy"}, "code", "Er is al een regio"),
        ({"code": "twee woorden"}, "code", "Gebruik alleen letters"),
        ({"municipalities": "Nergenshuizen"}, "municipalities", "zet de gemeentecode voor Nergenshuizen"),
        ({"municipalities": "GM0014 Assen"}, "municipalities", "GM0014 is Groningen en niet Assen"),
        ({"municipalities": "GM0080"}, "municipalities", "zet de naam achter GM0080"),
        ({"accent": "#ffcc00"}, "accent", "#826800 is dezelfde kleur en kan wel"),
        ({"accent": "rood"}, "accent", "Kies een kleur"),
        ({"initials": "F1"}, "initials", "een tot drie letters"),
        ({"werkplein_label": ""}, "werkplein_label", "Vul een naam in."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_makes_nothing(olga, owner, changes, field, said):
    answer = olga.post("regios/nieuw/", NEW | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in answer.content.decode()
    with owner():
        assert not Region.objects.filter(name="Fryslân").exists()
        assert not Municipality.objects.filter(code="GM0080").exists()


def test_a_refused_colour_comes_with_a_button_that_takes_the_shade_that_can_be_read(olga, owner):
    page = olga.post("regios/groningen/huisstijl/", LOOK | {"accent": "#ffcc00"}).content.decode()
    assert 'value="#826800"' in page
    # The colour box sends its own value first; the button comes after it.
    assert olga.post("regios/groningen/huisstijl/", LOOK | {"accent": ["#ffcc00", "#826800"]}).status_code == 302
    with owner():
        assert Region.objects.get(code="groningen").accent == "#826800"


def test_the_coordination_point_shapes_its_own_region_and_everybody_there_sees_it(cast, owner):
    assert cast.dirk.get("regio/huisstijl/").status_code == 200
    assert cast.dirk.post("regio/huisstijl/", LOOK | {"name": "Groningen"}).status_code == 302
    page = cast.alice.get("leden/").content.decode()
    assert "/stijl/004b93.css" in page
    assert ">FR</text>" in page
    assert "/stijl/" not in cast.frank.get("leden/").content.decode()
    assert "Werkcentrum" in cast.dirk.get("regio/").content.decode()
    for who in (cast.alice, cast.bram, cast.carla, cast.esra, cast.frank):
        allowed = who is cast.frank
        assert who.get("regio/huisstijl/").status_code == (200 if allowed else 403), who.user.name
    assert "Werkcentrum" not in cast.frank.get("regio/huisstijl/").content.decode()
    assert cast.frank.get("regio/huisstijl/?regio=groningen").status_code == 404


def test_the_database_lets_nobody_else_change_a_region(cast):
    for who in (cast.alice, cast.esra, cast.frank):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            tenancy.acting_for(user_id=who.user.pk, organisation_id=who.organisation.pk),
        ):
            Region.objects.filter(pk=cast.region.pk).update(accent="")
    with pytest.raises(DatabaseError), transaction.atomic(), tenancy.public(cast.region.pk):
        Region.objects.filter(pk=cast.region.pk).update(accent="")


@pytest.mark.django_db
def test_the_style_sheet_is_kept_for_ever_and_only_of_colours_that_can_be_read(client):
    answer = client.get("/stijl/004b93.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert "--voorbeeld-kleuren-violet-500: #004b93;" in answer.content.decode()
    for colour in ("ffcc00", "zzzzzz", "fff", "000000;}"):
        assert client.get(f"/stijl/{colour}.css").status_code == 404


@pytest.mark.parametrize("word", ["<b>Werk</b>", "Werk & Inkomen", "100% werk", "Werk {naam}", 'Werk"plein'])
def test_a_word_of_a_region_is_a_word_and_no_piece_of_a_page(cast, owner, word):
    """Sentences are not escaped, and values are filled in in them: such a word stood as tags in every page, or broke it."""
    for name in ("werkplein_label", "werkplein_plural", "coordination_label"):
        page = cast.dirk.post("regio/huisstijl/", LOOK | {name: word})
        assert page.status_code == 422
        assert "Gebruik letters" in page.context["form"].errors[name][0]
        with owner(), pytest.raises(DatabaseError), transaction.atomic():
            Region.objects.filter(pk=cast.region.pk).update(**{name: word})
