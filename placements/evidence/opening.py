"""The verifier opens evidence: with a reason, written down per file before anything of it is readable.

The database lets him read names and contents only for half an hour after such an opening (placements 0017).
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from organisations.file_checks import FileState
from organisations.models import ReadLog
from organisations.refused import check_said
from organisations.tenancy import Acting
from placements.evidence.reading import CompanyLine, may_open, standing_of
from placements.models import EvidenceFile
from placements.steps import Refused

SUBJECT = "evidence"
FETCHED = "evidence_fetched"
_LONGEST_REASON = 200


def open_all(acting: Acting, line: CompanyLine, *, reason: str, at: datetime, request: str = "") -> int:
    """Open all that was checked of a line, with one line in the read log for each; returns how many."""
    reason = check_said(
        " ".join(reason.split())[:_LONGEST_REASON], otherwise=_("Vul in waarom u de bewijsstukken wilt zien.")
    )
    if not may_open(acting, line):
        raise Refused(_("Bewijsstukken opent u alleen zolang er bij deze regel iets te beoordelen is."))
    files = list(standing_of(line).filter(state=FileState.CHECKED))
    _log(acting, files, subject=SUBJECT, reason=reason, at=at, request=request)
    return len(files)


def note_fetched(acting: Acting, file: EvidenceFile, *, at: datetime, request: str = "") -> None:
    """Write down that a verifier took the file itself along, beside having looked at its pages."""
    _log(acting, [file], subject=FETCHED, reason=str(_("Origineel opgehaald")), at=at, request=request)


def _log(
    acting: Acting, files: Iterable[EvidenceFile], *, subject: str, reason: str, at: datetime, request: str
) -> None:
    ReadLog.objects.bulk_create(
        ReadLog(
            region_id=file.region_id,
            organisation_id=acting.organisation_id,
            user_id=acting.user_id,
            at=at,
            subject=subject,
            subject_id=file.pk,
            reason=reason,
            request=request,
        )
        for file in files
    )
