"""A CV that somebody sends by his own link: a file or a photo, kept in quarantine until a worker looked at it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.file.documents import QUARANTINE
from candidates.models import Candidate, CandidateDocument, DocumentKind, OwnCv
from organisations.file_checks import FileRefusal, FileState, fault_at_sight
from organisations.models import new_id
from organisations.refused import Refused

#: That somebody sends himself.
MOST_SENT = 10


@transaction.atomic
def send(candidate: Candidate, *, name: str, content: bytes, at: datetime) -> None:
    """Keep a CV; inside ``tenancy.link``. ``Refused`` at once for what no check could let through."""
    fault = fault_at_sight(content, takes_text=True)
    if fault is not None:
        raise Refused(why_not(fault))
    if len(sent_by(candidate)) >= MOST_SENT:
        raise Refused(_("U hebt al %(most)s bestanden gestuurd. Meer kan niet.") % {"most": MOST_SENT})
    document = CandidateDocument(
        id=new_id(),
        region_id=candidate.region_id,
        candidate=candidate,
        kind=DocumentKind.CV,
        uploaded_at=at,
    )
    QUARANTINE.keep(
        document,
        region_id=candidate.region_id,
        name=name,
        data=content,
        once="candidate_document_once",
        twice=_("Dit bestand hebben wij al."),
    )


def why_not(refusal: str) -> str:
    """Why a file of one's own was not taken, and what to do; empty where it was not refused."""
    if refusal == FileRefusal.OTHER_TYPE:
        return _("Dit bestand kunnen wij niet lezen. Stuur een PDF, Word of ODT. Of maak een foto van het papier.")
    return str(FileRefusal(refusal).label) if refusal else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One CV as its sender reads of it."""

    document: CandidateDocument
    is_made: bool
    why_not: str

    @property
    def is_there(self) -> bool:
        return self.document.state == FileState.CHECKED


def shown(candidate: Candidate, own: OwnCv | None) -> list[Shown]:
    """What was sent and what was made of answers, the newest first; inside ``tenancy.link``."""
    made = own.document_id if own else None
    return [Shown(one, one.pk == made, why_not(one.refusal)) for one in sent_by(candidate)]


def sent_by(candidate: Candidate) -> list[CandidateDocument]:
    """What the candidate sent himself, the newest first; inside ``tenancy.link``."""
    rows = CandidateDocument.objects.standing().filter(candidate=candidate, uploaded_by=None)
    return list(rows.order_by("-uploaded_at", "-pk"))
