"""What an import does to a region: nothing twice, a changed row by its reference, and what stands stands."""

from datetime import date
from decimal import Decimal

import pytest

from exchange.regions import create_region
from organisations.models import Organisation, OrganisationRegion
from placements.choices import LineStatus
from placements.models import Contribution, Deployment, HoursStatement, PersonKey, RevaluationTask
from tenders.models import CallOff, Contract, ContractTotals, ContractVersion, Tariff, Tender
from tests.database import owner
from tests.exchange.packages import SMALL, changed, imported, write

pytestmark = pytest.mark.django_db
NOTHING_NEW = "Alles stond er al zo; er is niets gewijzigd."


def only(file: str, old: str, new: str) -> dict[str, str]:
    """A package of this one file, changed."""
    return {file: changed(file, old, new)[file]}


def counts(lines: list[str]) -> dict[str, str]:
    return {file: rest for file, _, rest in (line.partition(": ") for line in lines) if file.endswith(".csv")}


def test_the_same_package_again_changes_nothing_and_says_so(landed, tmp_path):
    with owner():
        before = [list(model.objects.order_by("pk").values()) for model in (Contract, Deployment, HoursStatement)]
        events = HoursStatement.pgh_event_model.objects.count()
    status, lines = imported(write(tmp_path / "again"))
    assert status == 0
    assert lines[-1] == NOTHING_NEW
    assert counts(lines)["hours.csv"] == "0 nieuw, 0 gewijzigd, 5 gelijk"
    with owner():
        assert before == [
            list(model.objects.order_by("pk").values()) for model in (Contract, Deployment, HoursStatement)
        ]
        assert HoursStatement.pgh_event_model.objects.count() == events


def test_other_ways_of_writing_say_the_same(landed, tmp_path):
    """Semicolons, decimal commas, Dutch days and booleans, a byte order mark, Windows line ends, other column order."""
    files = {
        "deployments.csv": "\ufeffstatus;permanent;hours_per_week;ends_on;starts_on;block;birth_date;person;contract;reference\r\n"
        ";nee;36,0;31-12-2019;1-1-2019;pw;17-05-1990;  a.   VOORBEELD;C-1;D-1\r\n"
        ";JA;32;31-07-2019;01-02-2019;wajong;28-02-1985;B. Model;C-2;D-2\r\n;;;;;;;;;\r\n",
        "hours.csv": 'deployment,month,paid_hours,status\nD-1,2019-01,"150,00",approved\n\n',
    }
    status, lines = imported(write(tmp_path / "again", files))
    assert (status, lines[-1]) == (0, NOTHING_NEW)


def test_dry_run_tells_and_keeps_nothing(region, tmp_path):
    status, lines = imported(write(tmp_path / "package"), dry_run=True)
    assert status == 0
    assert counts(lines)["contracts.csv"] == "2 nieuw, 0 gewijzigd, 0 gelijk"
    with owner():
        assert not OrganisationRegion.objects.filter(region=region).exists()
        assert Tariff.objects.get(region=region).blocks.filter(code="pw_gt2").exists()


def test_a_changed_approved_month_is_reversed_and_made_anew(landed, tmp_path):
    status, lines = imported(write(tmp_path / "more", only("hours.csv", "2019-01,150.00", "2019-01,75.00")))
    assert status == 0
    assert counts(lines)["hours.csv"] == "0 nieuw, 1 gewijzigd, 4 gelijk"
    with owner():
        rows = {
            row.paid_hours: row
            for row in HoursStatement.objects.filter(deployment__reference="D-1", month="2019-01-01").order_by("pk")
        }
        assert set(rows) == {Decimal(150), Decimal(-150), Decimal(75)}
        assert rows[-150].reverses == rows[150]
        assert rows[-150].value == -rows[150].value != 0
        assert rows[150].reversed_at == rows[-150].reversed_at
        assert rows[75].reversed_at is None
        assert rows[75].status == LineStatus.APPROVED
        # 40 000 × 75 / (52 × 36)
        assert rows[75].value == Decimal("1602.56")
        totals = ContractTotals.objects.get(contract__reference="C-1")
        live = HoursStatement.objects.live().approved().filter(deployment__contract__reference="C-1")
        assert totals.persons_approved == sum(row.value for row in live)


def test_a_changed_line_that_is_not_approved_is_simply_updated(landed, tmp_path):
    imported(write(tmp_path / "more", only("hours.csv", "100.00,submitted", "90.00,returned")))
    with owner():
        statement = HoursStatement.objects.get(deployment__reference="D-1", month="2019-03-01")
    assert (statement.paid_hours, statement.status) == (Decimal(90), LineStatus.RETURNED)
    imported(write(tmp_path / "even", only("deployments.csv", "24,no,concept", "20,no,submitted")))
    with owner():
        assert Deployment.objects.get(reference="D-3").hours_per_week == Decimal(20)


def test_a_changed_approved_deployment_gives_way_with_its_months(landed, tmp_path):
    status, lines = imported(write(tmp_path / "more", only("deployments.csv", "2019-12-31,36", "2019-01-15,36")))
    assert status == 0
    assert counts(lines)["deployments.csv"] == "0 nieuw, 1 gewijzigd, 2 gelijk"
    with owner():
        old, new = Deployment.objects.filter(reference="D-1").order_by("created_at")
        assert old.reversed_at is not None
        assert new.reversed_at is None
        assert new.ends_on == date(2019, 1, 15)
        assert {row.status for row in new.statements.live()} == {LineStatus.APPROVED, LineStatus.SUBMITTED}
        assert sum(row.value for row in old.statements.approved()) == 0
        assert new.statements.get(month="2019-02-01").value == 0
        # 40 000 × 15/31 / 12: the days decide, 150 hours are more than they allow.
        assert new.statements.get(month="2019-01-01").value == Decimal("1612.90")
        assert not Deployment.objects.filter(contract__reference="C-2").exclude(reversed_at=None).exists()


def test_a_line_before_an_approved_one_asks_to_value_that_anew(landed, tmp_path):
    """Two years earlier in the same window, with another contractor: the days of D-1 no longer count."""
    header = SMALL["contracts.csv"].splitlines()[0]
    files = {
        "contracts.csv": f"{header}\nC-0,gem,groen,Eerder,2016-06-01,2016-12-01,2018-12-31,1000,fixed,1000,100,\n",
        "deployments.csv": SMALL["deployments.csv"].splitlines()[0]
        + "\nD-0,C-0,A. Voorbeeld,1990-05-17,pw,2017-01-01,2018-12-31,36,no,approved\n",
    }
    status, lines = imported(write(tmp_path / "more", files))
    assert status == 0
    assert any("2 goedgekeurde maanden" in line for line in lines)
    with owner():
        assert {task.new_value for task in RevaluationTask.objects.all()} == {0}
        assert HoursStatement.objects.get(deployment__reference="D-1", month="2019-01-01").value > 0
        assert Deployment.objects.get(reference="D-1").forecast == 0


def test_a_changed_contract_is_a_new_version_with_a_reason(landed, tmp_path):
    imported(write(tmp_path / "more", only("contracts.csv", "250000.00,5,", "300000.00,5,")))
    with owner():
        contract = Contract.objects.get(reference="C-1")
        first, second = ContractVersion.objects.filter(contract=contract).order_by("number")
    assert (first.obligation, second.obligation, contract.obligation) == (12500, 15000, 15000)
    assert second.reason
    imported(write(tmp_path / "title", only("contracts.csv", "Onderhoud", "Groot onderhoud")))
    with owner():
        assert Contract.objects.get(reference="C-2").title == "Groot onderhoud"
        assert ContractVersion.objects.filter(contract__reference="C-2").count() == 1


def test_a_contract_that_goes_to_another_contractor_takes_its_lines_along(landed, tmp_path):
    imported(write(tmp_path / "more", only("contracts.csv", "C-1,gem,bouw", "C-1,gem,groen")))
    with owner():
        lines = Deployment.objects.live().filter(contract__reference="C-1").select_related("person")
        assert {line.person.contractor_id for line in lines} == {Organisation.objects.get(kvk="12345679").pk}
        assert HoursStatement.objects.live().filter(deployment__in=lines).count() == 4


def test_a_contract_that_is_awarded_under_another_tariff_values_its_lines_by_that(landed, tmp_path):
    newer = SMALL["tariff.csv"].replace("2016-01-01", "2018-06-01").replace("40000.00", "20000.00")
    assert imported(write(tmp_path / "tariff", {"tariff.csv": newer}))[0] == 0
    with owner():
        assert {str(contract.tariff) for contract in Contract.objects.select_related("tariff")} == {"01-01-2016"}
    moved = only("contracts.csv", "2018-11-01", "2018-11-02")
    assert imported(write(tmp_path / "more", moved))[0] == 0
    with owner():
        line = Deployment.objects.live().select_related("block__tariff").get(reference="D-1")
        assert str(line.block.tariff) == "01-06-2018"
        assert line.forecast == Decimal("20000.00")
        contribution = Contribution.objects.live().select_related("block__tariff").get(reference="B-1")
        assert str(contribution.block.tariff) == "01-06-2018"
        assert ContractTotals.objects.get(contract__reference="C-1").others_approved == Decimal("1000.00")


def test_a_tariff_in_use_stands_still(landed, tmp_path):
    status, lines = imported(write(tmp_path / "more", only("tariff.csv", "40000.00,36,12,24", "41000.00,36,12,24")))
    assert status == 1
    assert lines[0].startswith("tariff.csv, regel 2, kolom value: ")


def test_a_tariff_replaces_the_default_while_no_contract_uses_it(region, tmp_path):
    later = {"tariff.csv": SMALL["tariff.csv"].replace("2016-01-01", "2017-01-01")}
    assert imported(write(tmp_path / "tariff", later))[0] == 0
    with owner():
        tariff = Tariff.objects.get(region=region)
        assert tariff.valid_from == date(2017, 1, 1)
        assert [block.code for block in tariff.blocks.order_by("position")] == ["pw", "wajong", "fifty", "activity"]


def test_odd_is_accepted_and_flagged(region, tmp_path):
    files = changed("deployments.csv", "2019-12-31,36", "2021-12-31,36")
    files = changed("hours.csv", "D-3,2019-03,80.00,concept", "D-3,2018-03,80.00,submitted", of=files)
    files = changed("deployments.csv", "C. Proefpersoon,1992-03-01", "A. Voorbeeld,1990-05-17", of=files)
    files = changed("contributions.csv", "2019-05-01", "2025-05-01", of=files)
    files = changed("contracts.csv", "250000.00,5,", "250000.00,99.9999,", of=files)
    files = changed("organisations.csv", "GM0014", "GM9999", of=files)
    status, lines = imported(write(tmp_path / "package", files))
    assert status == 0, lines
    flags = " ".join(line for line in lines if line.startswith("Let op"))
    for text in ("buiten het contract", "overlapt", "geen dagen die tellen", "geen verantwoordelijke", "aanbesteding"):
        assert text in flags, text


def test_columns_that_are_left_out_keep_what_is_there(landed, tmp_path):
    files = {
        "organisations.csv": "code,name,kind\ngem,Gemeente Proef,municipality\n",
        "deployments.csv": SMALL["deployments.csv"]
        .replace(",permanent", "")
        .replace(",no,", ",")
        .replace(",yes,", ","),
    }
    status, lines = imported(write(tmp_path / "more", files))
    assert (status, lines[-1]) == (0, NOTHING_NEW)


def test_a_tender_that_exists_is_linked(landed, tmp_path):
    with owner():
        gem = OrganisationRegion.objects.get(region=landed, code="gem").organisation
        tender = Tender.objects.create(region=landed, authority=gem, reference="T-1", title="Nieuwbouw", kind="work")
    linked = SMALL["contracts.csv"].replace("reference,", "reference,tender,", 1)
    linked = linked.replace("C-1,", "C-1,T-1,").replace("C-2,", "C-2,,")
    assert imported(write(tmp_path / "more", {"contracts.csv": linked}))[0] == 0
    with owner():
        assert Contract.objects.get(reference="C-1").tender_id == tender.pk


def test_a_candidate_is_kept_as_text(region, tmp_path):
    files = changed("deployments.csv", "permanent,status", "permanent,candidate,status")
    files["deployments.csv"] = files["deployments.csv"].replace(",no,", ",no,K-1,").replace(",yes,", ",yes,,")
    assert imported(write(tmp_path / "package", files))[0] == 0
    with owner():
        assert Deployment.objects.get(reference="D-1").candidate_reference == "K-1"


def test_kvk_links_one_company_over_regions_and_neither_renames_it(landed, tmp_path):
    create_region(code="ander", name="Andere regio")
    files = changed("organisations.csv", "Bouw BV", "Bouw Holding BV")
    status, lines = imported(write(tmp_path / "other", files), region="ander")
    assert status == 0
    assert any("andere regio" in line for line in lines)
    with owner():
        company = Organisation.objects.get(kvk="12345678")
        assert company.name == "Bouw BV"
        assert company.organisation_regions.count() == 2
        assert Organisation.objects.filter(name="Gemeente Proef").count() == 2
    status, lines = imported(write(tmp_path / "other"), region="ander")
    assert (status, lines[-1]) == (0, NOTHING_NEW)


def test_a_company_that_an_award_let_in_takes_the_code_of_the_package(region, tmp_path):
    with owner():
        company = Organisation.objects.create(name="Bouw BV", kind="contractor", kvk="12345678")
        OrganisationRegion.objects.create(region=region, organisation=company, code="kvk-12345678")
    assert imported(write(tmp_path / "package"))[0] == 0
    with owner():
        assert OrganisationRegion.objects.get(organisation=company).code == "bouw"


def test_regions_do_not_touch_each_other(landed, tmp_path):
    """The same references and persons in another region are other rows, and no one's windows or hours."""
    create_region(code="ander", name="Andere regio")
    with owner():
        before = list(HoursStatement.objects.order_by("pk").values())
    files = changed("hours.csv", "2019-01,150.00", "2019-01,200.00")
    assert imported(write(tmp_path / "other", files), region="ander")[0] == 0
    with owner():
        assert before == list(HoursStatement.objects.filter(deployment__region=landed).order_by("pk").values())
        assert Deployment.objects.filter(reference="D-1").count() == 2
        assert len(set(PersonKey.objects.values_list("key", flat=True))) == PersonKey.objects.count()


def test_an_import_costs_the_same_number_of_queries_for_more_rows(region, tmp_path, django_assert_max_num_queries):
    rows = "".join(f"D-1,20{year}-{month:02},1.00,approved\n" for year in (19, 20) for month in range(1, 13))
    people = "".join(f"K-9{n},2019-01-0{n},self,,ww,GM0014,,Anna,Voorbeeld {n},,,,,,\n" for n in range(1, 10))
    training = "".join(f"E-9{n},K-9{n},P-2,2019-02-01,,,,,\n" for n in range(1, 10))
    work = "".join(f"W-9{n},K-9{n},X,other,2019-03-01,,,,24,no,no,,\n" for n in range(1, 10))
    tenders = "".join(
        f"A-9{n},gem,X,work,other,,{n}000,,,2019-01-01,,,,,yes,5,,2019-01-01,planned\n" for n in range(1, 10)
    )
    files = {
        **SMALL,
        "tenders.csv": SMALL["tenders.csv"] + tenders,
        "hours.csv": "deployment,month,paid_hours,status\n" + rows,
        "candidates.csv": SMALL["candidates.csv"] + people,
        "enrolments.csv": SMALL["enrolments.csv"] + training,
        "placements.csv": SMALL["placements.csv"] + work,
        "followups.csv": SMALL["followups.csv"] + "".join(f"W-9{n},6,2019-09-02,yes\n" for n in range(1, 10)),
    }
    # Three of them for what hangs on tenders, however many there are.
    with django_assert_max_num_queries(114):
        assert imported(write(tmp_path / "package", files))[0] == 0


def test_branches_with_one_number_are_two_organisations_in_a_region(region, tmp_path):
    twice = changed("organisations.csv", "12345679", "12345678")
    status, lines = imported(write(tmp_path / "package", twice))
    assert status == 0
    assert any("KVK-nummer dat in deze regio al onder een andere code staat" in line for line in lines)
    with owner():
        names = Organisation.objects.filter(kvk="12345678").order_by("name").values_list("name", flat=True)
        assert list(names) == ["Bouw BV", "Groen BV"]
    status, lines = imported(write(tmp_path / "again", twice))
    assert (status, lines[-1]) == (0, NOTHING_NEW)


def test_basis_amount_of_a_file_counts_what_was_called_off_in_the_portal(landed, tmp_path):
    with owner():
        contract = Contract.objects.get(reference="C-1")
        Contract.objects.filter(pk=contract.pk).update(is_framework=True)
        CallOff.objects.create(
            contract=contract,
            reference="DO-1",
            title="Deel",
            awarded_on=contract.starts_on,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            amount=100_000,
        )
    imported(write(tmp_path / "more", only("contracts.csv", "contract_sum,250000.00,5", "contract_sum,300000.00,5")))
    with owner():
        contract.refresh_from_db()
        version = ContractVersion.objects.get(contract=contract, number=2)
    assert (contract.basis_amount, contract.basis_stated, contract.obligation) == (300_000, 200_000, 15_000)
    assert (version.cause, version.basis_stated) == ("import", 200_000)
    status, lines = imported(
        write(tmp_path / "less", only("contracts.csv", "contract_sum,250000.00,5", "contract_sum,90000.00,5"))
    )
    assert status == 1
    assert any("basis_amount" in line and "100.000,00" in line for line in lines)


def test_settled_contract_takes_no_other_terms_from_a_package(landed, tmp_path):
    with owner():
        Contract.objects.filter(reference="C-1").update(settled_on="2021-02-01")
    status, lines = imported(write(tmp_path / "more", only("contracts.csv", "250000.00,5,", "300000.00,5,")))
    assert status == 1
    assert any("afgerekend" in line for line in lines)
    with owner():
        assert Contract.objects.get(reference="C-1").obligation == 12_500
