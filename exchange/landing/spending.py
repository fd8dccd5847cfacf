"""What was spent. The import approves what it brings; a changed line becomes a reversal and a new line."""

from dataclasses import replace

from django.utils.translation import gettext as _

from candidates.models import Candidate, TrainingProgramme
from exchange import collect_spending
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.package import CandidateRow, Line, ProgrammeRow, SpendingRow
from reporting.choices import SpendingState
from reporting.models import SpendingLine

FILE = SpendingRow.FILE
#: What a reversal has in common with the line that it takes back.
_ALIKE = (
    "region_id", "reference", "on", "year", "category", "amount", "source", "programme_id", "candidate_id",
    "municipality",
)  # fmt: skip


def land_spending(course: Course) -> None:
    references = {line.row.reference for line in course.lines(SpendingRow)}
    held = collect_spending.standing(course.region_id, references)
    kept = course.left_out(SpendingRow)
    fresh: list[SpendingLine] = []
    decided: list[SpendingLine] = []
    gone: list[SpendingLine] = []
    for line in course.lines(SpendingRow):
        current = held.get(line.row.reference)
        row = _wanted(course, line.row, current, kept)
        bound = _bound(course, Line(line.number, row), current)
        if bound is None:
            continue
        candidate, programme = bound
        if candidate is not None:
            row = replace(row, candidate=candidate.reference)
        counts = current is not None and current.record.state == SpendingState.APPROVED
        if counts and current is not None and row == current.row:
            course.outcome.count(FILE, Change.SAME)
            continue
        course.outcome.count(FILE, Change.NEW if current is None else Change.CHANGED)
        course.outcome.flags[Flag.SPENDING_AHEAD] += row.date > course.on
        if counts and current is not None:
            gone.append(current.record)
        one = current.record if current is not None and not counts else SpendingLine(region_id=course.region_id)
        _write(course, one, row, candidate, programme)
        (decided if current is not None and not counts else fresh).append(one)
    # First the reversals: only then the number is free for the line that takes its place.
    SpendingLine.objects.bulk_create([_reversal(course, one) for one in gone], batch_size=1000)
    SpendingLine.objects.bulk_create(fresh, batch_size=1000)
    for one in decided:
        one.save(force_update=True)
    course.ledger.made(fresh, label="reference")
    course.ledger.replaced += len(gone) + len(decided)


def _wanted(
    course: Course, row: SpendingRow, current: Held[SpendingRow, SpendingLine] | None, kept: frozenset[str]
) -> SpendingRow:
    """The row as sent. Words about somebody who was erased do not come back with it."""
    row = wanted_as(row, current.row if current else None, kept)
    if "year" in kept and current is not None and row.date != current.row.date:
        row = replace(row, year=row.date.year)
    if row.candidate and course.is_closed(row.candidate):
        row = replace(row, description=current.row.description if current else "")
    return row


def _bound(
    course: Course, line: Line[SpendingRow], current: Held[SpendingRow, SpendingLine] | None
) -> tuple[Candidate | None, TrainingProgramme | None] | None:
    row, refuse = line.row, course.outcome.refuse
    candidate, programme = course.candidates.get(row.candidate), course.programmes.get(row.programme)
    if current is not None:
        # A column that the file does not have keeps what nothing else in the package may name.
        candidate = current.record.candidate if row.candidate == current.row.candidate else candidate
        programme = current.record.programme if row.programme == current.row.programme else programme
    if row.candidate and candidate is None and not course.is_announced(CandidateRow, row.candidate):
        refuse(FILE, line.number, "candidate", _("Deze kandidaat is niet bekend in de regio."))
    if row.programme and programme is None and not course.is_announced(ProgrammeRow, row.programme):
        refuse(FILE, line.number, "programme", _("Deze scholing is niet bekend in de regio."))
    if (row.candidate and candidate is None) or (row.programme and programme is None):
        return None
    return candidate, programme


def _write(
    course: Course,
    one: SpendingLine,
    row: SpendingRow,
    candidate: Candidate | None,
    programme: TrainingProgramme | None,
) -> None:
    one.reference, one.on, one.year = row.reference, row.date, row.year or row.date.year
    one.category, one.amount, one.source = row.category, row.amount, row.source
    one.candidate, one.programme = candidate, programme
    one.candidate_reference = row.candidate
    one.municipality, one.description = row.municipality, row.description
    one.state, one.decided_at = SpendingState.APPROVED, course.at
    if one.entered_by_id is None:
        one.entered_at = course.at


def _reversal(course: Course, old: SpendingLine) -> SpendingLine:
    return SpendingLine(
        **{name: getattr(old, name) for name in _ALIKE},
        reverses=old,
        state=SpendingState.APPROVED,
        entered_at=course.at,
        decided_at=course.at,
        reason=_("Gewijzigd met een gegevenspakket"),
    )
