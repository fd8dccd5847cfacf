"""Who changed what of a tender: old and new in words, for the authority and who watches over the region only."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.models import Occupation
from tenders.calendar.history import happenings
from tenders.models import ExpectedOccupation, Tender, TenderLot, TenderStep, TenderValue
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import TenderFactory
from tests.tenders.test_tender_detail import path, text


def made_by(person, **values):
    """Made and changed in the workspace, so that the history knows by whom."""
    with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
        return TenderFactory(authority=person.organisation, region=person.organisation.regions.get(), **values)


@pytest.fixture
def tender(cast):
    return made_by(cast.alice, title="Scholen", status="planned", on_calendar_since=dt.date(2026, 1, 10))


def acting(person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


def test_old_and_new_in_words(cast, owner, tender):
    with owner():
        occupation = Occupation.objects.create(
            region=cast.region, code="metselaar", name="Metselaar", sector="construction"
        )
    with acting(cast.alice):
        tender.title, tender.kind, tender.municipalities = "Alle scholen", "service", ["GM0014"]
        tender.sroi, tender.sroi_percentage, tender.sroi_ways = "yes", Decimal(5), ["award_criterion"]
        tender.planned_award = dt.date(2027, 3, 1)
        tender.save()
        value = TenderValue.objects.create(tender=tender, amount=Decimal(431000), is_confidential=True)
        lot = TenderLot.objects.create(tender=tender, number=1, title="Noord")
        ExpectedOccupation.objects.create(tender=tender, occupation=occupation, head_count=4)
    with acting(cast.alice):
        value.amount = Decimal(500000)
        value.save()
        lot.delete()
        TenderStep.objects.create(
            tender=tender,
            from_status="planned",
            to_status="published",
            on=dt.date(2026, 5, 1),
            by=cast.alice.user,
            note="Op TenderNed",
        )
    page = text(cast.alice.get(path(tender, "geschiedenis/")))
    for said in (
        "Aangemaakt",
        "<del>Scholen</del>",
        "Alle scholen",
        "<del>Werk</del>",
        "Groningen",
        "Toepassen",
        "Gunningscriterium",
        "1-3-2027",
        "431.000",
        "500.000",
        "Waarde is vertrouwelijk",
        "Verwacht beroep Metselaar",
        "<del>Noord</del>",
        "Status: Gepubliceerd, op 1-5-2026",
        "Op TenderNed",
        "Alice",
    ):
        assert said in page, said


def test_for_the_authority_and_who_watches_over_the_region(cast, owner, tender):
    for person in (cast.alice, cast.dirk, cast.esra):
        assert "Aangemaakt" in text(person.get(path(tender, "geschiedenis/")))
    for person in (cast.bram, cast.carla):
        assert person.get(path(tender, "geschiedenis/")).status_code == 403
    with owner():
        other = TenderFactory(
            authority=OrganisationFactory(name="Gemeente Assen", kind="municipality"),
            status="planned",
            on_calendar_since=dt.date(2026, 1, 1),
        )
    assert cast.alice.get(path(other, "geschiedenis/")).status_code == 404
    assert cast.frank.get(path(tender, "geschiedenis/")).status_code == 404


def test_what_a_concept_keeps_by_itself_is_one_change(cast, owner):
    tender = made_by(cast.alice, title="")
    for title in ("Gro", "Groot ond", "Groot onderhoud"):
        with acting(cast.alice):
            Tender.objects.filter(pk=tender.pk).update(title=title)
    with acting(cast.alice):
        found = happenings(Tender.objects.get(pk=tender.pk))
    changes = [(one.before, one.after) for happening in found for one in happening.changes]
    assert changes == [("", "Groot onderhoud")]


def test_as_many_queries_for_a_long_history(cast, owner, tender):
    def change(number):
        for n in range(number):
            with acting(cast.alice):
                Tender.objects.filter(pk=tender.pk).update(title=f"Scholen {n} {number}", touched_at=timezone.now())
                TenderLot.objects.update_or_create(tender=tender, number=n + 1, defaults={"title": f"Lot {n} {number}"})

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert cast.alice.get(path(tender, "geschiedenis/")).status_code == 200
        return len(queries)

    cast.alice.get(path(tender))
    change(3)
    few = asked()
    change(30)
    assert asked() == few
    assert few <= 6 + 10
