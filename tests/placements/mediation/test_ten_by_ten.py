"""Ten people beside ten vacancies: what the domain rules (sections 6 and 9) say of each, read and written down by hand.

``m`` met, ``x`` missed, ``?`` not known; the rules of a vacancy in the order in which they are told.
"""

import datetime as dt

import pytest
from django.utils import timezone

from tests.candidates.files import TODAY
from tests.placements.mediation.seekers import seeker, vacancy

pytestmark = pytest.mark.django_db
KEYS = {"rule_met": "m", "rule_missed": "x", "rule_unknown": "?"}

#: Who it is: home and day of registration, ready since, sector, hours, way to travel, licences, certificates.
PEOPLE = {
    "Anna": ("GM0014", "2026-01-05", "2026-03-01", "construction", (24, 36), "country", ["b"], ["VCA-basis"]),
    # Delfzijl lay in the priority area from 2019, and became part of Eemsdelta in 2021.
    "Bas": ("GM0010", "2019-06-03", "2026-02-01", "construction", (32, 40), "town", [], []),
    # Haren was never priority area; it became part of Groningen.
    "Cem": ("GM0017", "2018-05-01", "2026-01-15", "other", (None, 20), "near", ["c"], []),
    # Winsum was priority area in 2018.
    "Dee": ("GM0053", "2018-05-01", "2026-04-01", "engineering", (16, None), "far", ["am"], ["VCA-basis", "BHV"]),
    # A code that was not in force any more on the day of registration belongs to neither area.
    "Evi": ("GM0010", "2021-03-01", "2025-01-01", "construction", (36, 40), "region", ["be"], ["vca-basis"]),
    "Fay": ("GM0106", "2026-01-05", None, "construction", (24, 32), "region", ["b"], ["VCA-basis"]),
    "Gijs": ("GM0080", "2026-01-05", "2026-01-01", "", (None, None), "far", ["t"], ["Heftruck"]),
    "Hana": ("GM0014", "2026-01-04", "2026-03-01", "construction", (24, 36), "", ["b"], ["VCA-basis"]),
    "Ivo": ("GM0047", "2026-01-05", "2025-06-01", "construction", (38, 40), "near", ["d"], ["VCA-basis"]),
    "Joy": ("GM1966", "2026-01-05", "2026-05-01", "construction", (8, 12), "near", ["b"], ["VCA-basis"]),
}
#: What each vacancy asks; who stands where, with what came of each rule.
VACANCIES = {
    "Alles in Groningen": (
        {"rules": ["hours", "sector", "certificates", "licence", "travel"]},
        "Anna mmmmm, Bas mm??x, Hana mmmm?, Dee mxmxm, Joy xmmmm, Fay mmmmm, Ivo xmmmx, Cem xx?mm, Evi mmmmm, Gijs ??xxx",
    ),
    "Hele week": (
        {"rules": ["hours"], "hours_from": 36, "hours_to": 40},
        "Bas m, Hana m, Anna m, Dee m, Joy x, Ivo m, Cem x, Fay x, Evi m, Gijs ?",
    ),
    "In Eemsdelta": (
        {"rules": ["travel"], "municipality": "GM1979"},
        "Bas m, Anna m, Dee m, Hana ?, Joy x, Fay m, Ivo x, Cem x, Evi m, Gijs x",
    ),
    "Op de brommer": (
        {"rules": ["licence"], "licence": "am"},
        "Hana m, Anna m, Dee m, Joy m, Bas ?, Ivo m, Cem m, Fay m, Evi m, Gijs x",
    ),
    "Vrachtwagen met aanhanger": (
        {"rules": ["licence"], "licence": "ce"},
        "Bas ?, Hana x, Anna x, Dee x, Joy x, Ivo x, Cem x, Fay x, Evi x, Gijs x",
    ),
    "Paar uur techniek": (
        {"rules": ["hours", "sector"], "hours_from": 12, "hours_to": 16, "sector": "engineering"},
        "Dee mm, Bas xx, Hana xx, Anna xx, Joy mx, Ivo xx, Cem mx, Fay xx, Evi xx, Gijs ??",
    ),
    "Twee papieren": (
        {"rules": ["certificates"], "certificates": ["vca-BASIS", "bhv"]},
        "Dee m, Bas ?, Hana x, Anna x, Joy x, Ivo x, Cem ?, Fay x, Evi x, Gijs x",
    ),
    "In Leeuwarden": (
        {"rules": ["travel"], "municipality": "GM0080"},
        "Anna m, Bas x, Hana ?, Dee x, Joy x, Ivo x, Cem x, Fay x, Gijs m, Evi x",
    ),
    # A rule that names no occupation asks nothing.
    "Ander werk": (
        {"rules": ["occupation", "sector"], "sector": "other"},
        "Bas x, Hana x, Anna x, Dee x, Joy x, Cem m, Ivo x, Fay x, Evi x, Gijs ?",
    ),
    "In Oldambt": (
        {"rules": ["hours", "travel"], "hours_from": 32, "hours_to": 32, "municipality": "GM1895"},
        "Anna mm, Dee mm, Bas mx, Hana m?, Joy xx, Fay mm, Ivo xm, Cem xx, Evi xm, Gijs ?x",
    ),
}


@pytest.fixture(autouse=True)
def mid_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_moment: TODAY)


def made(cast, name):
    home, registered, ready, sector, hours, travel, licences, certificates = PEOPLE[name]
    return seeker(
        cast,
        identity__first_name=name,
        identity__last_name="",
        municipality=home,
        registered_on=dt.date.fromisoformat(registered),
        ready_since=ready and dt.date.fromisoformat(ready),
        state="ready" if ready else "training",
        sector=sector,
        profile={
            "hours_from": hours[0],
            "hours_to": hours[1],
            "travel": travel,
            "licences": licences,
            "certificates": certificates,
        },
    )


def came_of(row):
    return "".join(KEYS[one["key"]] for one in row["outcomes"] if one["key"])


def test_both_pages_say_what_the_rules_say(cast):
    people = {name: made(cast, name) for name in reversed(PEOPLE)}
    vacancies = {title: vacancy(cast, title=title, **asked) for title, (asked, _said) in VACANCIES.items()}
    expected = {title: [one.split() for one in said.split(", ")] for title, (_asked, said) in VACANCIES.items()}
    for title, of in vacancies.items():
        answer = cast.dirk.get(f"vacatures/{of.pk}/kandidaten/")
        rows = [row for group in answer.context["groups"] for row in group["rows"]]
        assert [[row["name"], came_of(row)] for row in rows] == expected[title], title
    for name, one in people.items():
        rows = cast.dirk.get(f"dossiers/{one.pk}/vacatures/").context["rows"]
        assert {row["vacancy"].title: came_of(row) for row in rows} == {
            title: dict(said)[name] for title, said in expected.items()
        }, name
        # Those of which he meets all rules come first.
        whole = [set(came_of(row)) == {"m"} for row in rows]
        assert whole == sorted(whole, reverse=True), name
