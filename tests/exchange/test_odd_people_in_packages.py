"""What is odd about people in a package: accepted, because life is so, and said, because it may be a slip."""

import pytest

from tests.exchange.packages import SMALL, imported, write

pytestmark = pytest.mark.django_db
CANDIDATES, ENROLMENTS, PLACEMENTS, FOLLOW_UPS = "candidates.csv", "enrolments.csv", "placements.csv", "followups.csv"


def born(day, *, registered="2018-01-01"):
    row = f"K-9,{registered},self,,ww,GM0014,,Bo,Vroeg,,06-00000009,,{day},,"
    return {CANDIDATES: SMALL[CANDIDATES].splitlines()[0] + f"\n{row}\n"}


def work(hours="8", start="2019-01-01"):
    return {PLACEMENTS: SMALL[PLACEMENTS].splitlines()[0] + f"\nW-9,K-9,X,other,{start},,,,{hours},no,no,,\n"}


def asked(day):
    return {FOLLOW_UPS: SMALL[FOLLOW_UPS].splitlines()[0] + f"\nW-9,6,{day},no\n"}


COURSE = {ENROLMENTS: SMALL[ENROLMENTS].splitlines()[0] + "\nE-9,K-9,P-1,2010-01-01,,,,,\n"}
BORN, AHEAD, HOURS, ASKED = "geboren na zijn", "nog moet komen", "uur per week", "voor de eerste werkdag"
FINE = "1990-01-01"
ODD = {
    "born after the registration": (born("2018-01-01"), BORN),
    "not born yet": (born("2190-01-01", registered="2190-06-01"), BORN),
    "born after work began": (born("2005-01-01") | work(start="2004-12-31"), BORN),
    "born after training began": (born("2010-01-01") | COURSE, BORN),
    "registered ahead": (born(FINE, registered="2190-01-01"), AHEAD),
    "no hours": (born(FINE) | work("0"), HOURS),
    "more hours than a week has": (born(FINE) | work("168.01"), HOURS),
    "asked before the start": (born(FINE) | work() | asked("2018-12-31"), ASKED),
}
NOT_ODD = {
    "born the day before": born("2017-12-31"),
    "work and training": born("2009-12-31") | work("168", start="2010-01-01") | COURSE,
    "a quarter of an hour": born(FINE) | work("0.25"),
    "asked on the first day": born(FINE) | work() | asked("2019-01-01"),
}


def sent(tmp_path, files):
    status, lines = imported(write(tmp_path / "odd", files))
    assert status == 0, lines
    return [line for line in lines if line.startswith("Let op")]


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_accepted_and_said_once(landed, tmp_path, name):
    files, said = ODD[name]
    lines = sent(tmp_path, files)
    assert [line for line in lines if line.startswith("Let op: 1 ") and said in line], lines


@pytest.mark.parametrize("name", NOT_ODD)
def test_what_just_can_be_is_not_odd(landed, tmp_path, name):
    assert sent(tmp_path, NOT_ODD[name]) == []
