"""Paid hours. A changed approved month becomes a reversal plus a new line."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import moments, opposite, take_stock, wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.package import DeploymentRow, HoursRow
from placements.choices import CLAIMING, LineStatus
from placements.models import Deployment, HoursStatement, PersonKey, RevaluationTask
from placements.worth.appraisal import appraisables

FILE = HoursRow.FILE
_Held = Held[HoursRow, HoursStatement]
_PORTION = 1000


@dataclass(slots=True)
class _Writing:
    fresh: list[HoursStatement] = field(default_factory=list)
    updated: list[HoursStatement] = field(default_factory=list)
    reversed: list[HoursStatement] = field(default_factory=list)
    #: The line of hours.csv, by statement; those that the package does not have stand at 0.
    numbers: dict[uuid.UUID, int] = field(default_factory=dict)


def land_hours(course: Course) -> None:
    """Write the statements with their values; how long each deployment counts must be known by now."""
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
    _value(course, writing)
    _write(course, writing)
    course.reversed_hours = {old.pk for old in writing.reversed}
    _hold_to_the_bound(course, writing)


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
    statement.status = row.status
    (writing.updated if statement is old else writing.fresh).append(statement)
    writing.numbers[statement.pk] = number


def _value(course: Course, writing: _Writing) -> None:
    """What each month gives, with its calculation, before it is written: once approved it stands."""
    statements = [*writing.fresh, *writing.updated]
    deployment_ids = {statement.deployment_id for statement in statements}
    lines = {
        line.deployment_id: line for line in appraisables(Deployment.objects.filter(pk__in=deployment_ids), fresh=True)
    }
    for statement in statements:
        line = lines[statement.deployment_id]
        worth = line.month(statement.month, statement.paid_hours)
        statement.value, statement.trace = worth.value, worth.trace_as_json()
        if not line.counted_days(statement.month):
            course.outcome.flags[Flag.NO_COUNTED_DAYS] += 1


def _write(course: Course, writing: _Writing) -> None:
    gone = HoursStatement.objects.filter(pk__in=[old.pk for old in writing.reversed])
    gone.update(reversed_at=course.at)
    opposites = [
        opposite(old, course.at, deployment_id=old.deployment_id, month=old.month, paid_hours=-old.paid_hours)
        for old in writing.reversed
    ]
    HoursStatement.objects.bulk_create([*opposites, *writing.fresh], batch_size=10_000)
    fields = ("deployment", "month", "paid_hours", "status", "submitted_at", "decided_at", "value", "trace")
    HoursStatement.objects.bulk_update(writing.updated, fields, batch_size=200)
    take_stock(len(writing.fresh))
    course.ledger.made(writing.fresh, label="month")
    course.ledger.replaced += len(writing.reversed) + len(writing.updated)
    tasks = RevaluationTask.objects.filter(statement__in=[old.pk for old in writing.reversed], done_at__isnull=True)
    tasks.update(done_at=course.at)


def _hold_to_the_bound(course: Course, writing: _Writing) -> None:
    """Refuse what takes a person past 60 hours a week, and mark what passes 48, naming nobody."""
    ids = _claiming(course, writing)
    if not ids:
        return
    statements = {one.pk: one for one in HoursStatement.objects.filter(pk__in=ids).defer("trace").order_by("pk")}
    verdicts: list[tuple[uuid.UUID, bool, bool]] = []
    with connection.cursor() as cursor:
        for some in _by_person(ids, statements):
            cursor.execute("SELECT statement_id, refused, many FROM placements_hours_verdict(%s)", [some])
            verdicts += cursor.fetchall()
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


def _by_person(ids: list[uuid.UUID], statements: dict[uuid.UUID, HoursStatement]) -> Iterator[list[uuid.UUID]]:
    """Portions in the order given, each with all statements of its persons: the time of one is more than linear."""
    deployment_ids = {statement.deployment_id for statement in statements.values()}
    of_deployments = PersonKey.objects.filter(person__deployments__in=deployment_ids).order_by()
    keys = dict(of_deployments.values_list("person__deployments", "key"))
    persons: dict[str, list[uuid.UUID]] = defaultdict(list)
    for pk in ids:
        persons[keys[statements[pk].deployment_id]].append(pk)
    portion: list[uuid.UUID] = []
    for of_person in persons.values():
        portion += of_person
        if len(portion) >= _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


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
