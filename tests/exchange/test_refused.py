"""Bad packages: refused whole, with every bad row named by file, line and column."""

import pytest

from exchange.package.reading import LARGEST
from organisations.models import OrganisationRegion
from tenders.models import Contract
from tests.database import owner
from tests.exchange.packages import SMALL, changed, imported, where, write

ORGANISATIONS, TARIFF, CONTRACTS = "organisations.csv", "tariff.csv", "contracts.csv"
DEPLOYMENTS, HOURS, CONTRIBUTIONS = "deployments.csv", "hours.csv", "contributions.csv"

CASES = {
    # cells
    "31 June": (changed(DEPLOYMENTS, "2019-12-31,36", "2019-06-31,36"), [(DEPLOYMENTS, 2, "ends_on")]),
    "31 June in Dutch": (changed(DEPLOYMENTS, "2019-12-31,36", "31-06-2019,36"), [(DEPLOYMENTS, 2, "ends_on")]),
    "American date": (changed(DEPLOYMENTS, "2019-12-31,36", "12/31/2019,36"), [(DEPLOYMENTS, 2, "ends_on")]),
    "year 19": (changed(DEPLOYMENTS, "2019-12-31,36", "0019-12-31,36"), [(DEPLOYMENTS, 2, "ends_on")]),
    "month 13": (changed(HOURS, "2019-02,140", "2019-13,140"), [(HOURS, 3, "month")]),
    "month as a date": (changed(HOURS, "2019-02,140", "2019-02-01,140"), [(HOURS, 3, "month")]),
    "thousands": (changed(HOURS, "150.00", '"1.150,00"'), [(HOURS, 2, "paid_hours")]),
    "exponent": (changed(HOURS, "150.00", "1e2"), [(HOURS, 2, "paid_hours")]),
    "not a number": (changed(HOURS, "150.00", "NaN"), [(HOURS, 2, "paid_hours")]),
    "digits of another script": (changed(HOURS, "150.00", "١٥٠"), [(HOURS, 2, "paid_hours")]),
    "three decimals": (changed(HOURS, "150.00", "150.001"), [(HOURS, 2, "paid_hours")]),
    "too many digits": (changed(HOURS, "150.00", "1234567890.00"), [(HOURS, 2, "paid_hours")]),
    "negative hours": (changed(HOURS, "150.00", "-1.00"), [(HOURS, 2, "paid_hours")]),
    "negative amount": (changed(CONTRACTS, "250000.00,c", "-1,c"), [(CONTRACTS, 2, "contract_sum")]),
    "negative quantity": (changed(CONTRIBUTIONS, "2500.00", "-5"), [(CONTRIBUTIONS, 3, "quantity")]),
    "percentage over 100": (changed(CONTRACTS, "250000.00,5,", "250000.00,100.01,"), [(CONTRACTS, 2, "percentage")]),
    "percentage under 0": (changed(CONTRACTS, "250000.00,5,", "250000.00,-1,"), [(CONTRACTS, 2, "percentage")]),
    "unknown boolean": (changed(DEPLOYMENTS, "36,no", "36,misschien"), [(DEPLOYMENTS, 2, "permanent")]),
    "unknown status": (changed(HOURS, "100.00,submitted", "100.00,sent"), [(HOURS, 4, "status")]),
    "status left empty": (changed(HOURS, "100.00,submitted", "100.00,"), [(HOURS, 4, "status")]),
    "unknown kind": (changed(ORGANISATIONS, "yes,municipality", "yes,stad"), [(ORGANISATIONS, 2, "kind")]),
    "operator of the portal": (
        changed(ORGANISATIONS, "yes,municipality", "yes,platform_operator"),
        [(ORGANISATIONS, 2, "kind")],
    ),
    "short kvk": (changed(ORGANISATIONS, "12345678", "1234567"), [(ORGANISATIONS, 3, "kvk")]),
    "formula =": (changed(ORGANISATIONS, "Bouw BV", "=HYPERLINK(1)"), [(ORGANISATIONS, 3, "name")]),
    "formula +": (changed(DEPLOYMENTS, "A. Voorbeeld", "+31"), [(DEPLOYMENTS, 2, "person")]),
    "formula -": (changed(CONTRACTS, "Nieuwbouw", "-1+1"), [(CONTRACTS, 2, "title")]),
    "formula @": (changed(CONTRACTS, "Nieuwbouw", "@SUM(A1)"), [(CONTRACTS, 2, "title")]),
    "tab": (changed(CONTRACTS, "Nieuwbouw", "\tNieuwbouw"), [(CONTRACTS, 2, "title")]),
    "NUL": (changed(CONTRACTS, "Nieuwbouw", "Nieuw\0bouw"), [(CONTRACTS, 2, "title")]),
    "too long text": (changed(CONTRACTS, "Nieuwbouw", "x" * 201), [(CONTRACTS, 2, "title")]),
    "name that grows when normalised": (changed(DEPLOYMENTS, "A. Voorbeeld", "\ufdfa" * 20), [(DEPLOYMENTS, 2, "person")]),
    "citizen service number": (changed(DEPLOYMENTS, "A. Voorbeeld", "123456782"), [(DEPLOYMENTS, 2, "person")]),
    "unseen sign": (changed(DEPLOYMENTS, "A. Voorbeeld", "A. Voor\u200bbeeld"), [(DEPLOYMENTS, 2, "person")]),
    "empty required cell": (changed(DEPLOYMENTS, "A. Voorbeeld", " "), [(DEPLOYMENTS, 2, "person")]),
    # rows
    "end before start": (changed(DEPLOYMENTS, "2019-12-31,36", "2018-12-31,36"), [(DEPLOYMENTS, 2, "ends_on")]),
    "contract ends before start": (changed(CONTRACTS, "2020-12-31", "2018-12-31"), [(CONTRACTS, 2, "ends_on")]),
    "norm 0": (changed(TARIFF, "40000.00,36", "40000.00,0"), [(TARIFF, 2, "norm_hours")]),
    "0 months": (changed(TARIFF, "36,12,24", "36,12,0"), [(TARIFF, 2, "max_months")]),
    "bonus without ground": (changed(TARIFF, "5000.00,,,,50", "5000.00,,,,"), [(TARIFF, 4, "min_age")]),
    "reserved block": (changed(TARIFF, "activity", "agreed"), [(TARIFF, 5, "block"), (CONTRIBUTIONS, 2, "block")]),
    "block twice": (changed(TARIFF, "wajong", "pw"), [(TARIFF, 3, "block"), (DEPLOYMENTS, 3, "block")]),
    "reference twice": (changed(DEPLOYMENTS, "D-2", "D-1"), [(DEPLOYMENTS, 3, "reference"), (HOURS, 5, "deployment")]),
    "organisation twice": (changed(ORGANISATIONS, "groen,", "bouw,"), [(ORGANISATIONS, 4, "code"), (CONTRACTS, 3, "contractor")]),
    "month twice": (changed(HOURS, "2019-02,140", "2019-01,140"), [(HOURS, 3, "month")]),
    # references
    "no tariff at the award": (changed(CONTRACTS, "2018-11-01", "2015-12-31"), [(CONTRACTS, 2, "awarded_on")]),
    "unknown authority": (changed(CONTRACTS, "C-1,gem", "C-1,nergens"), [(CONTRACTS, 2, "authority")]),
    "unknown werkplein": (changed(CONTRACTS, "5,werk", "5,nergens"), [(CONTRACTS, 2, "werkplein")]),
    "authority as werkplein": (changed(CONTRACTS, "5,werk", "5,gem"), [(CONTRACTS, 2, "werkplein")]),
    "unknown contract": (changed(DEPLOYMENTS, "D-1,C-1", "D-1,C-9"), [(DEPLOYMENTS, 2, "contract")]),
    "unknown block": (changed(DEPLOYMENTS, "17,pw", "17,pww"), [(DEPLOYMENTS, 2, "block")]),
    "bonus on a deployment": (changed(DEPLOYMENTS, "17,pw", "17,fifty"), [(DEPLOYMENTS, 2, "block")]),
    "hourly block on a deployment": (changed(DEPLOYMENTS, "17,pw", "17,activity"), [(DEPLOYMENTS, 2, "block")]),
    "person block on a contribution": (changed(CONTRIBUTIONS, "activity", "pw"), [(CONTRIBUTIONS, 2, "block")]),
    "bonus on a contribution": (changed(CONTRIBUTIONS, "activity", "fifty"), [(CONTRIBUTIONS, 2, "block")]),
    "unknown block of a contribution": (changed(CONTRIBUTIONS, "activity", "x"), [(CONTRIBUTIONS, 2, "block")]),
    "hours of an unknown deployment": (changed(HOURS, "D-2,", "D-9,"), [(HOURS, 5, "deployment")]),
    "value too large": (changed(CONTRIBUTIONS, "10.00", "999999999999.99"), [(CONTRIBUTIONS, 2, "quantity")]),
    "unknown tender": (
        {
            **SMALL,
            CONTRACTS: SMALL[CONTRACTS]
            .replace("reference,", "reference,tender,", 1)
            .replace("C-1,", "C-1,T-1,")
            .replace("C-2,", "C-2,,"),
        },
        [(CONTRACTS, 2, "tender")],
    ),
    # hours: 31 days allow 60 × 31 / 7 = 265.71
    "past 60 hours": (changed(HOURS, "150.00", "265.72"), [(HOURS, 2, "paid_hours")]),
    # files
    "missing column": (
        {**SMALL, HOURS: "deployment,month,status\nD-1,2019-01,approved\n"},
        [(HOURS, 1, "paid_hours")],
    ),
    "unknown column": (changed(HOURS, "paid_hours,status", "paid_hours,status,note"), [(HOURS, 1, "note")]),
    "column twice": (changed(HOURS, "paid_hours,status", "paid_hours,status,month"), [(HOURS, 1, "month")]),
    "no header": ({**SMALL, HOURS: ""}, [(HOURS, 1, "")]),
    "too few fields": (changed(HOURS, "150.00,approved", "150.00"), [(HOURS, 2, "")]),
    "too many fields": (changed(HOURS, "150.00,approved", "150,00,approved"), [(HOURS, 2, "")]),
    "open quote": (changed(HOURS, "D-2,", '"D-2,'), [(HOURS, 5, "")]),
    "spending without its columns": (
        {**SMALL, "spending.csv": "reference\n"},
        [("spending.csv", 1, one) for one in ("amount", "category", "date")],
    ),
    "unknown file": ({**SMALL, "notes.csv": "a\n"}, [("notes.csv", 0, "")]),
    "spreadsheet": ({**SMALL, "hours.xlsx": b"PK"}, [("hours.xlsx", 0, "")]),
    "latin-1": ({**SMALL, HOURS: SMALL[HOURS].encode() + "D-2,2019-03,1,caf\xe9\n".encode("latin-1")}, [(HOURS, 7, "")]),
    "utf-16": ({**SMALL, HOURS: SMALL[HOURS].encode("utf-16")}, [(HOURS, 1, "")]),
    "50 MB": ({**SMALL, HOURS: b"0" * (LARGEST + 1)}, [(HOURS, 0, "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_bad_package_is_refused_whole_and_says_where(region, tmp_path, name):
    files, expected = CASES[name]
    status, lines = imported(write(tmp_path / "package", files))
    assert status == 1
    assert where(lines) == expected, lines
    assert all(line.split(": ", 1)[1].strip() for line in lines), "every fault has a reason"
    with owner():
        assert not OrganisationRegion.objects.filter(region=region).exists()
        assert not Contract.objects.filter(region=region).exists()


def test_all_faults_are_told_not_only_the_first(region, tmp_path):
    files = changed("hours.csv", "100.00,submitted", "veel,sent")
    files = changed("hours.csv", "2019-02,140", "2019-02,265.72", of=files)
    files = changed("contracts.csv", "C-2,gem", "C-2,nergens", of=files)
    files = changed("organisations.csv", "12345679", "1", of=files)
    files["spending.csv"] = "reference,date,category,amount\nU-1,2019-01-01,snacks,1\n"
    _status, lines = imported(write(tmp_path / "package", files))
    assert where(lines) == [
        ("organisations.csv", 4, "kvk"),
        ("contracts.csv", 3, "authority"),
        ("hours.csv", 3, "paid_hours"),
        ("hours.csv", 4, "paid_hours"),
        ("hours.csv", 4, "status"),
        ("spending.csv", 2, "category"),
    ]


def test_a_row_that_refers_to_a_faulty_row_is_not_blamed_for_it(region, tmp_path):
    _status, lines = imported(write(tmp_path / "package", changed("contracts.csv", "2020-12-31", "2020-02-31")))
    assert where(lines) == [("contracts.csv", 2, "ends_on")]


def test_the_bound_names_nobody_and_counts_all_contractors(landed, tmp_path):
    """D-1 and a new line of the same person with another contractor: together past 60 hours."""
    files = {
        "deployments.csv": SMALL["deployments.csv"].splitlines()[0]
        + "\nD-4,C-2,a. VOORBEELD ,1990-05-17,pw,2019-01-01,2019-03-31,36,no,approved\n",
        "hours.csv": "deployment,month,paid_hours,status\nD-4,2019-01,115.72,submitted\nD-4,2019-02,1.00,submitted\n",
    }
    status, lines = imported(write(tmp_path / "package", files))
    assert (status, where(lines)) == (1, [("hours.csv", 2, "paid_hours")])
    assert "oorbeeld" not in " ".join(lines).casefold()
    files["hours.csv"] = files["hours.csv"].replace("115.72", "115.71")
    status, lines = imported(write(tmp_path / "package", files))
    assert status == 0
    assert any("48 uur" in line for line in lines)


def test_concept_and_rejected_hours_are_not_held_to_the_bound(region, tmp_path):
    files = changed("hours.csv", "80.00,concept", "700.00,concept")
    files = changed("hours.csv", "100.00,submitted", "700.00,rejected", of=files)
    assert imported(write(tmp_path / "package", files))[0] == 0


def test_an_unknown_folder_or_region_says_so(region, tmp_path):
    assert imported(tmp_path / "nergens")[0] == 1
    assert imported(write(tmp_path / "empty", {}))[0] == 1
    assert imported(write(tmp_path / "package"), region="nergens")[0] == 1
