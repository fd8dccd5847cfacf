import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from organisations.tenancy import Acting
from tenders import access, documents, letters
from tenders.choices import DocumentKind, DocumentState, Side
from tenders.document_list import DocumentFilter, DocumentTable, state_words
from tenders.forms import LetterForm
from tenders.letter_texts import LETTERS
from tenders.models import Contract, Document, LadderStep

PER_PAGE = 25
#: From so many documents on there is a search above the list.
SEARCH_FROM = 10


@requires(access.may_see_contracts)
@require_GET
def document_list(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Letters and statements of a contract, the newest first, as far as they are for this member."""
    acting = request.acting
    contract = _contract(acting, contract_id)
    rows = documents.with_settlement(contract.documents.defer("file", "content"))
    rows = rows.select_related("made_by", "organisation")
    found = DocumentFilter(request.GET, queryset=rows.order_by("-made_at", "-id"))
    table = DocumentTable(found.qs, acting=acting, contract=contract)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    is_filtered = any(request.GET.get(name) for name in found.filters)
    return render(
        request,
        "tenders/document_list.html",
        {
            "contract": contract,
            "tab": "documents",
            "table": table,
            "filter": found if is_filtered or table.paginator.count > SEARCH_FROM else None,
            "may_write_letters": access.may_take_steps(acting) and contract.settled_on is None,
            "letter_kinds": [(kind, kind.label) for kind in LETTERS if kind != DocumentKind.SETTLEMENT],
            "may_ask_account": access.may_ask_account(acting),
        },
    )


@requires(access.may_take_steps)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_create(request: WorkRequest, contract_id: uuid.UUID, letter_kind: str) -> HttpResponse:
    """A letter, filled in beforehand, to read, change and have made."""
    acting, on = request.acting, timezone.localdate()
    contract = get_object_or_404(access.side_contracts_of(acting).with_parties(), pk=contract_id)
    if letter_kind not in set(LETTERS) - {DocumentKind.SETTLEMENT}:  # that one is made by settling
        raise Http404
    kind = DocumentKind(letter_kind)
    step = _step(contract, request.GET.get("stap", ""))
    draft = letters.prefilled(acting, contract=contract, kind=kind, on=on, step=step)
    form = LetterForm(request.POST if request.method == "POST" else None, draft=draft)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            document = letters.make_letter(
                acting,
                contract=contract,
                kind=kind,
                step=step,
                subject=cleaned["subject"],
                body=cleaned["body"],
                addressee=form.addressee(),
                at=timezone.now(),
                document_id=cleaned["document_id"],
            )
        except letters.LetterRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return HttpResponseRedirect(_address(acting, document))
    context = {
        "form": form,
        "contract": contract,
        "tab": "documents",
        "kind": kind,
        "step": step,
        "list_url": documents.list_path(contract, acting.organisation_id),
        "receivers": documents.recipients_of(contract, Side.CONTRACTOR),
        "may_write_texts": access.may_write_letter_texts(acting),
    }
    return render(request, "tenders/letter_create.html", context, status=422 if form.errors else 200)


@requires(access.may_see_contracts)
@require_GET
def document_detail(request: WorkRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """One document: whether it is ready, its file, and for a letter sending it."""
    acting = request.acting
    contract = _contract(acting, contract_id)
    document = _document(contract, document_id)
    return render(request, "tenders/document_detail.html", _shown(acting, contract, document))


@requires(access.may_see_contracts)
@require_GET
def document_state(request: WorkRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Whether a document is ready, as the part of its page that htmx asks for every two seconds."""
    acting = request.acting
    contract = _contract(acting, contract_id)
    document = _document(contract, document_id)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(_address(acting, document))
    if document.state != DocumentState.WAITING:
        return HttpResponseClientRefresh()
    return render(request, "tenders/_document_waiting.html", {"contract": contract, "document": document})


@requires(access.may_see_contracts)
@require_GET
def document_file(request: WorkRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """The PDF, as a download."""
    contract = _contract(request.acting, contract_id)
    document = get_object_or_404(contract.documents.defer("content"), pk=document_id, state=DocumentState.READY)
    name = f"{slugify(document.get_kind_display())}-{slugify(contract.reference)}-{document.made_at:%Y%m%d}.pdf"
    return HttpResponse(
        bytes(document.file or b""),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Cache-Control": "private, no-store",
        },
    )


@requires(access.may_see_contracts)
@require_POST
def document_retry(request: WorkRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Have a document that failed made again."""
    acting = request.acting
    contract = _contract(acting, contract_id)
    document = _document(contract, document_id)
    if not _may_change(acting, document):
        raise PermissionDenied
    try:
        documents.retry(acting, document.pk)
    except documents.DocumentRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(_address(acting, document))


@requires(access.may_take_steps)
@require_POST
def document_send(request: WorkRequest, contract_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Let the contractor see the letter, and tell who is responsible there."""
    acting = request.acting
    contract = _contract(acting, contract_id)
    document = _document(contract, document_id)
    try:
        documents.send(acting, document.pk, at=timezone.now())
    except documents.DocumentRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("De brief is verstuurd. De opdrachtnemer ziet hem nu en krijgt een mail."))
    return HttpResponseRedirect(_address(acting, document))


def _shown(acting: Acting, contract: Contract, document: Any) -> dict[str, Any]:
    is_letter = document.kind != DocumentKind.ACCOUNT
    is_unsent = is_letter and document.sent_at is None and not document.is_of_taken_back
    may_send = is_unsent and access.may_take_steps(acting)
    return {
        "contract": contract,
        "document": document,
        "tab": "documents",
        "is_letter": is_letter,
        "state_words": state_words(document),
        "content": document.content,
        "is_waiting": document.state == DocumentState.WAITING,
        "is_ready": document.state == DocumentState.READY,
        "is_failed": document.state == DocumentState.FAILED,
        "may_retry": _may_change(acting, document),
        "may_send": may_send,
        "receivers": documents.recipients_of(contract) if may_send else [],
        "list_url": documents.list_path(contract, acting.organisation_id),
    }


def _may_change(acting: Acting, document: Document) -> bool:
    own = document.organisation_id == acting.organisation_id and acting.may_write
    return own or access.may_take_steps(acting)


def _contract(acting: Acting, contract_id: uuid.UUID) -> Contract:
    return get_object_or_404(access.contracts_of(acting).with_parties(), pk=contract_id)


def _document(contract: Contract, document_id: uuid.UUID) -> Any:
    rows = documents.with_settlement(contract.documents.defer("file"))
    rows = rows.select_related("made_by", "organisation", "step")
    return get_object_or_404(rows, pk=document_id)


def _step(contract: Contract, text: str) -> LadderStep | None:
    if not text:
        return None
    try:
        return get_object_or_404(contract.steps, pk=uuid.UUID(text))
    except ValueError as error:
        raise Http404 from error


def _address(acting: Acting, document: Document) -> str:
    return reverse("tenders:document_detail", args=[acting.organisation_id, document.contract_id, document.pk])
