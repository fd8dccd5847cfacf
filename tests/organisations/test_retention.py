"""Whose data are about to go, keeping somebody longer, and the terms of a region."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import erasing, retention, tenancy
from organisations.choices import Purpose
from organisations.models import Erasure, OrganisationRegion, OutboxMessage, RetentionMark, RetentionPolicy, new_id
from tests import menu
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import OrganisationFactory
from tests.reporting.test_start import page_of, waits

pytestmark = pytest.mark.django_db

LIST, TERMS, PROOF = "regio/bewaren/", "regio/bewaren/termijnen/", "regio/bewaren/gewist/"
#: Session, user, enter; then a list.
BUDGET = 3 + 5
LONG_AGO = dt.date(2023, 1, 10)
GIVEN = {
    "candidate_months": "36",
    "file_months": "18",
    "document_months": "6",
    "deployed_months": "12",
    "warn_days": "14",
}


@pytest.fixture
def old(cast):
    """Nothing happened to this candidate of Carla's Werkplein for years."""
    return old_one(cast, werkplein=cast.carla.organisation, coach=cast.carla.user)


def old_one(cast, **values):
    with owner():
        return CandidateFactory(
            region=cast.region,
            registered_on=LONG_AGO,
            state="withdrawn",
            identity__first_name="Geertruida",
            identity__last_name="Hoogland",
            **values,
        )


def day(cast, on=None):
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        return erasing.keep_terms(region_id=cast.region.pk, on=on or timezone.localdate())


def mark_of(candidate) -> RetentionMark:
    with owner():
        return RetentionMark.objects.get(subject_id=candidate.pk, part="person")


def test_the_coach_and_the_coordination_point_are_mailed_once(cast, old):
    day(cast)
    day(cast)
    with owner():
        mails = list(OutboxMessage.objects.filter(name="retention_warning").order_by("pk"))
    assert {one.payload["to"] for one in mails} == {cast.carla.user.email, cast.dirk.user.email}
    assert len(mails) == 2
    assert all("Hoogland" not in str(one.payload) for one in mails)
    assert f"/werk/{cast.carla.organisation.pk}/regio/bewaren/" in str([one.payload["text"] for one in mails])


def test_who_came_back_is_not_about_to_go_any_more(cast, old):
    day(cast)
    with owner():
        type(old).objects.filter(pk=old.pk).update(last_contact_on=timezone.localdate())
    day(cast)
    with owner():
        assert not RetentionMark.objects.exists()


def test_the_list_names_nobody_and_leads_to_the_file(cast, old):
    day(cast)
    for person in (cast.dirk, cast.carla):
        page = person.get(LIST)
        assert page.status_code == 200
        assert old.reference in page.content.decode()
        assert "Hoogland" not in page.content.decode()


def test_a_werkplein_finds_the_way_to_it_from_its_candidates(cast):
    assert cast.carla.url(LIST) in cast.carla.get("dossiers/").content.decode()
    for person, under in ((cast.carla, "Kandidaten"), (cast.dirk, "De regio")):
        assert menu.marked(person.get(LIST)) == [under]


def test_a_werkplein_sees_its_own_and_others_see_none(cast, old):
    with owner():
        elsewhere = OrganisationFactory(werkplein=True, name="Werkplein Elders")
    other = old_one(cast, werkplein=elsewhere)
    day(cast)
    assert other.reference not in cast.carla.get(LIST).content.decode()
    assert cast.carla.get(f"{LIST}{mark_of(other).pk}/").status_code == 404
    for person in (cast.alice, cast.bram, cast.esra):
        for path in (LIST, TERMS, PROOF, f"{LIST}{mark_of(old).pk}/"):
            assert person.get(path).status_code == 403
        assert person.post(f"{LIST}{mark_of(old).pk}/", {"reason": "active"}).status_code == 403
    assert old.reference not in cast.frank.get(LIST).content.decode()
    assert cast.frank.get(f"{LIST}{mark_of(old).pk}/").status_code == 404
    assert cast.frank.post(f"{LIST}{mark_of(old).pk}/", {"reason": "active"}).status_code == 404
    assert cast.carla.get(TERMS).status_code == cast.carla.get(PROOF).status_code == 403


def test_only_the_coordination_point_decides_how_long_and_each_for_its_own_region(cast, old):
    for person in (cast.alice, cast.bram, cast.carla, cast.esra):
        assert person.post(TERMS, GIVEN).status_code == 403
    assert cast.frank.post(TERMS, GIVEN).status_code == 302
    assert cast.frank.post(f"{TERMS}?regio={cast.region.code}", GIVEN).status_code == 404
    with owner():
        assert [one.region_id for one in RetentionPolicy.objects.all()] == [cast.other_region.pk]


def test_of_what_was_erased_elsewhere_frank_sees_nothing(cast, old):
    day(cast)
    day(cast, timezone.localdate() + dt.timedelta(days=40))
    with owner():
        number = Erasure.objects.get(part="person").pk.hex[-8:]
    assert number in cast.dirk.get(PROOF).content.decode()
    page = cast.frank.get(PROOF)
    assert page.status_code == 200
    assert number not in page.content.decode()
    assert "Er is nog niets gewist" in page.content.decode()


def test_a_coordination_point_of_two_regions_decides_for_each(cast, old):
    with owner():
        OrganisationRegion.objects.create(region=cast.other_region, organisation=cast.dirk.organisation, code="csr-2")
    day(cast)
    there = f"?regio={cast.other_region.code}"
    page = cast.dirk.get(LIST + there).content.decode()
    assert cast.dirk.url(TERMS) + there in page
    assert old.reference in page  # of whichever region: nobody is to be overlooked
    answer = cast.dirk.post(TERMS + there, GIVEN)
    assert answer.url == cast.dirk.url(LIST) + there
    with owner():
        assert RetentionPolicy.objects.get().region_id == cast.other_region.pk
    shown = {code: cast.dirk.get(f"{LIST}?regio={code}").context["policy"].warn_days for code in regions_of(cast)}
    assert shown == {cast.region.code: 30, cast.other_region.code: 14}
    assert cast.dirk.get(f"{TERMS}{there}").context["region"].id == cast.other_region.pk
    assert cast.dirk.get(f"{LIST}?regio=nergens").status_code == 404


def regions_of(cast):
    return [cast.region.code, cast.other_region.code]


def test_who_was_kept_longer_is_announced_anew_before_that_ends(cast, old):
    today = timezone.localdate()
    day(cast)
    until = today + dt.timedelta(days=90)
    given = {"until": until.isoformat(), "reason": "active"}
    assert cast.carla.post(f"{LIST}{mark_of(old).pk}/", given).status_code == 302
    assert day(cast, today + dt.timedelta(days=59)) == 0
    assert "Gegevens die binnenkort gewist worden" not in cast.carla.get("").content.decode()
    before = mails(cast)
    assert day(cast, today + dt.timedelta(days=60)) == 1
    assert len(mails(cast)) == len(before) + 2  # the coach and the coordination point
    mark = mark_of(old)
    assert (mark.kept_until, mark.kept_reason, mark.due_on) == (None, "", until + dt.timedelta(days=1))
    assert "Gegevens die binnenkort gewist worden" in cast.carla.get("").content.decode()
    assert day(cast, until) == 0
    assert day(cast, until + dt.timedelta(days=1)) == 1
    with owner():
        assert Erasure.objects.filter(part="person").count() == 1


def mails(cast):
    with owner():
        return list(OutboxMessage.objects.filter(name="retention_warning").order_by("pk"))


def test_somebody_is_kept_for_a_reason_and_that_can_be_undone(cast, old):
    day(cast)
    path = f"{LIST}{mark_of(old).pk}/"
    until = timezone.localdate() + dt.timedelta(days=90)
    assert cast.carla.post(path, {"until": until.isoformat(), "reason": "active"}).status_code == 302
    assert (mark_of(old).kept_until, mark_of(old).kept_by_id) == (until, cast.carla.user.pk)
    assert "We helpen deze persoon nog" in cast.dirk.get(LIST).content.decode()
    assert day(cast, timezone.localdate() + dt.timedelta(days=40)) == 0
    assert cast.dirk.post(path, {"weg": "1"}).status_code == 302
    assert mark_of(old).kept_until is None
    assert day(cast, timezone.localdate() + dt.timedelta(days=40)) == 1
    with owner():
        assert Erasure.objects.get().cause == "term"


@pytest.mark.parametrize(
    ("days", "reason", "said"),
    [
        (10, "active", "Kies een dag na de dag waarop"),
        (500, "active", "Bewaar niet langer dan een jaar vooruit"),
        (90, "", "Kies een reden."),
        (90, "omdat", "Kies een reden."),
    ],
)
def test_what_cannot_be_kept_says_why_beside_the_field(cast, old, days, reason, said):
    day(cast)
    until = timezone.localdate() + dt.timedelta(days=days)
    given = {"until": until.strftime("%d-%m-%Y"), "reason": reason}
    answer = cast.dirk.post(f"{LIST}{mark_of(old).pk}/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert until.strftime("%d-%m-%Y") in answer.content.decode()
    assert mark_of(old).kept_until is None


def test_the_coordination_point_decides_how_long(cast, old):
    assert cast.dirk.get(TERMS).status_code == 200
    assert cast.dirk.post(TERMS, GIVEN).status_code == 302
    with owner():
        policy = RetentionPolicy.objects.get(region=cast.region)
    assert (policy.candidate_months, policy.warn_days, policy.changed_by_id) == (36, 14, cast.dirk.user.pk)
    assert cast.dirk.post(TERMS, GIVEN | {"candidate_months": "120"}).status_code == 302
    day(cast)
    with owner():
        assert not RetentionMark.objects.filter(subject_id=old.pk, part="person").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"candidate_months": "5"}, "Vul 6 of meer in."),
        ({"candidate_months": "12"}, "Dit kan niet langer zijn dan de termijn van de kandidaat zelf."),
        ({"warn_days": "x"}, "Vul een heel getal in."),
        ({"deployed_months": "900"}, "Vul hoogstens 120 in."),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_the_field(cast, given, said):
    answer = cast.dirk.post(TERMS, GIVEN | given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with owner():
        assert not RetentionPolicy.objects.exists()


def test_a_region_that_decided_nothing_has_the_shipped_terms(cast):
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        policy = retention.policy_of(cast.region.pk)
    shipped = (policy.candidate_months, policy.file_months, policy.document_months, policy.deployed_months)
    assert shipped == (24, 12, 12, 12)
    assert policy.warn_days == 30


def test_three_and_thirty_people_cost_the_same(cast):
    counts = []
    for number in (3, 27):
        for _one in range(number):
            old_one(cast, werkplein=cast.carla.organisation)
        day(cast)
        with CaptureQueriesContext(connection) as asked:
            assert cast.dirk.get(LIST).status_code == 200
        known = ("SAVEPOINT", "RELEASE", "SELECT set_config")
        counts.append(len([one for one in asked if not one["sql"].startswith(known)]))
    assert counts[0] == counts[1]
    assert counts[0] <= BUDGET, [one["sql"][:100] for one in asked]


def test_three_and_thirty_people_erased_cost_the_same(cast):
    counts = []
    for number in (3, 27):
        with owner():
            for _one in range(number):
                Erasure.objects.create(
                    region=cast.region, subject="candidate", part="person", subject_ids=[], cause="asked",
                    asked_on=LONG_AGO, asked_by=cast.dirk.user, organisation=cast.dirk.organisation,
                    counts={"candidates.Candidate": 1}, done_at=timezone.now(),
                )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert cast.dirk.get(PROOF).status_code == 200
        known = ("SAVEPOINT", "RELEASE", "SELECT set_config")
        counts.append(len([one for one in asked if not one["sql"].startswith(known)]))
    assert counts[0] == counts[1]
    assert counts[0] <= BUDGET, [one["sql"][:100] for one in asked]


def test_who_helps_people_is_told_whose_data_are_about_to_go(cast):
    """A coach finds it where the day begins, and not in a mail alone."""
    title = "Gegevens die binnenkort gewist worden"
    for person in (cast.carla, cast.dirk, cast.alice, cast.bram, cast.esra, cast.frank):
        assert title not in page_of(person)
    day = dt.date(2030, 1, 5)
    longer = {"kept_until": day, "kept_reason": "asked", "kept_by": cast.carla.user}
    with owner():
        for organisation, kept in ((cast.carla.organisation, {}), (None, {}), (cast.carla.organisation, longer)):
            key = new_id()
            RetentionMark.objects.create(
                region=cast.region, subject="candidate", part="person", subject_id=key, subject_ids=[key],
                organisation=organisation, due_on=day, **kept,
            )  # fmt: skip
    assert waits(page_of(cast.carla))[title] == "1"
    assert waits(page_of(cast.dirk))[title] == "2"
    assert cast.carla.url("regio/bewaren/") in page_of(cast.carla)
    assert cast.carla.get("regio/bewaren/").status_code == 200
    for person in (cast.alice, cast.bram, cast.esra, cast.frank):
        assert title not in page_of(person)
