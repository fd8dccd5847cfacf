"""Training programmes of a package, and who takes part in them."""

from dataclasses import replace

from django.utils.translation import gettext as _

from candidates.models import Candidate, Enrolment, TrainingProgramme
from candidates.training_choices import Outcome, ProgrammeKind
from exchange import collect_candidates
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.package import CandidateRow, EnrolmentRow, ProgrammeRow, SpendingRow

_PROGRAMME = ("name", "form", "provider", "sector", "developed_on")
_OWN = (
    "started_on", "ended_on", "outcome", "dropout_reason", "training_cost", "guidance_cost", "benefit_kept",
)  # fmt: skip
_ENROLMENT = ("candidate", "programme", "group", *_OWN, "certificate_on", "certificate_name")


def land_programmes(course: Course) -> None:
    codes = {line.row.code for line in course.lines(ProgrammeRow)}
    codes |= {line.row.programme for line in course.lines(EnrolmentRow)}
    codes |= {line.row.programme for line in course.lines(SpendingRow) if line.row.programme}
    held = {one.row.code: one for one in collect_candidates.programmes(course.region_id, codes)}
    course.programmes = {code: one.record for code, one in held.items()}
    kept = course.left_out(ProgrammeRow)
    new: list[TrainingProgramme] = []
    changed: list[TrainingProgramme] = []
    for line in course.lines(ProgrammeRow):
        current = held.get(line.row.code)
        row = wanted_as(line.row, current.row if current else None, kept)
        if current is not None and row == current.row:
            course.outcome.count(ProgrammeRow.FILE, Change.SAME)
            continue
        course.outcome.count(ProgrammeRow.FILE, Change.NEW if current is None else Change.CHANGED)
        if current is None:
            programme = TrainingProgramme(region_id=course.region_id, code=row.code, created_at=course.at)
            programme.kind = ProgrammeKind.NEW if row.developed_on else ProgrammeKind.EXISTING
            new.append(programme)
        else:
            programme = current.record
            course.ledger.changes(programme, label="code")
            changed.append(programme)
        for name in _PROGRAMME:
            setattr(programme, name, getattr(row, name))
        course.programmes[row.code] = programme
    TrainingProgramme.objects.bulk_create(new, batch_size=1000)
    TrainingProgramme.objects.bulk_update(changed, _PROGRAMME, batch_size=200)
    course.ledger.made(new, label="code")


def land_enrolments(course: Course) -> None:
    references = {line.row.reference for line in course.lines(EnrolmentRow)}
    held = {one.row.reference: one for one in collect_candidates.enrolments(course.region_id, references)}
    taken_away = Enrolment.every.filter(region_id=course.region_id, reference__in=references, removed_at__isnull=False)
    removed = set(taken_away.values_list("reference", flat=True))
    kept = course.left_out(EnrolmentRow)
    new: list[Enrolment] = []
    changed: list[Enrolment] = []
    for line in course.lines(EnrolmentRow):
        current = held.get(line.row.reference)
        if course.is_closed(line.row.candidate) or (current and course.is_closed(current.row.candidate)):
            course.outcome.count(EnrolmentRow.FILE, Change.SAME)
            course.outcome.flags[Flag.FILE_CLOSED] += 1
            continue
        if line.row.reference in removed:
            said = _("Deze deelname is in het portaal weggehaald. Zet haar daar eerst terug.")
            course.outcome.refuse(EnrolmentRow.FILE, line.number, "reference", said)
            continue
        bound = _bound(course, line.number, line.row)
        if bound is None:
            continue
        candidate, programme = bound
        row = replace(wanted_as(line.row, current.row if current else None, kept), candidate=candidate.reference)
        if current is not None and row == current.row:
            course.outcome.count(EnrolmentRow.FILE, Change.SAME)
            continue
        course.outcome.count(EnrolmentRow.FILE, Change.NEW if current is None else Change.CHANGED)
        enrolment = _begun(course, row, current)
        (new if current is None else changed).append(enrolment)
        if current is not None and (row.candidate, row.programme) != (current.row.candidate, current.row.programme):
            # The group is one of that programme, and its seat was another's.
            enrolment.group = None
        enrolment.candidate, enrolment.programme = candidate, programme
        for name in _OWN:
            setattr(enrolment, name, getattr(row, name))
        if enrolment.outcome != Outcome.CERTIFICATE:
            enrolment.certificate_on, enrolment.certificate_name = None, ""
        course.trained.add(candidate.pk)
    Enrolment.objects.bulk_create(new, batch_size=1000)
    Enrolment.objects.bulk_update(changed, _ENROLMENT, batch_size=200)
    course.ledger.made(new, label="reference")


def _begun(course: Course, row: EnrolmentRow, current: Held[EnrolmentRow, Enrolment] | None) -> Enrolment:
    if current is None:
        return Enrolment(region_id=course.region_id, reference=row.reference, created_at=course.at)
    course.ledger.changes(current.record, label="reference")
    return current.record


def _bound(course: Course, number: int, row: EnrolmentRow) -> tuple[Candidate, TrainingProgramme] | None:
    candidate, programme = course.candidates.get(row.candidate), course.programmes.get(row.programme)
    refuse = course.outcome.refuse
    if candidate is None and not course.is_announced(CandidateRow, row.candidate):
        refuse(EnrolmentRow.FILE, number, "candidate", _("Deze kandidaat is niet bekend in de regio."))
    if programme is None and not course.is_announced(ProgrammeRow, row.programme):
        refuse(EnrolmentRow.FILE, number, "programme", _("Deze scholing is niet bekend in de regio."))
    return (candidate, programme) if candidate and programme else None
