"""Spending, social return and the tender calendar (domain.md sections 4, 8 and 10)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.reporting.oracle.books import Books, Row, Window, cents, euros

Figures = dict[str, Any]


def finance(books: Books, now: Window) -> Figures:
    ever = now.since_money()
    lines = [one for one in books.spending if one["date"] in now]
    everything = [one for one in books.spending if one["date"] in ever]
    lasting = sum(one["starts_on"] in now.since_ever() for one in books.sustained.values())
    on_people = sum(
        (Fraction(one["amount"]) for one in everything if one["category"] in {"training", "guidance"}), Fraction(0)
    )
    return {
        "by_category": {
            "period": _by(lines, lambda one: one["category"]),
            "cumulative": _by(everything, lambda one: one["category"]),
        },
        "cost_per_programme": _by((one for one in lines if one["programme"]), lambda one: one["programme"]),
        "guidance_excl_participatiewet": euros(
            Decimal(one["amount"])
            for one in lines
            if one["category"] == "guidance"
            and not (one["candidate"] and books.candidate_of(one)["target_group"] == "participatiewet")
        ),
        "cost_by_werkplein": _by(
            (
                one
                for one in lines
                if one["category"] in {"training", "guidance"}
                and one["candidate"]
                and books.candidate_of(one)["werkplein"]
            ),
            lambda one: books.candidate_of(one)["werkplein"],
        ),
        "cost_per_sustained": f"{cents(on_people / lasting):.2f}" if lasting else None,
        "tracks": sum(one["ended_on"] in now for one in books.enrolments),
    }


def _by(lines: Iterable[Row], key: Any) -> dict[str, str]:
    amounts: dict[str, list[Decimal]] = {}
    for one in lines:
        amounts.setdefault(key(one), []).append(Decimal(one["amount"]))
    return {name: euros(found) for name, found in amounts.items()}


def sroi(books: Books, now: Window) -> Figures:
    return {
        "precalculated": {"period": _owed(books, now), "cumulative": _owed(books, now.since_money())},
        "realised": {"period": _done(books, now), "cumulative": _done(books, now.since_money())},
        "expected": euros(
            cents(Fraction(one["estimated_value"]) * Fraction(one["sroi_percentage"]) / 100)
            for one in open_tenders(books, now)
            if one["sroi"] == "yes" and one["estimated_value"] and one["sroi_percentage"]
        ),
    }


def _owed(books: Books, window: Window) -> str:
    return euros(
        cents(Fraction(one["basis_amount"]) * Fraction(one["percentage"]) / 100)
        for one in books.contracts
        if one["awarded_on"] in window
    )


def _done(books: Books, window: Window) -> str:
    """What was approved, by the month or day it is about."""
    amounts = []
    for contract in books.contracts:
        worth = books.worth(contract["reference"])
        amounts += [
            Decimal(month["value"])
            for line in worth["deployments"]
            if line["status"] == "approved"
            for month in line["months"]
            if month["status"] == "approved" and books.first_of(month["month"]) in window
        ]
        amounts += [
            Decimal(one["value"])
            for one in worth["contributions"]
            if one["status"] == "approved" and books.day_of_contribution[one["reference"]] in window
        ]
    return euros(amounts)


def included_tenders(books: Books, now: Window) -> list[Row]:
    return [one for one in books.tenders if one["on_calendar_since"] <= now.last and one["status"] != "withdrawn"]


def open_tenders(books: Books, now: Window) -> list[Row]:
    awarded = {one["tender"] for one in books.contracts if one["awarded_on"] <= now.last}
    return [one for one in included_tenders(books, now) if one["reference"] not in awarded]


def calendar(books: Books, now: Window) -> Figures:
    return {"included": len(included_tenders(books, now)), "open": len(open_tenders(books, now))}


def tender_reasons(books: Books, now: Window) -> Figures:
    found: Figures = {}
    for one in included_tenders(books, now):
        if one["sroi"] == "no":
            why = one.get("sroi_reason_kind") or one.get("sroi_reason") or "unknown"
            found[why] = found.get(why, 0) + 1
    return found
