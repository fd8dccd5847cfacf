"""Letters and statements as PDF: asked for here, made by a worker, sent by a person.

What the page is made of is frozen when it is asked for; the worker (``reporting.documents``) makes the file of that alone.
"""

import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.models import Region
from organisations.outbox import queue_job, queue_mails
from organisations.tenancy import Acting
from tenders.choices import DocumentKind, DocumentState, SettlementState, Side
from tenders.models import Contract, Document, LadderStep, Responsible, Settlement
from tenders.told import people_of

TASK = "reporting.tasks.make_document"
TITLE_LENGTH = 200


class DocumentRefused(Exception):  # noqa: N818 - reads as a sentence
    """It cannot be done with this document; the message is what the user reads."""


@transaction.atomic
def ask(
    acting: Acting,
    *,
    contract: Contract,
    kind: DocumentKind,
    title: str,
    content: dict[str, Any],
    at: datetime,
    step: LadderStep | None = None,
    document_id: uuid.UUID | None = None,
) -> Document:
    """Freeze what the document is made of, and have a worker make it. The same id asked for twice gives one document."""
    if document_id is not None:
        _wait_for_twin(document_id)
        earlier = Document.objects.filter(pk=document_id, contract=contract).defer("file").first()
        if earlier is not None:
            return earlier
    document = Document(
        contract=contract,
        organisation_id=acting.organisation_id,
        kind=kind,
        step=step,
        title=title[:TITLE_LENGTH],
        content=content | {"accent": Region.objects.get(pk=contract.region_id).accent},
        made_by_id=acting.user_id,
        made_at=at,
    )
    if document_id is not None:
        document.pk = document_id
    document.save(force_insert=True)
    _have_made(document, contract)
    return document


@transaction.atomic
def retry(acting: Acting, document_id: uuid.UUID) -> Document:  # noqa: ARG001 - row security knows who acts
    """Have a failed document made again, of the same frozen content."""
    document = _locked(document_id)
    if document.state != DocumentState.FAILED:
        raise DocumentRefused(_("Dit document is niet mislukt: opnieuw proberen hoeft niet."))
    Document.objects.filter(pk=document.pk).update(state=DocumentState.WAITING)
    _have_made(document, document.contract)
    return document


@transaction.atomic
def send(acting: Acting, document_id: uuid.UUID, *, at: datetime) -> Document:
    """Let the contractor see the letter, and tell who is responsible there that it waits. Cannot be taken back."""
    # The contract first, as whoever takes a settlement back does: its letter is not sent in that moment.
    of_document = Contract.objects.filter(pk__in=Document.objects.filter(pk=document_id).values("contract_id"))
    of_document.select_for_update(of=("self",), no_key=True).first()
    document = _locked(document_id)
    if document.kind == DocumentKind.ACCOUNT:
        raise DocumentRefused(_("Een overzicht wordt niet verstuurd: wie het nodig heeft, vraagt het zelf aan."))
    if document.state != DocumentState.READY:
        raise DocumentRefused(_("Deze brief is nog niet klaar."))
    if document.sent_at is not None:
        raise DocumentRefused(_("Deze brief is al verstuurd."))
    if document.kind == DocumentKind.SETTLEMENT and not _settled().filter(letter_id=document_id).exists():
        raise DocumentRefused(
            _("Deze brief hoort bij een afrekening die is ingetrokken. Versturen kan niet meer: reken opnieuw af.")
        )
    Document.objects.filter(pk=document.pk).update(sent_at=at)
    contract = document.contract
    address = urljoin(settings.PUBLIC_URL, list_path(contract, contract.contractor_id))
    context = {"title": contract.title, "reference": contract.reference, "by": acting.organisation_name}
    queue_mails(
        "letter_waiting",
        [(email, context | {"name": name, "link": address}) for name, email in recipients_of(contract)],
    )
    return document


def with_settlement(documents: QuerySet[Document]) -> QuerySet[Document]:
    """With ``is_of_taken_back``: whether it is the letter of a settlement that stands no more.

    Not everybody who reads the letter may still read what was withdrawn, so this looks for one that stands.
    """
    stands = Exists(_settled().filter(letter=OuterRef("pk")))
    return documents.annotate(is_of_taken_back=Q(kind=DocumentKind.SETTLEMENT) & ~stands)


def recipients_of(contract: Contract, side: Side = Side.CONTRACTOR) -> list[tuple[str, str]]:
    """Name and address of who answers for this side, and of the stand-in; nobody when nobody is named."""
    named = Responsible.objects.filter(contract=contract, side=side).first()
    return [(one.name, one.email) for one in people_of(named)]


def list_path(contract: Contract, organisation_id: uuid.UUID) -> str:
    """The documents of the contract in the workspace of one of its parties."""
    return reverse("tenders:document_list", kwargs={"organisation_id": organisation_id, "contract_id": contract.pk})


def _settled() -> QuerySet[Settlement]:
    return Settlement.objects.filter(state=SettlementState.SETTLED)


def _have_made(document: Document, contract: Contract) -> None:
    queue_job(TASK, document_id=document.pk, region_id=contract.region_id)


def _locked(document_id: uuid.UUID) -> Document:
    documents = Document.objects.select_for_update(of=("self",), no_key=True).select_related("contract")
    return documents.defer("file", "content").get(pk=document_id)


def _wait_for_twin(document_id: uuid.UUID) -> None:
    """Let the same form sent twice take its turn, so that the second finds what the first made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"document {document_id}"])
