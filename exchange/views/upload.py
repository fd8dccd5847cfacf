import io
import uuid

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from exchange import access, contract_sheet, jobs, tender_sheet
from exchange.archive import LARGEST, MEGABYTE
from exchange.choices import JobKind, TableFormat
from exchange.forms import PackageForm, SheetForm
from exchange.jobs.sources import parties_of, tender_words
from exchange.sheets import Sheet, write_book
from exchange.views.job import CONTENT_TYPES, address_of
from organisations.access import WorkRequest, acts_for_authority, requires
from organisations.uploads import say_choose_again, say_if_too_large


@requires(access.may_import_packages)
@require_http_methods(["GET", "HEAD", "POST"])
def package_upload(request: WorkRequest) -> HttpResponse:
    """Bring in a data package: kept and checked, nothing lands yet."""
    form = PackageForm(request.POST, request.FILES) if request.method == "POST" else PackageForm()
    say_if_too_large(request, form, "package", largest=LARGEST, unit=MEGABYTE)
    if form.is_bound and form.is_valid():
        answer = _start(request, form, kind=JobKind.PACKAGE_IN, files=form.cleaned_data["package"])
        if answer is not None:
            return answer
    return render(request, "exchange/package_upload.html", {"form": form}, status=422 if form.errors else 200)


@requires(access.may_import_contracts)
@require_http_methods(["GET", "HEAD", "POST"])
def contracts_upload(request: WorkRequest) -> HttpResponse:
    """Bring in contracts from a spreadsheet."""
    organisation_id = request.acting.organisation_id
    page = {
        "heading": _("Contracten inlezen"),
        "back_url": reverse("exchange:job_list", args=[organisation_id]),
        "back_label": _("Bestanden"),
        "template_view": "exchange:contracts_template",
    }
    return _sheet_upload(request, JobKind.CONTRACTS_IN, "exchange/contracts_upload.html", page)


@requires(access.may_import_tenders)
@require_http_methods(["GET", "HEAD", "POST"])
def tenders_upload(request: WorkRequest) -> HttpResponse:
    """Bring in tenders from a spreadsheet."""
    organisation_id, is_own = request.acting.organisation_id, acts_for_authority(request.acting)
    page = {
        "heading": _("Aanbestedingen inlezen"),
        "back_url": reverse("tenders:tender_list", args=[organisation_id]),
        "back_label": _("Mijn kalender") if is_own else _("Kalender van de regio"),
        "template_view": "exchange:tenders_template",
    }
    return _sheet_upload(request, JobKind.TENDERS_IN, "exchange/tenders_upload.html", page)


@requires(access.may_see_contract_files)
@require_GET
def contracts_template(request: WorkRequest, book_format: str) -> HttpResponse:
    """An empty book to fill in."""
    region_id, own_id = _whose(request, book_format)
    sheets = contract_sheet.template_sheets(
        parties_of(contract_sheet.SHAPE, region_id, own_id=own_id), on=timezone.localdate()
    )
    return _book(sheets, book_format, name="contracten-sjabloon")


@requires(access.may_import_tenders)
@require_GET
def tenders_template(request: WorkRequest, book_format: str) -> HttpResponse:
    """An empty book to fill in."""
    region_id, own_id = _whose(request, book_format)
    sheets = tender_sheet.template_sheets(tender_words(region_id, own_id=own_id), on=timezone.localdate())
    return _book(sheets, book_format, name="aanbestedingen-sjabloon")


def _whose(request: WorkRequest, book_format: str) -> tuple[uuid.UUID, uuid.UUID | None]:
    """The region of the book, and the authority that may name itself only; a 404 when there can be no book."""
    acting = request.acting
    if book_format not in {TableFormat.XLSX, TableFormat.ODS} or acting.region is None:
        raise Http404
    return acting.region.id, acting.organisation_id if acts_for_authority(acting) else None


def _book(sheets: list[Sheet], book_format: str, *, name: str) -> HttpResponse:
    book = io.BytesIO()
    write_book(book, TableFormat(book_format), sheets)
    file_name = f"{name}.{book_format}"
    return HttpResponse(
        book.getvalue(),
        content_type=CONTENT_TYPES[book_format],
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=file_name)},
    )


def _sheet_upload(request: WorkRequest, kind: JobKind, template: str, page: dict[str, str]) -> HttpResponse:
    """A spreadsheet: kept and checked, nothing lands yet."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    say_if_too_large(request, form, "file", largest=LARGEST, unit=MEGABYTE)
    if form.is_bound and form.is_valid():
        name, content, file_format = form.cleaned_data["file"]
        answer = _start(request, form, kind=kind, files={name: content}, file_format=file_format.value)
        if answer is not None:
            return answer
    context = {**page, "form": form, "own_only": acts_for_authority(request.acting)}
    return render(request, template, context, status=422 if form.errors else 200)


def _start(
    request: WorkRequest,
    form: PackageForm | SheetForm,
    *,
    kind: JobKind,
    files: dict[str, bytes],
    file_format: str = "",
) -> HttpResponse | None:
    """Start the check and go to its page; None with the reason on the form when it cannot be."""
    at = timezone.now()
    try:
        job = jobs.start_import(
            request.acting, kind=kind, files=files, file_format=file_format, at=at, on=timezone.localdate(at)
        )
    except jobs.BulkRefusedError as error:
        form.add_error(None, str(error))
        say_choose_again(request, form, "package" if kind == JobKind.PACKAGE_IN else "file")
        return None
    return HttpResponseRedirect(address_of(request.acting, job))
