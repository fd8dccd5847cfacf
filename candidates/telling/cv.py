"""A CV that somebody sends by his own link: a file or a photo, kept in quarantine until a worker looked at it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.file.documents import QUARANTINE
from candidates.models import Candidate, CandidateDocument, DocumentKind
from organisations.file_checks import FileRefusal, fault_at_sight
from organisations.inspection.faults import Fault
from organisations.models import new_id
from organisations.refused import Refused

#: That somebody sends himself.
MOST_SENT = 10


@transaction.atomic
def send(candidate: Candidate, *, name: str, content: bytes, at: datetime) -> None:
    """Keep a CV; inside ``tenancy.link``. ``Refused`` at once for what no check could let through."""
    fault = fault_at_sight(content, takes_text=True)
    if fault is not None:
        said = _("Dit bestand kunnen wij niet lezen. Stuur een PDF, Word of ODT. Of maak een foto van het papier.")
        raise Refused(said if fault == Fault.OTHER_TYPE else str(FileRefusal(fault).label))
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


def sent_by(candidate: Candidate) -> list[CandidateDocument]:
    """What the candidate sent himself, the newest first; inside ``tenancy.link``."""
    rows = CandidateDocument.objects.standing().filter(candidate=candidate, uploaded_by=None)
    return list(rows.order_by("-uploaded_at", "-pk"))
