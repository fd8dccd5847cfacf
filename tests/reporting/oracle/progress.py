"""Where the region stands against the plan (domain.md sections 8 and 10)."""

from typing import Any

from tests.reporting.oracle import people, training
from tests.reporting.oracle.books import Books, Window

#: What should have been reached on the first of January after the year.
MILESTONES = {
    "sustained_outflow": {2018: 150, 2019: 450, 2020: 750, 2021: 1000},
    "intake": {2018: 480, 2019: 960, 2020: 1280, 2021: 1600},
    "started": {2018: 300, 2019: 600, 2020: 800, 2021: 1000},
}


def targets(books: Books, now: Window) -> dict[str, Any]:
    ever = now.since_ever()
    actual = {
        "sustained_outflow": people.sustained_outflow(books, ever)["total"],
        "intake": people.registrations(books, ever)["total"],
        # What is only comparable to the programme's own training is no part of its target.
        "started": sum(
            one["started_on"] in ever and training.form(books, one) != "comparable" for one in books.enrolments
        ),
    }
    found = {}
    for name, milestones in MILESTONES.items():
        target = milestones.get(now.last.year)
        deviation = None if target is None else actual[name] - target
        found[name] = {"target": target, "actual": actual[name], "deviation": deviation}
    return found
