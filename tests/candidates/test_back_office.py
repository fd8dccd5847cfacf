"""What the coordination point settles for its back office, and which Werkplein helps whom."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates import back_office
from candidates.models import BackOfficePolicy, WerkpleinArea
from organisations.choices import Role
from organisations.models import Membership
from organisations.refused import Refused
from tests.candidates.files import candidate
from tests.candidates.trainees import colleague
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.placements.workspace import act, auditor_of

TERMS, AREAS = "regio/back-office/", "regio/werkgebieden/"
GRONINGEN = "GM0014"
SENT = {
    "contact_days": "3",
    "benefit_months": "6",
    "benefit_warn_months": "4",
    "training_gap_months": "9",
    "vacancy_ask_days": "30",
    "vacancy_answer_days": "14",
    "project_leader": "",
}


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_terms_stand_there_as_shipped_and_hold_once_settled(cast, owner):
    form = cast.dirk.get(TERMS).context["form"]
    assert {name: form[name].value() for name in back_office.FIGURES} == {
        "contact_days": 5,
        "benefit_months": 6,
        "benefit_warn_months": 5,
        "training_gap_months": 6,
        "vacancy_ask_days": 30,
        "vacancy_answer_days": 14,
    }
    cast.dirk.post(TERMS, SENT | {"project_leader": str(cast.dirk.user.pk)})
    cast.dirk.post(TERMS, SENT | {"project_leader": str(cast.dirk.user.pk), "contact_days": "4"})
    with owner():
        policy = BackOfficePolicy.objects.get(region=cast.region)
    assert (policy.contact_days, policy.benefit_warn_months, policy.training_gap_months, policy.project_leader_id) == (
        4,
        4,
        9,
        cast.dirk.user.pk,
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("contact_days", "0", "Vul 1 of meer in."),
        ("contact_days", "x", "Vul een heel getal in."),
        ("benefit_warn_months", "7", "Waarschuwen kan niet na de grens."),
        ("project_leader", "onbekend", "geldige"),
    ],
)
def test_errors_stand_beside_the_field_and_nothing_is_kept(cast, owner, field, value, said):
    answer = cast.dirk.post(TERMS, SENT | {field: value})
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert answer.context["form"]["training_gap_months"].value() == "9"
    with owner():
        assert not BackOfficePolicy.objects.exists()


def test_somebody_stands_in_for_the_leader_for_some_days(cast, owner):
    daan = colleague(cast)
    leader, other = str(cast.dirk.user.pk), str(daan.user.pk)
    sent = SENT | {"project_leader": leader, "stand_in": other, "away_from": "1-7-2026", "away_until": "14-7-2026"}
    assert cast.dirk.post(TERMS, sent).status_code == 302
    with owner():
        policy = BackOfficePolicy.objects.get(region=cast.region)
    assert (policy.stand_in_id, policy.is_leader_away(dt.date(2026, 7, 14))) == (daan.user.pk, True)
    assert not policy.is_leader_away(dt.date(2026, 7, 15))
    for typed, field in (
        ({"stand_in": leader}, "stand_in"),
        ({"stand_in": ""}, "stand_in"),
        ({"project_leader": ""}, "project_leader"),
        ({"away_until": ""}, "away_until"),
        ({"away_until": "30-6-2026"}, "away_until"),
        ({"stand_in": str(cast.carla.user.pk)}, "stand_in"),
    ):
        answer = cast.dirk.post(TERMS, sent | typed)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), typed
    cast.dirk.post(TERMS, SENT | {"project_leader": leader})
    with owner():
        assert BackOfficePolicy.objects.get(region=cast.region).stand_in_id is None


def test_who_only_reads_decides_about_no_invoices(cast, owner):
    reader, daan = auditor_of(cast.dirk), colleague(cast)
    offered = dict(cast.dirk.get(TERMS).context["form"].fields["project_leader"].choices)
    assert str(daan.user.pk) in offered
    assert str(reader.user.pk) not in offered
    away = {"away_from": "1-7-2026", "away_until": "14-7-2026"}
    for sent in (
        {"project_leader": str(reader.user.pk)},
        {"project_leader": str(cast.dirk.user.pk), "stand_in": str(reader.user.pk)} | away,
    ):
        assert cast.dirk.post(TERMS, SENT | sent).status_code == 422
    with act(cast.dirk) as acting, pytest.raises(Refused, match="werken bij het coördinatiepunt"):
        back_office.settle(
            acting,
            region_id=cast.region.pk,
            figures=dict.fromkeys(back_office.FIGURES, 5),
            project_leader_id=reader.user.pk,
        )
    with owner():
        assert not BackOfficePolicy.objects.exists()


@pytest.fixture
def led(cast, owner):
    """Daan leads the project, and Dirk stands in for some days."""
    daan = colleague(cast)
    with owner():
        BackOfficePolicy.objects.create(
            region=cast.region,
            project_leader=daan.user,
            stand_in=cast.dirk.user,
            away_from=dt.date(2026, 7, 1),
            away_until=dt.date(2026, 7, 14),
        )
        return Membership.objects.get(user=daan.user)


def settled(cast, owner):
    with owner():
        policy = BackOfficePolicy.objects.get(region=cast.region)
    return policy.project_leader_id, policy.stand_in_id, policy.away_from


def heir_of(cast, owner, **values):
    with owner():
        return MembershipFactory(organisation=cast.dirk.organisation, **values)


def test_a_project_leader_who_leaves_hands_over_the_lead(cast, owner, led):
    heir = heir_of(cast, owner)
    page = cast.dirk.get(f"leden/{led.pk}/einde/")
    assert [work.count for work in page.context["in_hand"]] == [1]
    assert "projecten ABC die deze persoon leidt" in words(page)
    assert cast.dirk.post(f"leden/{led.pk}/einde/").status_code == 422, "somebody has to lead on"
    assert cast.dirk.post(f"leden/{led.pk}/einde/", {"successor": heir.pk}).status_code == 302
    assert settled(cast, owner) == (heir.user_id, cast.dirk.user.pk, dt.date(2026, 7, 1))


def test_a_stand_in_who_leads_from_now_on_stands_in_no_more(cast, owner, led):
    with owner():
        dirk = Membership.objects.get(user=cast.dirk.user)
    assert cast.dirk.post(f"leden/{led.pk}/einde/", {"successor": dirk.pk}).status_code == 302
    assert settled(cast, owner) == (cast.dirk.user.pk, None, None)


def test_a_stand_in_who_leaves_is_stood_in_for(cast, owner, led):
    with owner():
        dirk = Membership.objects.get(user=cast.dirk.user)
    heir = heir_of(cast, owner, role=Role.ADMINISTRATOR)
    assert cast.dirk.post(f"leden/{dirk.pk}/einde/", {"successor": heir.pk}).status_code == 302
    assert settled(cast, owner) == (led.user_id, heir.user_id, dt.date(2026, 7, 1))


def test_who_leads_the_project_leaves_another_organisation_with_nothing_in_hand(cast, owner, led):
    with owner():
        there = MembershipFactory(user=led.user, organisation=cast.carla.organisation)
    assert cast.carla.get(f"leden/{there.pk}/einde/").context["in_hand"] == []


@pytest.mark.parametrize("values", [{"away_until": None}, {"away_from": None}, {"project_leader": None}])
def test_the_database_keeps_no_half_a_stand_in(cast, owner, values):
    with owner():
        policy = BackOfficePolicy(
            region=cast.region,
            project_leader=cast.dirk.user,
            stand_in=cast.carla.user,
            away_from=dt.date(2026, 7, 1),
            away_until=dt.date(2026, 7, 14),
        )
        for name, value in values.items():
            setattr(policy, name, value)
        with pytest.raises(IntegrityError, match="back_office_stand_in"), transaction.atomic():
            policy.save()


@pytest.mark.parametrize("path", [TERMS, AREAS])
def test_only_the_coordination_point_settles_anything(cast, owner, path):
    for person in (cast.alice, cast.bram, cast.carla, cast.esra, auditor_of(cast.dirk)):
        assert person.get(path).status_code == 403
        assert person.post(path, SENT | {GRONINGEN: str(cast.carla.organisation.pk)}).status_code == 403
    with owner():
        assert not BackOfficePolicy.objects.exists()
        assert not WerkpleinArea.objects.exists()


def test_frank_settles_his_own_region_only(cast, owner):
    cast.frank.post(TERMS, SENT)
    with owner():
        assert [one.region_id for one in BackOfficePolicy.objects.all()] == [cast.other_region.pk]
    with act(cast.frank) as acting, pytest.raises(Refused, match="niet uw regio"):
        back_office.settle(acting, region_id=cast.region.pk, figures=SENT, project_leader_id=None)


def test_a_municipality_gets_a_werkplein_another_one_and_none(cast, owner):
    with owner():
        other = OrganisationFactory(name="Werkplein Ergens", werkplein=True)

    def settled():
        with owner():
            return list(WerkpleinArea.objects.values_list("municipality", "werkplein_id"))

    answer = cast.dirk.post(AREAS, {GRONINGEN: str(cast.carla.organisation.pk)}, follow=True)
    assert "1 gemeente gewijzigd" in words(answer)
    assert settled() == [(GRONINGEN, cast.carla.organisation.pk)]
    assert cast.dirk.get(AREAS).context["form"][GRONINGEN].value() == str(cast.carla.organisation.pk)
    cast.dirk.post(AREAS, {GRONINGEN: str(other.pk)})
    assert settled() == [(GRONINGEN, other.pk)]
    cast.dirk.post(AREAS, {})
    assert settled() == []


def test_a_werkplein_of_another_region_cannot_be_chosen(cast, owner):
    stranger = cast.strangers["werkplein"].organisation
    answer = cast.dirk.post(AREAS, {GRONINGEN: str(stranger.pk)})
    assert answer.status_code == 422
    with act(cast.dirk) as acting, pytest.raises(Refused, match="werkt niet in uw regio"):
        back_office.assign_areas(acting, region_id=cast.region.pk, areas={GRONINGEN: stranger.pk})
    with owner():
        assert not WerkpleinArea.objects.exists()


def test_the_page_of_the_region_leads_there(cast):
    shown = cast.dirk.get("regio/").content.decode()
    assert cast.dirk.url(TERMS) in shown
    assert cast.dirk.url(AREAS) in shown


def test_the_start_page_says_what_waits_and_names_nobody(cast):
    today = timezone.localdate()
    candidate(cast, registered_on=today, call_by=today, identity__first_name="Jantje")
    candidate(cast, registered_on=today, werkplein=None)
    carla, dirk = cast.carla.get(""), cast.dirk.get("")

    def counted(answer):
        return {item["title"]: item["count"] for item in answer.context["queue"]}

    candidate(cast, registered_on=today, werkplein=None)
    dirk = cast.dirk.get("")
    assert (counted(carla)["Nieuwe aanmeldingen"], counted(dirk)["Nieuwe aanmeldingen"]) == ("1", "2")
    assert counted(dirk)["Kandidaten bellen"] == "1"
    assert counted(carla)["Kandidaten bellen"] == "1"
    for answer in (carla, dirk):
        assert "Jantje" not in answer.content.decode()
    for person in (cast.alice, cast.bram, cast.esra):
        assert "Kandidaten bellen" not in words(person.get(""))
    assert counted(cast.frank.get(""))["Nieuwe aanmeldingen"] == "0"
