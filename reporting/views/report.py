import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from organisations.models import Region
from organisations.tenancy import Acting
from reporting import access, pipeline
from reporting.choices import Edition, FileFormat, ReportStatus
from reporting.counting import end_of
from reporting.filters.report import ReportFilter
from reporting.flow import downloads, steps
from reporting.forms.flow import ReasonForm
from reporting.forms.report import ReportForm, early_warning
from reporting.models import Report
from reporting.periods import Kind, Period
from reporting.render.charts import sustained_outflow_chart
from reporting.render.conclusion import conclude
from reporting.render.figures import Report as Figures
from reporting.render.revisions import late_of, revisions_of
from reporting.render.source import Source
from reporting.render.topics import topics_of
from reporting.tables.report import ReportTable
from reporting.views.files import as_download

PER_PAGE = 25
MAIN_TARGETS = ("sustained_outflow", "intake", "started")


@requires(access.may_read_reports)
@require_GET
def report_list(request: WorkRequest) -> HttpResponse:
    """All reports of the region, the newest first."""
    acting = request.acting
    found = ReportFilter(request.GET, reports=access.reports_of(acting))
    reports = found.qs.select_related("region", "requested_by").defer("snapshot", "rows", "manager_text")
    table = ReportTable(reports, acting=acting)
    may_make = access.may_make_reports(acting)
    if may_make:
        table.when_empty(
            _("Kies een periode. Het portaal telt de cijfers en legt ze vast."),
            url=reverse("reporting:report_create", args=[acting.organisation_id]),
            action=_("Rapport maken"),
        )
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(
        request,
        "reporting/report_list.html",
        {
            "table": table,
            "filter": found,
            "may_make": may_make,
        },
    )


@requires(access.may_make_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: WorkRequest) -> HttpResponse:
    """Ask for a report; making it is a worker's."""
    acting, on = request.acting, timezone.localdate()
    if acting.region is None:
        raise Http404
    since = Region.objects.get(pk=acting.region.id).money_start or dt.date(on.year, 1, 1)
    if request.method == "POST":
        form = ReportForm(request.POST, on=on, since=since)
        if form.is_valid():
            return _request(request, form, on)
    else:
        form = ReportForm(on=on, since=since, narrow_to=_kind(request.GET.get("kind", "")))
    return render(request, "reporting/report_create.html", {"form": form}, status=422 if form.errors else 200)


def _request(request: WorkRequest, form: ReportForm, on: dt.date) -> HttpResponse:
    asked = form.cleaned_data
    try:
        report = pipeline.request(
            request.acting,
            kind=asked["kind"],
            period=asked["period"],
            manager_text=asked["manager_text"],
            known_on=asked["known_on"],
            at=timezone.now(),
        )
    except pipeline.ReportError as error:
        form.add_error(None, str(error))
        return render(request, "reporting/report_create.html", {"form": form}, status=422)
    warning = early_warning(asked["period"], on=on)
    if warning and asked["known_on"] is None:
        messages.warning(request, warning)
    return HttpResponseRedirect(_address(request.acting, report))


@requires(access.may_read_reports)
@require_GET
def report_detail(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """A report: how far it is, what is to be done with it, its figures, files and versions."""
    return detail_page(request, _report(request.acting, report_id))


def detail_page(request: WorkRequest, report: Report, *, correction: ReasonForm | None = None) -> HttpResponse:
    """The page of a report; with a request for a correction as it was sent in when that cannot be done."""
    acting = request.acting
    versions = (
        access.reports_of(acting)
        .filter(region_id=report.region_id, kind=report.kind, period=report.period)
        .defer("snapshot", "rows", "manager_text")
        .order_by("-known_on", "-version")
    )
    may_make = access.may_make_reports(acting)
    chain = [one for one in versions if one.known_on is None]
    # A report made again for a day stands beside the versions: none of them takes its place.
    later = (one for one in chain if one.version > report.version and one.has_figures)
    newest = None if report.known_on is not None else next(later, None)
    context = {
        "report": report,
        "versions": chain,
        "known": [one for one in versions if one.known_on is not None],
        "newest": newest,
        "way": None
        if newest is not None or report.known_on is not None
        else steps.way_of(report, acting=acting, may_act=may_make),
        "happened": _happened(report),
        "reason_form": correction or ReasonForm(),
        "downloads": report.downloads.count(),
        "may_make": may_make,
        "files": _files(report),
        "document": None,
        "revisions": [],
        "late": [],
        "version_then": _version_then(report, chain),
        "warning": "",
    }
    if report.has_figures:
        context |= _figures(report)
    return render(request, "reporting/report_detail.html", context, status=422 if correction else 200)


@requires(access.may_read_reports)
@require_GET
def report_progress(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """How far a report is, as the part of its page that htmx asks for every two seconds."""
    report = _report(request.acting, report_id)
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(_address(request.acting, report))
    if not report.is_unfinished:
        return HttpResponseClientRefresh()
    return render(request, "reporting/_report_progress.html", {"report": report})


@requires(access.may_make_reports)
@require_POST
def report_retry(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """Try a failed report again."""
    report = _report(request.acting, report_id)
    try:
        pipeline.retry(report.pk)
    except pipeline.ReportError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(_address(request.acting, report))


@requires(access.may_read_reports)
@require_GET
def report_file(
    request: WorkRequest, report_id: uuid.UUID, file_format: str, edition: str = Edition.EXACT
) -> HttpResponse:
    """A file of a finished report, as a download; who took it is kept."""
    reports = access.reports_of(request.acting).filter(status=ReportStatus.READY).select_related("region")
    report = get_object_or_404(reports.defer("snapshot", "rows"), pk=report_id)
    file = get_object_or_404(report.files, edition=edition, format=file_format)
    downloads.log(file, by=request.acting, at=timezone.now())
    name = report.file_name(file.format)
    return as_download(file, name=f"openbaar-{name}" if edition == Edition.PUBLIC else name)


def _report(acting: Acting, report_id: uuid.UUID) -> Report:
    return get_object_or_404(access.reports_of(acting).select_related("region", "requested_by"), pk=report_id)


def _version_then(report: Report, chain: list[Report]) -> Report | None:
    """Of a report as known on a day: the version that stood then, with which its figures were compared."""
    if report.known_on is None:
        return None
    there = (one for one in chain if one.frozen_at is not None and one.frozen_at <= end_of(report.known_on))
    return max(there, key=lambda one: one.version, default=None)


def _address(acting: Acting, report: Report) -> str:
    return reverse("reporting:report_detail", args=[acting.organisation_id, report.pk])


def _kind(word: str) -> Kind | None:
    return Kind(word) if word in set(Kind) else None


def _files(report: Report) -> list[Mapping[str, Any]]:
    if report.status != ReportStatus.READY:
        return []
    order = list(FileFormat)
    files = report.files.order_by("format").values("edition", "format", "size", "sha256")
    return sorted(files, key=lambda file: (file["edition"], order.index(file["format"])))


def _happened(report: Report) -> list[dict[str, Any]]:
    """What was done with this version, the newest first."""
    return [
        {
            "when": timezone.localdate(one.at),
            "title": one.get_step_display(),
            "sub": " · ".join(
                words for words in (one.by.name if one.by else _("het portaal zelf"), one.reason) if words
            ),
        }
        for one in report.events.select_related("by").order_by("-at", "pk")
    ]


def _figures(report: Report) -> dict[str, Any]:
    """What the page shows of the frozen figures; nothing is counted here."""
    document = pipeline.document_of(report)
    figures = Figures.read(document)
    topics = topics_of(figures)
    names = Source(figures).names
    return {
        "document": document,
        "figures": figures,
        # The rest of the targets, by group and sector and year, stands in the documents.
        "main_targets": [(name, figures.targets[name]) for name in MAIN_TARGETS if name in figures.targets],
        "conclusion": conclude(figures),
        "chart": sustained_outflow_chart(figures),
        "unknown_topics": [topic for topic in topics if not topic.is_known],
        # What somebody wrote at a report made again for a day is no figure that differs.
        "revisions": revisions_of(
            (change for change in document["changes"] if report.known_on is None or change["path"] != "manager_text"),
            names=names,
        ),
        "late": late_of(document.get("late_arrivals") or (), names=names),
        "warning": early_warning(
            Period.parse(report.period), on=report.known_on or timezone.localdate(figures.made_at)
        ),
    }
