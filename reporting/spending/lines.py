"""Entering, approving and correcting what was spent. Nobody decides about what he entered; a trigger holds that too."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from organisations.refused import Refused, check_said
from organisations.tenancy import Acting
from reporting.choices import SpendingState
from reporting.models import SpendingLine
from reporting.querysets import SpendingQuerySet

#: A longer number somebody made up himself; the portal does not count on from it.
_LONGEST = 6
#: What a line says, and a reversal repeats.
_SAID = ("on", "year", "category", "amount", "source", "programme_id", "candidate_id", "municipality")


class UnknownCandidate(Refused):
    """The number that was typed is nobody's in the region."""


class ReferenceTaken(Refused):
    """Another line has this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingEntry:
    """What somebody types about a payment. An empty ``reference`` gets the next number of the year."""

    on: date
    year: int
    category: str
    amount: Decimal
    source: str = ""
    programme_id: uuid.UUID | None = None
    candidate_reference: str = ""
    municipality: str = ""
    description: str = ""
    reference: str = ""


def spending_of(acting: Acting) -> SpendingQuerySet:
    """The lines of the member's regions; row security decides whose money it may see."""
    found: SpendingQuerySet = SpendingLine.objects.filter(region_id__in=acting.region_ids)
    return found


def alike(acting: Acting, line: SpendingLine) -> SpendingQuerySet:
    """Other lines that count or wait and say the same: perhaps it was entered twice. A correction is no second one."""
    said = {name: getattr(line, name) for name in ("region_id", *_SAID)}
    found = spending_of(acting).filter(**said, reverses=None, reversed_at=None).exclude(pk=line.pk)
    if line.replaces_id or line.reverses_id:
        found = found.exclude(pk=line.replaces_id or line.reverses_id)
    alike: SpendingQuerySet = found.filter(state__in=[SpendingState.ENTERED, SpendingState.APPROVED])
    return alike.order_by("reference")


@transaction.atomic
def enter(acting: Acting, *, region_id: uuid.UUID, entry: SpendingEntry, at: datetime, **more: Any) -> SpendingLine:
    """Write down what was spent; it counts once somebody else approved it."""
    line = SpendingLine(
        region_id=region_id,
        reference=entry.reference.strip() or _next_reference(region_id, entry.year),
        on=entry.on,
        year=entry.year,
        category=entry.category,
        amount=entry.amount,
        source=entry.source.strip(),
        programme_id=entry.programme_id,
        candidate_reference=entry.candidate_reference.strip(),
        municipality=entry.municipality,
        description=entry.description.strip(),
        entered_by_id=acting.user_id,
        entered_at=at,
        **more,
    )
    with _said():
        line.save(force_insert=True)
    return line


@transaction.atomic
def correct(
    acting: Acting, line_id: uuid.UUID, *, entry: SpendingEntry | None, reason: str, at: datetime
) -> SpendingLine:
    """Ask to take an approved line back; with ``entry`` something else comes in its place. Both count once approved."""
    line = _locked(acting, line_id)
    reason = check_said(reason, otherwise=_("Schrijf op wat er niet klopt."))[:500]
    if line.state != SpendingState.APPROVED or line.reverses_id is not None or line.reversed_at is not None:
        raise Refused(_("Alleen een uitgave die meetelt, kunt u verbeteren."))
    reversal = SpendingLine(
        **{name: getattr(line, name) for name in _SAID},
        region_id=line.region_id,
        reference=line.reference,
        reverses=line,
        reason=reason,
        entered_by_id=acting.user_id,
        entered_at=at,
    )
    with _said():
        reversal.save(force_insert=True)
    if entry is not None:
        enter(
            acting,
            region_id=line.region_id,
            entry=entry,
            at=at,
            replaces=line,
            training_cost_id=line.training_cost_id,
        )
    return reversal


@transaction.atomic
def approve(acting: Acting, line_id: uuid.UUID, *, at: datetime) -> SpendingLine:
    """Agree with what somebody else entered: it counts. A correction is approved as a whole."""
    return _decide(acting, line_id, SpendingState.APPROVED, reason="", at=at)


@transaction.atomic
def refuse(acting: Acting, line_id: uuid.UUID, *, reason: str, at: datetime) -> SpendingLine:
    """Do not agree, and say why."""
    reason = check_said(reason, otherwise=_("Schrijf op waarom u geen akkoord geeft."))[:500]
    return _decide(acting, line_id, SpendingState.REFUSED, reason=reason, at=at)


@transaction.atomic
def withdraw(acting: Acting, line_id: uuid.UUID) -> SpendingLine:
    """Take back what one entered oneself, while nobody decided about it."""
    line = _locked(acting, line_id)
    if line.state != SpendingState.ENTERED:
        raise Refused(_("Over deze uitgave is al besloten. Laad de pagina opnieuw."))
    if line.entered_by_id != acting.user_id:
        raise Refused(_("Alleen wie een uitgave invoerde, kan haar intrekken."))
    for one in _together(acting, line):
        one.state = SpendingState.WITHDRAWN
        one.save(update_fields=["state"])
    return line


def _decide(acting: Acting, line_id: uuid.UUID, state: SpendingState, *, reason: str, at: datetime) -> SpendingLine:
    line = _locked(acting, line_id)
    if line.state != SpendingState.ENTERED:
        raise Refused(_("Over deze uitgave is al besloten. Laad de pagina opnieuw."))
    if line.entered_by_id == acting.user_id:
        raise Refused(_("U hebt deze uitgave zelf ingevoerd. Laat een collega beslissen."))
    for one in _together(acting, line):
        one.state, one.decided_by_id, one.decided_at = state, acting.user_id, at
        if reason:
            one.reason = reason
        with _said():
            one.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return line


def _together(acting: Acting, line: SpendingLine) -> list[SpendingLine]:
    """The lines of one correction, the reversal first: only then the other one is no second payment."""
    original = line.reverses_id or line.replaces_id
    if original is None:
        return [line]
    waiting = spending_of(acting).waiting().filter(Q(reverses_id=original) | Q(replaces_id=original))
    found = waiting.select_for_update(of=("self",), no_key=True).order_by("pk")
    return sorted(found, key=lambda one: one.reverses_id is None)


def _locked(acting: Acting, line_id: uuid.UUID) -> SpendingLine:
    found: SpendingLine = spending_of(acting).select_for_update(of=("self",), no_key=True).get(pk=line_id)
    return found


def _next_reference(region_id: uuid.UUID, year: int) -> str:
    """The next number of the year; one at a time, so that no two get the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(region_id)])
    prefix = f"U{year}-"
    taken = SpendingLine.objects.filter(region_id=region_id, reference__startswith=prefix)
    numbers = [one.removeprefix(prefix) for one in taken.values_list("reference", flat=True)]
    counted = (int(one) for one in numbers if one.isdecimal() and len(one) <= _LONGEST)
    return f"{prefix}{max(counted, default=0) + 1:04d}"


@contextmanager
def _said() -> Iterator[None]:
    """What the database refuses, in the sentence that the user reads."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        match getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""):
            case "spending_candidate_known":
                raise UnknownCandidate(_("Dit kandidaatnummer is niet bekend in de regio.")) from error
            case "spending_reference_unique":
                raise ReferenceTaken(_("Dit kenmerk is al van een andere uitgave.")) from error
            case "spending_reversed_once" | "spending_reversal_equal":
                raise Refused(_("Deze uitgave wordt al verbeterd.")) from error
            case "spending_of_invoice_once":
                raise Refused(_("Deze factuur is al overgenomen.")) from error
            case _:
                raise
