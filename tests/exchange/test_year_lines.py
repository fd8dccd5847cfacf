"""Lines of years in a package: valued by the months beside them, kept through a correction, and gone when undone."""

import datetime as dt
from decimal import Decimal

import pytest

from exchange.choices import JobKind, JobStatus
from placements.choices import LineStatus
from placements.models import Deployment, YearLine
from tenders.models import ContractTotals
from tests.database import owner
from tests.exchange.bulk import confirmed, job, uploaded, worked, zipped
from tests.exchange.packages import SMALL, imported, write

pytestmark = pytest.mark.django_db

#: January counts 156 of its 200 hours; with February 300 hours count in all.
HOURS = "deployment,month,paid_hours,status\nD-1,2019-01,200.00,approved\nD-1,2019-02,100.00,approved\n"
YEAR = "deployment,year,status\nD-1,2019,approved\n"
FILES = SMALL | {
    "hours.csv": HOURS,
    "settlements.csv": YEAR,
    "contributions.csv": "reference,contract,block,date,quantity,status\n",
}
OF_YEAR = Decimal("6410.26") - Decimal("3333.33") - Decimal("2136.75")


def approved_in_c_1():
    return ContractTotals.objects.get(contract__reference="C-1").persons_approved


def test_the_value_follows_from_the_months_of_the_same_package(region, tmp_path):
    status, lines = imported(write(tmp_path, FILES))
    assert status == 0, lines
    with owner():
        line = YearLine.objects.get()
        assert (line.value, line.status, line.date) == (OF_YEAR, LineStatus.APPROVED, dt.date(2019, 12, 31))
        assert approved_in_c_1() == Decimal("6410.26")
    assert imported(write(tmp_path, FILES))[1][-1] == "Alles stond er al zo; er is niets gewijzigd."


def test_a_month_that_changes_later_asks_to_revise_the_year(region, tmp_path):
    imported(write(tmp_path, FILES))
    imported(write(tmp_path / "more", {"hours.csv": HOURS.replace("200.00", "150.00")}))
    with owner():
        assert YearLine.objects.live().get().value_now == 0


def test_a_line_that_gives_way_takes_its_year_along(region, tmp_path):
    imported(write(tmp_path, FILES))
    changed = FILES["deployments.csv"].replace("2019-12-31,36,no,approved", "2019-12-30,36,no,approved")
    status, lines = imported(write(tmp_path / "more", {"deployments.csv": changed}))
    assert status == 0, lines
    with owner():
        line = YearLine.objects.live().get()
        assert (line.deployment.ends_on, line.status, line.value) == (
            dt.date(2019, 12, 30),
            LineStatus.APPROVED,
            OF_YEAR,
        )
        assert approved_in_c_1() == Decimal("6410.26")


def test_a_year_in_which_nobody_worked_or_of_an_unknown_line_is_refused(region, tmp_path):
    rows = YEAR + "D-1,2021,approved\nD-9,2019,approved\n"
    status, lines = imported(write(tmp_path, FILES | {"settlements.csv": rows}))
    assert status == 1
    text = "\n".join(lines)
    assert "settlements.csv" in text
    assert "werkte deze persoon niet" in text
    assert "niet bekend in de regio" in text
    with owner():
        assert not YearLine.objects.exists()


def test_undoing_takes_the_years_away_also_what_the_portal_proposed(cast, owner):
    files = {name: text for name, text in FILES.items() if name != "tariff.csv"}
    files["deployments.csv"] = FILES["deployments.csv"].replace(",pw,", ",pw_gt2,")
    files["settlements.csv"] = "deployment,year,status\n"
    cast.dirk.post("bestanden/pakket/inlezen/", {"package": [uploaded("pakket.zip", zipped(files))]})
    one = worked(job(kind=JobKind.PACKAGE_IN))
    assert one.status == JobStatus.TO_CONFIRM, one.error
    confirmed(cast.dirk, one)
    done = worked(one)
    assert done.status == JobStatus.LANDED
    with owner():
        line = YearLine.objects.create(
            deployment=Deployment.objects.get(reference="D-1"), year=2019, date=dt.date(2019, 12, 31), value=OF_YEAR
        )
    cast.dirk.post(f"bestanden/{done.pk}/ongedaan/")
    after = worked(done)
    assert after.status == JobStatus.UNDONE, after.hindrances
    with owner():
        assert not YearLine.objects.filter(pk=line.pk).exists()
