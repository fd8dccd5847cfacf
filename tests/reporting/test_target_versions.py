"""Targets: a later agreement is a version beside the earlier one, and nobody edits what was agreed."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from organisations import tenancy
from reporting.collect import milestones_of
from reporting.models import Target
from reporting.target_versions import differences, targets_of

pytestmark = pytest.mark.django_db
NEW = "doelen/versies/nieuw/"
TYPED = {
    "kind": "sustained_year_minimum",
    "on": "01-01-2020",
    "value": "280",
    "source": "Verslag van het partneroverleg, punt 4",
    "version_on": "02-03-2019",
}


def test_the_bureau_writes_down_what_was_agreed_and_the_old_stays(cast, owner):
    again = TYPED | {"kind": "sustained_outflow", "value": "430"}
    for typed in (TYPED, again):
        assert cast.esra.post(NEW, typed).status_code == 302
    body = cast.esra.get("doelen/versies/").content.decode()
    assert "Verslag van het partneroverleg, punt 4" in body
    with owner():
        kinds = {one.kind: one for one in targets_of(cast.region.pk)}
        at_2020 = next(one for one in kinds["sustained_outflow"].milestones if one.on == dt.date(2020, 1, 1))
        assert [one.value for one in at_2020.versions] == [430, 450]
        assert at_2020.in_force.entered_by == cast.esra.user
        in_force = {
            on: [one.count for one in milestones_of(cast.region.pk, on=on) if (one.kind, one.on) == _AT_2020]
            for on in (dt.date(2019, 3, 1), dt.date(2019, 3, 2))
        }
    assert in_force == {dt.date(2019, 3, 1): [450], dt.date(2019, 3, 2): [430]}


_AT_2020 = ("sustained_outflow", dt.date(2020, 1, 1))


def test_two_agreements_of_one_day_are_refused(cast):
    assert cast.esra.post(NEW, TYPED).status_code == 302
    assert cast.esra.post(NEW, TYPED | {"value": "1"}).status_code == 422


@pytest.mark.parametrize("on", ["01-01-1990", "01-01-2018", "31-12-2020", "01-01-2100"])
def test_a_target_stands_on_the_day_after_a_year_of_the_programme(cast, owner, on):
    """It stays for ever, so a slip of the pen may not become one."""
    assert cast.esra.post(NEW, TYPED | {"on": on}).status_code == 422
    with owner():
        assert not Target.objects.filter(region=cast.region, source=TYPED["source"]).exists()


def test_nobody_edits_what_was_agreed(cast):
    with (
        tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        Target.objects.filter(region=cast.region).update(value=1)


def test_others_only_read(cast):
    assert cast.dirk.get("doelen/versies/").status_code == 200
    assert cast.dirk.post(NEW, TYPED).status_code == 403
    for person in (cast.alice, cast.bram, cast.carla):
        assert person.get("doelen/versies/").status_code == 403
    assert "Plan van aanpak" not in cast.frank.get("doelen/versies/").content.decode()


def test_targets_that_do_not_fit_together_stand_side_by_side(cast, owner):
    with owner():
        assert list(differences(targets_of(cast.region.pk))) == []
    cast.esra.post(NEW, TYPED)
    cast.esra.post(NEW, TYPED | {"kind": "sustained_ww", "on": "01-01-2022", "value": "250"})
    with owner():
        found = list(differences(targets_of(cast.region.pk)))
    assert [[value for value, _says, _source in one.statements] for one in found] == [[1000, 1050], [300, 280]]
