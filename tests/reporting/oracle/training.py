"""Training begun, ended and developed (domain.md sections 6 and 10)."""

from typing import Any

from tests.reporting.oracle.books import MONITOR, Books, Row, Window, tally

Figures = dict[str, Any]


def started(books: Books, window: Window) -> Figures:
    rows = [one for one in books.enrolments if one["started_on"] in window]
    people = [books.candidate_of(one) for one in rows]
    return {
        "total": len(rows),
        "by_group": tally(MONITOR[one["target_group"]] for one in people),
        "by_municipality": tally(one["municipality"] for one in people),
        "by_form": tally(form(books, one) for one in rows),
        "by_programme": tally(one["programme"] for one in rows),
        "priority_area": sum(map(books.lives_in_priority_area, people)),
    }


def completed(books: Books, window: Window) -> Figures:
    ended = [one for one in books.enrolments if one["ended_on"] in window]
    certificates = [one for one in ended if one["outcome"] == "certificate"]
    still = [
        one
        for one in books.enrolments
        if one["started_on"] <= window.last and (one["ended_on"] is None or one["ended_on"] > window.last)
    ]
    return {
        "total": len(certificates),
        "by_group": tally(MONITOR[books.candidate_of(one)["target_group"]] for one in certificates),
        "by_form": tally(form(books, one) for one in certificates),
        "no_certificate": sum(one["outcome"] == "no_certificate" for one in ended),
        "open": len(still),
        "followed_by_sustained": sum(
            one["candidate"] in books.sustained and books.sustained[one["candidate"]]["starts_on"] <= window.last
            for one in certificates
        ),
        "dropouts": tally(one["dropout_reason"] or "unknown" for one in ended if one["outcome"] == "dropout"),
    }


def developed(books: Books, window: Window) -> list[Figures]:
    rows = [one for one in books.programmes.values() if one["developed_on"] in window]
    return [
        {"code": one["code"], "name": one["name"], "developed_on": one["developed_on"].isoformat()}
        for one in sorted(rows, key=lambda one: (one["developed_on"], one["code"]))
    ]


def form(books: Books, enrolment: Row) -> str:
    return books.programmes[enrolment["programme"]]["form"]
