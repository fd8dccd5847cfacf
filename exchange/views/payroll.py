import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exchange import access, payroll
from exchange.archive import MEGABYTE
from exchange.choices import UploadStatus
from exchange.foreign_table import LARGEST
from exchange.models import PayrollUpload
from exchange.payroll import PayrollRefusedError, Preview, Said
from exchange.payroll.columns import guessed
from exchange.payroll.periods import period_of
from exchange.payroll_form import ColumnsForm, PayrollForm
from exchange.payroll_page import outcome_of
from exchange.views.foreign_table import examples_beside, said_of_rows, tell_what_was_read
from organisations.access import WorkRequest, requires
from organisations.uploads import say_choose_again, say_if_too_large

_TABLES_SHOWN = 10


@requires(access.may_bring_payroll)
@require_http_methods(["GET", "HEAD", "POST"])
def payroll_upload(request: WorkRequest) -> HttpResponse:
    """Bring in hours out of payroll: a file, or what was copied. Nothing goes into a month yet."""
    today = timezone.localdate()
    if request.method == "POST":
        form = PayrollForm(request.POST, request.FILES, on=today)
        say_if_too_large(request, form, "file", largest=LARGEST, unit=MEGABYTE)
        if form.is_valid():
            at = timezone.now()
            try:
                upload = payroll.start(
                    request.acting,
                    table=form.cleaned_data["table"],
                    title=form.title or _("Geplakte regels"),
                    period=form.cleaned_data["period"],
                    at=at,
                    on=today,
                )
            except PayrollRefusedError as error:
                form.add_error(None, str(error))
            else:
                tell_what_was_read(request, form.cleaned_data["table"])
                return HttpResponseRedirect(_address(request, upload))
        say_choose_again(request, form, "file")
    else:
        form = PayrollForm(on=today, initial=_asked_period(request))
    tables = access.payroll_uploads_of(request.acting).with_rows().newest_first().defer("rows", "answers")
    context = {"form": form, "tables": tables[:_TABLES_SHOWN]}
    return render(request, "exchange/payroll_upload.html", context, status=422 if form.errors else 200)


@requires(access.may_bring_payroll)
@require_http_methods(["GET", "HEAD", "POST"])
def payroll_columns(request: WorkRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Say what the columns mean; asked once for each header."""
    upload = _upload(request, upload_id)
    if not upload.is_open:
        return HttpResponseRedirect(_address(request, upload))
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        header=upload.header,
        guess=upload.columns or guessed(upload.header),
        period=upload.period,
        on=timezone.localdate(),
    )
    if form.is_bound and form.is_valid():
        try:
            payroll.name_columns(
                request.acting,
                upload_id=upload.pk,
                columns=form.meanings(),
                period=form.cleaned_data["period"],
                at=timezone.now(),
            )
        except PayrollRefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(_address(request, upload))
    context = {
        "form": form,
        "upload": upload,
        "columns": list(zip(upload.header, examples_beside(upload), form.column_fields, strict=True)),
    }
    return render(request, "exchange/payroll_columns.html", context, status=422 if form.errors else 200)


@requires(access.may_bring_payroll)
@require_http_methods(["GET", "HEAD", "POST"])
def payroll_detail(request: WorkRequest, upload_id: uuid.UUID) -> HttpResponse:
    """What the table comes to: look at it, say what is asked, and put it into the months."""
    upload = _upload(request, upload_id)
    if upload.status == UploadStatus.COLUMNS:
        return HttpResponseRedirect(
            reverse("exchange:payroll_columns", args=[request.acting.organisation_id, upload.pk])
        )
    if request.method == "POST":
        return _take(request, upload)
    if not upload.is_open:
        return _result(request, upload)
    return _show(request, upload, payroll.preview_of(request.acting, upload, on=timezone.localdate()))


def _take(request: WorkRequest, upload: PayrollUpload) -> HttpResponse:
    """Keep what was said, and put the table into the months when that was asked and nothing is open."""
    today, said, action = timezone.localdate(), _said(request.POST), request.POST.get("action", "")
    try:
        if action in {"save", "submit"}:
            upload, preview = payroll.put_in_months(
                request.acting, upload_id=upload.pk, said=said, submit=action == "submit", at=timezone.now(), on=today
            )
            if upload.is_open:
                return _show(request, upload, preview, status=422)
        else:
            payroll.answer(request.acting, upload_id=upload.pk, said=said, on=today)
    except PayrollRefusedError as error:
        # Pressed twice, it is done once: the page says what came of it.
        if _upload(request, upload.pk).is_open:
            messages.error(request, str(error))
    return HttpResponseRedirect(_address(request, upload))


@requires(access.may_bring_payroll)
@require_POST
def payroll_drop(request: WorkRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Throw the table away."""
    upload = _upload(request, upload_id)
    payroll.drop(upload_id=upload.pk, at=timezone.now())
    messages.success(request, _("De tabel is weggegooid. In de maanden is niets veranderd."))
    return HttpResponseRedirect(reverse("exchange:payroll_upload", args=[request.acting.organisation_id]))


def _show(request: WorkRequest, upload: PayrollUpload, preview: Preview, *, status: int = 200) -> HttpResponse:
    context = {
        "upload": upload,
        "preview": preview,
        "period": period_of(upload.period),
        "is_refused": status != HTTPStatus.OK,
    }
    return render(request, "exchange/payroll_detail.html", context, status=status)


def _result(request: WorkRequest, upload: PayrollUpload) -> HttpResponse:
    context = {"upload": upload, "outcome": outcome_of(request.acting, upload)}
    return render(request, "exchange/payroll_result.html", context)


def _said(data: QueryDict) -> Said:
    """What the form of the preview sends; a name that is none of its own says nothing."""
    answers, cells = said_of_rows(data)
    mark = "version-"
    versions = {name.removeprefix(mark): str(text) for name, text in data.dict().items() if name.startswith(mark)}
    return Said(answers, cells, versions)


def _asked_period(request: WorkRequest) -> dict[str, Any]:
    """The month of the screen from which somebody comes."""
    asked = request.GET.get("maand", "")
    try:
        day = period_of(asked).first_day
    except (ValueError, OverflowError):
        return {}
    return {"period": asked} if day <= timezone.localdate() else {}


def _upload(request: WorkRequest, upload_id: uuid.UUID) -> PayrollUpload:
    return get_object_or_404(access.payroll_uploads_of(request.acting), pk=upload_id)


def _address(request: WorkRequest, upload: PayrollUpload) -> str:
    return reverse("exchange:payroll_detail", args=[request.acting.organisation_id, upload.pk])
