"""The coordination point says which municipalities go first, from a day on; what held before that day stays."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from psycopg.types.range import DateRange

from organisations import tenancy
from organisations.choices import Area
from organisations.models import AreaMunicipality, Municipality
from organisations.priority_area import priority_on
from tests.database import owner as as_owner

pytestmark = pytest.mark.django_db

FIRST, LATER = date(2026, 1, 1), date(2026, 5, 1)
PATH = "regio/voorrang/"
ALWAYS = DateRange(date(1900, 1, 1), None)


@pytest.fixture
def frank(cast):
    """The coordination point of a region with two municipalities and no priority area."""
    with as_owner():
        for code, name in (("GM0080", "Leeuwarden"), ("GM0090", "Smallingerland")):
            made = Municipality.objects.create(code=code, name=name, valid=ALWAYS)
            AreaMunicipality.objects.create(region=cast.other_region, municipality=made, area=Area.REGION, valid=ALWAYS)
    return cast.frank


def settle(person, *codes: str, since: date = FIRST):
    return person.post(PATH, {"municipalities": codes, "since": f"{since:%d-%m-%Y}"})


def priority(region) -> list[tuple[str, date, date | None]]:
    with as_owner():
        rows = AreaMunicipality.objects.filter(region=region, area=Area.PRIORITY).order_by("municipality_id", "valid")
        return [(one.municipality_id, one.valid.lower, one.valid.upper) for one in rows]


def test_is_settled_from_a_day_on_and_what_held_before_stays(cast, frank):
    others = priority(cast.region)
    assert "Leeuwarden" in frank.get(PATH).content.decode()
    assert settle(frank, "GM0080").status_code == 302
    assert priority(cast.other_region) == [("GM0080", FIRST, None)]
    settle(frank, "GM0080", "GM0090", since=LATER)
    assert priority(cast.other_region) == [("GM0080", FIRST, None), ("GM0090", LATER, None)]
    settle(frank, "GM0090", since=LATER)
    assert priority(cast.other_region) == [("GM0080", FIRST, LATER), ("GM0090", LATER, None)]
    settle(frank, "GM0080")
    assert priority(cast.other_region) == [("GM0080", FIRST, None)]
    settle(frank)
    assert priority(cast.other_region) == []
    assert priority(cast.region) == others


def test_what_cannot_be_is_said_beside_its_field(cast, frank):
    assert list(settle(frank, "GM0014").context["form"].errors) == ["municipalities"], "of another region"
    answer = frank.post(PATH, {"municipalities": ["GM0080"], "since": "ooit"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["since"])
    assert 'value="GM0080" id="id_municipalities_0" checked' in " ".join(answer.content.decode().split())
    assert priority(cast.other_region) == []


def test_is_for_the_coordination_point_of_the_region(cast, frank):
    for who in (cast.alice, cast.bram, cast.carla, cast.esra):
        assert who.get(PATH).status_code == settle(who, "GM0014").status_code == 403, who.user.name
    assert "Leeuwarden" not in cast.dirk.get(PATH).content.decode()
    assert frank.get(f"{PATH}?regio=groningen").status_code == 404
    with as_owner():
        assert priority_on(cast.region.pk, on=timezone.localdate())


@pytest.mark.parametrize(("who", "area"), [("alice", Area.PRIORITY), ("frank", Area.PRIORITY), ("dirk", Area.REGION)])
def test_the_database_lets_nobody_else_change_an_area(cast, who, area):
    """Also not the coordination point itself what belongs to its region."""
    person = getattr(cast, who)
    rows = AreaMunicipality.objects.filter(region=cast.region, area=area)
    for change in (rows.delete, lambda: rows.update(valid=ALWAYS)):
        with (
            pytest.raises(DatabaseError, match="who goes first"),
            transaction.atomic(),
            tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk),
        ):
            change()
