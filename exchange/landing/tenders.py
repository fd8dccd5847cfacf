"""Tenders of a package. What one is thought to be worth is a row of its own, which may be confidential."""

import datetime as dt
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.landing.tender_parts import Parts
from exchange.package import Line, OccupationRow, OrganisationRow, TenderRow
from organisations.choices import AUTHORITY_KINDS
from organisations.models import Organisation
from tenders.choices import SroiDecision, TenderStatus
from tenders.models import Tender, TenderValue
from tenders.tender_status import COURSE, is_step_back, may_follow

FILE = TenderRow.FILE
_OWN = (
    "title", "kind", "procedure", "labour_share", "sector", "planned_publication", "planned_award", "starts_on",
    "ends_on", "sroi", "sroi_percentage", "sroi_reason", "on_calendar_since", "status", "description",
    "sroi_reason_kind", "decided_on", "contact_name", "contact_email", "contact_phone", "stand_in_name",
    "stand_in_email", "tenderned_number", "extension_count", "extension_months",
)  # fmt: skip
_WRITTEN = ("authority", "cpv_codes", "municipalities", "sroi_ways", "touched_at", *_OWN)
_NOT_ON_CALENDAR = frozenset({TenderStatus.CONCEPT, TenderStatus.WITHDRAWN})


def land_tenders(course: Course) -> None:
    lines = list(course.lines(TenderRow))
    if not lines:
        return
    held = {one.row.reference: one for one in collect.tenders(course.region_id, {line.row.reference for line in lines})}
    kept = course.left_out(TenderRow)
    new: list[Tender] = []
    changed: list[Tender] = []
    values: dict[str, TenderValue] = {}
    occupations = {one.row.code: one.record for one in collect.occupations(course.region_id)}
    parts = Parts(course, occupations)
    for line in lines:
        current = held.get(line.row.reference)
        row = _on_calendar(wanted_as(line.row, current.row if current else None, kept), current, on=course.on)
        row = _touched(row, current, on=course.on)
        authority = _authority(course, Line(line.number, row), current)
        if authority is None:
            continue
        if unknown := [code for code, _heads, _since in row.occupations if code not in occupations]:
            if not all(course.is_announced(OccupationRow, code) for code in unknown):
                reason = _("Beroep %(code)s staat niet in de lijst van de regio.") % {"code": unknown[0]}
                course.outcome.refuse(FILE, line.number, "occupations", reason)
            continue
        if current is not None and row == current.row:
            course.outcome.count(FILE, Change.SAME)
            continue
        course.outcome.count(FILE, Change.NEW if current is None else Change.CHANGED)
        tender = _begun(course, row, current)
        (new if current is None else changed).append(tender)
        tender.authority, tender.cpv_codes, tender.municipalities = authority, list(row.cpv), list(row.municipality)
        tender.sroi_ways = list(row.sroi_ways)
        tender.touched_at = _touched_at(course, row, current)
        for name in _OWN:
            setattr(tender, name, getattr(row, name))
        if _worth(row) != (_worth(current.row) if current else (None, False)):
            values[row.reference] = _value(course, tender, row, current)
        parts.bring(tender, row, before=current.row if current else None)
        _flag(course, row, tender)
    Tender.objects.bulk_create(new, batch_size=1000)
    Tender.objects.bulk_update(changed, _WRITTEN, batch_size=200)
    course.ledger.made(new, label="reference")
    _write_values(course, values)
    parts.write()


def _authority(course: Course, line: Line[TenderRow], current: Held[TenderRow, Tender] | None) -> Organisation | None:
    """Whose tender it is; None when the line is refused. An authority brings its own tenders only.

    Of a reference of another one it is told no more than that it is taken.
    """
    authority, own = course.organisations.get(line.row.authority), course.sender.authority_id
    if authority is None:
        if not course.is_announced(OrganisationRow, line.row.authority):
            course.outcome.refuse(FILE, line.number, "authority", _("Deze organisatie is niet bekend in de regio."))
    elif own is not None and authority.pk != own:
        reason = _("U kunt alleen aanbestedingen van uw eigen organisatie inlezen.")
        course.outcome.refuse(FILE, line.number, "authority", reason)
    elif own is not None and current is not None and current.record.authority_id != own:
        course.outcome.refuse(
            FILE, line.number, "reference", _("Dit kenmerk is in deze regio al in gebruik. Kies een ander kenmerk.")
        )
    elif course.sender.keeps_course and current is not None and not _may_become(line.row.status, current.row.status):
        labels = {"before": TenderStatus(current.row.status).label, "after": TenderStatus(line.row.status).label}
        reason = _("In het portaal is de stand ‘%(before)s’. Met een spreadsheet wordt dat niet ‘%(after)s’.") % labels
        course.outcome.refuse(FILE, line.number, "status", reason)
    else:
        return authority
    return None


def _may_become(status: str, before: str) -> bool:
    """Steps on may be taken several at once; back only as in the portal: an old sheet undoes no award."""
    goes_on = status in COURSE and before in COURSE and not is_step_back(status, before)
    return goes_on or may_follow(status, before)


def _worth(row: TenderRow) -> tuple[Decimal | None, bool]:
    return row.estimated_value, row.value_confidential


def _on_calendar(row: TenderRow, current: Held[TenderRow, Tender] | None, *, on: date) -> TenderRow:
    """The row with the day since which it is on the calendar: where it says none the day it has, or that of the import."""
    if row.on_calendar_since is not None:
        return row
    since = current.row.on_calendar_since if current else None
    if since is None and row.status not in _NOT_ON_CALENDAR:
        since = on
    return replace(row, on_calendar_since=since)


def _touched(row: TenderRow, current: Held[TenderRow, Tender] | None, *, on: date) -> TenderRow:
    """The row with the last day on which somebody said something about it: no day to come, and never an earlier one."""
    said = min(row.touched_on, on) if row.touched_on else None
    if current is not None and current.row.touched_on is not None:
        said = max(said, current.row.touched_on) if said else current.row.touched_on
    return replace(row, touched_on=said)


def _touched_at(course: Course, row: TenderRow, current: Held[TenderRow, Tender] | None) -> dt.datetime:
    """The moment of the import where it changes something; of what is new the day that the package says."""
    if row.touched_on is None or (current is not None and row.touched_on == current.row.touched_on):
        return course.at
    return timezone.make_aware(dt.datetime.combine(row.touched_on, dt.time(12)))


def _begun(course: Course, row: TenderRow, current: Held[TenderRow, Tender] | None) -> Tender:
    if current is None:
        return Tender(region_id=course.region_id, reference=row.reference, created_at=course.at)
    course.ledger.changes(current.record, label="reference")
    return current.record


def _value(course: Course, tender: Tender, row: TenderRow, current: Held[TenderRow, Tender] | None) -> TenderValue:
    """What it is worth as the row has it, and whether that is confidential."""
    if current is not None and hasattr(tender, "value"):
        value: TenderValue = tender.value
        course.ledger.changes(value, label="reference")
    else:
        value = TenderValue(tender=tender)
    value.amount, value.is_confidential = _worth(row)
    return value


def _write_values(course: Course, values: dict[str, TenderValue]) -> None:
    new = [value for value in values.values() if value._state.adding]  # noqa: SLF001 -- Django's own mark of an unsaved row
    known = [value for value in values.values() if not value._state.adding]  # noqa: SLF001 -- as above
    TenderValue.objects.bulk_create(new, batch_size=1000)
    TenderValue.objects.bulk_update(known, ("amount", "is_confidential"), batch_size=200)
    course.ledger.made(new, label="reference")


def _flag(course: Course, row: TenderRow, tender: Tender) -> None:
    flags = course.outcome.flags
    if tender.authority.kind not in AUTHORITY_KINDS:
        flags[Flag.TENDER_OF_OTHER_KIND] += 1
    if row.sroi == SroiDecision.NO and not row.sroi_reason:
        flags[Flag.NO_SROI_WITHOUT_REASON] += 1
    if row.sroi == SroiDecision.YES and row.sroi_percentage is None:
        flags[Flag.SROI_WITHOUT_PERCENTAGE] += 1
    if row.sroi == SroiDecision.OPEN and row.status not in {
        TenderStatus.CONCEPT, TenderStatus.PLANNED, TenderStatus.WITHDRAWN,
    }:  # fmt: skip
        flags[Flag.PUBLISHED_UNDECIDED] += 1
    if row.planned_award and row.planned_publication and row.planned_award < row.planned_publication:
        flags[Flag.AWARD_BEFORE_PUBLICATION] += 1
