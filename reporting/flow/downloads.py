"""Who took which file of a report: written in the same transaction as the file is read, so that none goes unseen."""

import datetime as dt

from organisations.tenancy import Acting
from reporting.models import Judgement, ReportDownload, ReportFile


def log(file: ReportFile, *, by: Acting | Judgement, at: dt.datetime) -> None:
    """Keep that a member, or who follows the link of a judgement, takes this file now."""
    taken = ReportDownload(
        report_id=file.report_id, edition=file.edition, format=file.format, sha256=file.sha256, at=at
    )
    if isinstance(by, Judgement):
        taken.judgement_id, taken.region_id = by.pk, by.region_id
    else:
        taken.user_id, taken.organisation_id = by.user_id, by.organisation_id
        taken.region_id = by.region_ids[0]  # the trigger puts in the region of the report
    taken.save(force_insert=True)


def opened(judgement: Judgement, *, at: dt.datetime) -> None:
    """Who is asked for a judgement has taken the report."""
    if judgement.opened_at is None:
        Judgement.objects.filter(pk=judgement.pk, opened_at=None, closed_at=None).update(opened_at=at)
