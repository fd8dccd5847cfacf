"""spending.csv: what it brings counts at once, a changed line is a reversal with a new line, and it can be taken back."""

import datetime as dt
from decimal import Decimal

import pytest

from exchange.departure import rows_of_region
from exchange.package import SpendingRow
from reporting.choices import SpendingState
from reporting.models import SpendingLine
from tests.database import owner
from tests.exchange.packages import imported, where, write
from tests.factories.organisations import UserFactory

FILES = {
    "candidates.csv": """\
reference,registered_on,source,target_group,municipality
K-1,2018-05-01,self,participatiewet,GM0003
K-2,2018-05-01,self,ww,GM1895
""",
    "programmes.csv": """\
code,name,form
P-1,Basis timmeren,intensive
""",
    "spending.csv": """\
reference;date;category;amount;source;programme;candidate
U-1;2018-06-01;training;1250,50;state;P-1;K-1
U-2;01-07-2018;guidance;300;Stichting Voorbeeld;;K-2
U-3;2018-12-31;back_office;0;;;
""",
}
pytestmark = pytest.mark.django_db


def _lines(region, **wanted):
    with owner():
        lines = SpendingLine.objects.filter(region=region, **wanted).select_related("programme")
        return list(lines.order_by("entered_at", "reference", "pk"))


def test_what_a_package_brings_counts(region, tmp_path):
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    first, second, third = _lines(region)
    assert (first.on, first.year, first.amount, first.source) == (
        dt.date(2018, 6, 1), 2018, Decimal("1250.50"), "state",
    )  # fmt: skip
    assert (first.programme.code, first.candidate_reference, first.state) == ("P-1", "K-1", SpendingState.APPROVED)
    assert (second.source, second.candidate_reference) == ("Stichting Voorbeeld", "K-2")
    assert (third.amount, third.candidate_id) == (0, None)


def test_what_is_written_is_read_again_the_same(region, tmp_path):
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    status, lines = imported(write(tmp_path / "package", FILES))
    assert status == 0
    assert len(_lines(region)) == 3, lines
    rows = rows_of_region(region.pk)[SpendingRow]
    assert [(one.reference, one.amount, one.candidate, one.year) for one in rows] == [
        ("U-1", Decimal("1250.50"), "K-1", 2018),
        ("U-2", Decimal("300.00"), "K-2", 2018),
        ("U-3", Decimal("0.00"), "", 2018),
    ]


def test_a_changed_line_is_reversed_and_replaced(region, tmp_path):
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    later = {"spending.csv": "reference,date,category,amount,candidate\nU-1,2018-06-02,training,1300.00,K-1\n"}
    assert imported(write(tmp_path / "later", later))[0] == 0
    with owner():
        counted = list(SpendingLine.objects.counted().filter(region=region).order_by("reference"))
        assert [(one.reference, one.amount) for one in counted] == [("U-1", 1300), ("U-2", 300), ("U-3", 0)]
        old = SpendingLine.objects.get(reference="U-1", reversed_at__isnull=False)
        assert old.amount == Decimal("1250.50")
        assert old.reversals.get().signed_amount == -old.amount
        # The file has neither: what stands is kept.
        assert (counted[0].source, counted[0].programme.code) == ("state", "P-1")


def test_what_waits_for_a_decision_is_approved_with_what_the_package_says(region, tmp_path):
    with owner():
        waiting = SpendingLine.objects.create(
            region=region, reference="U-3", on=dt.date(2018, 1, 1), year=2018, category="training", amount=5,
            entered_by=UserFactory(),
        )  # fmt: skip
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    with owner():
        waiting.refresh_from_db()
    assert (waiting.state, waiting.category, waiting.amount) == (SpendingState.APPROVED, "back_office", 0)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("1250,50", "-1", "amount"),
        ("1250,50", "", "amount"),
        ("1250,50", "1e3", "amount"),
        ("2018-06-01", "2018-02-30", "date"),
        (";training;", ";lunch;", "category"),
        ("P-1;K-1", "P-9;K-1", "programme"),
        ("P-1;K-1", "P-1;K-9", "candidate"),
        ("U-1;", ";", "reference"),
        ("state;P-1", "bsn 111222333;P-1", "source"),
    ],
)
def test_a_bad_line_is_refused_by_line_and_column(region, tmp_path, old, new, column):
    files = {**FILES, "spending.csv": FILES["spending.csv"].replace(old, new, 1)}
    status, lines = imported(write(tmp_path / "package", files))
    assert (status, where(lines)) == (1, [("spending.csv", 2, column)]), lines
    assert not _lines(region)


def test_a_reference_twice_is_refused(region, tmp_path):
    files = {**FILES, "spending.csv": FILES["spending.csv"].replace("U-2;", "U-1;")}
    status, lines = imported(write(tmp_path / "package", files))
    assert status == 1
    assert ("spending.csv", 3, "reference") in where(lines)


def test_a_trial_keeps_nothing(region, tmp_path):
    status, lines = imported(write(tmp_path / "package", FILES), dry_run=True)
    assert status == 0
    assert any("spending.csv" in line or "Uitgaven" in line for line in lines), lines
    assert not _lines(region)


def test_whether_it_was_for_the_priority_area_follows_from_the_registration(region, tmp_path):
    assert imported(write(tmp_path / "package", FILES))[0] == 0
    first, second, third = _lines(region)
    # Region "proef" has no priority area: nobody lives in it. Without a place it is open.
    assert [first.in_priority_area, second.in_priority_area, third.in_priority_area] == [False, False, None]
