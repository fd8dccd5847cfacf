"""The proposals that somebody works with as a sheet, as they were filtered."""

import datetime as dt
from functools import partial
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
from placements.filters import ProposalFilter
from placements.pages.placement_page import named
from placements.pages.proposal_page import proposal_rows, ring_of, what_now


def write_proposals(target: IO[bytes], job: BulkJob, acting: Acting, *, at: dt.datetime) -> Made:
    """Write the sheet."""
    file_format, on = TableFormat(job.file_format), timezone.localdate(at)
    known = proposal_rows(acting, at=at).filter(region_id=job.region_id)
    found = ProposalFilter(QueryDict(job.query), queryset=known, acting=acting).qs
    rows = ListRows(
        job,
        found.select_related("vacancy", "candidate__coach", "file").order_by("made_at", "pk"),
        values=partial(_values, on=on),
        named=named,
    )
    write_book(target, file_format, [Sheet(_("Voorstellen"), _headings(), rows)])  # type: ignore[arg-type]
    return Made(f"voorstellen-{job.region.code}-{on:%Y-%m-%d}.{file_format}", rows.people)


def _headings() -> list[str]:
    return [
        _("Kandidaatnummer"),
        _("Naam"),
        _("Vacature"),
        _("Werk"),
        _("Werkgever"),
        _("Stand"),
        _("Wat nu"),
        _("Coach"),
        _("Gebied"),
        _("Op de lijst gezet"),
        _("Gevraagd"),
        _("Antwoord voor of op"),
        _("Antwoord van de kandidaat"),
        _("Hoe"),
        _("Waarom de kandidaat niet wil"),
        _("Antwoord van de werkgever"),
        _("Kennismaking"),
        _("Waar"),
        _("Waarom de werkgever niet wil"),
        _("Overgeslagen"),
        _("Waarom overgeslagen"),
        _("Sinds"),
    ]


def _values(one: Any, *, on: dt.date) -> list[Value]:
    return [
        one.number,
        one.who if one.is_named else "",
        one.vacancy.reference,
        one.vacancy.title,
        one.vacancy.employer,
        str(STATUSES[one.shown_state].word),
        what_now(one, on=on, for_employer=False)[0],
        one.candidate.coach.name if one.candidate.coach else "",
        ring_of(one.file),
        _day(one.made_at),
        _day(one.asked_at),
        one.answer_by,
        _day(one.answered_at),
        one.get_answered_by_display(),
        one.file.get_decline_reason_display(),
        _day(one.employer_answered_at),
        _day(one.meeting_at),
        one.meeting_place,
        one.get_refuse_reason_display(),
        one.file.passed_over,
        one.file.get_pass_over_reason_display(),
        _day(one.state_at),
    ]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
