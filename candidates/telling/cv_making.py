"""A CV out of a few answers: asked on one page, made by a worker, kept in the file as a document like any other."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.file.documents import QUARANTINE
from candidates.models import Candidate, CandidateDocument, DocumentContent, DocumentKind, OwnCv
from organisations.file_checks import FileState
from organisations.models import new_id
from organisations.outbox import queue_job

MAKE = "reporting.tasks.make_own_cv"
FIELDS = ("work", "school", "good_at")


@transaction.atomic
def answer(candidate: Candidate, given: Mapping[str, str], *, at: datetime) -> None:
    """Keep these answers and have a CV made of them; inside ``tenancy.link``."""
    own = answers_of(candidate)
    is_new = own is None
    own = own or OwnCv(candidate=candidate, region_id=candidate.region_id)
    for name in FIELDS:
        setattr(own, name, given[name])
    own.saved_at = at
    if is_new:
        own.save(force_insert=True)
    else:
        own.save(update_fields=[*FIELDS, "saved_at"])
    queue_job(MAKE, region_id=candidate.region_id, candidate_id=candidate.pk)


def answers_of(candidate: Candidate) -> OwnCv | None:
    return OwnCv.objects.filter(candidate=candidate).first()


def made_for(candidate: Candidate) -> DocumentContent | None:
    """The CV that was made and can be fetched; inside ``tenancy.link``, for a link that is proven to be his own."""
    rows = DocumentContent.objects.filter(
        document__in=OwnCv.objects.filter(candidate=candidate).values("document"),
        document__state=FileState.CHECKED,
        document__removed_at=None,
    )
    return rows.select_related("document").first()


def content_of(candidate_id: uuid.UUID) -> dict[str, Any] | None:
    """What stands on the CV, as ``system(UPKEEP)``; None where nobody wants one any more."""
    rows = OwnCv.objects.select_related("candidate__identity", "candidate__region", "candidate__profile")
    own = rows.filter(candidate_id=candidate_id, candidate__anonymised_at=None).first()
    if own is None:
        return None
    candidate, identity = own.candidate, own.candidate.identity
    profile = getattr(candidate, "profile", None)
    return {
        "made_at": own.saved_at.isoformat(),
        "region": candidate.region.name,
        "name": identity.name,
        "phone": identity.phone,
        "email": identity.email,
        "wanted": candidate.wanted_work,
        "certificates": list(profile.certificates) if profile else [],
        "licences": [one.upper() for one in profile.licences] if profile else [],
        "work": _lines(own.work),
        "school": _lines(own.school),
        "good_at": _lines(own.good_at),
    }


@transaction.atomic
def keep(candidate_id: uuid.UUID, pdf: bytes, *, answered_at: str, at: datetime) -> bool:
    """Put the CV in the file, in the place of the one made before; whether it was kept. As ``system(UPKEEP)``."""
    own = OwnCv.objects.select_for_update(of=("self",), no_key=True).filter(candidate_id=candidate_id).first()
    if own is None or own.saved_at.isoformat() != answered_at:
        # Other answers came meanwhile, with a job of their own.
        return False
    CandidateDocument.objects.standing().filter(pk=own.document_id).update(removed_at=at)
    document = CandidateDocument(
        id=new_id(), region_id=own.region_id, candidate_id=candidate_id, kind=DocumentKind.CV, uploaded_at=at
    )
    QUARANTINE.keep(
        document,
        region_id=own.region_id,
        name=_("Cv gemaakt in het portaal.pdf"),
        data=pdf,
        once="candidate_document_once",
        twice="",
    )
    own.document = document
    own.save(update_fields=["document"])
    return True


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
