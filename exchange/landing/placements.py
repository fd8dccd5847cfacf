"""Where candidates of a package went to work, and whether they are still there after a while."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from candidates.models import Candidate, Enrolment
from exchange import collect_candidates
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.landing.spans import overlap
from exchange.package import CandidateRow, ContractRow, PlacementRow
from placements.choices import EndReason, TermKind
from placements.models import Placement, PlacementFile, PlacementTerm
from tenders.models import Contract

FILE = PlacementRow.FILE
_OWN = (
    "sector", "starts_on", "ends_on", "ended_on", "hours_per_week", "sroi", "contract_form",
)  # fmt: skip
_WRITTEN = ("candidate", "employer", "employer_organisation", "candidate_agreed_on", "contract", "end_reason", *_OWN)
_HOURS_A_WEEK = 168
#: What the employer may not read.
_OF_FILE = ("wage_replaces_benefit", "end_note")
_Held = Held[PlacementRow, Placement]


def land_placements(course: Course) -> None:
    held = {one.row.reference: one for one in collect_candidates.placements(course.region_id, _references(course))}
    course.placements = {reference: one.record for reference, one in held.items()}
    kept = course.left_out(PlacementRow)
    new: list[Placement] = []
    changed: list[Placement] = []
    terms: list[PlacementTerm] = []
    for line in course.lines(PlacementRow):
        current = held.get(line.row.reference)
        if course.is_closed(line.row.candidate) or (current and course.is_closed(current.row.candidate)):
            course.outcome.count(FILE, Change.SAME)
            course.outcome.flags[Flag.FILE_CLOSED] += 1
            continue
        bound = _bound(course, line.number, line.row)
        if bound is None:
            course.placements.pop(line.row.reference, None)
            continue
        candidate, contract = bound
        row = replace(wanted_as(line.row, current.row if current else None, kept), candidate=candidate.reference)
        if current is not None and row == current.row:
            course.outcome.count(FILE, Change.SAME)
            continue
        course.outcome.count(FILE, Change.NEW if current is None else Change.CHANGED)
        course.outcome.flags[Flag.ODD_HOURS_A_WEEK] += not 0 < row.hours_per_week <= _HOURS_A_WEEK
        placement = _begun(course, row, current)
        if current is None or current.row.ends_on != row.ends_on:
            terms.append(_term(course, placement, row, is_first=current is None))
        (new if current is None else changed).append(placement)
        placement.candidate, placement.contract = candidate, contract
        _set(course, placement, row)
        course.placed.add(candidate.pk)
        course.placements[row.reference] = placement
    Placement.objects.bulk_create(new, batch_size=1000)
    Placement.objects.bulk_update(changed, _WRITTEN, batch_size=200)
    PlacementFile.objects.bulk_create([one.file for one in new], batch_size=1000)
    PlacementFile.objects.bulk_update([one.file for one in changed], _OF_FILE, batch_size=200)
    PlacementTerm.objects.bulk_create(terms, batch_size=1000)
    course.ledger.made(new, label="reference")
    course.ledger.made(one.file for one in new)
    course.ledger.made(terms)


def flag_overlaps(course: Course) -> None:
    """Candidates with overlapping training or work among whom the package brought."""
    trained = Enrolment.objects.filter(candidate_id__in=course.trained).order_by()
    course.outcome.flags[Flag.ENROLMENTS_OVERLAP] += _overlapping(
        trained.values_list("candidate", "started_on", "ended_on")
    )
    placed = Placement.objects.filter(candidate_id__in=course.placed).order_by()
    course.outcome.flags[Flag.PLACEMENTS_OVERLAP] += _overlapping(
        placed.values_list("candidate", "starts_on", "ended_on")
    )


def _overlapping(rows: Any) -> int:
    """Of how many candidates two of these run on one day; without an end it runs on."""
    spans: dict[Any, list[tuple[date, date]]] = defaultdict(list)
    for candidate_id, first, last in rows:
        spans[candidate_id].append((first, last or date.max))
    return sum(overlap(one) for one in spans.values())


def _references(course: Course) -> set[str]:
    return {line.row.reference for line in course.lines(PlacementRow)} | course.followed_up()


def _begun(course: Course, row: PlacementRow, current: _Held | None) -> Placement:
    if current is None:
        placement = Placement(region_id=course.region_id, reference=row.reference, created_at=course.at)
        placement.file = PlacementFile(placement=placement)
        return placement
    course.ledger.changes(current.record, label="reference")
    course.ledger.changes(current.record.file)
    return current.record


def _set(course: Course, placement: Placement, row: PlacementRow) -> None:
    for name in _OWN:
        setattr(placement, name, getattr(row, name))
    employer = course.organisations.get(row.employer)
    placement.employer = employer.name if employer else row.employer
    if placement.employer_organisation_id != (employer.pk if employer else None):
        # He agreed to be known by the earlier one.
        placement.candidate_agreed_on = None
    placement.employer_organisation = employer
    placement.file.wage_replaces_benefit = row.wage_replaces_benefit
    is_code = row.end_reason in EndReason.values
    if row.end_reason != placement.end_reason or not is_code:
        placement.file.end_note = "" if is_code or not row.end_reason else row.end_reason
    placement.end_reason = row.end_reason if is_code or not row.end_reason else EndReason.OTHER.value


def _term(course: Course, placement: Placement, row: PlacementRow, *, is_first: bool) -> PlacementTerm:
    """The version of the agreed end that follows from the row."""
    return PlacementTerm(
        placement=placement,
        kind=TermKind.AGREED if is_first else TermKind.CORRECTED,
        ends_on=row.ends_on,
        agreed_on=min(row.starts_on, course.on) if is_first else course.on,
        reason="" if is_first else _("Uit een gegevenspakket"),
        at=course.at,
    )


def _bound(course: Course, number: int, row: PlacementRow) -> tuple[Candidate, Contract | None] | None:
    candidate, contract = course.candidates.get(row.candidate), course.contracts.get(row.contract)
    refuse = course.outcome.refuse
    if candidate is None and not course.is_announced(CandidateRow, row.candidate):
        refuse(FILE, number, "candidate", _("Deze kandidaat is niet bekend in de regio."))
    if row.contract and contract is None:
        if not course.is_announced(ContractRow, row.contract):
            refuse(FILE, number, "contract", _("Dit contract is niet bekend in de regio."))
        return None
    return (candidate, contract) if candidate else None
