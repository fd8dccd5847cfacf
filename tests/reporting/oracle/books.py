"""The rows of a package with days as days, the periods, and which municipality lay where and when (domain.md section 9)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.exchange.naive_package import NaivePackage, rows_of

Row = dict[str, Any]
ONE_DAY = dt.timedelta(days=1)
PROGRAMME_START, MONEY_START = dt.date(2018, 1, 1), dt.date(2017, 1, 1)
LONG_AGO, NEVER = dt.date(1, 1, 1), dt.date(9999, 12, 31)
DAYS = {"registered_on", "developed_on", "started_on", "ended_on", "starts_on", "ends_on", "checked_on", "date",
        "awarded_on", "on_calendar_since"}  # fmt: skip

_Y18, _Y19, _Y21 = dt.date(2018, 1, 1), dt.date(2019, 1, 1), dt.date(2021, 1, 1)
#: Municipalities of the region: from which day, and until which day (exclusive), each was one.
REGION = {
    "Hoogezand-Sappemeer": ("GM0018", LONG_AGO, _Y18), "Menterwolde": ("GM1987", LONG_AGO, _Y18),
    "Slochteren": ("GM0040", LONG_AGO, _Y18), "Bellingwedde": ("GM0007", LONG_AGO, _Y18),
    "Vlagtwedde": ("GM0048", LONG_AGO, _Y18), "Midden-Groningen": ("GM1952", _Y18, NEVER),
    "Westerwolde": ("GM1950", _Y18, NEVER),
    "Bedum": ("GM0005", LONG_AGO, _Y19), "Eemsmond": ("GM1651", LONG_AGO, _Y19), "De Marne": ("GM1663", LONG_AGO, _Y19),
    "Winsum": ("GM0053", LONG_AGO, _Y19), "Ten Boer": ("GM0009", LONG_AGO, _Y19), "Haren": ("GM0017", LONG_AGO, _Y19),
    "Grootegast": ("GM0015", LONG_AGO, _Y19), "Leek": ("GM0022", LONG_AGO, _Y19), "Marum": ("GM0025", LONG_AGO, _Y19),
    "Zuidhorn": ("GM0056", LONG_AGO, _Y19), "Het Hogeland": ("GM1966", _Y19, NEVER),
    "Westerkwartier": ("GM1969", _Y19, NEVER),
    "Appingedam": ("GM0003", LONG_AGO, _Y21), "Delfzijl": ("GM0010", LONG_AGO, _Y21),
    "Loppersum": ("GM0024", LONG_AGO, _Y21), "Eemsdelta": ("GM1979", _Y21, NEVER),
    "Groningen": ("GM0014", LONG_AGO, NEVER), "Oldambt": ("GM1895", LONG_AGO, NEVER),
    "Pekela": ("GM0765", LONG_AGO, NEVER), "Stadskanaal": ("GM0037", LONG_AGO, NEVER),
    "Veendam": ("GM0047", LONG_AGO, NEVER), "Aa en Hunze": ("GM1680", LONG_AGO, NEVER),
    "Assen": ("GM0106", LONG_AGO, NEVER), "Noordenveld": ("GM1699", LONG_AGO, NEVER),
    "Tynaarlo": ("GM1730", LONG_AGO, NEVER),
}  # fmt: skip
_TEN = {"Appingedam", "Bedum", "Delfzijl", "Eemsmond", "Groningen", "Loppersum", "De Marne", "Midden-Groningen",
        "Ten Boer", "Winsum"}  # fmt: skip
#: The priority area from each day on.
PRIORITY = [
    (LONG_AGO, (_TEN - {"Midden-Groningen"}) | {"Hoogezand-Sappemeer", "Menterwolde", "Slochteren"}),
    (_Y18, _TEN),
    (_Y19, {"Appingedam", "Delfzijl", "Loppersum", "Groningen", "Midden-Groningen", "Het Hogeland"}),
    (_Y21, {"Eemsdelta", "Groningen", "Midden-Groningen", "Het Hogeland"}),
]


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last that month has."""
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    number = day.day
    while True:
        try:
            return dt.date(year, month, number)
        except ValueError:
            number -= 1


@dataclass(frozen=True)
class Window:
    """From the first day to the last, both counting."""

    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, period: str) -> "Window":
        year, _dash, part = period.partition("-")
        months = {"": (1, 12), "H1": (1, 6), "H2": (7, 12), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}
        first, last = months[part]
        return cls(dt.date(int(year), first, 1), months_later(dt.date(int(year), last, 1), 1) - ONE_DAY)

    def since_ever(self) -> "Window":
        """For counts: since the programme began."""
        return Window(PROGRAMME_START, self.last)

    def since_money(self) -> "Window":
        return Window(MONEY_START, self.last)

    def __contains__(self, day: dt.date | None) -> bool:
        return day is not None and self.first <= day <= self.last


class Books:
    """All files of a package."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files
        self.candidates = {row["reference"]: row for row in self._rows("candidates.csv")}
        self.programmes = {row["code"]: row for row in self._rows("programmes.csv")}
        self.enrolments = self._rows("enrolments.csv")
        self.placements = self._rows("placements.csv")
        self.checks = self._rows("followups.csv")
        self.spending = self._rows("spending.csv")
        self.tenders = self._rows("tenders.csv")
        self.contracts = self._rows("contracts.csv")
        self.package = NaivePackage(files)
        self._worth: dict[str, Any] = {}

    def _rows(self, file: str) -> list[Row]:
        return [
            {
                name: (dt.date.fromisoformat(text) if text else None) if name in DAYS else text
                for name, text in row.items()
            }
            for row in rows_of(self.files.get(file, ""))
        ]

    @cached_property
    def day_of_contribution(self) -> dict[str, dt.date]:
        return {row["reference"]: row["date"] for row in self._rows("contributions.csv")}

    def worth(self, contract: str) -> Any:
        """Every line of a contract with its value."""
        if contract not in self._worth:
            self._worth[contract] = self.package.value(contract)
        return self._worth[contract]

    @staticmethod
    def first_of(month: str) -> dt.date:
        return dt.date.fromisoformat(f"{month}-01")

    def candidate_of(self, row: Row) -> Row:
        return self.candidates[row["candidate"]]

    def lives_in_region(self, candidate: Row) -> bool:
        on = candidate["registered_on"]
        return any(code == candidate["municipality"] and first <= on < after for code, first, after in REGION.values())

    def lives_in_priority_area(self, candidate: Row) -> bool:
        names = [names for first, names in PRIORITY if first <= candidate["registered_on"]][-1]
        return self.lives_in_region(candidate) and any(REGION[name][0] == candidate["municipality"] for name in names)

    @cached_property
    def sustained(self) -> dict[str, Row]:
        """By candidate the placement by which he counts: the first that meets all four conditions."""
        found: dict[str, Row] = {}
        for one in sorted(self.placements, key=lambda row: (row["starts_on"], row["reference"])):
            if one["candidate"] not in found and self._is_sustained(one):
                found[one["candidate"]] = one
        return found

    def _is_sustained(self, placement: Row) -> bool:
        start, until = placement["starts_on"], placement["ends_on"]
        long_enough = until is None or until >= months_later(start, 6) - ONE_DAY
        learned = any(self._joins(one, start) for one in self.enrolments if one["candidate"] == placement["candidate"])
        enough = placement["wage_replaces_benefit"] == "yes"
        return self.lives_in_region(self.candidate_of(placement)) and learned and long_enough and enough

    @staticmethod
    def _joins(enrolment: Row, start: dt.date) -> bool:
        """Whether the training still ran when work began, or ended no longer than half a year before, not given up."""
        if enrolment["started_on"] > start:
            return False
        over = enrolment["ended_on"]
        if over is None or over > start:
            return True
        return enrolment["outcome"] != "dropout" and start <= months_later(over, 6)

    @cached_property
    def half_a_year(self) -> dict[str, dt.date]:
        """By candidate the day on which he was half a year at work, the first time."""
        found: dict[str, dt.date] = {}
        for one in self.placements:
            day = months_later(one["starts_on"], 6) - ONE_DAY
            if one["ended_on"] is None or one["ended_on"] >= day:
                found[one["candidate"]] = min(day, found.get(one["candidate"], day))
        return found

    @cached_property
    def others_at_work(self) -> list[dt.date]:
        """Of each person whom no deployment calls a candidate, the first day on which he worked on a contract."""
        first: dict[tuple[str, str], dt.date] = {}
        known = set()
        for reference, row in self.package.rows.items():
            if self.package.status(row) not in {"submitted", "returned", "approved"}:
                continue
            who = self.package.person(row)
            if row.get("candidate"):
                known.add(who)
            for day in self.package.lines[reference].in_contract():
                first[who] = min(day, first.get(who, day))
        return [day for who, day in first.items() if who not in known]


def cents(amount: Fraction | Decimal | int) -> Decimal:
    exact = Fraction(amount)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def euros(amounts: Iterable[Fraction | Decimal]) -> str:
    return f"{cents(sum(map(Fraction, amounts), Fraction(0))):.2f}"


def tally(keys: Iterable[Any]) -> dict[Any, int]:
    """How often each key comes; what comes never is left out."""
    counted: dict[Any, int] = {}
    for key in keys:
        counted[key] = counted.get(key, 0) + 1
    return counted


#: Monitor groups, as the covenant counts; the programme's own targets keep them apart.
MONITOR = {"participatiewet": "participatiewet", "nuo": "participatiewet", "ww": "ww", "uwv_other": "ww", "wsw": "wsw",
           "work_to_work": "work_to_work"}  # fmt: skip
