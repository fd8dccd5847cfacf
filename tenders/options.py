"""Option years: periods with which the authority may extend a contract, and by when it decides.

Taking one is a version of the contract that keeps the tariff of the award.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders.choices import Basis, Cause, OptionState
from tenders.models import Contract, OptionYear
from tenders.terms import TermsFile, TermsRefused, locked, terms_file, write_versions
from tenders.versions import Written

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """A possible extension as it was filled in; ``extra_sum`` in euros excluding VAT."""

    starts_on: date
    ends_on: date
    extra_sum: Decimal
    decide_by: date


def next_start(file: TermsFile, options: list[OptionYear], *, on: date) -> date:
    """The day after the contract, as it is agreed by now or for later, and the extensions that are known."""
    last = max([file.last_day(on), *(one.ends_on for one in options if one.state != OptionState.DECLINED)])
    return last + _ONE_DAY


def follows_from(file: TermsFile, option: OptionYear, *, on: date) -> date:
    """The first day, from this one on, on which the extension follows on what then is the last day."""
    days = [on, *(one.valid_from for one in file.versions if one.valid_from > on)]
    return next((day for day in sorted(days) if file.on(day).terms.ends_on + _ONE_DAY == option.starts_on), on)


def agreed_already(file: TermsFile, starts_on: date, *, on: date) -> str:
    """What to say when an extension would start on days that are agreed already for later; empty when not so."""
    last = file.last_day(on)
    if starts_on > last:
        return ""
    return _(
        "Er is al afgesproken dat het contract later doorloopt tot en met %(day)s. Begint de verlenging daarna?"
    ) % {"day": day_nl(last)}


def adds_to_basis(contract: Contract, extra_sum: Decimal) -> Decimal:
    """How much of an extension's sum counts in the basis by itself: call-offs and turnover come when they come."""
    return extra_sum if contract.basis == Basis.CONTRACT_SUM and not contract.is_framework else Decimal("0.00")


@transaction.atomic
def add_option(acting: Acting, contract_id: uuid.UUID, *, entry: OptionEntry, at: datetime) -> OptionYear:
    """Record a possible extension. ``TermsRefused`` when it cannot follow the contract."""
    contract = locked(contract_id)
    known = list(contract.options.exclude(state=OptionState.DECLINED).order_by("starts_on"))
    if contract.options.filter(starts_on=entry.starts_on).exists():
        raise TermsRefused("starts_on", _("Deze verlenging staat er al."))
    if entry.starts_on <= contract.ends_on:
        raise TermsRefused(
            "starts_on",
            _("Het contract loopt tot en met %(day)s. Een verlenging begint daarna.")
            % {"day": day_nl(contract.ends_on)},
        )
    if any(one.starts_on <= entry.ends_on and entry.starts_on <= one.ends_on for one in known):
        raise TermsRefused("starts_on", _("Deze verlenging overlapt met een andere. Verander de dagen."))
    if entry.decide_by >= entry.starts_on:
        raise TermsRefused("decide_by", _("Besluit voordat de verlenging begint."))
    return OptionYear.objects.create(
        contract=contract,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        extra_sum=entry.extra_sum,
        decide_by=entry.decide_by,
        made_by_id=acting.user_id,
        made_at=at,
    )


@transaction.atomic
def take_option(
    acting: Acting,
    option: OptionYear,
    *,
    valid_from: date,
    extra_sum: Decimal,
    basis_extra: Decimal,
    reason: str,
    at: datetime,
) -> OptionYear:
    """Extend the contract: a version with the new last day and the sum that comes with it."""
    contract = locked(option.contract_id)
    row = _open(option.pk)
    file = terms_file(contract)
    written = with_option(file, row, valid_from=valid_from, extra_sum=extra_sum, basis_extra=basis_extra)
    said = _("Verlengd tot en met %(day)s: %(reason)s") % {"day": day_nl(row.ends_on), "reason": reason}
    write_versions(acting, file, written, cause=Cause.OPTION, reason=said[:500], at=at)
    row.extra_sum = extra_sum
    return _decided(row, OptionState.TAKEN, reason=reason, at=at)


def with_option(
    file: TermsFile, option: OptionYear, *, valid_from: date, extra_sum: Decimal, basis_extra: Decimal
) -> tuple[Written, ...]:
    """What the terms become with this extension. ``TermsRefused`` when another comes first."""
    until = file.on(valid_from).terms.ends_on
    if option.starts_on != until + _ONE_DAY:
        raise TermsRefused(
            "valid_from",
            _("Op die dag loopt het contract tot en met %(day)s. Deze verlenging sluit daar niet op aan.")
            % {"day": day_nl(until)},
        )
    return file.revised(
        valid_from=valid_from,
        changes={"ends_on": option.ends_on},
        additions={"contract_sum": extra_sum, "basis_stated": basis_extra},
    )


@transaction.atomic
def decline_option(option: OptionYear, *, reason: str, at: datetime) -> OptionYear:
    """Let the contract end when it ends."""
    locked(option.contract_id)
    return _decided(_open(option.pk), OptionState.DECLINED, reason=reason, at=at)


def _open(pk: uuid.UUID) -> OptionYear:
    row = OptionYear.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if row.state != OptionState.OPEN:
        raise TermsRefused("", _("Over deze verlenging is al besloten."))
    return row


def _decided(row: OptionYear, state: OptionState, *, reason: str, at: datetime) -> OptionYear:
    row.state = state
    row.decided_on = timezone.localdate(at)
    row.reason = reason[:300]
    row.save(update_fields=["state", "decided_on", "reason", "extra_sum"])
    return row
