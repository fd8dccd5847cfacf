"""Whether candidates were still at work 6, 12 and 24 months after they began."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from exchange import collect_candidates
from exchange.landing.course import Course
from exchange.landing.lines import wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.package import FollowUpRow, PlacementRow
from organisations.months import add_months
from placements.at_work import due_on
from placements.choices import KnownBy
from placements.models import FollowUp, Placement

FILE = FollowUpRow.FILE
_WRITTEN = (
    "due_on", "checked_on", "at_work", "workplace", "workplace_name", "known_by", "known_at", "decided_by", "decided_for",
)  # fmt: skip


def land_follow_ups(course: Course) -> None:
    ids = [one.pk for one in course.placements.values()]
    found = FollowUp.objects.filter(placement_id__in=ids).select_related("placement").order_by()
    held = {(one.placement.reference, one.months): one for one in found}
    kept = course.left_out(FollowUpRow)
    new: list[FollowUp] = []
    changed: list[FollowUp] = []
    for line in course.lines(FollowUpRow):
        placement = course.placements.get(line.row.placement)
        if placement is None:
            if not course.is_announced(PlacementRow, line.row.placement):
                course.outcome.refuse(FILE, line.number, "placement", _("Deze plaatsing is niet bekend in de regio."))
            continue
        if placement.candidate.anonymised_at is not None:
            course.outcome.count(FILE, Change.SAME)
            course.outcome.flags[Flag.FILE_CLOSED] += 1
            continue
        follow_up = held.get(line.row.key)
        current = collect_candidates.follow_up_row(follow_up) if follow_up is not None else None
        row = wanted_as(line.row, current, kept)
        if row == current:
            course.outcome.count(FILE, Change.SAME)
            continue
        course.outcome.count(FILE, Change.CHANGED if current is not None else Change.NEW)
        if placement.ended_on is not None and row.at_work and row.checked_on > placement.ended_on:
            course.outcome.flags[Flag.AT_WORK_AFTER_END] += 1
        course.outcome.flags[Flag.CHECKED_BEFORE_START] += row.checked_on < placement.starts_on
        if follow_up is None:
            follow_up = _due(course, placement, row.months)
            new.append(follow_up)
        else:
            course.ledger.changes(follow_up)
            changed.append(follow_up)
        _know(course, follow_up, row)
    _follow_placements(course, held.values(), changed)
    FollowUp.objects.bulk_create(new, batch_size=1000)
    FollowUp.objects.bulk_update(changed, _WRITTEN, batch_size=200)
    course.ledger.made(new)


def _follow_placements(course: Course, held: Iterable[FollowUp], changed: list[FollowUp]) -> None:
    """Of a placement whose first day moved, what nobody was asked yet moves along, known or not."""
    known = {one.pk for one in changed}
    for follow_up in held:
        due = due_on(follow_up.placement.starts_on, follow_up.months)
        if due in (None, follow_up.due_on) or follow_up.asked_at or follow_up.called_for_on:
            continue
        if follow_up.pk not in known:
            course.ledger.changes(follow_up)
            changed.append(follow_up)
        follow_up.due_on = due


def _due(course: Course, placement: Placement, months: int) -> FollowUp:
    return FollowUp(
        region_id=course.region_id,
        placement=placement,
        months=months,
        due_on=add_months(placement.starts_on, months),
        created_at=course.at,
    )


def _know(course: Course, follow_up: FollowUp, row: FollowUpRow) -> None:
    follow_up.checked_on, follow_up.at_work = row.checked_on, row.at_work
    follow_up.known_by, follow_up.known_at = KnownBy.IMPORT, course.at
    follow_up.decided_by = follow_up.decided_for = None
    # Where he works now the package does not say.
    follow_up.workplace = follow_up.workplace_name = ""
