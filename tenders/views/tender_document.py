"""Files with a tender: send them, see what came of the check, show them to everybody or not, fetch and take them away."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from organisations import tenancy
from organisations.access import WorkRequest, is_member, open_to_all, requires
from organisations.file_answers import original
from organisations.file_checks import FileRefusal, FileState
from organisations.inspection.look import LARGEST
from organisations.models import Region
from organisations.refused import Refused
from organisations.uploads import say_choose_again, say_if_too_large
from tenders import access
from tenders.calendar import documents
from tenders.forms.tender_document import TenderDocumentForm
from tenders.models import Tender, TenderDocument, TenderDocumentContent


@requires(access.may_enter_tenders)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_documents(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """The files of a tender, and sending more."""
    tender = _tender(request, tender_id)
    if request.method != "POST":
        return _page(request, tender, TenderDocumentForm())
    form = TenderDocumentForm(request.POST, request.FILES)
    say_if_too_large(request, form, "files", largest=LARGEST)
    if form.is_valid():
        try:
            documents.send(request.acting, tender, sent=form.sent(), at=timezone.now())
        except Refused as refused:
            form.add_error("files", refused.sentence)
        else:
            messages.success(
                request, _("Ontvangen. Het portaal controleert het nu; dat duurt meestal een paar tellen.")
            )
            return HttpResponseRedirect(_list_path(request, tender))
    say_choose_again(request, form, "files")
    return _page(request, tender, form)


@requires(is_member)
@require_GET
def tender_document(request: WorkRequest, tender_id: uuid.UUID, tender_document_id: uuid.UUID) -> HttpResponse:
    """One file, to keep and never to open in the page; row security says for whom it is there."""
    found = TenderDocument.objects.filter(tender_id=tender_id, region_id__in=request.acting.region_ids)
    return _file(documents.content_of(found, tender_document_id))


@requires(access.may_enter_tenders)
@require_POST
def tender_document_show(request: WorkRequest, tender_id: uuid.UUID, tender_document_id: uuid.UUID) -> HttpResponse:
    """Show a file to everybody, or no longer."""
    tender = _tender(request, tender_id)
    is_public = request.POST.get("openbaar") == "ja"
    try:
        documents.show(tender, tender_document_id, is_public=is_public)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Het stuk is openbaar.") if is_public else _("Het stuk is niet meer openbaar."))
    return HttpResponseRedirect(_list_path(request, tender))


@requires(access.may_enter_tenders)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_document_remove(request: WorkRequest, tender_id: uuid.UUID, tender_document_id: uuid.UUID) -> HttpResponse:
    """Take a file away: asked first, because its content is gone at once."""
    tender = _tender(request, tender_id)
    if request.method != "POST":
        document = get_object_or_404(documents.documents_of(tender.pk), pk=tender_document_id)
        return render(request, "tenders/tender_document_remove.html", {"tender": tender, "document": document})
    try:
        documents.remove(request.acting, tender, tender_document_id, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Het stuk is weggehaald."))
    return HttpResponseRedirect(_list_path(request, tender))


@open_to_all
@require_safe
def calendar_document(
    request: HttpRequest,  # noqa: ARG001 - who asks makes no difference
    region_code: str,
    tender_id: uuid.UUID,
    tender_document_id: uuid.UUID,
) -> HttpResponse:
    """A public file of a tender on the calendar, for everybody."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        content = documents.content_of(TenderDocument.objects.filter(tender_id=tender_id), tender_document_id)
    return _file(content)


def _file(content: TenderDocumentContent | None) -> HttpResponse:
    if content is None:
        raise Http404
    return original(content.document, content)


def _page(request: WorkRequest, tender: Tender, form: TenderDocumentForm) -> HttpResponse:
    rows = list(documents.documents_of(tender.pk))
    items = [
        {
            "document": one,
            "refusal": FileRefusal(one.refusal).label if one.refusal else "",
            "may_fetch": one.state == FileState.CHECKED,
        }
        for one in rows
    ]
    waits = any(one.state == FileState.QUARANTINED for one in rows)
    context = {"tender": tender, "items": items, "form": form, "waits": waits}
    return render(request, "tenders/tender_documents.html", context, status=422 if form.errors else 200)


def _tender(request: WorkRequest, tender_id: uuid.UUID) -> Tender:
    return get_object_or_404(access.tenders_entered_by(request.acting).select_related("authority"), pk=tender_id)


def _list_path(request: WorkRequest, tender: Tender) -> str:
    return reverse("tenders:tender_documents", args=[request.acting.organisation_id, tender.pk])
