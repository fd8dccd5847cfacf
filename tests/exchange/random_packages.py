"""Data packages at random: every kind of block and state, odd dates, the same persons at several contractors."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from placements.identity.persons import normalise
from tests.placements.valuation.naive import days, length_of_month

ORGANISATIONS = """\
code,name,covenant_partner,kind
gem,Gemeente Proef,yes,municipality
bouw,Bouw BV,no,contractor
groen,Groen BV,no,contractor
infra,Infra BV,no,contractor
"""
STATUSES = ("concept", "submitted", "returned", "approved", "approved", "approved", "rejected")
NAMES = ("A. Voorbeeld", "a.  VOORBEELD", "Ａ. Voorbeeld", "B. Model", "C. Proefpersoon", "Ç. Proefpersoon")
BIRTHS = ("1964-02-29", "1969-07-01", "1990-05-17")
TARIFFS = ("2016-01-01", "2018-11-15")


def random_package(seed: int) -> dict[str, str]:
    """The files of one package; the same seed gives the same package."""
    chance = Random(seed)  # noqa: S311 - a test that can be repeated
    contracts = _contracts(chance)
    deployments = _deployments(chance, contracts)
    return {
        "organisations.csv": ORGANISATIONS,
        "tariff.csv": _text(
            "valid_from,block,label,kind,value,norm_hours,min_hours,max_months,min_age,permanent", _tariffs(chance)
        ),
        "contracts.csv": _text(
            "reference,authority,contractor,title,awarded_on,starts_on,ends_on,contract_sum,basis,basis_amount,percentage",
            contracts,
        ),
        "deployments.csv": _text(
            "reference,contract,person,birth_date,block,starts_on,ends_on,hours_per_week,permanent,status", deployments
        ),
        "hours.csv": _text("deployment,month,paid_hours,status", _hours(chance, deployments)),
        "contributions.csv": _text("reference,contract,block,date,quantity,status", _contributions(chance, contracts)),
    }


def _text(header: str, rows: list[tuple[object, ...]]) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


def _tariffs(chance: Random) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for valid_from in TARIFFS:
        for block in ("unlimited", "short", "long"):
            value, norm = _euros(chance, 5_000, 45_000), chance.choice(["36", "40", "37.5"])
            months = {"unlimited": "", "short": chance.choice([1, 2, 6]), "long": chance.choice([12, 24])}[block]
            least = chance.choice(["12", "0", "16.5"])
            rows.append((valid_from, block, block, "full_time_year", value, norm, least, months, "", "no"))
        rows += [
            (valid_from, "fifty", "50 plus", "bonus", _euros(chance, 1, 6_000), "", "", "", 50, "no"),
            (
                valid_from,
                "fiftyfive",
                "55 plus",
                "bonus",
                _euros(chance, 1, 9_000),
                "",
                "",
                "",
                55,
                chance.choice(["yes", "no"]),
            ),
            (valid_from, "fixed", "Vast", "bonus", _euros(chance, 1, 4_000), "", "", "", "", "yes"),
            (valid_from, "hour", "Uur", "per_hour", _euros(chance, 1, 150), "", "", "", "", "no"),
            (
                valid_from,
                "invoice",
                "Factuur",
                "invoice_share",
                chance.choice(["0.50", "1.00", "0.3333"]),
                "",
                "",
                "",
                "",
                "no",
            ),
            (valid_from, "piece", "Stuk", "one_off", _euros(chance, 1, 5_000), "", "", "", "", "no"),
            (valid_from, "cost", "Kosten", "actual_cost", "1.00", "", "", "", "", "no"),
        ]
    return rows


def _contracts(chance: Random) -> list[tuple[object, ...]]:
    rows = []
    for number, contractor in enumerate(("bouw", "bouw", "groen", "groen", "infra", "infra")):
        awarded = date(2018, 10, 1) + timedelta(days=chance.randrange(90))
        first = awarded + timedelta(days=chance.randrange(120))
        last = first + timedelta(days=chance.choice([0, 45, 200, 365, 800]))
        basis = chance.choice(["contract_sum", "invoiced_turnover", "wage_sum", "fixed"])
        amount, percentage = _euros(chance, 1, 900_000), chance.choice(["2", "5", "100", "3.33", "0"])
        rows.append(
            (
                f"C-{number}",
                "gem",
                contractor,
                f"Werk {number}",
                awarded,
                first,
                last,
                amount,
                basis,
                amount,
                percentage,
            )
        )
    return rows


def _deployments(chance: Random, contracts: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    rows = []
    for number in range(chance.randrange(12, 26)):
        contract = chance.choice(contracts)
        first = date(2018, 12, 1) + timedelta(days=chance.randrange(500))
        last = first + timedelta(days=chance.choice([0, 3, 27, 100, 365, 500]))
        hours = chance.choice(["36", "40", "32", "12", "11.99", "24.5", "0"])
        rows.append(
            (
                f"D-{number:02}",
                contract[0],
                chance.choice(NAMES),
                chance.choice(BIRTHS),
                chance.choice(["unlimited", "short", "long"]),
                first,
                last,
                hours,
                chance.choice(["yes", "no"]),
                chance.choice(("", *STATUSES)),
            )
        )
    return rows


def _hours(chance: Random, deployments: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Hours within the bound of 60 a week for each person, over all that he does; sometimes just on it."""
    left: dict[tuple[str, object, date], Decimal] = defaultdict(Decimal)
    rows: list[tuple[object, ...]] = []
    for line in deployments:
        for month in sorted({day.replace(day=1) for day in days(line[5], line[6])}):  # type: ignore[arg-type]
            key = (normalise(str(line[2])), line[3], month)
            bound = (Decimal(60 * length_of_month(month)) / 7).quantize(Decimal("0.01"), ROUND_HALF_UP)
            room = left.setdefault(key, bound)
            if chance.random() < 0.2:
                continue
            paid = room if chance.random() < 0.05 else min(room, _euros(chance, 0, 180))
            left[key] -= paid
            rows.append((line[0], f"{month:%Y-%m}", f"{paid:.2f}", chance.choice(STATUSES)))
    return rows


def _contributions(chance: Random, contracts: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    blocks = ("hour", "invoice", "piece", "cost", "agreed", "opening_balance")
    return [
        (
            f"B-{number:02}",
            chance.choice(contracts)[0],
            chance.choice(blocks),
            date(2018, 12, 1) + timedelta(days=chance.randrange(700)),
            _euros(chance, 0, 5_000),
            chance.choice(STATUSES),
        )
        for number in range(12)
    ]


def _euros(chance: Random, least: int, most: int) -> Decimal:
    return Decimal(chance.randrange(least * 100, most * 100)) / 100
