"""Candidates of a package: facts and identity apart, with the step that brought them where they stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from candidates.choices import CandidateState, Source
from candidates.models import Candidate, CandidateIdentity, CandidateStep
from candidates.registering.duplicates import note_later
from exchange import collect_candidates
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.landing.standing import Standing, standing_of
from exchange.package import (
    CandidateRow,
    EnrolmentRow,
    FollowUpRow,
    Line,
    OrganisationRow,
    PlacementRow,
)
from exchange.package.rows import UNKNOWN_GROUP
from organisations.choices import OrganisationKind
from organisations.models import Municipality

FILE = CandidateRow.FILE
_FACTS = (
    "registered_on", "source", "registrant", "registrant_organisation", "target_group", "municipality", "werkplein",
    "sector", "wanted_work", "state", "state_since", "ready_since",
)  # fmt: skip
_Held = Held[CandidateRow, Candidate]


def _erased_otherwise_typed(course: Course, unknown: set[str]) -> set[str]:
    """Numbers of who was erased in other capitals: on a line they would lead to his file as well."""
    if not unknown:
        return set()
    erased = Candidate.objects.filter(region_id=course.region_id, anonymised_at__isnull=False)
    typed = erased.annotate(typed=Upper("reference")).filter(typed__in={one.upper() for one in unknown})
    gone = set(typed.values_list("typed", flat=True))
    return {one for one in unknown if one.upper() in gone}


def land_candidates(course: Course) -> None:
    held = {one.row.reference: one for one in collect_candidates.candidates(course.region_id, course.people)}
    for reference, one in held.items():
        course.candidates[reference] = _standing_file(one.record)
        if course.candidates[reference].anonymised_at is not None:
            course.erased.add(reference)
    course.erased |= _erased_otherwise_typed(course, course.people - held.keys())
    new: list[tuple[Line[CandidateRow], Standing]] = []
    changed: list[tuple[CandidateRow, _Held]] = []
    standings = _Standings(course)
    kept = course.left_out(CandidateRow)
    if not course.sender.knows_people:
        # Of who is known already: what "gewijzigd" and "gelijk" count tells nothing about who that is.
        kept |= frozenset(CandidateRow.IDENTITY)
    for line in course.lines(CandidateRow):
        current = held.get(line.row.reference)
        if current is not None and (current.record.merged_into_id or line.row.reference in course.erased):
            course.outcome.count(FILE, Change.SAME)
            course.outcome.flags[Flag.FILE_CLOSED] += 1
            continue
        row = wanted_as(line.row, current.row if current else None, kept)
        if not _has_werkplein(course, line.number, row):
            course.candidates.pop(row.reference, None)
            continue
        if current is None:
            course.outcome.count(FILE, Change.NEW)
            new.append((line, standings.of(row)))
            continue
        row = replace(row, state=row.state or current.row.state)
        course.outcome.count(FILE, Change.SAME if row == current.row else Change.CHANGED)
        if row != current.row:
            changed.append((row, current))
    named = [*_write_new(course, new), *_write_changed(course, changed)]
    note_later(course.region_id, [one.candidate_id for one in named if one.name or one.phone or one.email])
    _flag(course, [line.row for line, _standing in new], [row for row, _current in changed])


def _standing_file(candidate: Candidate) -> Candidate:
    """The file itself, or the one that it was merged into."""
    while candidate.merged_into is not None:
        candidate = candidate.merged_into
    return candidate


class _Standings:
    """Where new candidates stand, by what the package brings of them."""

    def __init__(self, course: Course) -> None:
        self.on = course.on
        self.enrolments: dict[str, list[EnrolmentRow]] = defaultdict(list)
        self.placements: dict[str, list[PlacementRow]] = defaultdict(list)
        for enrolment in course.lines(EnrolmentRow):
            self.enrolments[enrolment.row.candidate].append(enrolment.row)
        for placement in course.lines(PlacementRow):
            self.placements[placement.row.candidate].append(placement.row)
        self.checks: dict[str, list[FollowUpRow]] = defaultdict(list)
        for check in course.lines(FollowUpRow):
            self.checks[check.row.placement].append(check.row)

    def of(self, row: CandidateRow) -> Standing:
        placements = self.placements[row.reference]
        checks = [check for placement in placements for check in self.checks[placement.reference]]
        return standing_of(row, self.enrolments[row.reference], placements, checks, on=self.on)


def _has_werkplein(course: Course, number: int, row: CandidateRow) -> bool:
    """Whether what stands there, if anything, is a Werkplein: it works with the file, so nobody else will do."""
    if not row.werkplein:
        return True
    organisation = course.organisations.get(row.werkplein)
    if organisation is None:
        if not course.is_announced(OrganisationRow, row.werkplein):
            course.outcome.refuse(FILE, number, "werkplein", _("Deze organisatie is niet bekend in de regio."))
        return False
    if organisation.kind != OrganisationKind.WERKPLEIN:
        course.outcome.refuse(FILE, number, "werkplein", _("Deze organisatie is geen Werkplein."))
        return False
    return True


def _write_new(course: Course, new: list[tuple[Line[CandidateRow], Standing]]) -> list[CandidateIdentity]:
    """Returns who they are."""
    fresh: list[Candidate] = []
    identities: list[CandidateIdentity] = []
    steps: list[CandidateStep] = []
    for line, standing in new:
        row = line.row
        candidate = Candidate(region_id=course.region_id, reference=row.reference, created_at=course.at)
        _set_facts(course, candidate, row)
        candidate.state, candidate.state_since = standing.state, standing.since
        candidate.ready_since = standing.ready_since
        fresh.append(candidate)
        identities.append(_identity(course, candidate, row))
        steps += _first_steps(course, candidate)
        course.candidates[row.reference] = candidate
    Candidate.objects.bulk_create(fresh, batch_size=1000)
    CandidateIdentity.objects.bulk_create(identities, batch_size=1000)
    CandidateStep.objects.bulk_create(steps, batch_size=1000)
    course.ledger.made(fresh, label="reference")
    course.ledger.made(identities, label="candidate")
    course.ledger.made(steps)
    return identities


def _identity(course: Course, candidate: Candidate, row: CandidateRow) -> CandidateIdentity:
    names = {name: getattr(row, name) for name in CandidateRow.IDENTITY}
    return CandidateIdentity(candidate=candidate, region_id=course.region_id, **names)


def _first_steps(course: Course, candidate: Candidate) -> Iterable[CandidateStep]:
    yield _step(course, candidate, "", CandidateState.REGISTERED)
    if candidate.state != CandidateState.REGISTERED:
        yield _step(course, candidate, CandidateState.REGISTERED, candidate.state)


def _step(course: Course, candidate: Candidate, before: str, after: str) -> CandidateStep:
    return CandidateStep(
        region_id=course.region_id,
        candidate=candidate,
        from_state=before,
        to_state=after,
        on=candidate.state_since if before else candidate.registered_on,
        at=course.at,
        organisation_id=None,
        reason=_("Uit een gegevenspakket") if before else "",
    )


def _set_facts(course: Course, candidate: Candidate, row: CandidateRow) -> None:
    registrant = course.organisations.get(row.registrant)
    candidate.registered_on, candidate.source = row.registered_on, row.source
    candidate.registrant = registrant.name if registrant else row.registrant
    candidate.registrant_organisation = registrant
    candidate.target_group = "" if row.target_group == UNKNOWN_GROUP else row.target_group
    candidate.municipality = row.municipality
    candidate.werkplein = course.organisations.get(row.werkplein)
    candidate.sector, candidate.wanted_work = row.sector, row.wanted_work


def _write_changed(course: Course, changed: list[tuple[CandidateRow, _Held]]) -> list[CandidateIdentity]:
    """Returns of whom it is known now, or known anew, who they are."""
    known = collect_candidates.identities_of([one.record for _row, one in changed])
    files: list[Candidate] = []
    identities: list[CandidateIdentity] = []
    unknown: list[CandidateIdentity] = []
    steps: list[CandidateStep] = []
    for row, current in changed:
        candidate = current.record
        if _facts(row) != _facts(current.row):
            course.ledger.changes(candidate, label="reference")
            _set_facts(course, candidate, row)
            if row.state != candidate.state:
                steps.append(_moved(course, candidate, CandidateState(row.state)))
            files.append(candidate)
        names = {name: getattr(row, name) for name in CandidateRow.IDENTITY}
        if names == {name: getattr(current.row, name) for name in CandidateRow.IDENTITY}:
            continue
        identity = known.get(candidate.pk)
        if identity is None:
            unknown.append(_identity(course, candidate, row))
            continue
        course.ledger.changes(identity, label="candidate")
        for name, value in names.items():
            setattr(identity, name, value)
        identities.append(identity)
    Candidate.objects.bulk_update(files, _FACTS, batch_size=200)
    CandidateIdentity.objects.bulk_update(identities, CandidateRow.IDENTITY, batch_size=200)
    CandidateIdentity.objects.bulk_create(unknown, batch_size=1000)
    CandidateStep.objects.bulk_create(steps, batch_size=1000)
    course.ledger.made(unknown, label="candidate")
    course.ledger.made(steps)
    return [*identities, *unknown]


def _facts(row: CandidateRow) -> CandidateRow:
    """The row without who it is about."""
    return replace(row, first_name="", last_name="", birth_date=None, email="", phone="")


def _moved(course: Course, candidate: Candidate, state: CandidateState) -> CandidateStep:
    before = candidate.state
    candidate.state, candidate.state_since = state, course.on
    candidate.ready_since = Standing(state, course.on).ready_since
    return _step(course, candidate, before, state)


def _flag(course: Course, new: list[CandidateRow], changed: list[CandidateRow]) -> None:
    flags = course.outcome.flags
    periods = dict(Municipality.objects.order_by("code").values_list("code", "valid"))
    for row in [*new, *changed]:
        if row.municipality not in periods:
            flags[Flag.MUNICIPALITY_UNKNOWN] += 1
        elif row.registered_on not in periods[row.municipality]:
            flags[Flag.MUNICIPALITY_NOT_IN_FORCE] += 1
        flags[Flag.REGISTERED_AHEAD] += row.registered_on > course.on
    # Of who is known already, that would tell his day of birth to whom may not know it.
    first_days = _first_days(course)
    for row in [*new, *changed] if course.sender.knows_people else new:
        first = min([row.registered_on, course.on, *first_days[row.reference]])
        flags[Flag.CANDIDATE_BORN_LATE] += row.birth_date is not None and row.birth_date >= first
    # What an agency agreed to is answered in the portal and is no part of a package.
    flags[Flag.WITHOUT_AGENCY_CONDITIONS] += sum(row.source == Source.TEMP_AGENCY for row in new)


def _first_days(course: Course) -> dict[str, list[date]]:
    """On which days the package has each candidate begin with training and work."""
    days: dict[str, list[date]] = defaultdict(list)
    for enrolment in course.lines(EnrolmentRow):
        days[enrolment.row.candidate].append(enrolment.row.started_on)
    for placement in course.lines(PlacementRow):
        days[placement.row.candidate].append(placement.row.starts_on)
    return days
