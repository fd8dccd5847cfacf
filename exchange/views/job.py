import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import RequestConfig

from exchange import access, jobs
from exchange.choices import PACKAGES
from exchange.filters import JobFilter
from exchange.job_page import page_of
from exchange.models import BulkFile, BulkJob
from exchange.tables import JobTable
from organisations.access import WorkRequest, requires
from organisations.choices import Seen
from organisations.seen import log_seen
from organisations.tenancy import Acting

PER_PAGE = 25
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
_SHORT = ("checked", "outcome", "hindrances", "query")
#: Of a job, in the read log.
_LONGEST_TITLE = 120


@requires(access.may_see_files)
@require_GET
def job_list(request: WorkRequest) -> HttpResponse:
    """All files of the organisation, the newest first."""
    acting = request.acting
    found = JobFilter(request.GET, queryset=access.jobs_of(acting).select_related("requested_by").defer(*_SHORT))
    table = JobTable(found.qs, acting=acting)
    may_import = access.may_import_contracts(acting)
    if may_import:
        table.when_empty(
            _("Lees contracten in uit een spreadsheet, of download ze uit de lijst met contracten."),
            url=reverse("exchange:contracts_upload", args=[acting.organisation_id]),
            action=_("Contracten inlezen"),
        )
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(
        request,
        "exchange/job_list.html",
        {
            "table": table,
            "filter": found,
            "may_import_contracts": may_import,
            "may_import_tenders": access.may_import_tenders(acting),
            "may_import_packages": access.may_import_packages(acting),
            "may_export_packages": access.may_export_packages(acting),
        },
    )


@requires(access.may_see_files)
@require_GET
def job_detail(request: WorkRequest, job_id: uuid.UUID) -> HttpResponse:
    """A job: how far it is, what the check found, what came of it."""
    job = _job(request.acting, job_id)
    shown = page_of(job, request.acting, page=request.GET.get("page", ""))
    return render(request, "exchange/job_detail.html", {"job": job, "shown": shown})


@requires(access.may_see_files)
@require_GET
def job_progress(request: WorkRequest, job_id: uuid.UUID) -> HttpResponse:
    """How far a job is, as the part of its page that htmx asks for every two seconds."""
    job = _job(request.acting, job_id)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(address_of(request.acting, job))
    if not job.is_unfinished:
        return HttpResponseClientRefresh()
    return render(request, "exchange/_job_progress.html", {"job": job})


@requires(access.may_import_contracts)
@require_POST
def job_confirm(request: WorkRequest, job_id: uuid.UUID) -> HttpResponse:
    """Let the checked file land."""
    job = _import(request.acting, job_id)
    try:
        jobs.confirm(request.acting, job_id=job.pk, sha256=request.POST.get("sha256", ""), at=timezone.now())
    except jobs.BulkRefusedError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(address_of(request.acting, job))


@requires(access.may_undo)
@require_POST
def job_undo(request: WorkRequest, job_id: uuid.UUID) -> HttpResponse:
    """Undo what was landed, if nothing hangs on it."""
    job = _import(request.acting, job_id)
    try:
        jobs.ask_undo(request.acting, job_id=job.pk)
    except jobs.BulkRefusedError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(address_of(request.acting, job))


@requires(access.may_see_files)
@require_GET
def job_file(request: WorkRequest, job_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """A file of a job, as a download. Of who is named in it stands a line in the read log."""
    job = _job(request.acting, job_id)
    file = get_object_or_404(BulkFile.objects.filter(job=job), pk=file_id)
    file.job = job
    _log(request, file)
    kind = file.name.rpartition(".")[2].casefold()
    return HttpResponse(
        bytes(file.content),
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name)},
    )


def address_of(acting: Acting, job: BulkJob) -> str:
    return reverse("exchange:job_detail", args=[acting.organisation_id, job.pk])


def _job(acting: Acting, job_id: uuid.UUID) -> BulkJob:
    people = ("region", "requested_by", "confirmed_by", "undone_by")
    return get_object_or_404(access.jobs_of(acting).select_related(*people), pk=job_id)


def _import(acting: Acting, job_id: uuid.UUID) -> BulkJob:
    """A job that this member may have landed or undone; what somebody else's right brought in is not for him."""
    job = _job(acting, job_id)
    if not (job.is_import and access.may_import(acting, job.kind)):
        raise PermissionDenied
    return job


def _log(request: WorkRequest, file: BulkFile) -> None:
    """A line for each person whom a list names; one for a package."""
    job = file.job
    is_package = job.kind in PACKAGES
    log_seen(
        request.acting,
        Seen.PACKAGE if is_package else Seen.CANDIDATE,
        [(job.region_id, one) for one in ([job.pk] if is_package else file.people)],
        reason=_("%(kind)s: %(title)s") % {"kind": job.get_kind_display(), "title": job.title[:_LONGEST_TITLE]},
        at=timezone.now(),
        request=request.reference,
    )
