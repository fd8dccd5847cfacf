"""How the calendar is kept: the rules, and the database that counts by the same ones."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from organisations.models import Occupation
from tenders.calendar.upkeep import by_authority, kept, summary_of, upkeep_of
from tenders.models import ExpectedOccupation, RegionPolicy, Tender, TenderValue
from tenders.tender_status import OPEN
from tenders.tender_upkeep import EXPECTED, Kept, Mend, completeness, is_fresh, missing, to_mend
from tests.factories.tenders import TenderFactory

TODAY = dt.date(2026, 6, 15)
WHOLE = frozenset(EXPECTED)


def one(**changes) -> Kept:
    facts = {
        "status": "planned",
        "touched_on": TODAY,
        "planned_publication": TODAY + dt.timedelta(days=200),
        "planned_award": TODAY + dt.timedelta(days=300),
        "filled": WHOLE,
    }
    return Kept(**(facts | changes))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ()),
        ({"touched_on": TODAY - dt.timedelta(days=89)}, ()),
        ({"touched_on": TODAY - dt.timedelta(days=90)}, (Mend.STALE,)),
        ({"planned_publication": TODAY}, ()),
        ({"planned_publication": TODAY - dt.timedelta(days=1)}, (Mend.PUBLICATION_PASSED,)),
        ({"planned_publication": TODAY - dt.timedelta(days=1), "status": "published"}, ()),
        ({"planned_award": TODAY}, ()),
        ({"planned_award": TODAY - dt.timedelta(days=1), "status": "published"}, (Mend.AWARD_PASSED,)),
        ({"planned_award": TODAY - dt.timedelta(days=1), "status": "awarded"}, ()),
        ({"filled": WHOLE - {"decision"}}, (Mend.INCOMPLETE,)),
        (
            {"filled": WHOLE - {"decision"}, "planned_publication": TODAY + dt.timedelta(days=60)},
            (Mend.UNDECIDED, Mend.INCOMPLETE),
        ),
        (
            {"filled": WHOLE - {"decision"}, "planned_publication": TODAY + dt.timedelta(days=61)},
            (Mend.INCOMPLETE,),
        ),
        ({"filled": frozenset(), "planned_publication": None, "planned_award": None}, (Mend.INCOMPLETE,)),
        ({"status": "completed", "touched_on": dt.date(2018, 1, 1), "filled": frozenset()}, ()),
        ({"status": "withdrawn", "planned_publication": dt.date(2018, 1, 1)}, ()),
    ],
)
def test_what_to_mend_at_its_borders(changes, found):
    assert to_mend(one(**changes), on=TODAY) == found


def test_fresh_is_touched_lately_with_no_date_passed():
    assert is_fresh(())
    assert is_fresh((Mend.UNDECIDED, Mend.INCOMPLETE))
    for mend in (Mend.STALE, Mend.PUBLICATION_PASSED, Mend.AWARD_PASSED):
        assert not is_fresh((mend,))


@given(st.frozensets(st.sampled_from(EXPECTED)))
def test_complete_and_missing_add_up(filled):
    assert set(missing(filled)) | filled == WHOLE
    assert (completeness(filled) == 100) == (filled == WHOLE)
    assert 0 <= completeness(filled) <= 100


@pytest.mark.parametrize(("days", "is_stale"), [(30, True), (31, False)])
def test_a_region_decides_after_how_many_days_a_tender_is_stale(cast, owner, days, is_stale):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(calendar_stale_days=days)
        touched = timezone.make_aware(dt.datetime.combine(TODAY - dt.timedelta(days=30), dt.time(0, 1)))
        TenderFactory(authority=cast.alice.organisation, status="planned", touched_at=touched)
        row = Tender.objects.with_upkeep(on=TODAY).select_related("value").get()
        assert row.asks_stale is is_stale
        assert (Mend.STALE in to_mend(kept(row), on=TODAY)) is is_stale


def test_the_database_counts_by_the_same_rules(cast, owner):
    """Every combination of the borders as a row, read back both ways."""
    with owner():
        occupation = Occupation.objects.create(
            region=cast.alice.organisation.regions.get(), code="metselaar", name="Metselaar", sector="construction"
        )
        days = (None, TODAY - dt.timedelta(days=1), TODAY, TODAY + dt.timedelta(days=60), TODAY + dt.timedelta(days=61))
        touched = [
            timezone.make_aware(dt.datetime.combine(TODAY - dt.timedelta(days=n), dt.time(23, 59))) for n in (0, 89, 90)
        ]
        for number, (status, publication) in enumerate(
            (status, day) for status in ("concept", "planned", "published", "awarded", "withdrawn") for day in days
        ):
            tender = TenderFactory(
                authority=cast.alice.organisation,
                status=status,
                planned_publication=publication,
                planned_award=days[number % len(days)],
                touched_at=touched[number % len(touched)],
                sroi="open" if number % 2 else "no",
                cpv_codes=["45000000"] if number % 3 else [],
                labour_share=Decimal(30) if number % 4 else None,
                description="Werk aan de weg" if number % 5 else "",
            )
            if number % 2:
                TenderValue.objects.create(tender=tender, amount=None if number % 3 else 200_000)
                ExpectedOccupation.objects.create(tender=tender, occupation=occupation, head_count=2)
        rows = list(Tender.objects.with_upkeep(on=TODAY).select_related("value"))
        assert len(rows) == 25
        seen = set()
        for row in rows:
            facts = kept(row)
            found = to_mend(facts, on=TODAY)
            seen |= set(found)
            assert row.completeness == completeness(facts.filled)
            assert row.mend_rank == (list(Mend).index(found[0]) if found else len(Mend))
            if row.status in OPEN:
                assert {mend for mend in Mend if getattr(row, f"asks_{mend.value}")} == set(found)
        assert seen == set(Mend)
        summary = summary_of(Tender.objects.all(), on=TODAY)
        all_found = [to_mend(kept(row), on=TODAY) for row in rows if row.status in OPEN]
        assert summary.open == len(all_found) == 15
        assert summary.by_mend == {mend: sum(mend in found for found in all_found) for mend in Mend}
        read = [row for row in rows if row.status in OPEN - {"concept"}]
        assert summary.fresh == sum(is_fresh(to_mend(kept(row), on=TODAY)) for row in read) * 100 // 10
        assert summary.average == sum(row.completeness for row in read) // 10
        assert {row["number"] for row in by_authority(Tender.objects.all(), on=TODAY)} == {10}
        assert upkeep_of(rows[0], on=TODAY).complete == rows[0].completeness
