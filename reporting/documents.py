"""How a letter or a statement becomes a PDF: read what was frozen → render → store. Each step can be repeated.

Two workers at one document get in nobody's way: whoever stores first has done it. The same content gives the same bytes.
"""

import hashlib
import logging
import uuid

from organisations import tenancy
from organisations.choices import Purpose
from organisations.outbox import Claim
from reporting.render.document import render_document
from reporting.render.packaged import MissingFileError
from tenders import documents
from tenders.choices import DocumentState
from tenders.models import Document

logger = logging.getLogger(__name__)

TASK = documents.TASK


def produce(document_id: uuid.UUID | str, *, region_id: uuid.UUID | str) -> None:
    """Make the file, unless it is there. Call it outside any transaction; an error goes on to the caller."""
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        document = Document.objects.defer("file").get(pk=document_id)
    if document.state == DocumentState.READY:
        return
    try:
        file = render_document(document.content)
    except MissingFileError:
        # What no later attempt can mend; a person can try again once it is.
        logger.exception("document %s cannot be made", document_id)
        _fail(document_id, region_id)
        return
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        unmade = Document.objects.filter(pk=document_id).exclude(state=DocumentState.READY)
        unmade.update(file=file, sha256=hashlib.sha256(file).hexdigest(), state=DocumentState.READY)


def give_up(claim: Claim, error: str) -> None:
    """No attempt is left: the page says so, and offers to try again."""
    logger.error("document %s failed: %s", claim.payload["document_id"], error)
    _fail(claim.payload["document_id"], claim.payload["region_id"])


def _fail(document_id: uuid.UUID | str, region_id: uuid.UUID | str) -> None:
    with tenancy.system(Purpose.UPKEEP, region_id=region_id):
        unmade = Document.objects.filter(pk=document_id).exclude(state=DocumentState.READY)
        unmade.update(state=DocumentState.FAILED)
