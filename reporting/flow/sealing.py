"""The words of a report that may still change: those of the manager and of the partners, each time under a new digest.

Figures stand from the moment they were collected; a trigger lets only these two keys of the snapshot change, and
nothing any more once the report is frozen. The documents are made again by the worker.
"""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import outbox
from organisations.refused import Refused
from organisations.tenancy import Acting
from reporting import pipeline
from reporting.choices import ReportStage, ReportStatus, ReportStep
from reporting.figures import canonical
from reporting.models import Judgement, Report, ReportEvent


def locked(acting: Acting, report_id: uuid.UUID) -> Report:
    """The report, held until the end of the transaction."""
    rows: Any = Report.objects.select_for_update(of=("self",), no_key=True).filter(region_id__in=acting.region_ids)
    found: Report = rows.get(pk=report_id)
    return found


def check_open(report: Report) -> None:
    """Refuse what is done with a report that is frozen, not made yet, made again as known on a day, or old."""
    if report.stage == ReportStage.FROZEN:
        raise Refused(_("Dit rapport is vastgesteld. Maak een nieuwe versie als er iets niet klopt."))
    if not report.has_figures or report.is_unfinished:
        raise Refused(_("Dit rapport wordt nog gemaakt. Wacht tot het klaar is."))
    if report.known_on is not None:
        raise Refused(_("Dit rapport laat zien wat er eerder bekend was. Het wordt niet vastgesteld."))
    if is_superseded(report):
        raise Refused(_("Er is een nieuwere versie van dit rapport. Ga met die versie verder."))


def is_superseded(report: Report) -> bool:
    later = Report.objects.filter(region_id=report.region_id, kind=report.kind, period=report.period, known_on=None)
    return later.filter(version__gt=report.version).exclude(snapshot="").exists()


def reseal(report: Report, *, manager_text: str | None = None, adopted: Acting | None = None, at: dt.datetime) -> bool:
    """Put the words as they are now in the snapshot of a locked report, and have its documents made again.

    ``adopted`` freezes it in the same step. Returns whether anything changed.
    """
    document = dict(pipeline.document_of(report))
    if manager_text is not None:
        report.manager_text = manager_text
    document["manager_text"] = report.manager_text
    said = judgements_of(report)
    if said or "judgements" in document:
        document["judgements"] = said
    sha256 = canonical.digest(document)
    changed = sha256 != report.sha256
    # A document of a draft says so: it is made again without, also when no word changed.
    is_made_again = changed or adopted is not None
    report.snapshot = canonical.canonical_bytes(document).decode()
    report.sha256 = sha256
    if adopted is not None:
        report.stage, report.adopted_at, report.adopted_by_id = ReportStage.FROZEN, at, adopted.user_id
    if is_made_again:
        report.status, report.progress, report.error = ReportStatus.REQUESTED, pipeline.FROZEN, ""
    report.save(
        update_fields=[
            "snapshot",
            "sha256",
            "manager_text",
            "stage",
            "adopted_at",
            "adopted_by_id",
            "status",
            "progress",
            "error",
        ]
    )
    if is_made_again:
        outbox.queue_job(pipeline.TASK, report_id=report.pk, region_id=report.region_id)
    return changed


def judgements_of(report: Report) -> list[dict[str, str]]:
    """What the partners said, as the snapshot holds it: for whom, the words, the function that spoke, the day."""
    written = Judgement.objects.filter(report=report).exclude(written_at=None).order_by("group", "written_at", "pk")
    return [
        {
            "group": one.group,
            "text": one.text,
            "by": one.spoken_by,
            "on": timezone.localdate(one.written_at).isoformat(),
        }
        for one in written
    ]


def note(report: Report, step: ReportStep, *, by: Acting, at: dt.datetime, reason: str = "") -> None:
    ReportEvent.objects.create(
        report=report, region_id=report.region_id, step=step, reason=reason, at=at, by_id=by.user_id
    )
