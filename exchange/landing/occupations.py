"""The occupations of a region's list: a package brings those to which its tenders refer."""

from exchange import collect
from exchange.landing.course import Course
from exchange.landing.lines import wanted_as
from exchange.landing.outcome import Change
from exchange.package import OccupationRow
from organisations.models import Occupation

FILE = OccupationRow.FILE
_WRITTEN = (
    "name", "sector", "summary", "certificates", "driving_licence", "hours_from", "hours_to", "circumstances",
    "retired_on", "tasks", "needs", "wage_from", "wage_to", "wage_source", "wage_on", "picture", "is_public",
)  # fmt: skip


def land_occupations(course: Course) -> None:
    lines = list(course.lines(OccupationRow))
    if not lines:
        return
    held = {one.row.code: one for one in collect.occupations(course.region_id)}
    kept = course.left_out(OccupationRow)
    new: list[Occupation] = []
    changed: list[Occupation] = []
    for line in lines:
        current = held.get(line.row.code)
        row = wanted_as(line.row, current.row if current else None, kept)
        if current is not None and row == current.row:
            course.outcome.count(FILE, Change.SAME)
            continue
        course.outcome.count(FILE, Change.NEW if current is None else Change.CHANGED)
        if current is None:
            occupation = Occupation(region_id=course.region_id, code=row.code)
            new.append(occupation)
        else:
            occupation = current.record
            course.ledger.changes(occupation, label="name")
            changed.append(occupation)
        for name in _WRITTEN:
            setattr(occupation, name, getattr(row, name))
        occupation.certificates, occupation.tasks = list(row.certificates), list(row.tasks)
    Occupation.objects.bulk_create(new, batch_size=1000)
    Occupation.objects.bulk_update(changed, _WRITTEN, batch_size=200)
    course.ledger.made(new, label="name")
