"""A data package as the naive, day-by-day reading of the rules sees it (``tests.placements.valuation.naive``)."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from placements.identity.persons import normalise
from tests.placements.valuation import naive

Row = dict[str, str]
CLAIMING = {"submitted", "returned", "approved"}


def rows_of(text: str) -> list[Row]:
    return list(csv.DictReader(StringIO(text)))


def read(folder: Path) -> dict[str, str]:
    """The files of a package, by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}


class NaivePackage:
    """What each contract of a package is worth; ``value`` answers as ``value_contract`` does."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.tariffs: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in rows_of(files["tariff.csv"]):
            self.tariffs[row["valid_from"]][row["block"]] = row
        self.contracts = {row["reference"]: row for row in rows_of(files["contracts.csv"])}
        self.rows = {row["reference"]: row for row in rows_of(files["deployments.csv"])}
        self.lines = {reference: self._line(row) for reference, row in self.rows.items()}
        self.statements: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(rows_of(files["hours.csv"]), key=lambda one: one["month"]):
            self.statements[row["deployment"]].append(row)
        self.contributions = rows_of(files["contributions.csv"])
        self.elsewhere: dict[tuple[str, str], set[date]] = defaultdict(set)
        for reference, row in self.rows.items():
            if self.status(row) in CLAIMING:
                self.elsewhere[self.person(row)] |= self.lines[reference].in_contract()

    def value(self, contract: str, *, years: Sequence[int] = ()) -> dict[str, object]:
        """Obligation, forecast, realised value and every line of a contract; amounts as text.

        ``years`` were settled: their uneven months gave an approved line each, where there was something to settle.
        """
        row = self.contracts[contract]
        basis = naive.Fraction(row["basis_amount"]) * naive.Fraction(row["percentage"]) / 100
        lines = [self._deployment(key) for key, one in sorted(self.rows.items()) if one["contract"] == contract]
        others = sorted(
            (one for one in self.contributions if one["contract"] == contract), key=lambda one: one["reference"]
        )
        worth = {one["reference"]: self._contribution(one) for one in others}
        forecast = sum((Decimal(line["forecast"]) for line in lines), Decimal(0))
        forecast += sum((worth[one["reference"]] for one in others if one["status"] != "rejected"), Decimal(0))
        realised = sum((Decimal(line["realised"]) for line in lines), Decimal(0))
        realised += sum((worth[one["reference"]] for one in others if one["status"] == "approved"), Decimal(0))
        settled = [
            (key, year, amount)
            for key, one in sorted(self.rows.items())
            for year in years
            if one["contract"] == contract and (amount := self._settlement(key, year))
        ]
        realised += sum((amount for _key, _year, amount in settled), Decimal(0))
        return {
            "contract": contract,
            "obligation": f"{naive.cents(basis):.2f}",
            "tariff_valid_from": self._tariff(row),
            "forecast": f"{forecast:.2f}",
            "realised": f"{realised:.2f}",
            "deployments": lines,
            "contributions": [
                {"reference": key, "status": one["status"], "value": f"{worth[key]:.2f}"}
                for key, one in ((one["reference"], one) for one in others)
            ],
            "settlements": [
                {"deployment": key, "year": year, "status": "approved", "value": f"{amount:.2f}"}
                for key, year, amount in settled
            ],
        }

    @staticmethod
    def person(row: Row) -> tuple[str, str]:
        return normalise(row["person"]), row["birth_date"]

    @staticmethod
    def status(row: Row) -> str:
        return row["status"] or "approved"

    def _tariff(self, contract: Row) -> str:
        return max(valid_from for valid_from in self.tariffs if valid_from <= contract["awarded_on"])

    def _deployment(self, reference: str) -> dict[str, Any]:
        row, line = self.rows[reference], self.lines[reference]
        status, elsewhere = self.status(row), frozenset(self.elsewhere[self.person(row)])
        months, realised = [], Decimal(0)
        for one in self.statements[reference]:
            year, month = map(int, one["month"].split("-"))
            paid = Decimal(one["paid_hours"])
            value = Decimal(0) if status == "rejected" else naive.month_value(line, year, month, paid, elsewhere)
            realised += value if one["status"] == status == "approved" else 0
            months.append({**{key: one[key] for key in ("month", "paid_hours", "status")}, "value": f"{value:.2f}"})
        forecast = Decimal(0) if status == "rejected" else naive.forecast(line, elsewhere)
        return {
            "reference": reference,
            "status": status,
            "forecast": f"{forecast:.2f}",
            "realised": f"{realised:.2f}",
            "months": months,
        }

    def _settlement(self, reference: str, year: int) -> Decimal:
        approved = [
            (int(one["month"][5:]), Decimal(one["paid_hours"]), Decimal(one["value"]))
            for one in self._deployment(reference)["months"]
            if one["status"] == "approved" and one["month"].startswith(str(year))
        ]
        line, elsewhere = self.lines[reference], self.elsewhere[self.person(self.rows[reference])]
        amount = naive.settlement(line, year, approved, frozenset(elsewhere))
        # What rounding alone took from the months is no unevenness, and nobody hands in a line of a cent.
        return amount if amount > Decimal("0.005") * len(approved) else Decimal(0)

    def _contribution(self, row: Row) -> Decimal:
        outside = row["block"] in {"agreed", "opening_balance"}
        blocks = self.tariffs[self._tariff(self.contracts[row["contract"]])]
        rate = naive.Fraction(1) if outside else naive.Fraction(blocks[row["block"]]["value"])
        if not outside and blocks[row["block"]]["kind"] == "actual_cost":
            rate = naive.Fraction(1)
        return naive.cents(rate * naive.Fraction(row["quantity"]))

    def _line(self, row: Row) -> naive.Deployment:
        contract = self.contracts[row["contract"]]
        tariff = self.tariffs[self._tariff(contract)]
        block = tariff[row["block"]]
        return naive.Deployment(
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            contract=(date.fromisoformat(contract["starts_on"]), date.fromisoformat(contract["ends_on"])),
            agreed_hours=Decimal(row["hours_per_week"]),
            permanent=row["permanent"] == "yes",
            born=date.fromisoformat(row["birth_date"]),
            annual=Decimal(block["value"]),
            norm=Decimal(block["norm_hours"] or 36),
            least=Decimal(block["min_hours"] or 12),
            longest=int(block["max_months"]) if block["max_months"] else None,
            bonuses=tuple(
                (Decimal(one["value"]), int(one["min_age"]) if one["min_age"] else None, one["permanent"] == "yes")
                for one in tariff.values()
                if one["kind"] == "bonus"
            ),
        )
