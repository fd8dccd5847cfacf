"""Documents of a candidate: send them, see what came of the check, look at their pages, fetch them, take them away."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from candidates import access
from candidates.file import documents
from candidates.forms.document import DocumentForm
from candidates.models import Candidate, CandidateDocument, DocumentContent, DocumentPage
from candidates.views.file import file_url, frame, open_file
from organisations.access import WorkRequest, requires
from organisations.file_answers import original, picture
from organisations.file_checks import FileRefusal, FileState
from organisations.inspection.look import LARGEST
from organisations.refused import Refused
from organisations.uploads import say_choose_again, say_if_too_large


@requires(access.works_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def document_list(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """The documents of a candidate, and sending more."""
    sends = request.method == "POST"
    if sends and not access.may_work_with_candidates(request.acting):
        raise PermissionDenied
    # Written down before anything is checked: it is what somebody came for, not what came of it.
    purpose = _("Document toevoegen") if sends else _("Documenten bekeken")
    candidate = open_file(request, candidate_id, purpose=purpose)
    if not sends:
        return _page(request, candidate, DocumentForm())
    form = DocumentForm(request.POST, request.FILES)
    say_if_too_large(request, form, "files", largest=LARGEST)
    if not form.is_valid():
        say_choose_again(request, form, "files")
        return _page(request, candidate, form)
    kept = 0
    for sent in form.sent():
        try:
            documents.send(request.acting, candidate.pk, sent=sent, at=timezone.now())
        except Refused as refused:
            form.add_error("files", f"{sent.name}: {refused.sentence}")
        else:
            kept += 1
    if kept:
        received = ngettext("%(n)s bestand ontvangen.", "%(n)s bestanden ontvangen.", kept) % {"n": kept}
        messages.success(
            request, received + " " + _("Het portaal controleert het nu; dat duurt meestal een paar tellen.")
        )
    if form.errors:
        return _page(request, candidate, form)
    return HttpResponseRedirect(file_url(request, candidate, "document_list"))


@requires(access.works_with_candidates)
@require_GET
def document_detail(request: WorkRequest, candidate_id: uuid.UUID, candidate_document_id: uuid.UUID) -> HttpResponse:
    """The pages of one document as pictures."""
    candidate = open_file(request, candidate_id, purpose=_("Document bekeken"))
    content = _readable(candidate.pk, candidate_document_id)
    context = {"content": content, "document": content.document, "page_numbers": range(1, content.document.pages + 1)}
    return render(request, "candidates/document_detail.html", frame(request, candidate, "documents") | context)


@requires(access.works_with_candidates)
@require_GET
def document_page(
    request: WorkRequest, candidate_id: uuid.UUID, candidate_document_id: uuid.UUID, number: int
) -> HttpResponse:
    """One page as a picture."""
    candidate = open_file(request, candidate_id, purpose=_("Bladzijde van een document bekeken"))
    content = _readable(candidate.pk, candidate_document_id)
    page = get_object_or_404(DocumentPage.objects.filter(content=content.pk), number=number)
    return picture(page)


@requires(access.works_with_candidates)
@require_GET
def document_original(request: WorkRequest, candidate_id: uuid.UUID, candidate_document_id: uuid.UUID) -> HttpResponse:
    """The file itself, to keep and never to open in the page."""
    open_file(request, candidate_id, purpose=_("Document opgehaald"))
    content = _readable(candidate_id, candidate_document_id, with_data=True)
    return original(content.document, content)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request: WorkRequest, candidate_id: uuid.UUID, candidate_document_id: uuid.UUID) -> HttpResponse:
    """Take a document away: asked first, because its content is gone at once."""
    purpose = _("Document weggehaald") if request.method == "POST" else _("Gevraagd of een document weg moet")
    candidate = open_file(request, candidate_id, purpose=purpose)
    rows = CandidateDocument.objects.standing().select_related("content").defer("content__data")
    document = get_object_or_404(rows, pk=candidate_document_id, candidate_id=candidate.pk)
    if request.method != "POST":
        context = {"document": document}
        return render(request, "candidates/document_remove.html", frame(request, candidate, "documents") | context)
    try:
        documents.remove(request.acting, document.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Het document is weggehaald."))
    return HttpResponseRedirect(file_url(request, candidate, "document_list"))


def _page(request: WorkRequest, candidate: Candidate, form: DocumentForm) -> HttpResponse:
    rows = documents.documents_of(candidate.pk)
    today = timezone.localdate()
    items = [
        {
            "document": one,
            "refusal": FileRefusal(one.refusal).label if one.refusal else "",
            "may_view": one.state == FileState.CHECKED,
            "has_expired": one.valid_until is not None and one.valid_until < today,
        }
        for one in rows
    ]
    waits = any(one.state == FileState.QUARANTINED for one in rows)
    context = {"items": items, "form": form, "waits": waits}
    status = 422 if form.errors else 200
    return render(
        request, "candidates/document_list.html", frame(request, candidate, "documents") | context, status=status
    )


def _readable(candidate_id: uuid.UUID, document_id: uuid.UUID, *, with_data: bool = False) -> DocumentContent:
    """The content of a checked document in this file: row security says for whom."""
    rows = DocumentContent.objects.select_related("document").defer(*([] if with_data else ["data"]))
    checked: dict[str, Any] = {"document__in": CandidateDocument.objects.usable().filter(candidate_id=candidate_id)}
    return get_object_or_404(rows.filter(**checked), document_id=document_id)
