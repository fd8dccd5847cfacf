"""`value_contract` to the cent: every contract of the demo against the naive, day-by-day reading of the rules."""

import csv
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exchange.regions import create_region
from placements.persons import normalise
from tests.exchange.packages import DEMO, changed, imported, write
from tests.placements.valuation import naive

pytestmark = pytest.mark.django_db


def value_contract(reference: str, region: str = "proef") -> dict:
    out = StringIO()
    call_command("value_contract", reference, region=region, format="json", stdout=out)
    return json.loads(out.getvalue())


def rows(file: str) -> list[dict[str, str]]:
    with (DEMO / file).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


class Naive:
    """The demo package as the naive reading sees it."""

    def __init__(self) -> None:
        self.blocks = {row["block"]: row for row in rows("tariff.csv")}
        self.contracts = {row["reference"]: row for row in rows("contracts.csv")}
        self.bonuses = tuple(
            (Decimal(row["value"]), int(row["min_age"]) if row["min_age"] else None, row["permanent"] == "yes")
            for row in self.blocks.values()
            if row["kind"] == "bonus"
        )
        self.rows = {row["reference"]: row for row in rows("deployments.csv")}
        self.lines = {reference: self._line(row) for reference, row in self.rows.items()}
        self.elsewhere = defaultdict(set)
        for reference, row in self.rows.items():
            if row["status"] in {"submitted", "returned", "approved"}:
                self.elsewhere[self.person(row)] |= self.lines[reference].in_contract()

    def person(self, row):
        return normalise(row["person"]), row["birth_date"]

    def days_elsewhere(self, reference: str) -> frozenset[date]:
        return frozenset(self.elsewhere[self.person(self.rows[reference])])

    def _line(self, row) -> naive.Deployment:
        block, contract = self.blocks[row["block"]], self.contracts[row["contract"]]
        return naive.Deployment(
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            contract=(date.fromisoformat(contract["starts_on"]), date.fromisoformat(contract["ends_on"])),
            agreed_hours=Decimal(row["hours_per_week"]),
            permanent=row["permanent"] == "yes",
            born=date.fromisoformat(row["birth_date"]),
            annual=Decimal(block["value"]),
            norm=Decimal(block["norm_hours"]),
            least=Decimal(block["min_hours"]),
            longest=int(block["max_months"]) if block["max_months"] else None,
            bonuses=self.bonuses,
        )

    def forecast(self, reference: str) -> Decimal:
        if self.rows[reference]["status"] == "rejected":
            return Decimal(0)
        return naive.forecast(self.lines[reference], self.days_elsewhere(reference))

    def month(self, reference: str, month: str, paid_hours: str) -> Decimal:
        if self.rows[reference]["status"] == "rejected":
            return Decimal(0)
        year, number = map(int, month.split("-"))
        line = self.lines[reference]
        return naive.month_value(line, year, number, Decimal(paid_hours), self.days_elsewhere(reference))

    def contribution(self, row) -> Decimal:
        outside = row["block"] in {"agreed", "opening_balance"}
        rate = Decimal(1) if outside else Decimal(self.blocks[row["block"]]["value"])
        return naive.cents(naive.Fraction(rate) * naive.Fraction(row["quantity"]))


def test_every_contract_of_the_demo_to_the_cent(db, monkeypatch):
    monkeypatch.setattr(naive, "counted", cache(naive.counted))
    create_region(code="proef", name="Proef")
    assert imported(DEMO)[0] == 0
    expected, statements, contributions = Naive(), defaultdict(list), defaultdict(list)
    for row in rows("hours.csv"):
        statements[row["deployment"]].append(row)
    for row in rows("contributions.csv"):
        contributions[row["contract"]].append(row)
    assert len(expected.contracts) == 54
    for reference, contract in expected.contracts.items():
        found = value_contract(reference)
        basis = naive.Fraction(contract["basis_amount"]) * naive.Fraction(contract["percentage"]) / 100
        assert found["obligation"] == f"{naive.cents(basis):.2f}"
        assert found["tariff_valid_from"] == "2016-01-01"
        lines = {key: row for key, row in expected.rows.items() if row["contract"] == reference}
        assert {line["reference"]: line["forecast"] for line in found["deployments"]} == {
            key: f"{expected.forecast(key):.2f}" for key in lines
        }
        for line in found["deployments"]:
            key = line["reference"]
            months = {row["month"]: expected.month(key, row["month"], row["paid_hours"]) for row in statements[key]}
            assert {month["month"]: month["value"] for month in line["months"]} == {
                month: f"{value:.2f}" for month, value in months.items()
            }
            approved = [row["month"] for row in statements[key] if row["status"] == lines[key]["status"] == "approved"]
            assert line["realised"] == f"{sum((months[month] for month in approved), Decimal(0)):.2f}"
        others = {row["reference"]: expected.contribution(row) for row in contributions[reference]}
        assert {row["reference"]: row["value"] for row in found["contributions"]} == {
            key: f"{value:.2f}" for key, value in others.items()
        }
        counting = [row for row in contributions[reference] if row["status"] != "rejected"]
        approved = [row for row in contributions[reference] if row["status"] == "approved"]
        assert Decimal(found["forecast"]) == sum(
            (expected.forecast(key) for key in lines), sum((others[row["reference"]] for row in counting), Decimal(0))
        )
        assert Decimal(found["realised"]) == sum(
            (Decimal(line["realised"]) for line in found["deployments"]),
            sum((others[row["reference"]] for row in approved), Decimal(0)),
        )


def test_it_prints_json_and_nothing_else(landed):
    assert value_contract("C-2") == {
        "contract": "C-2",
        "obligation": "4000.00",
        "tariff_valid_from": "2016-01-01",
        "forecast": "17777.78",
        "realised": "2564.10",
        "deployments": [
            {
                "reference": "D-2",
                "status": "approved",
                "forecast": "17777.78",
                "realised": "2564.10",
                "months": [{"month": "2019-02", "paid_hours": "120.00", "status": "approved", "value": "2564.10"}],
            }
        ],
        "contributions": [],
        "settlements": [],
    }


def test_what_is_approved_stands_and_the_rest_is_computed_now(landed, tmp_path):
    """A month that waits follows the facts; a returned or rejected contribution shows what it would be."""
    before = {month["month"]: month["value"] for month in value_contract("C-1")["deployments"][0]["months"]}
    files = changed("contributions.csv", "2500.00,submitted", "2500.00,rejected")
    files = changed("contracts.csv", "2020-12-31", "2019-01-31", of=files)
    assert imported(write(tmp_path / "more", files))[0] == 0
    after = value_contract("C-1")
    months = {month["month"]: month["value"] for month in after["deployments"][0]["months"]}
    assert months == {**before, "2019-03": "0.00"}
    assert after["contributions"] == [
        {"reference": "B-1", "status": "approved", "value": "1000.00"},
        {"reference": "B-2", "status": "rejected", "value": "2500.00"},
    ]
    assert after["forecast"] == f"{sum(Decimal(line['forecast']) for line in after['deployments']) + 1000:.2f}"


@pytest.mark.parametrize(("reference", "code"), [("C-9", "proef"), ("C-1", "noordoost"), ("C-1", "ander")])
def test_an_unknown_contract_or_region_says_so(landed, reference, code):
    create_region(code="ander", name="Andere regio")
    with pytest.raises(CommandError, match=r"niet bekend|bestaat niet"):
        value_contract(reference, code)
