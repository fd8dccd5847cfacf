"""Paid hours. A changed approved month becomes a reversal plus a new line."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import moments, until_valued, wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.package import DeploymentRow, HoursRow
from placements.choices import CLAIMING, LineStatus
from placements.models import Deployment, HoursStatement, RevaluationTask
from placements.persons import lock_persons_of

FILE = HoursRow.FILE
_Held = Held[HoursRow, HoursStatement]


@dataclass(slots=True)
class _Writing:
    fresh: list[HoursStatement] = field(default_factory=list)
    updated: list[HoursStatement] = field(default_factory=list)
    reversed: list[HoursStatement] = field(default_factory=list)
    #: Statements to approve once they have a value.
    to_approve: list[uuid.UUID] = field(default_factory=list)
    #: The line of hours.csv, by statement; those that the package does not have stand at 0.
    numbers: dict[uuid.UUID, int] = field(default_factory=dict)


def land_hours(course: Course) -> list[uuid.UUID]:
    """Write the statements; gives those that become approved once they are valued."""
    deployment_ids = {line.pk for line in course.deployments.values() if not line._state.adding}  # noqa: SLF001
    statements = collect.hours_of_lines(deployment_ids | course.replaced.keys())
    held = {one.row.key: one for one in statements}
    writing = _Writing()
    kept = course.left_out(HoursRow)
    for line in course.lines(HoursRow):
        deployment = course.deployments.get(line.row.deployment)
        if deployment is None:
            if not course.is_announced(DeploymentRow, line.row.deployment):
                course.outcome.refuse(FILE, line.number, "deployment", _("Deze inzet is niet bekend in de regio."))
            continue
        current = held.pop(line.row.key, None)
        row = wanted_as(line.row, current.row if current else None, kept)
        if current is None:
            course.outcome.count(FILE, Change.NEW)
        elif current.row == row:
            course.outcome.count(FILE, Change.SAME)
        else:
            course.outcome.count(FILE, Change.CHANGED)
        _state(course, writing, row, current, deployment, line.number)
    for one in held.values():
        successor = course.replaced.get(one.record.deployment_id)
        if successor is not None:
            _state(course, writing, one.row, one, successor, 0)
    _write(course, writing)
    course.restated |= {statement.deployment_id for statement in [*writing.fresh, *writing.updated]}
    _hold_to_the_bound(course, writing)
    return writing.to_approve


def _state(
    course: Course, writing: _Writing, row: HoursRow, current: _Held | None, deployment: Deployment, number: int
) -> None:
    """Bring one month to what the row says, on this deployment."""
    old = current.record if current else None
    if current is not None and old is not None and current.row == row and old.deployment_id == deployment.pk:
        return
    if old is not None and old.status == LineStatus.APPROVED:
        writing.reversed.append(old)
    statement = old if old is not None and old.status != LineStatus.APPROVED else HoursStatement(created_at=course.at)
    statement.deployment = deployment
    statement.month, statement.paid_hours = row.month, row.paid_hours
    statement.submitted_at, statement.decided_at = moments(old, row.status, course.at)
    statement.status = until_valued(row.status)
    (writing.updated if statement is old else writing.fresh).append(statement)
    writing.numbers[statement.pk] = number
    if row.status == LineStatus.APPROVED:
        writing.to_approve.append(statement.pk)


def _write(course: Course, writing: _Writing) -> None:
    for old in writing.reversed:
        old.reversed_at = course.at
    HoursStatement.objects.bulk_update(writing.reversed, ["reversed_at"], batch_size=500)
    opposites = [
        HoursStatement(
            deployment_id=old.deployment_id,
            month=old.month,
            paid_hours=-old.paid_hours,
            value=-old.value,
            status=LineStatus.APPROVED,
            submitted_at=course.at,
            decided_at=course.at,
            reverses=old,
            reversed_at=course.at,
            created_at=course.at,
        )
        for old in writing.reversed
    ]
    HoursStatement.objects.bulk_create([*opposites, *writing.fresh], batch_size=2000)
    fields = ("deployment", "month", "paid_hours", "status", "submitted_at", "decided_at")
    HoursStatement.objects.bulk_update(writing.updated, fields, batch_size=200)
    tasks = RevaluationTask.objects.filter(statement__in=[old.pk for old in writing.reversed], done_at__isnull=True)
    tasks.update(done_at=course.at)


def _hold_to_the_bound(course: Course, writing: _Writing) -> None:
    """Refuse what takes a person past 60 hours a week, and mark what passes 48, naming nobody."""
    ids = _claiming(course, writing)
    if not ids:
        return
    statements = {one.pk: one for one in HoursStatement.objects.filter(pk__in=ids).defer("trace").order_by("pk")}
    lock_persons_of({statement.deployment_id for statement in statements.values()})
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_id, refused, many FROM placements_hours_verdict(%s)", [ids])
        verdicts: list[tuple[uuid.UUID, bool, bool]] = cursor.fetchall()
    marked = []
    for statement_id, refused, many in verdicts:
        statement = statements[statement_id]
        if refused:
            _refuse(course, writing, statement)
        elif many:
            course.outcome.flags[Flag.MANY_HOURS] += 1
        if statement.many_hours != many:
            statement.many_hours = many
            marked.append(statement)
    HoursStatement.objects.bulk_update(marked, ["many_hours"], batch_size=500)


def _claiming(course: Course, writing: _Writing) -> list[Any]:
    """Statements to test: what was written, in the order of the file, and all others of lines that changed."""
    written = sorted(writing.numbers, key=lambda pk: writing.numbers[pk])
    live = HoursStatement.objects.live().filter(status__in=CLAIMING)
    rank = {pk: place for place, pk in enumerate(written)}
    claiming = set(live.filter(pk__in=written).order_by().values_list("pk", flat=True))
    claiming |= set(live.filter(deployment__in=course.deployment_lines).order_by().values_list("pk", flat=True))
    return sorted(claiming, key=lambda pk: (rank.get(pk, -1), pk))


def _refuse(course: Course, writing: _Writing, statement: HoursStatement) -> None:
    reason = _("Met deze uren komt één persoon in deze maand boven 60 uur per week.")
    if number := writing.numbers.get(statement.pk):
        course.outcome.refuse(FILE, number, "paid_hours", reason)
    else:
        number = course.deployment_lines.get(statement.deployment_id, 0)
        course.outcome.refuse(DeploymentRow.FILE, number, "person", reason)
