"""The list of follow-ups as a sheet, as it was filtered."""

import datetime as dt
from typing import IO, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.choices import TableFormat
from exchange.jobs.list_rows import ListRows, Made
from exchange.models import BulkJob
from exchange.sheets import Sheet, Value, write_book
from organisations.templatetags.status_words import STATUSES
from organisations.tenancy import Acting
from placements.access import follow_ups_of
from placements.filters import FollowUpFilter
from placements.follow_ups import page


def write_follow_ups(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format = TableFormat(job.file_format)
    on = timezone.localdate(at)
    known = follow_ups_of(acting).filter(region_id=job.region_id)
    found = FollowUpFilter(QueryDict(job.query), queryset=page.shown(known), acting=acting, on=on).qs

    def values(one: Any) -> list[Value]:
        page.complete([one], on=on)
        return _values(one)

    rows = ListRows(
        job,
        found.order_by("due_on", "placement__reference", "pk"),
        values=values,
        named=lambda portion: {one.placement.candidate_id: one.placement.candidate for one in portion}.values(),
    )
    write_book(target, file_format, [Sheet(_("Nazorg"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"nazorg-{job.region.code}-{on:%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Plaatsing"),
        _("Kandidaatnummer"),
        _("Naam"),
        _("Werkgever"),
        _("Na maanden"),
        _("Aan de beurt op"),
        _("Stand"),
        _("Gevraagd op"),
        _("Opnieuw op"),
        _("Nagevraagd op"),
        _("Aan het werk"),
        _("Waar"),
        _("Coach"),
    ]


def _values(one: Any) -> list[Value]:
    at_work = {None: "", True: _("ja"), False: _("nee")}
    coach = one.candidate.coach
    return [
        one.placement.reference,
        one.candidate.reference,
        one.shown_name,
        one.employer,
        one.months,
        one.due_on,
        str(STATUSES[one.shown_state].word),
        timezone.localdate(one.asked_at) if one.asked_at else None,
        one.again_on,
        one.checked_on,
        at_work[one.at_work],
        one.workplace_name or one.get_workplace_display(),
        coach.name if coach else "",
    ]
