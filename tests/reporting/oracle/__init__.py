"""A whole report counted once more, straight from the rows of a package, out of the written rules alone.

Written from domain.md (sections 6 to 10) and interfaces.md (section 4) and as naive as can be read: every figure walks over
all rows. It shares nothing with ``reporting``; only what contributions are worth comes from the naive reading of section 5
that the packages have already (``tests.exchange.naive_package``).
"""

from typing import Any

from tests.reporting.oracle import money, people, progress, training
from tests.reporting.oracle.books import Books, Window


def report(books: Books, kind: str, period: str) -> dict[str, Any]:
    """Every key of the promised JSON that comes from the figures."""
    now, ever = Window.of(period), Window.of(period).since_ever()

    def split(topic: Any) -> dict[str, Any]:
        return {"period": topic(books, now), "cumulative": topic(books, ever)}

    document = {
        "region": "proef",
        "kind": kind,
        "period": period,
        "from": now.first.isoformat(),
        "to": now.last.isoformat(),
        "registrations": split(people.registrations),
        "training_started": split(training.started),
        "training_completed": split(training.completed),
        "employments": split(people.employments),
        "sustained_outflow": split(people.sustained_outflow),
        "sroi_jobs": split(people.sroi_jobs),
        "half_year_at_work": split(people.half_year_at_work),
        "at_work_after": people.at_work_after(
            books, [one for one in books.placements if one["starts_on"] in ever], by=now.last
        ),
        "programmes_developed": training.developed(books, now),
        "partner_efforts": [],
        "finance": money.finance(books, now),
        "sroi": money.sroi(books, now),
        "calendar": money.calendar(books, now),
        "tender_reasons": money.tender_reasons(books, now),
        "targets": progress.targets(books, now),
    }
    if kind == "half_yearly":
        document["sustained_outflow"]["cumulative"]["by_municipality_detail"] = people.by_municipality_detail(
            books, ever
        )
    return document
