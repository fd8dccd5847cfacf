"""A region with 5,000 more people in its register, 2,000 of them placed and followed up, brought in as a data package."""

import itertools
from datetime import date, timedelta
from pathlib import Path

PEOPLE, PLACED = 5_000, 2_000
STATES = ("registered", "intake", "diagnosis", "ready", "on_hold")
PLACES = (("GM0014", "werkplein-groningen"), ("GM0014", "werkplein-groningen"), ("GM0025", "werkplein-westerkwartier"))
#: What people open daily, by who does; ``Testbaar`` is the family name of every hundredth.
PAGES = {
    "list of candidates": "dossiers/",
    "queue of who is ready": "dossiers/?rij=klaar",
    "search by name": "dossiers/?q=testbaar",
    "first to divide": "dossiers/nieuw/",
    "follow-ups": "nazorg/",
    "groups of trainings": "scholing/",
}
_FIRST = date(2019, 1, 7)
#: Nobody has a digit in his name.
_NAMES = ["".join(letters) for letters in itertools.product("abcdefghijklmnopqr", repeat=3)]


def write_package(folder: Path) -> Path:
    """Write the package as files in ``folder``, and give it back."""
    people = [
        (
            "reference,registered_on,source,target_group,municipality,werkplein,first_name,last_name,email,phone,sector,"
            "birth_date,wanted_work,state"
        )
    ]
    work = [
        (
            "reference,candidate,employer,sector,starts_on,ends_on,ended_on,end_reason,hours_per_week,"
            "wage_replaces_benefit,sroi,contract,contract_form"
        )
    ]
    followed = ["placement,months,checked_on,at_work"]
    for number in range(PEOPLE):
        municipality, werkplein = PLACES[number % 3]
        placed = number < PLACED
        registered = _FIRST + timedelta(days=number % 1400)
        family = "Testbaar" if number % 100 == 0 else f"van {_NAMES[number].title()}ma"
        people.append(
            f"BK-{number},{registered},municipality,participatiewet,{municipality},{werkplein},"
            f"{_NAMES[-1 - number % 4000].title()},{family},,06-{10_000_000 + number * 7},construction,"
            f"{date(1965 + number % 38, 1 + number % 12, 1 + number % 28)},metselen,"
            f"{'placed' if placed else STATES[number % len(STATES)]}"
        )
        if placed:
            begun = registered + timedelta(days=90)
            work.append(f"BW-{number},BK-{number},Bakkerij Voorbeeld,other,{begun},,,,32,yes,no,,own")
            followed.append(f"BW-{number},6,{begun + timedelta(days=190)},yes")
    for name, rows in {"candidates.csv": people, "placements.csv": work, "followups.csv": followed}.items():
        (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder
