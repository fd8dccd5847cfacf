"""What helps to find a block travels with a package; it is no value, so it changes in a version in use too."""

from tenders.guidance import shipped_guidance
from tenders.models import Block
from tests.database import owner
from tests.exchange.packages import SMALL, changed, imported, where, write

HEADER = "valid_from,block,label,kind,value,norm_hours,min_hours,max_months,min_age,permanent"
WITH_GUIDANCE = {
    **SMALL,
    "tariff.csv": "\n".join(
        [
            HEADER + ",situation,evidence,explanation",
            "2016-01-01,pw,Participatiewet,full_time_year,40000.00,36,12,24,,no,pw_over_2y,payslip contract payslip,Zie de brief",
            "2016-01-01,wajong,Wajong,full_time_year,40000.00,36,12,,,no,wajong,,",
            "2016-01-01,fifty,50 jaar of ouder,bonus,5000.00,,,,50,no,,,",
            "2016-01-01,activity,Activiteit,per_hour,100.00,,,,,no,,signed_form,",
            "",
        ]
    ),
}


def guidance(region, code):
    with owner():
        block = Block.objects.get(tariff__region=region, code=code)
    return block.situation, block.evidence, block.explanation


def test_the_columns_are_stored_as_written(region, tmp_path):
    status, lines = imported(write(tmp_path / "in", WITH_GUIDANCE))
    assert status == 0, lines
    assert guidance(region, "pw") == ("pw_over_2y", ["payslip", "contract"], "Zie de brief")
    assert guidance(region, "wajong") == ("wajong", [], "")
    assert guidance(region, "activity") == ("", ["signed_form"], "")


def test_without_the_columns_a_new_block_gets_what_the_portal_knows_by_its_code(landed):
    known = shipped_guidance()["wajong"]
    assert guidance(landed, "wajong") == (known["situation"], known["evidence"], known["explanation"])
    assert guidance(landed, "pw") == ("", [], "")


def test_it_changes_in_a_version_in_use_while_values_do_not(landed, tmp_path):
    status, lines = imported(write(tmp_path / "guidance", WITH_GUIDANCE))
    assert status == 0, lines
    assert "tariff.csv: 0 nieuw, 3 gewijzigd, 1 gelijk" in " ".join(lines)
    assert guidance(landed, "pw") == ("pw_over_2y", ["payslip", "contract"], "Zie de brief")
    assert guidance(landed, "wajong") == ("wajong", [], "")
    again = imported(write(tmp_path / "again", WITH_GUIDANCE))[1]
    assert "tariff.csv: 0 nieuw, 0 gewijzigd, 4 gelijk" in " ".join(again)
    # A file without the columns leaves it as it is.
    imported(write(tmp_path / "without"))
    assert guidance(landed, "pw") == ("pw_over_2y", ["payslip", "contract"], "Zie de brief")
    values = changed("tariff.csv", "40000.00,36,12,24", "41000.00,36,12,24", of=WITH_GUIDANCE)
    status, lines = imported(write(tmp_path / "values", values))
    assert (status, where(lines)) == (1, [("tariff.csv", 2, "value")])


def test_what_is_no_code_is_refused(region, tmp_path):
    wrong = changed("tariff.csv", "pw_over_2y,payslip", "pw_ooit,loonstrook", of=WITH_GUIDANCE)
    assert where(imported(write(tmp_path / "in", wrong))[1]) == [
        ("tariff.csv", 2, "evidence"),
        ("tariff.csv", 2, "situation"),
    ]
    of_effort = changed("tariff.csv", "no,,signed_form", "no,wajong,signed_form", of=WITH_GUIDANCE)
    assert where(imported(write(tmp_path / "of_effort", of_effort))[1]) == [("tariff.csv", 5, "situation")]
