"""What makes a basis grow: call-offs under a framework agreement, and what was invoiced in a period.

Each writes a version of the contract from the day on which it counts: a call-off from its own date, turnover from the
last day of its period. What was wrong is withdrawn with a reason and stays readable.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.templatetags.formatting import date_nl, day_nl, euro
from organisations.tenancy import Acting
from tenders.choices import Basis, Cause
from tenders.models import CallOff, Contract, Turnover
from tenders.terms import TermsFile, TermsRefused, locked, terms_file, write_versions
from tenders.versions import Growth, Written

_ONE_DAY = timedelta(days=1)
#: Said to who corrects a row that a colleague, or he himself in another tab, has corrected meanwhile.
_ALREADY_CORRECTED = gettext_lazy("Deze omzet is al verbeterd of ingetrokken. Bekijk eerst wat er nu staat.")
Row = TypeVar("Row", CallOff, Turnover)


@dataclass(frozen=True, slots=True)
class CallOffEntry:
    """A call-off as it was filled in; ``amount`` in euros excluding VAT."""

    reference: str
    title: str
    awarded_on: date
    starts_on: date
    ends_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class TurnoverEntry:
    """What was invoiced from one day to another, both included; ``amount`` in euros excluding VAT."""

    from_on: date
    to_on: date
    amount: Decimal
    note: str = ""
    call_off_id: uuid.UUID | None = None


def feeds_basis(contract: Contract) -> bool:
    """Whether a call-off makes the obligation of this framework agreement grow."""
    return contract.is_framework and contract.basis in {Basis.CONTRACT_SUM, Basis.WAGE_SUM}


def is_by_turnover(contract: Contract) -> bool:
    return bool(contract.basis == Basis.INVOICED_TURNOVER)


@transaction.atomic
def add_call_off(acting: Acting, contract_id: uuid.UUID, *, entry: CallOffEntry, at: datetime) -> CallOff:
    """Record an order under a framework agreement. ``TermsRefused`` when it cannot be."""
    contract = locked(contract_id)
    if not contract.is_framework:
        raise TermsRefused("", _("Dit contract is geen raamovereenkomst."))
    file = terms_file(contract)
    written = with_call_off(file, entry)
    if CallOff.objects.filter(contract=contract, withdrawn_at=None, reference=entry.reference).exists():
        raise TermsRefused("reference", _("Dit kenmerk heeft al een deelopdracht."))
    row = CallOff.objects.create(
        contract=contract,
        reference=entry.reference,
        title=entry.title,
        awarded_on=entry.awarded_on,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        amount=entry.amount,
        made_by_id=acting.user_id,
        made_at=at,
    )
    if feeds_basis(contract):
        reason = _("Deelopdracht %(reference)s van %(amount)s") % {
            "reference": entry.reference,
            "amount": euro(entry.amount),
        }
        write_versions(acting, file, written, cause=Cause.CALL_OFF, reason=reason, at=at)
    return row


def with_call_off(file: TermsFile, entry: CallOffEntry) -> tuple[Written, ...]:
    """What the terms become with this call-off. ``TermsRefused`` when it cannot be."""
    if entry.awarded_on < file.contract.awarded_on:
        raise TermsRefused(
            "awarded_on",
            _("De raamovereenkomst is gegund op %(day)s. Een deelopdracht komt daarna.")
            % {"day": day_nl(file.contract.awarded_on)},
        )
    call_offs = (*file.facts.call_offs, Growth(entry.awarded_on, entry.amount))
    return file.revised(valid_from=entry.awarded_on, facts=replace(file.facts, call_offs=call_offs))


@transaction.atomic
def withdraw_call_off(acting: Acting, call_off: CallOff, *, reason: str, at: datetime) -> CallOff:
    """Let a call-off count no more, from its own date on. ``TermsRefused`` while turnover hangs on it."""
    contract = locked(call_off.contract_id)
    row = _live(CallOff, call_off.pk)
    if Turnover.objects.filter(call_off=row, withdrawn_at=None).exists():
        raise TermsRefused(
            "", _("Bij deze deelopdracht staat gefactureerde omzet. Trek die eerst in, of verbeter die.")
        )
    _withdraw(row, reason=reason, at=at)
    if feeds_basis(contract):
        file = terms_file(contract)
        said = _("Deelopdracht %(reference)s ingetrokken: %(reason)s") % {"reference": row.reference, "reason": reason}
        written = file.revised(valid_from=row.awarded_on)
        write_versions(acting, file, written, cause=Cause.CALL_OFF, reason=said, at=at)
    return row


@transaction.atomic
def add_turnover(acting: Acting, contract_id: uuid.UUID, *, entry: TurnoverEntry, at: datetime) -> Turnover:
    """Record what was invoiced in a period. ``TermsRefused`` when it cannot be."""
    contract = locked(contract_id)
    if not is_by_turnover(contract):
        raise TermsRefused("", _("Bij dit contract telt de gefactureerde omzet niet mee."))
    file = terms_file(contract)
    written = with_turnover(file, entry, on=timezone.localdate(at))
    row = _store(acting, contract, entry, at)
    reason = _("Gefactureerd van %(first)s tot en met %(last)s: %(amount)s") % _said(entry)
    write_versions(acting, file, written, cause=Cause.TURNOVER, reason=reason, at=at)
    return row


def with_turnover(
    file: TermsFile, entry: TurnoverEntry, *, on: date, instead_of: Turnover | None = None
) -> tuple[Written, ...]:
    """What the terms become with this turnover, or with it in the place of another."""
    if entry.to_on > on:
        raise TermsRefused("to_on", _("Deze periode is nog niet voorbij. Geef de omzet op als de periode voorbij is."))
    turnovers = list(file.facts.turnovers)
    first = entry.to_on
    if instead_of is not None:
        old = Growth(instead_of.to_on, instead_of.amount)
        if instead_of.withdrawn_at is not None or old not in turnovers:
            raise TermsRefused("", str(_ALREADY_CORRECTED))
        turnovers.remove(old)
        first = min(first, instead_of.to_on)
    turnovers.append(Growth(entry.to_on, entry.amount))
    return file.revised(valid_from=first, facts=replace(file.facts, turnovers=tuple(turnovers)))


@transaction.atomic
def correct_turnover(
    acting: Acting, turnover: Turnover, *, entry: TurnoverEntry, reason: str, at: datetime
) -> Turnover:
    """Put another row in the place of this one, which stays readable with the reason."""
    contract = locked(turnover.contract_id)
    old = _live(Turnover, turnover.pk, gone=str(_ALREADY_CORRECTED))
    if not is_by_turnover(contract):
        raise TermsRefused("", _("Bij dit contract telt de gefactureerde omzet niet mee."))
    file = terms_file(contract)
    written = with_turnover(file, entry, on=timezone.localdate(at), instead_of=old)
    _withdraw(old, reason=reason, at=at)
    row = _store(acting, contract, entry, at)
    said = _("Omzet van %(first)s tot en met %(last)s verbeterd naar %(amount)s: %(reason)s") % {
        **_said(entry),
        "reason": reason,
    }
    write_versions(acting, file, written, cause=Cause.TURNOVER, reason=said[:500], at=at)
    return row


@transaction.atomic
def withdraw_turnover(acting: Acting, turnover: Turnover, *, reason: str, at: datetime) -> Turnover:
    """Let invoiced turnover count no more, from the day on which it began to."""
    contract = locked(turnover.contract_id)
    row = _live(Turnover, turnover.pk)
    _withdraw(row, reason=reason, at=at)
    if is_by_turnover(contract):
        file = terms_file(contract)
        said = _("Omzet van %(first)s tot en met %(last)s ingetrokken: %(reason)s") % {
            "first": date_nl(row.from_on),
            "last": date_nl(row.to_on),
            "reason": reason,
        }
        written = file.revised(valid_from=row.to_on)
        write_versions(acting, file, written, cause=Cause.TURNOVER, reason=said[:500], at=at)
    return row


@transaction.atomic
def mark_framework(contract_id: uuid.UUID, *, is_framework: bool) -> None:
    """Say that a contract is a framework agreement, or that it is none after all."""
    contract = locked(contract_id)
    if not is_framework and CallOff.objects.filter(contract=contract, withdrawn_at=None).exists():
        raise TermsRefused("", _("Er staan deelopdrachten bij dit contract. Trek die eerst in."))
    contract.is_framework = is_framework
    contract.save(update_fields=["is_framework"])


@dataclass(frozen=True, slots=True)
class Odd:
    """Two periods that meet wrongly: the days they share, or the days between them that none has."""

    is_overlap: bool
    first: date
    last: date


def oddities(periods: Iterable[tuple[date, date]]) -> list[Odd]:
    """Overlaps and gaps among the periods, oldest first. Knows no database."""
    found: list[Odd] = []
    until: date | None = None
    for first, last in sorted(periods):
        if until is not None and first <= until:
            found.append(Odd(is_overlap=True, first=first, last=min(last, until)))
        elif until is not None and first > until + _ONE_DAY:
            found.append(Odd(is_overlap=False, first=until + _ONE_DAY, last=first - _ONE_DAY))
        until = last if until is None else max(until, last)
    return found


def _live(model: type[Row], pk: uuid.UUID, *, gone: str = "") -> Row:
    row = model.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if row.withdrawn_at is not None:
        raise TermsRefused("", gone or _("Dit is al ingetrokken."))
    return row


def _withdraw(row: CallOff | Turnover, *, reason: str, at: datetime) -> None:
    row.withdrawn_at = at
    row.withdrawn_reason = reason
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])


def _store(acting: Acting, contract: Contract, entry: TurnoverEntry, at: datetime) -> Turnover:
    return Turnover.objects.create(
        contract=contract,
        call_off_id=entry.call_off_id,
        from_on=entry.from_on,
        to_on=entry.to_on,
        amount=entry.amount,
        note=entry.note,
        made_by_id=acting.user_id,
        made_at=at,
    )


def _said(entry: TurnoverEntry) -> dict[str, str]:
    return {"first": date_nl(entry.from_on), "last": date_nl(entry.to_on), "amount": euro(entry.amount)}
