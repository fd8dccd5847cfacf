"""`value_contract` to the cent: every contract of the demo against the naive, day-by-day reading of the rules."""

import json
from decimal import Decimal
from functools import cache
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from exchange.regions import create_region
from tests.exchange.naive_package import NaivePackage, read
from tests.exchange.packages import DEMO, changed, imported, write
from tests.placements.valuation import naive

pytestmark = pytest.mark.django_db


def value_contract(reference: str, region: str = "proef") -> dict:
    out = StringIO()
    call_command("value_contract", reference, region=region, format="json", stdout=out)
    return json.loads(out.getvalue())


def test_every_contract_of_the_demo_to_the_cent(db, monkeypatch):
    monkeypatch.setattr(naive, "counted", cache(naive.counted))
    create_region(code="proef", name="Proef")
    assert imported(DEMO)[0] == 0
    package = NaivePackage(read(DEMO))
    assert len(package.contracts) == 54
    for reference in package.contracts:
        assert value_contract(reference) == package.value(reference)


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
