"""Where a candidate works, in a line for the overview of his file."""

from datetime import date

from django.utils.translation import gettext as _

from candidates.file.shown import day_of
from candidates.models import Candidate
from organisations.tenancy import Acting
from placements import access
from placements.models import Placement
from placements.querysets import PlacementQuerySet


def work_of(acting: Acting, candidate: Candidate, on: date) -> list[tuple[str, str]]:
    """The placement that is running or still to begin, else the one that ended last. One query."""
    rows = list(
        access.placements_of(acting)
        .filter(candidate=candidate)
        .select_related("employer_organisation")
        .order_by("-starts_on", "-pk")
    )
    found = next((one for one in rows if one.ended_on is None or one.ended_on >= on), None) or next(iter(rows), None)
    if found is None:
        return []
    if found.ended_on is None:
        since = _("sinds %(day)s") if found.starts_on <= on else _("vanaf %(day)s")
        return [(_("Werk"), f"{found.employer_name}, {since % {'day': day_of(candidate, found.starts_on)}}")]
    days = {"first": day_of(candidate, found.starts_on), "last": day_of(candidate, found.ended_on)}
    return [(_("Werk"), f"{found.employer_name}, {_('%(first)s tot en met %(last)s') % days}")]


def work_on(on: date) -> PlacementQuerySet:
    """The placements that run on this day or are still to begin."""
    return Placement.objects.not_over(on=on)


def has_work(candidate: Candidate, on: date) -> bool:
    """Whether a placement runs on this day or is still to begin. One query."""
    return work_on(on).filter(candidate=candidate).exists()
