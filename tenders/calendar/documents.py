"""Files with a tender: sent, kept in quarantine until a worker looked at them, shown or not, and taken away."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.quarantine import Quarantine, check_at_sight, take_away
from organisations.refused import Refused
from organisations.tenancy import Acting
from tenders.models import Tender, TenderDocument, TenderDocumentContent, TenderDocumentPage

QUARANTINE = Quarantine(
    file=TenderDocument,
    content=TenderDocumentContent,
    page=TenderDocumentPage,
    parent="document",
    task="tenders.tasks.inspect_document",
)
#: With one tender.
MOST_DOCUMENTS = 40


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file as it came, and what its sender says of it."""

    name: str
    content: bytes
    title: str
    is_public: bool = False


@transaction.atomic
def send(acting: Acting, tender: Tender, *, sent: SentFile, at: datetime) -> TenderDocument:
    """Keep a file, in quarantine. ``Refused`` at once for what no check could let through."""
    check_at_sight(sent.content)
    held = Tender.objects.select_for_update(of=("self",), no_key=True).get(pk=tender.pk)
    if TenderDocument.objects.standing().filter(tender=held).count() >= MOST_DOCUMENTS:
        raise Refused(_("Bij één aanbesteding passen hoogstens %(most)s stukken.") % {"most": MOST_DOCUMENTS})
    document = TenderDocument(
        id=new_id(),
        region_id=held.region_id,
        tender=held,
        title=sent.title,
        is_public=sent.is_public,
        organisation_id=acting.organisation_id,
        uploaded_by_id=acting.user_id,
        uploaded_at=at,
    )
    QUARANTINE.keep(
        document,
        region_id=document.region_id,
        name=sent.name,
        data=sent.content,
        once="tender_document_once",
        twice=_("Dit bestand staat al bij deze aanbesteding."),
    )
    return document


@transaction.atomic
def show(tender: Tender, document_id: uuid.UUID, *, is_public: bool) -> TenderDocument:
    """Let everybody read a file once its tender is on the calendar, or nobody but who works on it."""
    document = _held(tender, document_id)
    document.is_public = is_public
    document.save(update_fields=["is_public"])
    return document


@transaction.atomic
def remove(acting: Acting, tender: Tender, document_id: uuid.UUID, *, at: datetime) -> None:
    """Take a file away, content and all. Only that it was there remains."""
    document = _held(tender, document_id)
    take_away(document, acting, at=at)


def documents_of(tender_id: uuid.UUID) -> Any:
    """What stands with a tender and may be read, the newest first, with the names of the files. One query."""
    rows = TenderDocument.objects.standing().filter(tender_id=tender_id)
    return rows.select_related("content", "uploaded_by").defer("content__data").order_by("-uploaded_at", "-pk")


def public_documents_of(tender_id: uuid.UUID) -> Any:
    """What everybody may fetch of a tender on the calendar, in the order in which it came."""
    return public_documents_of_all([tender_id])


def public_documents_of_all(tender_ids: Collection[uuid.UUID]) -> Any:
    """The same of many tenders. One query."""
    rows = TenderDocument.objects.usable().filter(tender_id__in=tender_ids, is_public=True)
    return rows.order_by("uploaded_at", "pk")


def content_of(documents: Any, document_id: uuid.UUID) -> TenderDocumentContent | None:
    """The content of one of these files; only of one that was checked."""
    contents = TenderDocumentContent.objects.select_related("document")
    return contents.filter(document__in=documents.usable(), document_id=document_id).first()


def _held(tender: Tender, document_id: uuid.UUID) -> TenderDocument:
    rows = TenderDocument.objects.standing().select_for_update(of=("self",), no_key=True)
    document = rows.filter(pk=document_id, tender=tender).first()
    if document is None:
        raise Refused(_("Dit stuk is al weggehaald."))
    return document
