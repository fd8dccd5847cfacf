"""Who is erased goes out of tables that somebody brought and has not used yet; the others in it stay."""

import datetime as dt

import pytest
from django.utils import timezone

from exchange.models import ReferralUpload
from organisations import erasing, tenancy
from organisations.choices import Purpose
from organisations.data_kinds import Part, Subject
from tests.database import owner
from tests.everywhere import tables_with
from tests.factories.candidates import CandidateFactory

pytestmark = pytest.mark.django_db

HER = {"identity__first_name": "Xenia", "identity__last_name": "van Quibbel", "identity__phone": "06 11223344"}
OTHER = ["Piet", "Quibbel", "0687654321"]


def upload(cast, *rows, header=("Voornaam", "Achternaam", "Telefoon"), **values) -> ReferralUpload:
    with owner():
        return ReferralUpload.objects.create(
            region=cast.region, organisation=cast.carla.organisation, uploaded_by=cast.carla.user, title="lijst.csv",
            status="preview", header=list(header), columns=["first_name", "last_name", "phone"],
            rows=[[number, list(cells)] for number, cells in enumerate(rows, start=2)], rows_until=dt.date(2030, 1, 1),
            **values,
        )  # fmt: skip


def after_erasing(cast, candidate, table) -> ReferralUpload:
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        erasure = erasing.at_term(
            region_id=cast.region.pk, subject=Subject.CANDIDATE, part=Part.PERSON, subject_ids=[candidate.pk],
            at=timezone.now(),
        )  # fmt: skip
    erasing.carry_out(erasure.pk, region_id=cast.region.pk)
    with owner():
        return ReferralUpload.objects.get(pk=table.pk)


@pytest.fixture
def candidate(cast):
    with owner():
        return CandidateFactory(region=cast.region, **HER)


@pytest.mark.parametrize(
    "row",
    [
        ["Xenia", "van Quibbel", "0699999999"],
        ["van Quibbel", "Xenia", ""],
        ["X.", "onbekend", "+31 6 11 22 33 44"],
    ],
)
def test_her_row_goes_and_those_of_others_stay(cast, candidate, row):
    table = upload(cast, row, OTHER, answers={"2": "skip", "3": "other"})
    kept = after_erasing(cast, candidate, table)
    assert kept.rows == [[3, OTHER]]
    assert kept.answers == {"3": "other"}
    assert kept.header == ["Voornaam", "Achternaam", "Telefoon"]
    assert tables_with("11223344", "Xenia") == set()


def test_a_table_without_headings_loses_the_row_that_stands_in_their_place(cast, candidate):
    kept = after_erasing(cast, candidate, upload(cast, OTHER, header=["Xenia", "van Quibbel", ""]))
    assert kept.header == ["(gewist)"] * 3
    assert kept.rows == [[2, OTHER]]


def test_the_table_opens_afterwards(cast, candidate):
    table = upload(cast, ["Xenia", "van Quibbel", "0699999999"])
    after_erasing(cast, candidate, table)
    page = cast.carla.get(f"aanmeldingen/inlezen/{table.pk}/")
    assert page.status_code == 200
    assert "Xenia" not in page.content.decode()
