import io

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from exchange import access, jobs
from exchange.archive import LARGEST, MEGABYTE
from exchange.choices import JobKind, TableFormat
from exchange.contract_sheet import COLUMNS, template_sheets
from exchange.contract_sheet import SHAPE as CONTRACTS
from exchange.forms import ContractsForm, PackageForm
from exchange.jobs.sources import parties_of
from exchange.sheets import write_book
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
    form = ContractsForm(request.POST, request.FILES) if request.method == "POST" else ContractsForm()
    say_if_too_large(request, form, "file", largest=LARGEST, unit=MEGABYTE)
    if form.is_bound and form.is_valid():
        name, content, file_format = form.cleaned_data["file"]
        answer = _start(request, form, kind=JobKind.CONTRACTS_IN, files={name: content}, file_format=file_format.value)
        if answer is not None:
            return answer
    context = {"form": form, "own_only": acts_for_authority(request.acting), "titles": list(COLUMNS.values())}
    return render(request, "exchange/contracts_upload.html", context, status=422 if form.errors else 200)


@requires(access.may_see_contract_files)
@require_GET
def contracts_template(request: WorkRequest, book_format: str) -> HttpResponse:
    """An empty book to fill in."""
    acting = request.acting
    if book_format not in {TableFormat.XLSX, TableFormat.ODS} or acting.region is None:
        raise Http404
    own_id = acting.organisation_id if acts_for_authority(acting) else None
    parties = parties_of(CONTRACTS, acting.region.id, own_id=own_id)
    book = io.BytesIO()
    write_book(book, TableFormat(book_format), template_sheets(parties, on=timezone.localdate()))
    name = f"contracten-sjabloon.{book_format}"
    return HttpResponse(
        book.getvalue(),
        content_type=CONTENT_TYPES[book_format],
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )


def _start(
    request: WorkRequest,
    form: PackageForm | ContractsForm,
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
