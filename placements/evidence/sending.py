"""Evidence on its way in: kept in quarantine until a worker has looked at it. And taken away again by who sent it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.quarantine import check_at_sight, take_away
from organisations.tenancy import Acting
from placements import closed
from placements.evidence.checking import QUARANTINE
from placements.evidence.reading import CompanyLine, may_send, of_line, standing_of
from placements.evidence.signed import is_approved_by_one, is_for_company
from placements.models import Deployment, EvidenceFile
from placements.steps import Refused
from tenders.choices import EvidenceKind

#: On one line.
MOST_FILES = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it came, and what its sender says of it. ``month`` is a first day, of a deployment only."""

    name: str
    content: bytes
    kind: EvidenceKind
    month: date | None = None
    valid_until: date | None = None


@transaction.atomic
def send(acting: Acting, line: CompanyLine, *, sent: Sent, at: datetime) -> EvidenceFile:
    """Keep a file with a line, in quarantine. ``Refused`` at once for what no check could let through."""
    if not may_send(acting, line):
        raise Refused(_("Bij deze regel kunt u geen bewijsstuk meer plaatsen."))
    closed.check_open(line.contract_id)
    check_at_sight(sent.content)
    if standing_of(line).count() >= MOST_FILES:
        raise Refused(_("Bij één regel passen hoogstens %(most)s bestanden.") % {"most": MOST_FILES})
    file = EvidenceFile(
        id=new_id(),
        **of_line(line),
        month=sent.month if isinstance(line, Deployment) else None,
        kind=sent.kind,
        valid_until=sent.valid_until,
        organisation_id=acting.organisation_id,
        uploaded_by_id=acting.user_id,
        uploaded_at=at,
    )
    twice = _("Dit bestand staat al bij deze regel.")
    QUARANTINE.keep(
        file,
        region_id=line.region_id,
        name=sent.name,
        data=sent.content,
        once="evidence_once_on_a_line",
        twice=twice,
    )
    return file


@transaction.atomic
def remove(acting: Acting, evidence_id: uuid.UUID, *, at: datetime) -> None:
    """Take a file away, content and all, as long as no verdict rests on it. Only that it was there remains."""
    file = EvidenceFile.objects.standing().select_for_update(of=("self",), no_key=True).filter(pk=evidence_id).first()
    if file is None:
        raise Refused(_("Dit bewijsstuk is al weggehaald."))
    closed.check_open(file.contract_id)
    if reason := _stays_because(acting, EvidenceFile.objects.with_judged().get(pk=file.pk)):
        raise Refused(reason)
    take_away(file, acting, at=at)


def may_remove(acting: Acting, file: EvidenceFile) -> bool:
    """Whether this member can take a file away; it comes ``with_judged``."""
    return acting.may_write and not _stays_because(acting, file)


def _stays_because(acting: Acting, file: Any) -> str:
    """Why this member cannot take the file away; empty when he can."""
    if file.organisation_id != acting.organisation_id:
        return _("Een andere organisatie heeft dit bewijsstuk gestuurd. Alleen die kan het weghalen.")
    if file.is_judged:
        return _("Op dit bewijsstuk rust een oordeel. Het blijft staan zolang het bewaard moet worden.")
    if not is_for_company(file):
        return ""
    if file.uploaded_by_id != acting.user_id:
        return _("Een collega voerde deze regel in. Alleen die kan het ondertekende formulier weghalen.")
    if is_approved_by_one(file):
        return _("Een collega heeft de regel al als eerste goedgekeurd. Het ondertekende formulier blijft staan.")
    return ""
