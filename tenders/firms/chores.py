"""What is done for local firms every day: ask whether an entry still holds, remind of a label, forget who left."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from organisations.months import add_months
from tenders.firms import mails
from tenders.firms.registering import PROVE_WITHIN
from tenders.models import LocalFirm

#: A firm says once a year that its entry holds.
ASK_AFTER_MONTHS = 12
#: How many days before its last day a firm hears that its label ends.
LABEL_DAYS = 60
#: How long after leaving somebody can be asked about it; then nobody's name is kept.
KEEP_CONTACT_DAYS = 90
_AT_ONCE = 200


def ask_whether_it_holds(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Ask firms that looked at their entry a year ago, once for each year; returns how many."""
    before = add_months(on, -ASK_AFTER_MONTHS)
    due = LocalFirm.objects.confirmed().filter(region_id=region_id, looked_at__date__lte=before)
    due = due.filter(Q(asked_at=None) | Q(asked_at__lt=F("looked_at")) | Q(asked_at__date__lte=before))
    return sum(_tell(firm, "firm_still_right", asked_at=timezone.now()) for firm in _some(due))


def remind_of_labels(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Tell firms whose label ends within two months, or has just ended, once; returns how many."""
    ends = LocalFirm.objects.confirmed().filter(region_id=region_id).label_ends_by(on + dt.timedelta(days=LABEL_DAYS))
    told = 0
    for firm in _some(ends):
        until = firm.label_valid_until
        told += _tell(firm, "firm_label_ends", label_reminded_of=until, is_over=until is not None and until < on)
    return told


def forget(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Remove who never proved his address, and whom to ask for at firms that left; returns how many rows that touched."""
    firms = LocalFirm.objects.filter(region_id=region_id)
    unproven = firms.filter(email_confirmed_at=None, made_by=None, submitted_at__date__lt=on - PROVE_WITHIN)
    removed, _of = unproven.delete()
    gone = on - dt.timedelta(days=KEEP_CONTACT_DAYS)
    left = firms.left().filter(Q(decided_at=None) | Q(decided_at__date__lt=gone), looked_at__date__lt=gone)
    known = left.exclude(contact_name="", contact_email="", contact_phone="", token_hash="")
    return removed + known.update(contact_name="", contact_email="", contact_phone="", token_hash="")


def _some(firms: Any) -> list[LocalFirm]:
    """As many as one day can do; the rest is for tomorrow."""
    rows = firms.exclude(contact_email="").select_related("region").select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("looked_at", "pk")[:_AT_ONCE])


def _tell(firm: LocalFirm, template: str, *, is_over: bool = False, **said: Any) -> int:
    for name, value in said.items():
        setattr(firm, name, value)
    firm.save(update_fields=list(said))
    return int(mails.tell(firm, template, is_over=is_over))
