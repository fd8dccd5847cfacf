"""The page of a tender: everything for who keeps it, and nothing of a concept or a confidential value for others."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Occupation
from tenders.models import ExpectedOccupation, TenderLot, TenderStep, TenderValue
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import ContractFactory, TenderFactory

#: The session, the user, and the transaction with its context.
FRAME = 6
SECRET = "987.654"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.fixture
def tender(cast, owner):
    with owner():
        made = TenderFactory(
            authority=cast.alice.organisation,
            title="Groot onderhoud scholen",
            description="Dak en gevel van twaalf scholen.",
            status="planned",
            on_calendar_since=dt.date(2026, 1, 10),
            procedure="open_european",
            cpv_codes=["45214200"],
            municipalities=["GM0014", "Ten Boer"],
            planned_publication=timezone.localdate() + dt.timedelta(days=30),
            starts_on=dt.date(2027, 3, 1),
            ends_on=dt.date(2029, 2, 28),
            extension_count=2,
            extension_months=12,
            contact_name="Anja de Boer",
            contact_email="anja@demo.example",
            sroi="yes",
            sroi_percentage=Decimal(5),
            sroi_ways=["contract_clause"],
        )
        TenderValue.objects.create(tender=made, amount=Decimal(987654), is_confidential=True)
        TenderStep.objects.create(
            tender=made, from_status="concept", to_status="planned", on=dt.date(2026, 1, 10), by=cast.alice.user
        )
        parts(made, 3)
        return made


def parts(tender, number, *, first=1):
    for n in range(first, first + number):
        TenderLot.objects.create(tender=tender, number=n, title=f"Perceel {n} noord")
        occupation = Occupation.objects.create(
            region=tender.region, code=f"beroep-{n}", name=f"Beroep {n}", sector="construction"
        )
        ExpectedOccupation.objects.create(tender=tender, occupation=occupation, head_count=n)


def path(tender, rest=""):
    return f"kalender/{tender.pk}/{rest}"


def test_the_authority_reads_all_and_sees_the_step_that_waits(cast, tender):
    page = text(cast.alice.get(path(tender)))
    for said in (
        "Dak en gevel van twaalf scholen.",
        "Groningen, Ten Boer",
        SECRET,
        "vertrouwelijk",
        "Toepassen met 5 %",
        "Contractvoorwaarde",
        "Perceel 2 noord",
        "Beroep 3",
        "samen 6 mensen",
        "Anja de Boer",
        "2 keer van 12 maanden",
        "Publicatie vastleggen",
        "Wie wijzigde wat",
        "Nog actueel",
        "Alice",
    ):
        assert said in page, said
    assert f"kalender/{tender.pk}/stap/?naar=published" in page


def test_another_organisation_reads_what_is_on_the_calendar_and_no_more(cast, owner, tender):
    with owner():
        OrganisationFactory(name="Gemeente Assen", kind="municipality")
    for person in (cast.bram, cast.carla):
        page = text(person.get(path(tender)))
        assert "Dak en gevel van twaalf scholen." in page
        assert "Perceel 2 noord" in page
        assert "niet bekendgemaakt" in page
        for hidden in (SECRET, "vertrouwelijk", "Wie wijzigde wat", "Wijzigen", "Alice", "Nog actueel", "Advies"):
            assert hidden not in page, hidden


@pytest.mark.parametrize("who", ["dirk", "esra"])
def test_who_watches_over_the_region_reads_the_value(cast, tender, who):
    page = text(getattr(cast, who).get(path(tender)))
    assert SECRET in page
    assert "Wie wijzigde wat" in page
    assert ("Publicatie vastleggen" in page) == (who == "dirk")


def test_that_it_lies_below_the_threshold_tells_nothing_of_a_hidden_value(cast, owner, tender):
    with owner():
        tender.sroi, tender.sroi_percentage, tender.sroi_ways = "no", None, []
        tender.sroi_reason, tender.sroi_reason_kind = "Er is te weinig werk", "below_threshold"
        tender.save()
    assert "Er is te weinig werk" in text(cast.alice.get(path(tender)))
    page = text(cast.bram.get(path(tender)))
    assert "Er is te weinig werk" not in page
    assert "drempel" not in page


def test_a_value_just_below_the_threshold_is_not_rounded_to_it(cast, owner, tender):
    with owner():
        tender.kind = "work"
        tender.save(update_fields=["kind"])
        TenderValue.objects.filter(tender=tender).update(amount=Decimal("249999.99"))
    page = text(cast.alice.get(path(tender)))
    assert page.count("249.999,99") == 2
    assert "€ 250.000" not in page


def test_a_concept_is_not_there_for_others(cast, owner, tender):
    with owner():
        tender.status, tender.on_calendar_since = "concept", None
        tender.save()
    for person in (cast.bram, cast.carla):
        assert person.get(path(tender)).status_code == 404
        assert person.get(path(tender, "vergelijkbaar/")).status_code == 404
    for person in (cast.alice, cast.dirk, cast.esra):
        assert person.get(path(tender)).status_code == 200
    assert "Op de kalender zetten" in text(cast.alice.get(path(tender)))


@pytest.mark.parametrize("rest", ["", "geschiedenis/", "vergelijkbaar/", "stap/"])
def test_not_there_in_another_region(cast, tender, rest):
    for stranger in cast.strangers.values():
        assert stranger.get(path(tender, rest)).status_code in {403, 404}
        assert stranger.client.get(cast.alice.url(path(tender, rest))).status_code == 404


def test_a_contract_that_came_of_it_is_shown_to_who_may_read_it(cast, owner, tender):
    with owner():
        other = OrganisationFactory(name="Ander Bedrijf", contractor=True)
        for company, title in ((cast.bram.organisation, "Voor Bram"), (other, "Voor een ander")):
            ContractFactory(authority=cast.alice.organisation, contractor=company, tender=tender, title=title)
    assert "Voor een ander" in text(cast.alice.get(path(tender)))
    page = text(cast.bram.get(path(tender)))
    assert "Voor Bram" in page
    assert "Voor een ander" not in page
    assert "Ander Bedrijf" not in page


@pytest.mark.parametrize("who", ["alice", "bram", "dirk"])
def test_as_many_queries_for_thirty_rows_as_for_three(cast, owner, tender, who):
    person = getattr(cast, who)
    person.get(path(tender))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert person.get(path(tender)).status_code == 200
        return len(queries)

    with owner():
        more(cast, tender, 3)
    few = asked()
    with owner():
        parts(tender, 27, first=4)
        more(cast, tender, 27)
        tender.cpv_codes = [f"45{n}00000" for n in range(100, 130)]
        tender.save()
    assert asked() == few
    assert few <= FRAME + 9


def more(cast, tender, number):
    for n in range(number):
        ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, tender=tender)
        TenderFactory(
            authority=cast.alice.organisation,
            title=f"Onderhoud scholen {n}",
            status="planned",
            on_calendar_since=dt.date(2026, 1, 1),
        )
        TenderStep.objects.create(
            tender=tender, from_status="planned", to_status="published", on=dt.date(2026, 1, 11), by=cast.alice.user
        )
