"""Documents in a candidate's file: sent, kept in quarantine until a worker looked at them, read, and taken away."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.lifecycle import lock
from candidates.models import CandidateDocument, DocumentContent, DocumentKind, DocumentPage
from organisations.models import new_id
from organisations.quarantine import Quarantine, check_at_sight, take_away
from organisations.refused import Refused
from organisations.tenancy import Acting

QUARANTINE = Quarantine(
    file=CandidateDocument,
    content=DocumentContent,
    page=DocumentPage,
    parent="document",
    task="candidates.tasks.inspect_document",
)
#: In one file.
MOST_DOCUMENTS = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it came, and what its sender says of it."""

    name: str
    content: bytes
    kind: DocumentKind
    valid_until: date | None = None


@transaction.atomic
def send(acting: Acting, candidate_id: uuid.UUID, *, sent: Sent, at: datetime) -> CandidateDocument:
    """Keep a document, in quarantine. ``Refused`` at once for what no check could let through."""
    check_at_sight(sent.content)
    candidate = lock(candidate_id)
    if CandidateDocument.objects.standing().filter(candidate=candidate).count() >= MOST_DOCUMENTS:
        raise Refused(_("In één dossier passen hoogstens %(most)s bestanden.") % {"most": MOST_DOCUMENTS})
    document = CandidateDocument(
        id=new_id(),
        region_id=candidate.region_id,
        candidate=candidate,
        kind=sent.kind,
        valid_until=sent.valid_until,
        organisation_id=acting.organisation_id,
        uploaded_by_id=acting.user_id,
        uploaded_at=at,
    )
    twice = _("Dit bestand staat al in het dossier.")
    QUARANTINE.keep(
        document,
        region_id=document.region_id,
        name=sent.name,
        data=sent.content,
        once="candidate_document_once",
        twice=twice,
    )
    return document


@transaction.atomic
def remove(acting: Acting, document_id: uuid.UUID, *, at: datetime) -> None:
    """Take a document away, content and all. Only that it was there remains."""
    rows = CandidateDocument.objects.standing().select_for_update(of=("self",), no_key=True)
    document = rows.filter(pk=document_id).first()
    if document is None:
        raise Refused(_("Dit bestand is al weggehaald."))
    take_away(document, acting, at=at)


def documents_of(candidate_id: uuid.UUID) -> list[CandidateDocument]:
    """What stands in a file, the newest first, with the names. One query."""
    rows = CandidateDocument.objects.standing().filter(candidate_id=candidate_id)
    return list(rows.select_related("content", "uploaded_by").defer("content__data").order_by("-uploaded_at", "-pk"))
