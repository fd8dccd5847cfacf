"""From a table that was looked at into the months: kept as a concept or handed in, with what is remembered of it."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from exchange.choices import Meaning, UploadStatus
from exchange.models import PayrollPeriod, PayrollUpload, PersonnelNumber
from exchange.payroll.keeping import PayrollRefusedError
from exchange.payroll.preview import Change, Preview, preview_of
from exchange.uploaded import close, correct, locked
from organisations.tenancy import Acting
from placements.identity import persons
from placements.models import HoursStatement
from placements.stating import hours
from placements.steps import Refused

_LONGEST_ANSWER = 40


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody filled in beside the preview, and the hours that stood on it."""

    answers: Mapping[int, str] = field(default_factory=dict)  # by row
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)  # by row and column
    versions: Mapping[str, str] = field(default_factory=dict)  # by line and month


@transaction.atomic
def answer(acting: Acting, *, upload_id: uuid.UUID, said: Said, on: dt.date) -> tuple[PayrollUpload, Preview]:
    """Keep what was filled in, and read the table again with it."""
    upload = locked(PayrollUpload, upload_id)
    numbers = {number for number, _cells in upload.rows}
    upload.answers |= {
        str(number): text[:_LONGEST_ANSWER] for number, text in said.answers.items() if number in numbers and text
    }
    upload.rows = correct(upload.rows, said.cells)
    upload.save(update_fields=["answers", "rows"])
    return upload, preview_of(acting, upload, on=on)


@transaction.atomic
def put_in_months(
    acting: Acting, *, upload_id: uuid.UUID, said: Said, submit: bool, at: dt.datetime, on: dt.date
) -> tuple[PayrollUpload, Preview]:
    """Put everything that is clear into the months.

    Nothing is put anywhere while something is still asked, or where other hours stand than were on the screen.
    """
    upload, preview = answer(acting, upload_id=upload_id, said=said, on=on)
    for change in preview.ready:
        change.is_unseen = said.versions.get(change.key, "") != change.version
    if preview.asked or preview.unseen:
        return upload, preview
    if not preview.paid:
        raise PayrollRefusedError(_("Er is niets om over te nemen."))
    # Everybody in one order, also where the table has several months.
    persons.lock_persons_of({one.line.pk for one in preview.changes})
    outcome = _Outcome()
    by_month: dict[dt.date, list[Change]] = defaultdict(list)
    for change in preview.ready:
        by_month[change.month].append(change)
    try:
        for month, changes in sorted(by_month.items()):
            outcome.add(changes, _keep(acting, month, changes, said, at=at, on=on))
        if submit:
            ready = [one.pk for one in outcome.statements.values()] + [
                one.statement.pk for one in preview.same if one.statement is not None
            ]
            outcome.hand_in(hours.submit_hours(ready, by=acting, at=at), ready)
    except Refused as refused:
        raise PayrollRefusedError(refused.sentence) from refused
    _remember_periods(acting, preview, at=at)
    if Meaning.NUMBER in upload.columns:
        _remember_numbers(acting, preview)
    upload.outcome = outcome.as_json(preview)
    close(upload, UploadStatus.USED, at=at)
    return upload, preview


@dataclass(slots=True)
class _Outcome:
    statements: dict[tuple[uuid.UUID, dt.date], HoursStatement] = field(default_factory=dict)
    refused: list[tuple[uuid.UUID, dt.date, str]] = field(default_factory=list)
    submitted: int = 0

    def add(self, changes: list[Change], kept: hours.Kept) -> None:
        by_line = {one.deployment_id: one for one in kept.statements}
        for change in changes:
            reason = kept.refused.get(change.line.pk)
            if reason is not None:
                self.refused.append((change.line.pk, change.month, reason))
            elif change.line.pk in by_line:
                self.statements[change.line.pk, change.month] = by_line[change.line.pk]

    def hand_in(self, result: hours.Submitted, asked: list[uuid.UUID]) -> None:
        self.submitted = len(result.accepted)
        accepted = {one.pk for one in result.accepted}
        for (line_id, month), statement in self.statements.items():
            if statement.pk in asked and statement.pk not in accepted and line_id in result.refused:
                self.refused.append((line_id, month, result.refused[line_id]))

    def as_json(self, preview: Preview) -> dict:
        refused = [(one.line.pk, one.month, one.refusal) for one in preview.refused] + self.refused
        return {
            "kept": len(self.statements),
            "same": len(preview.same),
            "submitted": self.submitted,
            "months": sorted({f"{month:%Y-%m}" for _line, month in self.statements}),
            "refused": [[str(line), f"{month:%Y-%m}", reason] for line, month, reason in refused],
            "waiting": [
                [str(one.line.pk), f"{one.month:%Y-%m}", f"{one.hours}", *map(str, astuple(one.gap))]
                for one in preview.waiting
            ],
            "others": len(preview.others) + preview.skipped,
        }


def _keep(
    acting: Acting, month: dt.date, changes: list[Change], said: Said, *, at: dt.datetime, on: dt.date
) -> hours.Kept:
    """Keep one month, as far as it stands as it stood on the screen; what was not on it has to be empty still."""
    shown = {one.line.pk: said.versions.get(one.key, "") for one in changes}
    stated = {one.line.pk: one.hours for one in changes}
    return hours.keep_hours(stated, month=month, by=acting, on=on, at=at, shown=shown)


def _remember_periods(acting: Acting, preview: Preview, *, at: dt.datetime) -> None:
    """What is no calendar month waits for the period after it; what was said of the same days before is replaced."""
    for one in preview.paid:
        of_line = PayrollPeriod.objects.filter(deployment=one.line)
        of_line.filter(first_day__lte=one.period.last_day, last_day__gte=one.period.first_day).delete()
    PayrollPeriod.objects.bulk_create(
        PayrollPeriod(
            region_id=one.line.region_id,
            organisation_id=acting.organisation_id,
            deployment=one.line,
            first_day=one.period.first_day,
            last_day=one.period.last_day,
            hours=one.hours,
            kept_at=at,
        )
        for one in preview.paid
        if not one.period.is_month
    )


def _remember_numbers(acting: Acting, preview: Preview) -> None:
    """So that the next table needs no name: the number that payroll has for each of these people."""
    numbers = {one.line.person_id: (one.line.region_id, one.staff_number) for one in preview.paid if one.staff_number}
    # A number that stands beside two people is nobody's.
    times = Counter(numbers.values())
    numbers = {person: value for person, value in numbers.items() if times[value] == 1}
    own = PersonnelNumber.objects.filter(organisation_id=acting.organisation_id)
    known = dict(own.filter(person__in=list(numbers)).values_list("person_id", "number"))
    changed = {person: value for person, value in numbers.items() if known.get(person) != value[1]}
    if not changed:
        return
    own.filter(person__in=list(changed)).delete()
    own.filter(number__in=[number for _region, number in changed.values()]).exclude(person__in=list(numbers)).delete()
    PersonnelNumber.objects.bulk_create(
        PersonnelNumber(region_id=region_id, organisation_id=acting.organisation_id, person_id=person_id, number=number)
        for person_id, (region_id, number) in changed.items()
    )
