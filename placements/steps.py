"""Steps of a line from one state to the next: which are allowed, who took them, and what was said.

Lines are deployments, hours statements, lines of a year and other contributions. Every step writes one ``Transition``.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from organisations.refused import Refused, check_free_text
from placements.choices import TAKEN_BACK, TRANSITIONS, LineStatus
from placements.models import Contribution, Deployment, HoursStatement, Transition, YearLine

__all__ = [
    "ENTERED",
    "By",
    "Line",
    "Refused",
    "Step",
    "corrected_since_question",
    "entered_by",
    "note",
    "steps_about",
    "take",
]

Line = Deployment | HoursStatement | YearLine | Contribution

#: Steps by which a line is entered: made, submitted from concept, or corrected; no answer or undone verdict.
ENTERED = Q(from_status__in=("", LineStatus.CONCEPT)) | Q(from_status=F("to_status"))


class By(Protocol):
    """Whoever takes a step: a member who acts for an organisation."""

    @property
    def user_id(self) -> uuid.UUID: ...

    @property
    def organisation_id(self) -> uuid.UUID: ...

    @property
    def verifies_own(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One line goes to one state, with a question, answer or reason. ``taken_back``: it undoes a verdict."""

    line: Line
    to: LineStatus
    note: str = ""
    taken_back: bool = False


def take(steps: Iterable[Step], *, by: By, at: datetime) -> None:
    """Take these steps together: set the states and write them down. ``Refused`` when one is not allowed."""
    together = list(steps)
    for step in together:
        check_free_text(step.note)
        allowed = TAKEN_BACK if step.taken_back else TRANSITIONS
        if step.to not in allowed[LineStatus(step.line.status)]:
            raise Refused(
                _("Deze regel is intussen veranderd (%(status)s). Bekijk hem opnieuw.")
                % {"status": step.line.get_status_display().lower()}
            )
    Transition.objects.bulk_create(
        _transition(step.line, from_status=step.line.status, to_status=step.to, note=step.note, by=by, at=at)
        for step in together
    )
    for step in together:
        _move(step, at)
    for model in (Deployment, HoursStatement, YearLine, Contribution):
        moved: list[Any] = [step.line for step in together if isinstance(step.line, model)]
        if moved:
            model.objects.bulk_update(moved, ["status", "submitted_at", "decided_at"])


def note(line: Line, text: str, *, by: By, at: datetime, from_status: str | None = None) -> None:
    """Write something down about a line that stays in its state, or has just been made in it."""
    check_free_text(text)
    before = line.status if from_status is None else from_status
    _transition(line, from_status=before, to_status=line.status, note=text, by=by, at=at).save(force_insert=True)


def entered_by(
    by: By,
    *,
    deployment_id: uuid.UUID | None = None,
    contribution_id: uuid.UUID | None = None,
    year_line_id: uuid.UUID | None = None,
) -> set[Any]:
    """What of this line the user entered himself: ``None`` for the line itself, else months.

    ``ENTERED`` says what it is to enter.
    """
    own = steps_about(deployment_id, contribution_id, year_line_id).filter(ENTERED, user_id=by.user_id)
    return set(own.values_list("statement__month", flat=True))


def corrected_since_question(returned: Iterable[HoursStatement]) -> set[uuid.UUID]:
    """Those of these months with a question whose hours were corrected after it was asked."""
    ids = [one.pk for one in returned]
    if not ids:
        return set()
    found = Transition.objects.filter(statement__in=ids).order_by("at", "pk")
    last = {step.statement_id: step for step in found}
    return {pk for pk in ids if pk in last and last[pk].from_status == last[pk].to_status == LineStatus.RETURNED}


def steps_about(
    deployment_id: uuid.UUID | None, contribution_id: uuid.UUID | None, year_line_id: uuid.UUID | None = None
) -> QuerySet[Transition]:
    """All steps of one line: of a deployment with its months, of a year of it, or of a contribution."""
    if deployment_id is not None:
        return Transition.objects.filter(deployment_id=deployment_id)
    if year_line_id is not None:
        return Transition.objects.filter(year_line_id=year_line_id)
    return Transition.objects.filter(contribution_id=contribution_id or uuid.UUID(int=0))


def _transition(line: Line, *, by: By, at: datetime, **values: Any) -> Transition:
    return Transition(
        deployment_id=_deployment_of(line),
        statement_id=line.pk if isinstance(line, HoursStatement) else None,
        year_line_id=line.pk if isinstance(line, YearLine) else None,
        contribution_id=line.pk if isinstance(line, Contribution) else None,
        user_id=by.user_id,
        organisation_id=by.organisation_id,
        at=at,
        **values,
    )


def _deployment_of(line: Line) -> uuid.UUID | None:
    if isinstance(line, Deployment):
        return line.pk
    return line.deployment_id if isinstance(line, HoursStatement) else None


def _move(step: Step, at: datetime) -> None:
    line = step.line
    line.status = step.to
    if step.to == LineStatus.CONCEPT:
        line.submitted_at = line.decided_at = None
    elif step.to == LineStatus.SUBMITTED:
        # A verdict taken back puts the line where it stood in the queue.
        line.submitted_at = (line.submitted_at or at) if step.taken_back else at
        line.decided_at = None
    else:
        line.decided_at = at
