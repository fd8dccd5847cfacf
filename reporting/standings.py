"""Counting where a region stands in a period: asked for, done by a worker, each night for the quarter of now.

One row for a period: while it is counted anew the figures of before stand on the dashboard, and asking again is refused.
"""

import datetime as dt
import json
import logging
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import outbox, tenancy
from organisations.choices import Purpose
from organisations.models import Region
from organisations.outbox import Claim
from organisations.tenancy import Acting
from reporting.choices import ReportStatus
from reporting.collect import facts_of, window_of
from reporting.figures import canonical
from reporting.figures.topics import figures
from reporting.figures.tree import to_json, to_rows
from reporting.models import Standing
from reporting.moments import one_moment
from reporting.periods import Kind, Length, Period

logger = logging.getLogger(__name__)

TASK = "reporting.standings.count"
#: The report whose figures a period of this length has. A quarter gets the detail of a half-year as well.
KINDS = {Length.QUARTER: Kind.HALF_YEARLY, Length.HALF_YEAR: Kind.HALF_YEARLY, Length.YEAR: Kind.YEARLY}


Document = dict[str, Any]


class StandingError(Exception):
    """Figures that cannot be counted now, with the sentence that the user reads."""


@transaction.atomic
def request(acting: Acting, *, period: Period, at: dt.datetime) -> Standing:
    """Have the figures of a period counted anew; refused while that is being done."""
    if acting.region is None:
        raise StandingError(
            _("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio.")
        )
    if period.first_day > timezone.localdate(at):
        raise StandingError(_("Deze periode moet nog beginnen."))
    standing = _queue(acting.region.id, period, at=at, user_id=acting.user_id)
    if standing is None:
        raise StandingError(_("Deze cijfers worden al bijgewerkt. Wacht tot dat klaar is."))
    return standing


def count_by_itself(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Each night: the quarter of now, and the one before it until the day on which its draft is made."""
    quarter = Period.containing(on, Length.QUARTER)
    before = quarter.previous()
    periods = [quarter, before] if on <= before.cut_off_on else [quarter]
    return sum(1 for period in periods if _queue(region_id, period, at=timezone.now(), user_id=None) is not None)


def produce(standing_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> None:
    """Count the figures and keep them. Call it outside any transaction; a second attempt does nothing twice."""
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        standing = Standing.objects.defer("document", "rows").get(pk=standing_id)
        if standing.status == ReportStatus.READY:
            return
        _note(standing_id, status=ReportStatus.COLLECTING)
    period = Period.parse(standing.period)
    at = timezone.now()
    on = timezone.localdate(at)
    with one_moment(), tenancy.system(Purpose.REPORT, region_id=region_id):
        document, rows = _counted(Region.objects.get(pk=region_id), period, at=at, on=on)
    with tenancy.system(Purpose.REPORT, region_id=region_id):
        _note(
            standing_id,
            status=ReportStatus.READY,
            made_at=at,
            reference_on=min(on, period.last_day),
            document=canonical.canonical_bytes(document).decode(),
            rows=canonical.canonical_bytes(rows).decode(),
        )


def give_up(claim: Claim, error: str) -> None:
    """No attempt is left: say so on the page. The figures of before stay."""
    logger.error("standing %s failed: %s", claim.payload["standing_id"], error)
    with tenancy.system(Purpose.REPORT, region_id=claim.payload["region_id"]):
        _note(
            claim.payload["standing_id"],
            status=ReportStatus.FAILED,
            error=_("De cijfers zijn niet gelukt, ook niet na een paar keer. Probeer het later opnieuw."),
        )


def document_of(standing: Standing) -> Document:
    """The figures as they were last counted; only of a standing that has them."""
    return json.loads(standing.document)


def _counted(region: Region, period: Period, *, at: dt.datetime, on: dt.date) -> tuple[Document, Document]:
    """The figures with the head of a report's, and the rows behind them."""
    window = window_of(region, kind=KINDS[period.length], period=period, on=on)
    tree = figures(facts_of(region, window))
    head = {
        "region": region.code,
        "region_name": region.name,
        "programme": {"started_on": window.programme_start.isoformat(), "money_since": window.money_since.isoformat()},
        "period": str(period),
        "from": period.first_day.isoformat(),
        "to": period.last_day.isoformat(),
        "made_at": at.isoformat(timespec="seconds"),
    }
    return head | to_json(tree), to_rows(tree)


def _queue(region_id: uuid.UUID, period: Period, *, at: dt.datetime, user_id: uuid.UUID | None) -> Standing | None:
    """Queue the counting, unless that waits or runs already; the figures of before stay until then."""
    new = Standing(region_id=region_id, period=str(period), requested_at=at, requested_by_id=user_id)
    Standing.objects.bulk_create([new], ignore_conflicts=True)
    standing = (
        Standing.objects.select_for_update(of=("self",), no_key=True)
        .defer("document", "rows")
        .get(region_id=region_id, period=str(period))
    )
    if standing.pk != new.pk:
        if standing.is_unfinished:
            return None
        standing.status = ReportStatus.REQUESTED
        standing.requested_at, standing.requested_by_id, standing.error = at, user_id, ""
        standing.save(update_fields=["status", "requested_at", "requested_by", "error"])
    outbox.queue_job(TASK, standing_id=standing.pk, region_id=region_id)
    return standing


def _note(standing_id: uuid.UUID | str, **values: object) -> None:
    Standing.objects.filter(pk=standing_id).update(**{"error": "", **values})
