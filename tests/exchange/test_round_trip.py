"""What is written reads back to the same region, byte for byte, whatever people typed."""

import filecmp
from io import StringIO

import pytest
from django.core.management import call_command

from exchange.package import DeploymentRow, OrganisationRow, read_package, write_table
from exchange.regions import create_region
from organisations.models import Organisation
from tenders.models import ContractTotals
from tests.database import owner
from tests.exchange.packages import DEMO, SMALL, imported, write
from tests.exchange.test_tenders_in_packages import WHOLE

SPENT = """\
reference,date,category,amount,source,programme,candidate
U-1,2019-02-01,training,2500.00,Rijk,P-1,K-1
U-2,2019-03-31,coordination,100.50,,,
"""
EFFORTS = """\
partner,period,text
gem,2019-Q2,'=Wij deden mee.
gem,2019-Q1,"Twee open ochtenden,
en een folder."
"""


def export(folder, region):
    call_command("export_data", folder, region=region, stdout=StringIO())
    return folder


def totals(region):
    with owner():
        rows = ContractTotals.objects.filter(contract__region=region).order_by("contract__reference")
        return list(rows.values_list("contract__reference", "persons_approved", "persons_submitted", "persons_forecast",
                                     "others_approved", "others_submitted", "others_forecast"))  # fmt: skip


def test_an_export_of_the_import_of_an_export_is_the_same_bytes(landed, tmp_path):
    assert imported(write(tmp_path / "spent", {"spending.csv": SPENT, "partner_efforts.csv": EFFORTS}))[0] == 0
    assert imported(write(tmp_path / "tenders", {"tenders.csv": WHOLE}))[0] == 0
    first = export(tmp_path / "first", "proef")
    other = create_region(code="leeg", name="Lege regio")
    assert imported(first, region="leeg")[0] == 0
    second = export(tmp_path / "second", "leeg")
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted({*SMALL, "spending.csv", "partner_efforts.csv"})
    assert filecmp.cmpfiles(first, second, names, shallow=False) == (names, [], [])
    assert totals(landed) == totals(other) != []


def test_reading_an_export_into_its_own_region_changes_nothing(landed, tmp_path):
    _status, lines = imported(export(tmp_path / "first", "proef"))
    assert lines[-1] == "Alles stond er al zo; er is niets gewijzigd."


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+31 50", "-", "@home", "'t Hooft", "''t", "'=1", "\tx", 'a "b", c;d', "é\ufdfa", "regel 1\nregel 2"],
)
def test_what_people_typed_in_the_browser_comes_back_and_runs_in_no_spreadsheet(landed, tmp_path, name):
    with owner():
        Organisation.objects.filter(kvk="12345679").update(name=name)
    folder = export(tmp_path / "first", "proef")
    rows = {line.row.code: line.row.name for line in read_package(folder).table(OrganisationRow)}
    assert rows["groen"] == name.strip()
    for line in (folder / "organisations.csv").read_text(encoding="utf-8").splitlines():
        assert not any(f",{start}" in line or f',"{start}' in line for start in ("=", "+", "-", "@", "\t"))


def test_a_reversed_line_is_not_written(landed, tmp_path):
    files = {"hours.csv": SMALL["hours.csv"].replace("2019-01,150.00", "2019-01,75.00")}
    assert imported(write(tmp_path / "more", files))[0] == 0
    text = (export(tmp_path / "first", "proef") / "hours.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1] == "D-1,2019-01,75.00,approved"
    assert len(text.splitlines()) == len(SMALL["hours.csv"].splitlines())


def test_the_demo_package_has_no_fault():
    for folder in (DEMO, DEMO / "noordermeer"):
        assert read_package(folder).faults == ()


def test_a_written_table_has_its_header_without_rows():
    assert write_table(DeploymentRow, []).splitlines() == [
        "reference,contract,person,birth_date,block,starts_on,ends_on,hours_per_week,permanent,candidate,status"
    ]
