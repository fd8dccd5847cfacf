"""Whole regions at random, as packages: everything that a report counts, with days close to where the rules turn."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from io import StringIO
from random import Random

from tests.exchange.random_packages import random_package
from tests.reporting.oracle.books import REGION, months_later

WERKPLEINEN = ("werk-a", "werk-b")
ELSEWHERE = ("GM0363", "GM9999")
GROUPS = ("participatiewet", "participatiewet", "nuo", "ww", "uwv_other", "wsw", "work_to_work")
SOURCES = ("self", "municipality", "uwv", "sw_company", "school", "temp_agency")
CATEGORIES = ("training", "guidance", "guidance", "coordination", "back_office", "sroi_procurement", "secretary")
SECTORS = ("construction", "engineering", "other")
#: Words and category of why social return is not applied, in every combination.
REASONS = (("Kleine opdracht", ""), ("", "little_labour"), ("Kleine opdracht", "other"), ("", ""))
#: Days on which a period, a municipality or the programme turns, and days from which months are clipped.
TURNS = tuple(
    dt.date(*one)
    for one in (
        (2017, 12, 31), (2018, 1, 1), (2018, 3, 31), (2018, 4, 1), (2018, 6, 30), (2018, 8, 31), (2018, 12, 31),
        (2019, 1, 1), (2019, 2, 28), (2019, 3, 31), (2019, 6, 30), (2019, 7, 1), (2019, 8, 31), (2019, 12, 30),
        (2019, 12, 31), (2020, 1, 1), (2020, 2, 29), (2020, 3, 1), (2020, 8, 29), (2020, 12, 31), (2021, 1, 1),
        (2021, 1, 3), (2021, 1, 4), (2021, 12, 31),
    )
)  # fmt: skip


def random_region(seed: int, *, people: int = 120) -> dict[str, str]:
    """The files of one region; the same seed gives the same region."""
    chance = Random(seed)  # noqa: S311 - a test that can be repeated
    files = random_package(seed)
    files["organisations.csv"] += "".join(f"{code},Werkplein {code},no,werkplein\n" for code in WERKPLEINEN)
    candidates = [_candidate(chance, number) for number in range(people)]
    programmes = [_programme(chance, number) for number in range(6)]
    enrolments = [one for who in candidates for one in _enrolments(chance, who)]
    placements = [one for who in candidates for one in _placements(chance, who, enrolments)]
    tenders = [_tender(chance, number) for number in range(15)]
    return files | {
        "candidates.csv": _text("reference,registered_on,source,target_group,municipality,werkplein", candidates),
        "programmes.csv": _text("code,name,form,developed_on", programmes),
        "enrolments.csv": _text(
            "reference,candidate,programme,started_on,ended_on,outcome,dropout_reason,training_cost,guidance_cost",
            enrolments,
        ),
        "placements.csv": _text(
            "reference,candidate,employer,sector,starts_on,ends_on,ended_on,hours_per_week,wage_replaces_benefit,sroi",
            placements,
        ),
        "followups.csv": _text("placement,months,checked_on,at_work", _checks(chance, placements)),
        "spending.csv": _text(
            "reference,date,category,amount,programme,candidate", [_spent(chance, n, candidates) for n in range(60)]
        ),
        "tenders.csv": _text(
            "reference,authority,title,kind,procedure,estimated_value,planned_publication,sroi,sroi_percentage,"
            "on_calendar_since,status,sroi_reason,sroi_reason_kind",
            tenders,
        ),
        "contracts.csv": _with_column(
            files["contracts.csv"], "tender", lambda _row: chance.choice(["", *(str(one[0]) for one in tenders)])
        ),
        "deployments.csv": _with_column(
            files["deployments.csv"], "candidate", lambda row: _named(chance, row, candidates)
        ),
    }


def _near(chance: Random, day: dt.date | None = None) -> dt.date:
    """A day on a turn, just beside one, or somewhere about."""
    if day is None or chance.random() < 0.6:
        return chance.choice(TURNS) + dt.timedelta(days=chance.choice([-1, 0, 0, 1]))
    return day + dt.timedelta(days=chance.randrange(400))


def _candidate(chance: Random, number: int) -> Sequence[object]:
    day = _near(chance)
    codes = [code for code, first, after in REGION.values() if first <= day < after] * 3
    codes += [code for code, _first, _after in REGION.values()]
    return (
        f"K-{number:02}",
        day,
        chance.choice(SOURCES),
        chance.choice(GROUPS),
        chance.choice([*codes, *ELSEWHERE, "GM0014", "GM0014", "GM1952", "GM0053", "GM0017"]),
        chance.choice(["", *WERKPLEINEN]),
    )


def _programme(chance: Random, number: int) -> Sequence[object]:
    form = ("intensive", "short", "comparable")[number % 3]
    return f"P-{number}", f"Scholing {number}", form, chance.choice(["", _near(chance), _near(chance)])


def _enrolments(chance: Random, candidate: Sequence[object]) -> Iterable[Sequence[object]]:
    for count in range(chance.choice([0, 1, 1, 1, 2])):
        begun = _near(chance, candidate[1])  # type: ignore[arg-type]
        over = max(begun, chance.choice([_near(chance, begun), begun, begun + dt.timedelta(days=60)]))
        end, outcome, reason = chance.choice(
            [
                ("", "", ""), (over, "", ""), (over, "certificate", ""), (over, "certificate", ""),
                (over, "no_certificate", ""), (over, "dropout", ""), (over, "dropout", "illness"),
                (over, "dropout", "te ver weg"),
            ]
        )  # fmt: skip
        costs = [chance.choice(["", f"{chance.randrange(200_000) / 100:.2f}"]) for _ in range(2)]
        yield f"E-{candidate[0]}-{count}", candidate[0], f"P-{chance.randrange(6)}", begun, end, outcome, reason, *costs


def _placements(
    chance: Random, candidate: Sequence[object], enrolments: Sequence[Sequence[object]]
) -> Iterable[Sequence[object]]:
    own = [one for one in enrolments if one[1] == candidate[0]]
    for count in range(chance.choice([0, 1, 1, 2])):
        starts = [_near(chance, candidate[1])]  # type: ignore[arg-type]
        for one in own:
            # Beside the day on which training began, and the last on which it may have ended.
            turn = one[3] if one[4] == "" else chance.choice([one[4], months_later(one[4], 6)])  # type: ignore[arg-type]
            starts.append(turn + dt.timedelta(days=chance.choice([-1, 0, 1])))  # type: ignore[operator]
        start = chance.choice(starts)
        border = [
            max(start, months_later(start, months) + dt.timedelta(days=chance.choice([-2, -1, 0, 1])))
            for months in (6, 12)
        ]
        agreed = chance.choice(["", "", *border, start])
        ended = chance.choice(["", "", border[0], start + dt.timedelta(days=chance.randrange(700))])
        hours = chance.choice(["11.99", "12", "23.5", "24", "31.99", "32", "40", "0"])
        yes = [chance.choice(["yes", "yes", "no"]), chance.choice(["yes", "no"])]
        # In no order; with the count, as two of one person could draw the same number.
        reference = f"W-{chance.randrange(10_000):04}{candidate[0]}-{count}"
        yield reference, candidate[0], "Bedrijf", chance.choice(SECTORS), start, agreed, ended, hours, *yes


def _checks(chance: Random, placements: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = []
    for one in placements:
        for months in (6, 12, 24):
            if chance.random() < 0.6:
                due = months_later(one[4], months)  # type: ignore[arg-type]
                day = chance.choice([due, due - dt.timedelta(days=2), due + dt.timedelta(days=chance.randrange(60))])
                rows.append((one[0], months, day, chance.choice(["yes", "yes", "no"])))
    return rows


def _spent(chance: Random, number: int, candidates: Sequence[Sequence[object]]) -> Sequence[object]:
    day = chance.choice([_near(chance), dt.date(2017, 1, 1), dt.date(2016, 12, 31), _near(chance)])
    whose = chance.choice(["", chance.choice(candidates)[0]])
    amount = f"{chance.randrange(1, 900_000) / 100:.2f}"
    return f"U-{number}", day, chance.choice(CATEGORIES), amount, chance.choice(["", f"P-{number % 6}"]), whose


def _tender(chance: Random, number: int) -> Sequence[object]:
    applies = chance.choice(["yes", "yes", "no", "open"])
    status = chance.choice(["concept", "planned", "published", "awarded", "in_execution", "completed", "withdrawn"])
    value = chance.choice(["", f"{chance.randrange(1, 400) * 10_000}.00"])
    percentage = chance.choice(["2", "5", "3.33", ""]) if applies == "yes" else ""
    day = _near(chance)
    what = ("gem", f"Aanbesteding {number}", "work", "other", value, day, applies, percentage, day, status)
    return f"A-{number}", *what, *(REASONS[number % len(REASONS)] if applies == "no" else ("", ""))


def _named(chance: Random, row: dict[str, str], candidates: Sequence[Sequence[object]]) -> str:
    """Of some persons every line has the number of a candidate, of some a few, of most none."""
    often = {"1964-02-29": 1.0, "1969-07-01": 0.3}.get(row["birth_date"], 0.0)
    return str(chance.choice(candidates)[0]) if chance.random() < often else ""


def _with_column(text: str, name: str, value: object) -> str:
    rows = list(csv.DictReader(StringIO(text)))
    out = StringIO()
    writer = csv.DictWriter(out, [*rows[0], name], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, name: value(row)} for row in rows)  # type: ignore[operator]
    return out.getvalue()


def _text(header: str, rows: Iterable[Sequence[object]]) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"
