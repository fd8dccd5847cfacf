from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.tenancy import RegionRef
from tenders import access, letters
from tenders.choices import DocumentKind
from tenders.forms import LetterTemplateForm
from tenders.letter_texts import LETTERS, LetterText, placeholders_of
from tenders.models import LetterTemplate


@requires(access.may_read_letter_texts)
@require_GET
def letter_template_list(request: WorkRequest) -> HttpResponse:
    """The letters of the region, and whose words they have."""
    region = _region(request)
    own = {one.kind: one for one in LetterTemplate.objects.filter(region_id=region.id).select_related("changed_by")}
    rows = [{"kind": kind, "label": kind.label, "own": own.get(kind)} for kind in LETTERS]
    return render(request, "tenders/letter_template_list.html", {"rows": rows})


@requires(access.may_write_letter_texts)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_template_edit(request: WorkRequest, letter_kind: str) -> HttpResponse:
    """The region's own words for a letter, with what they come to for a made-up contract."""
    acting, region, kind = request.acting, _region(request), _kind(letter_kind)
    own = LetterTemplate.objects.filter(region_id=region.id, kind=kind).first()
    current = LetterText(own.subject, own.body) if own else LETTERS[kind]
    form = LetterTemplateForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        initial={"subject": current.subject, "body": current.body, "seen": letters.version_of(own)},
    )
    shown, is_valid = current, request.method == "POST" and form.is_valid()
    if is_valid:
        shown = LetterText(form.cleaned_data["subject"], form.cleaned_data["body"])
    if is_valid and "voorbeeld" not in request.POST:
        try:
            letters.change_template(
                acting, region_id=region.id, kind=kind, text=shown, seen=form.cleaned_data["seen"], at=timezone.now()
            )
        except letters.LetterRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("Bewaard. Nieuwe brieven beginnen met deze tekst."))
            return HttpResponseRedirect(_list_url(request))
    context = {
        "form": form,
        "kind": kind,
        "is_own": own is not None,
        "example": letters.example(acting, shown, on=timezone.localdate()),
        "placeholders": [(f"{{{name}}}", words) for name, words in placeholders_of(kind).items()],
        "list_url": _list_url(request),
    }
    return render(request, "tenders/letter_template_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_write_letter_texts)
@require_POST
def letter_template_reset(request: WorkRequest, letter_kind: str) -> HttpResponse:
    """Go back to the portal's own words."""
    if letters.reset_template(region_id=_region(request).id, kind=_kind(letter_kind)):
        messages.success(request, _("De brief heeft weer de tekst van het portaal."))
    return HttpResponseRedirect(_list_url(request))


def _region(request: WorkRequest) -> RegionRef:
    if request.acting.region is None:
        raise Http404
    return request.acting.region


def _kind(letter_kind: str) -> DocumentKind:
    if letter_kind not in set(LETTERS):
        raise Http404
    return DocumentKind(letter_kind)


def _list_url(request: WorkRequest) -> str:
    return reverse("tenders:letter_template_list", args=[request.acting.organisation_id])
