"""What a region decides holds from a day on; the former version is closed the day before and stays readable."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from organisations.choices import Role
from tenders.models import RegionPolicy
from tests.factories.tenders import ContractFactory
from tests.tenders.colleagues import colleague_of

VIEW, EDIT = "beleid/", "beleid/wijzigen/"


def data(**changes) -> dict[str, str]:
    return {
        "valid_from": "01-01-2030",
        "threshold_work": "300.000,00",
        "threshold_service": "100.000,00",
        "threshold_supply": "100.000,00",
        "shortest_months": "6",
        "bespoke_below_share": "10",
        "low_below_share": "50",
        "percentage_low": "2",
        "percentage_high": "5",
        "cap": "",
        "start_up_months": "4",
        "first_contact_days": "10",
        "statement_days": "10",
        "answer_days": "5",
        "evidence_days": "60",
        "calendar_stale_days": "120",
        "evidence_from": "verdict",
        "automatic_reminder": "no",
        "second_eyes_above": "10.000,00",
        "pso_aspirant": "5",
        "pso_step_1": "10",
        "pso_step_2": "15",
        "pso_step_3": "20,5",
        "surplus_transferable": "yes",
        "age_reference": "award_date",
    } | changes


@pytest.fixture
def policies(cast, owner):
    """The ranges of our region, oldest first, as (first day, first day after)."""

    def read():
        with owner():
            found = RegionPolicy.objects.filter(region=cast.region).order_by("valid")
            return [(one.valid.lower, one.valid.upper) for one in found]

    return read


@pytest.fixture(autouse=True)
def _years_ahead(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: dt.date(2029, 6, 1))


def test_a_new_version_closes_the_former_the_day_before(cast, owner, policies):
    before = policies()
    assert cast.dirk.post(EDIT, data()).status_code == 302
    assert policies() == [*before[:-1], (before[-1][0], dt.date(2030, 1, 1)), (dt.date(2030, 1, 1), None)]
    with owner():
        new = RegionPolicy.objects.get(region=cast.region, valid__contains=dt.date(2030, 1, 1))
        old = RegionPolicy.objects.get(region=cast.region, valid__contains=dt.date(2029, 12, 31))
    assert (new.threshold_work, new.pso_step_3, new.start_up_months) == (300000, Decimal("20.50"), 4)
    assert (new.surplus_transferable, new.automatic_reminder, new.cap) == (True, False, None)
    assert (new.calendar_stale_days, old.calendar_stale_days) == (120, 90)
    assert (new.second_eyes_above, old.second_eyes_above) == (10000, None)
    assert (old.threshold_work, old.surplus_transferable) == (250000, False)
    page = cast.bram.get(VIEW).content.decode()
    assert "Een aanbesteding is verouderd na" in page
    assert "aanbestedingsteksten/" in cast.dirk.get(VIEW).content.decode()
    assert "250.000" in page  # what holds today
    assert "300.000" not in page
    assert "vanaf 1-1-2030" in page
    assert "300.000" in cast.bram.get(f"{VIEW}?versie={new.pk}").content.decode()


def test_the_day_of_the_newest_version_takes_its_place_only_while_nothing_uses_it(cast, owner, policies):
    cast.dirk.post(EDIT, data())
    ranges = policies()
    assert cast.dirk.post(EDIT, data(threshold_work="400.000")).status_code == 302
    assert policies() == ranges
    with owner():
        assert (
            RegionPolicy.objects.get(region=cast.region, valid__contains=dt.date(2030, 1, 1)).threshold_work == 400000
        )
        ContractFactory(authority=cast.alice.organisation, awarded_on=dt.date(2030, 1, 1))
    response = cast.dirk.post(EDIT, data(threshold_work="500.000"))
    assert response.status_code == 422
    assert "al een contract gegund" in str(response.context["form"].errors["valid_from"])
    assert policies() == ranges


def test_not_before_the_newest_version(cast, policies):
    cast.dirk.post(EDIT, data())
    ranges = policies()
    response = cast.dirk.post(EDIT, data(valid_from="31-12-2029"))
    assert response.status_code == 422
    assert "De laatste versie geldt vanaf" in str(response.context["form"].errors["valid_from"])
    assert policies() == ranges


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"valid_from": ""}, "valid_from", "Vul een datum in"),
        ({"valid_from": "01-01-2090"}, "valid_from", "jaartal"),
        ({"pso_step_1": "101"}, "pso_step_1", "hoogstens 100"),
        ({"pso_step_1": "-1"}, "pso_step_1", "0 of meer"),
        ({"threshold_work": "veel"}, "threshold_work", "getal"),
        ({"percentage_high": "1"}, "percentage_high", "onder het lage"),
        ({"low_below_share": "5"}, "low_below_share", "maatwerk"),
        ({"start_up_months": "-1"}, "start_up_months", "0 of meer"),
        ({"start_up_months": "2,5"}, "start_up_months", "heel getal"),
        ({"first_contact_days": "9999"}, "first_contact_days", "hoogstens 365"),
        ({"statement_days": "61"}, "statement_days", "hoogstens 60"),
        ({"answer_days": ""}, "answer_days", "Vul dit in"),
        ({"shortest_months": "0"}, "shortest_months", "1 of meer"),
        ({"calendar_stale_days": "6"}, "calendar_stale_days", "7 of meer"),
        ({"calendar_stale_days": "731"}, "calendar_stale_days", "hoogstens 730"),
        ({"evidence_days": "3651"}, "evidence_days", "hoogstens 3650"),
        ({"evidence_from": "nooit"}, "evidence_from", "nooit"),
        ({"surplus_transferable": "misschien"}, "surplus_transferable", "misschien"),
    ],
)
def test_says_beside_the_field_what_is_wrong(cast, policies, changes, field, words):
    before = policies()
    response = cast.dirk.post(EDIT, data(**changes))
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert policies() == before


def test_members_of_the_region_read_it_and_only_the_coordination_point_decides(cast, policies):
    before = policies()
    for reader in (cast.alice, cast.bram, cast.carla, cast.esra, colleague_of(cast.dirk, Role.AUDITOR)):
        assert "250.000" in reader.get(VIEW).content.decode()
        assert "Beleid wijzigen" not in reader.get(VIEW).content.decode()
        assert reader.get(EDIT).status_code == 403
        assert reader.post(EDIT, data()).status_code == 403
    assert policies() == before
    assert VIEW in cast.dirk.get("regio/").content.decode()


def test_frank_decides_for_his_own_region_only(cast, owner, policies):
    before = policies()
    for path in (f"{VIEW}?regio=groningen", f"{EDIT}?regio=groningen"):
        missing = path.replace("groningen", "nergens")
        assert cast.frank.get(path).status_code == cast.frank.get(missing).status_code == 404
    assert cast.frank.post(f"{EDIT}?regio=groningen", data()).status_code == 404
    assert cast.frank.post(EDIT, data()).status_code == 302
    assert policies() == before
    with owner():
        assert RegionPolicy.objects.filter(region=cast.other_region, threshold_work=300000).count() == 1
    with owner():
        ours = RegionPolicy.objects.filter(region=cast.region).first()
    assert "250.000" not in cast.frank.get(f"{VIEW}?versie={ours.pk}").content.decode()
