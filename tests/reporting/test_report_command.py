"""``manage.py report``: what it writes, which version, and what it says when it cannot."""

import datetime as dt
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from reporting.models import Report, ReportFile
from reporting.pipeline import FILES
from tests.cast import make_cast
from tests.database import owner as as_owner
from tests.factories.tenders import ContractFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def report(tmp_path):
    def made(file_format="json", *flags, period="2026-Q2", kind="quarterly", region="groningen", output=None):
        file = output or tmp_path / f"rapport.{file_format}"
        call_command(
            "report",
            region=region,
            kind=kind,
            period=period,
            format=file_format,
            output=str(file),
            **dict.fromkeys(flags, True),
        )
        return file.read_bytes()

    return made


def award(cast, obligation):
    ContractFactory(
        authority=cast.alice.organisation,
        contractor=cast.bram.organisation,
        awarded_on=dt.date(2026, 4, 1),
        obligation=Decimal(obligation),
    )


def test_writes_json_with_the_figures_and_the_same_again(cast, owner, report):
    with owner():
        award(cast, "100.00")
    first = report()
    document = json.loads(first)
    assert document["region"] == "groningen"
    assert (document["period"], document["version"]) == ("2026-Q2", 1)
    assert document["sroi"]["precalculated"]["period"] == "100.00"
    with owner():
        award(cast, "11.00")
    assert report() == first
    with owner():
        assert Report.objects.count() == 1


def test_fresh_makes_a_new_version_and_later_calls_give_that(cast, owner, report):
    report()
    with owner():
        award(cast, "11.00")
    fresh = json.loads(report("json", "fresh"))
    assert fresh["version"] == 2
    assert fresh["sroi"]["precalculated"]["period"] == "11.00"
    assert "sroi.precalculated.period" in [one["path"] for one in fresh["changes"]]
    assert json.loads(report())["version"] == 2


def test_writes_pdf_and_xlsx_from_the_same_snapshot(cast, report):
    assert report("pdf").startswith(b"%PDF")
    assert report("xlsx").startswith(b"PK")


def test_rerender_makes_the_file_anew_from_the_stored_snapshot(cast, owner, report):
    pdf = report("pdf")
    with owner():
        ReportFile.objects.filter(format="pdf").update(content=b"verloren", size=8)
        award(cast, "11.00")
    assert report("pdf") == b"verloren"
    assert report("pdf", "rerender") == pdf
    with owner():
        assert bytes(ReportFile.objects.get(format="pdf").content) == pdf
        assert Report.objects.get().version == 1


def test_standard_output_gets_the_file_and_nothing_else(cast, capfdbinary):
    call_command("report", region="groningen", kind="yearly", period="2019", format="json", output="-")
    assert json.loads(capfdbinary.readouterr().out)["period"] == "2019"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"region": "nergens"}, "geen regio met code 'nergens'"),
        ({"period": "2026-Q5"}, "geen periode"),
        ({"period": "2026-H1"}, "kwartaalrapport"),
    ],
)
def test_says_what_is_wrong(cast, owner, report, changed, sentence):
    with pytest.raises(CommandError, match=sentence):
        report(**changed)
    with owner():
        assert not Report.objects.exists()


def test_says_where_it_cannot_write(cast, report, tmp_path):
    with pytest.raises(CommandError, match="niet te schrijven"):
        report(output=tmp_path / "bestaat niet" / "rapport.json")


class TestTwoProcesses:
    def test_at_the_same_report_make_one(self, in_scratch, tmp_path):
        with as_owner():
            award(make_cast(), "100.00")
        files = [tmp_path / "een.json", tmp_path / "twee.json"]
        command = ["--region=groningen", "--kind=quarterly", "--period=2026-Q2", "--format=json"]
        environment = os.environ | {
            "DATABASE_URL": in_scratch.app_url,
            "DJANGO_SETTINGS_MODULE": "sroi_portal.settings.test",
        }
        both = [
            subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "report", *command, "--output", str(file)],
                env=environment,
                stdin=subprocess.DEVNULL,
            )
            for file in files
        ]
        assert [process.wait(120) for process in both] == [0, 0]
        assert files[0].read_bytes() == files[1].read_bytes()
        with as_owner():
            assert Report.objects.get().version == 1
            assert ReportFile.objects.count() == len(FILES)
