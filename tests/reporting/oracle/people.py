"""Registrations, work, sustained outflow and follow-ups (domain.md sections 7 and 10)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from tests.reporting.oracle.books import MONITOR, ONE_DAY, Books, Row, Window, euros, months_later, tally

Figures = dict[str, Any]


def registrations(books: Books, window: Window) -> Figures:
    rows = [one for one in books.candidates.values() if one["registered_on"] in window]
    groups = {MONITOR[one["target_group"]] for one in rows}
    return {
        "total": len(rows),
        "by_group": tally(MONITOR[one["target_group"]] for one in rows),
        "by_group_and_source": {
            group: tally(one["source"] for one in rows if MONITOR[one["target_group"]] == group) for group in groups
        },
    }


def employments(books: Books, window: Window) -> Figures:
    rows = [one for one in books.placements if one["starts_on"] in window]
    return {
        "total": len(rows),
        "by_duration": tally(map(duration, rows)),
        "by_hours": tally(map(hours, rows)),
        "by_werkplein": by_werkplein(books.candidate_of(one) for one in rows),
        "sroi": sum(one["sroi"] == "yes" for one in rows),
        "not_sroi": sum(one["sroi"] == "no" for one in rows),
        "priority_area": sum(books.lives_in_priority_area(books.candidate_of(one)) for one in rows),
    }


def by_werkplein(people: Iterable[Row]) -> Figures:
    """Nobody's are in none."""
    return tally(one["werkplein"] for one in people if one["werkplein"])


def duration(placement: Row) -> str:
    start, until = placement["starts_on"], placement["ends_on"]
    if until is None:
        return ">12"
    if until < months_later(start, 6) - ONE_DAY:
        return "<6"
    if until < months_later(start, 12) - ONE_DAY:
        return "6-<12"
    return "12" if until <= months_later(start, 12) else ">12"


def hours(placement: Row) -> str:
    a_week = Decimal(placement["hours_per_week"])
    if a_week < 12:
        return "0-11"
    if a_week < 24:
        return "12-23"
    return "24-31" if a_week < 32 else "32+"


def sustained_outflow(books: Books, window: Window) -> Figures:
    rows = [one for one in books.sustained.values() if one["starts_on"] in window]
    people = [books.candidate_of(one) for one in rows]
    return {
        "total": len(rows),
        "by_group_detail": tally(one["target_group"] for one in people),
        "by_municipality": tally(one["municipality"] for one in people),
        "by_werkplein": by_werkplein(people),
        "by_sector": tally(one["sector"] for one in rows),
        "priority_area": sum(map(books.lives_in_priority_area, people)),
    }


def by_municipality_detail(books: Books, ever: Window) -> Figures:
    rows = [one for one in books.sustained.values() if one["starts_on"] in ever]
    found = {}
    for code in {books.candidate_of(one)["municipality"] for one in rows}:
        theirs = [one for one in rows if books.candidate_of(one)["municipality"] == code]
        people = {one["candidate"] for one in theirs}
        training = [one for one in books.enrolments if one["candidate"] in people and one["started_on"] <= ever.last]
        found[code] = {
            "count": len(theirs),
            "enrolments": len(training),
            "cost": euros(Decimal(one[cost] or 0) for one in training for cost in ("training_cost", "guidance_cost")),
            "at_work_after": at_work_after(books, theirs, by=ever.last),
        }
    return found


def at_work_after(books: Books, placements: Sequence[Row], *, by: dt.date) -> Figures:
    """Of these placements, by months: whose check was due by that day, and what it said."""
    return {str(months): _after(books, placements, months, by) for months in (6, 12, 24)}


def _after(books: Books, placements: Sequence[Row], months: int, by: dt.date) -> Figures:
    due = [one["reference"] for one in placements if months_later(one["starts_on"], months) <= by]
    said = {
        one["placement"]: one["at_work"] == "yes"
        for one in books.checks
        if one["months"] == str(months) and one["checked_on"] <= by
    }
    answers = [said.get(reference) for reference in due]
    return {
        "due": len(due),
        "at_work": answers.count(True),
        "not_at_work": answers.count(False),
        "unknown": answers.count(None),
    }


def half_year_at_work(books: Books, window: Window) -> int:
    return sum(day in window for day in books.half_a_year.values())


def sroi_jobs(books: Books, window: Window) -> Figures:
    return {
        "from_programme": sum(one["sroi"] == "yes" and one["starts_on"] in window for one in books.placements),
        "other": sum(day in window for day in books.others_at_work),
    }
