"""The texts for the documents of one tender, filled in: to copy, or as one file."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from tenders import access
from tenders.calendar.texts import TextsOfTender, texts_of
from tenders.choices import Basis
from tenders.forms.tender_texts import TenderTextsForm
from tenders.models import Tender
from tenders.word_file import MEDIA_TYPE, word_file


@requires(access.may_keep_calendar)
@require_GET
def tender_texts(request: WorkRequest, tender_id) -> HttpResponse:
    """All texts that belong to what the tender decided, each ready to copy, and what the tender still lacks."""
    tender = _tender(request, tender_id)
    found, form = _texts(request, tender)
    context = {
        "tender": tender,
        "found": found,
        "form": form,
        "asked": request.GET.urlencode(),
        "may_change": access.may_enter_tenders(request.acting),
        "may_write_texts": access.may_write_tender_texts(request.acting),
    }
    return render(request, "tenders/tender_texts.html", context)


@requires(access.may_keep_calendar)
@require_GET
def tender_texts_file(request: WorkRequest, tender_id, text_format: str) -> HttpResponse:
    """The same texts in one file, as plain text or for Word."""
    tender = _tender(request, tender_id)
    found, _form = _texts(request, tender)
    if text_format not in {"txt", "docx"}:
        raise Http404
    if not found.texts:
        # The page says what the tender lacks.
        return redirect("tenders:tender_texts", organisation_id=request.acting.organisation_id, tender_id=tender.pk)
    parts = [(one.subject, one.body) for one in found.texts]
    if text_format == "docx":
        content, media_type = word_file(parts), MEDIA_TYPE
    else:
        text = "\n\n\n".join(f"{subject}\n\n{body}" for subject, body in parts)
        content, media_type = (
            text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8-sig"),
            "text/plain; charset=utf-8",
        )
    name = f"social-return-{slugify(tender.reference) or 'teksten'}.{text_format}"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _tender(request: WorkRequest, tender_id) -> Tender:
    tenders = access.tenders_kept_by(request.acting).select_related("region", "authority")
    return get_object_or_404(tenders, pk=tender_id)


def _texts(request: WorkRequest, tender: Tender) -> tuple[TextsOfTender, TenderTextsForm]:
    form = TenderTextsForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    basis = Basis(asked["grondslag"]) if asked.get("grondslag") else None
    found = texts_of(tender, on=timezone.localdate(), basis=basis, framework=bool(asked.get("raam")))
    return found, TenderTextsForm(initial={"grondslag": found.basis, "raam": bool(asked.get("raam"))})
