"""A CV that somebody sends by his own link: a file or a photo, kept in quarantine until a worker looked at it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
        raise Refused(
            gettext("U hebt al %(most)s bestanden gestuurd. Meer kan niet. Haal er eerst één weg.")
            % {"most": MOST_SENT}
        )
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
        twice=gettext("Dit bestand hebben wij al. U hoeft niets te doen."),
    )


#: For who sends one file of his own, in short sentences; of Word and ODT as well.
WHY_NOT = {
    FileRefusal.OTHER_TYPE: _(
        "Dit bestand kunnen wij niet lezen. Stuur een PDF, Word of ODT. Of maak een foto van het papier."
    ),
    FileRefusal.EMPTY: _("Dit bestand is leeg. Kies een ander bestand."),
    FileRefusal.TOO_LARGE: _("Dit bestand is te groot. Het mag 10 MB zijn. Stuur minder bladzijden, of maak een foto."),
    FileRefusal.UNREADABLE: _(
        "Wij kunnen dit bestand niet openen. Bewaar het opnieuw, of maak een foto van het papier."
    ),
    FileRefusal.TOO_HEAVY: _("Dit bestand is te zwaar. Stuur minder bladzijden, of maak een foto van het papier."),
    FileRefusal.TOO_MANY_PAGES: _("Dit zijn te veel bladzijden. Het mogen er 40 zijn. Stuur alleen uw cv."),
    FileRefusal.TOO_MANY_PIXELS: _("Deze foto is te groot. Maak een nieuwe foto met uw telefoon."),
    FileRefusal.ENCRYPTED: _(
        "Op dit bestand zit een wachtwoord. Haal het wachtwoord weg, of maak een foto van het papier."
    ),
    FileRefusal.UNCHECKED: _("Wij konden dit bestand niet nakijken. Kies het nog een keer, of maak een foto."),
    FileRefusal.VIRUS: _("Dit bestand is niet veilig. Stuur het niet nog een keer. Maak een foto van het papier."),
}
#: Whatever in a PDF can do something by itself.
_UNSAFE = _("In dit bestand zit meer dan tekst. Dat mag niet. Maak een foto van het papier en stuur die.")


def why_not(refusal: str) -> str:
    """Why a file of one's own was not taken, and what to do; empty where it was not refused."""
    return str(WHY_NOT.get(FileRefusal(refusal), _UNSAFE)) if refusal else ""


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
