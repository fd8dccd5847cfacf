import datetime as dt
import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.access import registers_only, works_with_candidates
from candidates.choices import Source
from candidates.forms.registration import AgencyForm
from candidates.reading import log_seen
from candidates.registering.registration import OWN_SOURCE
from exchange import access, referrals
from exchange.archive import MEGABYTE
from exchange.choices import UploadStatus
from exchange.foreign_table import LARGEST
from exchange.models import ReferralUpload
from exchange.referral_form import ReferralColumnsForm, ReferralForm
from exchange.referrals import Preview, ReferralRefusedError, Said
from exchange.views.foreign_table import examples_beside, said_of_rows, tell_what_was_read
from organisations.access import WorkRequest, requires
from organisations.uploads import say_choose_again, say_if_too_large

_TABLES_SHOWN = 10


@requires(access.may_refer)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_upload(request: WorkRequest) -> HttpResponse:
    """Bring in several people at once: a file, or what was copied. Nobody is registered yet."""
    asks_source = not registers_only(request.acting)
    if request.method == "POST":
        form = ReferralForm(request.POST, request.FILES, asks_source=asks_source)
        say_if_too_large(request, form, "file", largest=LARGEST, unit=MEGABYTE)
        if form.is_valid():
            try:
                upload = referrals.start(
                    request.acting,
                    table=form.cleaned_data["table"],
                    title=form.title or _("Geplakte regels"),
                    source=form.cleaned_data.get("source", ""),
                    registrant=form.cleaned_data.get("registrant", ""),
                    at=timezone.now(),
                    on=timezone.localdate(),
                )
            except ReferralRefusedError as error:
                form.add_error(None, str(error))
            else:
                tell_what_was_read(request, form.cleaned_data["table"])
                return HttpResponseRedirect(_address(request, upload))
        say_choose_again(request, form, "file")
    else:
        form = ReferralForm(asks_source=asks_source, initial={"source": Source.MUNICIPALITY})
    tables = access.referral_uploads_of(request.acting).with_rows().newest_first().defer("rows", "answers")
    context = {"form": form, "tables": tables[:_TABLES_SHOWN], **_back(request)}
    return render(request, "exchange/referral_upload.html", context, status=422 if form.errors else 200)


@requires(access.may_refer)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_columns(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Say what the columns mean, where their names did not."""
    upload = _upload(request, referral_id)
    if not upload.is_open:
        return HttpResponseRedirect(_address(request, upload))
    data = request.POST if request.method == "POST" else None
    form = ReferralColumnsForm(data, header=upload.header, guess=upload.columns)
    if form.is_bound and form.is_valid():
        try:
            referrals.name_columns(upload_id=upload.pk, columns=form.meanings())
        except ReferralRefusedError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(_address(request, upload))
    context = {
        "form": form,
        "upload": upload,
        "columns": list(zip(upload.header, examples_beside(upload), form.column_fields, strict=True)),
        **_back(request),
    }
    return render(request, "exchange/referral_columns.html", context, status=422 if form.errors else 200)


@requires(access.may_refer)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_detail(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Who is in the table: look at it, say what is asked, and register everybody."""
    upload = _upload(request, referral_id)
    if upload.status == UploadStatus.COLUMNS:
        address = [request.acting.organisation_id, upload.pk]
        return HttpResponseRedirect(reverse("exchange:referral_columns", args=address))
    if request.method == "POST":
        return _take(request, upload)
    if not upload.is_open:
        call_by = dt.date.fromisoformat(upload.outcome["call_by"]) if upload.outcome else None
        context = {"upload": upload, "call_by": call_by, **_back(request)}
        return render(request, "exchange/referral_result.html", context)
    preview = referrals.preview_of(request.acting, upload, on=timezone.localdate())
    return _show(request, upload, preview, _agency_form(request, upload))


def _take(request: WorkRequest, upload: ReferralUpload) -> HttpResponse:
    """Keep what was said, and register everybody when that was asked and nothing is open."""
    today, said = timezone.localdate(), Said(*said_of_rows(request.POST))
    agency = _agency_form(request, upload)
    try:
        if request.POST.get("action") != "register":
            referrals.answer(request.acting, upload_id=upload.pk, said=said, on=today)
            return HttpResponseRedirect(_address(request, upload))
        if agency is not None and not agency.is_valid():
            upload, preview = referrals.answer(request.acting, upload_id=upload.pk, said=said, on=today)
        else:
            upload, preview = referrals.register_all(
                request.acting,
                upload_id=upload.pk,
                said=said,
                conditions=agency.conditions() if agency is not None else None,
                at=timezone.now(),
                on=today,
            )
        if upload.is_open:
            return _show(request, upload, preview, agency, status=422)
    except ReferralRefusedError as error:
        # Pressed twice, it is done once: the page says what came of it.
        if _upload(request, upload.pk).is_open:
            messages.error(request, str(error))
    return HttpResponseRedirect(_address(request, upload))


@requires(access.may_refer)
@require_POST
def referral_drop(request: WorkRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Throw the table away."""
    upload = _upload(request, referral_id)
    referrals.drop(upload_id=upload.pk, at=timezone.now())
    messages.success(request, _("De tabel is weggegooid. Er is niemand aangemeld."))
    return HttpResponseRedirect(reverse("exchange:referral_upload", args=[request.acting.organisation_id]))


def _show(
    request: WorkRequest,
    upload: ReferralUpload,
    preview: Preview,
    agency: AgencyForm | None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    log_seen(
        request.acting,
        {one.candidate.pk: one.candidate for one in preview.likely}.values(),
        purpose=_("Kijken of iemand al is aangemeld"),
        at=timezone.now(),
        request=request.reference,
    )
    context = {
        "upload": upload,
        "preview": preview,
        "agency": agency,
        "is_refused": status != HTTPStatus.OK,
        **_back(request),
    }
    return render(request, "exchange/referral_detail.html", context, status=status)


def _agency_form(request: WorkRequest, upload: ReferralUpload) -> AgencyForm | None:
    """What a temp agency agreed to, asked once for all people in the table."""
    if OWN_SOURCE.get(request.acting.kind, upload.source) != Source.TEMP_AGENCY:
        return None
    is_sent = request.method == "POST" and request.POST.get("action") == "register"
    return AgencyForm(request.POST if is_sent else None, prefix="bureau", on=timezone.localdate())


def _back(request: WorkRequest) -> dict[str, object]:
    """Where somebody came from, and returns to."""
    opens_files = works_with_candidates(request.acting)
    name = "candidates:candidate_list" if opens_files else "candidates:registration_list"
    return {
        "back_url": reverse(name, args=[request.acting.organisation_id]),
        "back_word": _("Kandidaten") if opens_files else _("Aanmeldingen"),
        "opens_files": opens_files,
    }


def _upload(request: WorkRequest, referral_id: uuid.UUID) -> ReferralUpload:
    return get_object_or_404(access.referral_uploads_of(request.acting), pk=referral_id)


def _address(request: WorkRequest, upload: ReferralUpload) -> str:
    return reverse("exchange:referral_detail", args=[request.acting.organisation_id, upload.pk])
