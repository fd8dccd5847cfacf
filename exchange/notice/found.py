"""What a notice said of a tender, as plain values."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation


class NoticeRefusedError(Exception):
    """The file is no notice that can be read; the text is for who sent it."""


@dataclass(slots=True)
class Found:
    """Each value under the name that the tender has for it; empty where the notice says nothing or nothing usable."""

    title: str = ""
    description: str = ""
    kind: str = ""
    procedure: str = ""
    cpv_codes: tuple[str, ...] = ()
    amount: Decimal | None = None
    planned_publication: date | None = None
    planned_award: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    extension_count: int | None = None
    extension_months: int | None = None
    tenderned_number: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    lots: tuple[tuple[int, str, str], ...] = ()
    #: Names of places, to be looked up among the municipalities.
    places: tuple[str, ...] = ()
    #: Who asks, as the notice has it: beside the organisation that keeps the concept.
    buyer: str = ""
    #: What was there and was not taken over: what it is, and why.
    left: list[tuple[str, str]] = field(default_factory=list)


def short(text: str, longest: int) -> str:
    """On one line, and cut off between words where it is too long."""
    plain = " ".join(text.split())
    if len(plain) <= longest:
        return plain
    return plain[: longest - 1].rsplit(" ", 1)[0] + "…"


def long(text: str, longest: int) -> str:
    """With its lines, without what cannot be stored."""
    lines = [" ".join(line.split()) for line in text.replace("\x00", "").strip().splitlines()]
    plain = "\n".join(lines)
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def day_of(text: str) -> date | None:
    """The day of an ISO date or moment, whatever stands behind it."""
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None  # noqa: PLR2004 -- the years of a calendar


def amount_of(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 12:
        return None
    return amount.quantize(Decimal("0.01"))
