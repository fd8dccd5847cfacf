"""Sustained outflow and half a year at work, out of packages at random, equal an independent reading of their files.

`RANDOM_PACKAGES` sets how many; each is named by the seed that makes it again.
"""

import os
from collections import defaultdict
from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command

from exchange.regions import create_region
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Region
from placements.models import Placement
from placements.outflow import counted_by
from tests.exchange.naive_package import Row, rows_of
from tests.exchange.packages import imported, write
from tests.placements.sustained import naive

pytestmark = pytest.mark.django_db
BY = date(2022, 1, 1)
GAP_MONTHS = 6
#: The region of section 9 of the domain rules: codes with the first day that they held and the first that they did not.
LONG_AGO, NEVER = date(1900, 1, 1), date(2200, 1, 1)
UNTIL_2018, UNTIL_2019, UNTIL_2021 = date(2018, 1, 1), date(2019, 1, 1), date(2021, 1, 1)
REGION = {
    **dict.fromkeys(("GM0018", "GM1987", "GM0040", "GM0007", "GM0048"), (LONG_AGO, UNTIL_2018)),
    **dict.fromkeys(("GM0005", "GM1651", "GM1663", "GM0053", "GM0009", "GM0017", "GM0015"), (LONG_AGO, UNTIL_2019)),
    **dict.fromkeys(("GM0022", "GM0025", "GM0056"), (LONG_AGO, UNTIL_2019)),
    **dict.fromkeys(("GM0003", "GM0010", "GM0024"), (LONG_AGO, UNTIL_2021)),
    **dict.fromkeys(("GM1952", "GM1950"), (UNTIL_2018, NEVER)),
    **dict.fromkeys(("GM1966", "GM1969"), (UNTIL_2019, NEVER)),
    "GM1979": (UNTIL_2021, NEVER),
    **dict.fromkeys(
        ("GM0014", "GM1895", "GM0765", "GM0037", "GM0047", "GM0106", "GM1680", "GM1730"), (LONG_AGO, NEVER)
    ),
}
ELSEWHERE = ("GM0363", "GM9999")
TURNS = (UNTIL_2018, UNTIL_2019, UNTIL_2021)


def random_files(seed: int) -> dict[str, str]:
    """Candidates whose days lie close to where the rules turn."""
    chance = Random(seed)  # noqa: S311 - a test that can be repeated
    candidates, enrolments, placements = [], [], []
    for number in range(40):
        reference = f"K-{number:02}"
        registered = chance.choice(TURNS) + timedelta(days=chance.choice([-1, 0, 1, 40]))
        municipality = chance.choice([*REGION, *REGION, *ELSEWHERE])
        group = chance.choice(["participatiewet", "nuo", "ww", "unknown"])
        candidates.append((reference, registered, "self", group, municipality))
        if chance.random() < 0.3:
            # All is well but for how long ago the training was.
            over = chance.choice([date(2019, 8, 31), date(2019, 2, 28), _turn(chance, registered)])
            start = naive.months_later(over, GAP_MONTHS) + timedelta(days=chance.choice([-25, -1, 0, 1, 25]))
            candidates[-1] = (reference, registered, "self", group, "GM0014")
            placements.append((f"W-{number}", reference, "Bedrijf", "other", start, "", "", 24, "yes", "no"))
            enrolments.append((f"E-{number}", reference, "P", over - timedelta(days=60), over, "certificate"))
            continue
        starts = []
        for count in range(chance.choice([0, 1, 1, 2, 3])):
            start = _turn(chance, registered)
            starts.append(start)
            agreed = chance.choice(
                ["", start, _later(chance, start, 6), _later(chance, start, 6), _later(chance, start, 12)]
            )
            ended = chance.choice(["", "", _later(chance, start, 6), start + timedelta(days=chance.randrange(700))])
            wage = chance.choice(["yes", "yes", "no"])
            key = f"W-{chance.randrange(1000):03}-{number}-{count}"
            placements.append((key, reference, "Bedrijf", "other", start, agreed, ended, 24, wage, "no"))
            if chance.random() < 0.2:
                # Another one on the very same day: the reference decides.
                placements.append((f"W-{number}", reference, "Ander", "other", start, "", "", 24, "yes", "no"))
                break
        for count in range(chance.choice([0, 1, 1, 2])):
            about = chance.choice(starts or [registered])
            begun = about + timedelta(days=chance.choice([-200, -40, -1, 0, 1]))
            over = max(
                begun,
                chance.choice([about - timedelta(days=1), about, about + timedelta(days=1), _earlier(chance, about)]),
            )
            end, outcome = chance.choice(
                [("", ""), (over, ""), (over, "certificate"), (over, "no_certificate"), (over, "dropout")]
            )
            enrolments.append((f"E-{number}-{count}", reference, "P", begun, end, outcome))
    return {
        "candidates.csv": _text("reference,registered_on,source,target_group,municipality", candidates),
        "programmes.csv": "code,name,form\nP,Scholing,intensive\n",
        "enrolments.csv": _text("reference,candidate,programme,started_on,ended_on,outcome", enrolments),
        "placements.csv": _text(
            "reference,candidate,employer,sector,starts_on,ends_on,ended_on,hours_per_week,wage_replaces_benefit,sroi",
            placements,
        ),
    }


def _turn(chance: Random, after: date) -> date:
    """A first working day: often the last of a month, from where months are clipped."""
    if chance.random() < 0.5:
        return chance.choice(
            [date(2018, 8, 31), date(2019, 8, 31), date(2019, 8, 29), date(2020, 2, 29), date(2021, 1, 31)]
        )
    return after + timedelta(days=chance.randrange(-100, 500))


def _later(chance: Random, start: date, months: int) -> date:
    return max(start, naive.months_later(start, months) + timedelta(days=chance.choice([-2, -1, 0, 1])))


def _earlier(chance: Random, start: date) -> date:
    """About the last day on which a track may have ended to count."""
    return start - timedelta(days=chance.choice([180, 181, 182, 183, 184, 185, 186]))


def _text(header: str, rows: list[tuple[object, ...]]) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class NaiveRegister:
    """Who counts, by the files alone."""

    def __init__(self, files: dict[str, str]) -> None:
        self.candidates = {row["reference"]: row for row in rows_of(files["candidates.csv"])}
        self.placed: dict[str, list[naive.Placed]] = defaultdict(list)
        for row in rows_of(files["placements.csv"]):
            begun = date.fromisoformat(row["starts_on"])
            if begun <= BY:
                self.placed[row["candidate"]].append(
                    naive.Placed(
                        row["reference"],
                        begun,
                        _day(row["ends_on"]),
                        _day(row["ended_on"]),
                        row["wage_replaces_benefit"] == "yes",
                    )
                )
        self.enrolments: dict[str, list[naive.Enrolment]] = defaultdict(list)
        for row in rows_of(files["enrolments.csv"]):
            self.enrolments[row["candidate"]].append(
                naive.Enrolment(date.fromisoformat(row["started_on"]), _day(row["ended_on"]), row["outcome"])
            )

    def lives_here(self, row: Row) -> bool:
        first, after = REGION.get(row["municipality"], (NEVER, NEVER))
        return first <= date.fromisoformat(row["registered_on"]) < after

    def sustained(self) -> dict[str, str]:
        found = {
            key: naive.first_that_counts(
                self.placed[key], self.enrolments[key], GAP_MONTHS, resident=self.lives_here(row)
            )
            for key, row in self.candidates.items()
        }
        return {key: reference for key, reference in found.items() if reference}

    def half_year(self) -> dict[str, date]:
        found = {key: naive.half_a_year_on(self.placed[key], BY) for key in self.candidates}
        return {key: day for key, day in found.items() if day}


def counted(region: Region) -> tuple[dict[str, str], dict[str, date]]:
    """By the number of the candidate: the placement that counts, and the day on which half a year was reached."""
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        rows = Placement.objects.filter(region=region)
        numbers = dict(rows.values_list("candidate_id", "candidate_reference"))
        found = counted_by(rows, by=BY)
    outflow = {numbers[key]: one.reference for key, one in found.sustained.items()}
    return outflow, {numbers[key]: one.reached_on for key, one in found.half_year.items()}


@pytest.mark.parametrize("seed", range(int(os.environ.get("RANDOM_PACKAGES", "8"))))
def test_who_counts_of_a_random_package_also_when_it_went_through_another_region(tmp_path, seed):
    like = Region.objects.get(code="groningen")
    region = create_region(code="proef", name="Proef", like=like)
    files = random_files(seed)
    status, lines = imported(write(tmp_path / "in", files))
    assert status == 0, lines
    register = NaiveRegister(files)
    expected = (register.sustained(), register.half_year())
    assert counted(region) == expected
    assert expected[0], "a package in which somebody counts"

    call_command("export_data", tmp_path / "out", region="proef", stdout=StringIO())
    other = create_region(code="elders", name="Elders", like=like)
    assert imported(tmp_path / "out", region="elders")[0] == 0
    assert counted(other) == expected
