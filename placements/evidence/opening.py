"""The verifier opens evidence: with a reason, written down per file before anything of it is readable.

The database lets him read names and contents only for half an hour after such an opening (placements 0017).
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from organisations.choices import Seen
from organisations.file_checks import FileState
from organisations.seen import check_reason, log_seen
from organisations.tenancy import Acting
from placements.evidence.reading import CompanyLine, may_open, standing_of
from placements.models import EvidenceFile
from placements.steps import Refused


def open_all(acting: Acting, line: CompanyLine, *, reason: str, at: datetime, request: str = "") -> int:
    """Open all that was checked of a line, with one line in the read log for each; returns how many."""
    reason = check_reason(reason, otherwise=_("Vul in waarom u de bewijsstukken wilt zien."))
    if not may_open(acting, line):
        raise Refused(_("Bewijsstukken opent u alleen zolang er bij deze regel iets te beoordelen is."))
    files = list(standing_of(line).filter(state=FileState.CHECKED))
    log_seen(acting, Seen.EVIDENCE, _keys(files), reason=reason, at=at, request=request)
    return len(files)


def note_fetched(acting: Acting, file: EvidenceFile, *, at: datetime, request: str = "") -> None:
    """Write down that a verifier took the file itself along, beside having looked at its pages."""
    reason = _("Origineel opgehaald")
    log_seen(acting, Seen.EVIDENCE_FETCHED, _keys([file]), reason=reason, at=at, request=request)


def _keys(files: Iterable[EvidenceFile]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    return [(file.region_id, file.pk) for file in files]
