"""The rows of people that a package may change, held before any of them is read.

What is read and what is written stand far apart in a large package: without this, a coach's work of meanwhile would be
overwritten, and the name of somebody who is erased meanwhile would come back.
"""

from typing import Any

from django.db.models import Model

from candidates.models import Candidate, CandidateIdentity, Enrolment, TrainingProgramme
from exchange.landing.course import Course
from exchange.package import CandidateRow, DeploymentRow, EnrolmentRow, PlacementRow, ProgrammeRow, SpendingRow
from placements.models import FollowUp, Placement, PlacementFile


def people_in(course: Course) -> set[str]:
    """The number of every candidate that a row is about or refers to, or whose training or work it names."""
    named = {line.row.reference for line in course.lines(CandidateRow)}
    named |= {line.row.candidate for line in course.lines(EnrolmentRow)}
    named |= {line.row.candidate for line in course.lines(PlacementRow)}
    named |= {line.row.candidate for line in course.lines(DeploymentRow) if line.row.candidate}
    named |= {line.row.candidate for line in course.lines(SpendingRow) if line.row.candidate}
    known = ((Enrolment, _enrolments(course)), (Placement, _placements(course)))
    for model, references in known:
        if references:
            rows = _rows(model, region_id=course.region_id, reference__in=references)
            named |= set(rows.values_list("candidate__reference", flat=True))
    return named


def hold(course: Course) -> None:
    """Lock them until the package is in or refused; candidates first, as whoever works on one does."""
    placements = _placements(course)
    _lock(course, Candidate, "reference", course.people)
    if course.package.table(CandidateRow).keys:
        _lock(course, CandidateIdentity, "candidate__reference", course.people)
    _lock(course, TrainingProgramme, "code", {line.row.code for line in course.lines(ProgrammeRow)})
    _lock(course, Enrolment, "reference", _enrolments(course))
    _lock(course, Placement, "reference", placements)
    if course.package.table(PlacementRow).keys:
        _lock(course, PlacementFile, "placement__reference", placements, region="placement__region_id")
    _lock(course, FollowUp, "placement__reference", placements)


def _enrolments(course: Course) -> set[str]:
    return {line.row.reference for line in course.lines(EnrolmentRow)}


def _placements(course: Course) -> set[str]:
    return {line.row.reference for line in course.lines(PlacementRow)} | course.followed_up()


def _lock(course: Course, model: type[Model], key: str, wanted: set[str], *, region: str = "region_id") -> None:
    if wanted:
        rows = _rows(model, **{region: course.region_id, f"{key}__in": wanted}).order_by("pk")
        # Read to the end, as only then all are held; what they hold is read by those who need it.
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _rows(model: type[Model], **wanted: Any) -> Any:
    return model._base_manager.filter(**wanted).order_by()  # noqa: SLF001 -- the public name; also what was taken away
