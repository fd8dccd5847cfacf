import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from organisations.models import Region
from organisations.tenancy import Acting
from reporting import access, pipeline
from reporting.choices import FileFormat, ReportStatus
from reporting.filters import ReportFilter
from reporting.forms import ReportForm, early_warning
from reporting.models import Report
from reporting.periods import Kind, Period
from reporting.render.charts import sustained_outflow_chart
from reporting.render.conclusion import conclude
from reporting.render.figures import Report as Figures
from reporting.render.revisions import revisions_of
from reporting.render.topics import topics_of
from reporting.tables import ContributingTable, ReportTable
from tenders.access import contracts_of

PER_PAGE = 25
CONTENT_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.JSON: "application/json",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The figures that are a sum over contracts, by the word in their address, with what is said about them.
FIGURES = {
    "berekend": (
        "precalculated",
        gettext_lazy("Berekend"),
        gettext_lazy(
            "De SROI-verplichting van elke gegunde opdracht telt op de dag van gunning, zoals die was bij het vaststellen."
        ),
    ),
    "goedgekeurd": (
        "realised",
        gettext_lazy("Goedgekeurd"),
        gettext_lazy(
            "Uren tellen in hun maand en andere invullingen op hun datum, alleen na goedkeuring. Wat is teruggedraaid, telt af."
        ),
    ),
}


@requires(access.may_read_reports)
@require_GET
def report_list(request: WorkRequest) -> HttpResponse:
    """All reports of the region, the newest first."""
    acting = request.acting
    found = ReportFilter(request.GET, reports=access.reports_of(acting))
    reports = found.qs.select_related("region", "requested_by").defer("snapshot", "manager_text")
    table = ReportTable(reports, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(
        request,
        "reporting/report_list.html",
        {
            "table": table,
            "filter": found,
            "is_filtered": any(request.GET.get(name) for name in found.filters),
            "may_make": access.may_make_reports(acting),
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
            at=timezone.now(),
        )
    except pipeline.ReportError as error:
        form.add_error(None, str(error))
        return render(request, "reporting/report_create.html", {"form": form}, status=422)
    warning = early_warning(asked["period"], on=on)
    if warning:
        messages.warning(request, warning)
    return HttpResponseRedirect(_address(request.acting, report))


@requires(access.may_read_reports)
@require_GET
def report_detail(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """A report: how far it is, or its frozen figures, files and versions."""
    acting = request.acting
    report = _report(acting, report_id)
    versions = (
        access.reports_of(acting)
        .filter(region_id=report.region_id, kind=report.kind, period=report.period)
        .defer("snapshot", "manager_text")
        .order_by("-version")
    )
    context = {
        "report": report,
        "versions": versions,
        "may_make": access.may_make_reports(acting),
        "files": _files(report),
        "document": None,
        "revisions": [],
        "warning": "",
    }
    if report.is_frozen:
        context |= _figures(report)
    return render(request, "reporting/report_detail.html", context)


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
def report_figure(request: WorkRequest, report_id: uuid.UUID, figure: str) -> HttpResponse:
    """One figure of a report, contract by contract, down to the cent."""
    acting = request.acting
    report = _report(acting, report_id)
    if figure not in FIGURES or not report.is_frozen:
        raise Http404
    key, title, about = FIGURES[figure]
    document = pipeline.document_of(report)
    sroi = document["sroi"]
    rows = [_part(line, key) for line in sroi["contracts"]]
    rows = [row for row in rows if row["period"] or row["cumulative"]]
    references = [row["reference"] for row in rows]
    contracts = contracts_of(acting).filter(region_id=report.region_id, reference__in=references)
    table = ContributingTable(
        rows, acting=acting, contract_ids=dict(contracts.order_by("reference").values_list("reference", "pk"))
    )
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    total = {split: Decimal(sroi[key][split]) for split in ("period", "cumulative")}
    figures = Figures.read(document)
    context = {"report": report, "title": title, "about": about, "table": table, "total": total, "figures": figures}
    return render(request, "reporting/report_figure.html", context)


@requires(access.may_read_reports)
@require_GET
def report_file(request: WorkRequest, report_id: uuid.UUID, file_format: str) -> HttpResponse:
    """A file of a finished report, as a download."""
    reports = access.reports_of(request.acting).filter(status=ReportStatus.READY).select_related("region")
    report = get_object_or_404(reports.defer("snapshot"), pk=report_id)
    file = get_object_or_404(report.files, format=file_format)
    name = report.file_name(file.format)
    return HttpResponse(
        bytes(file.content),
        content_type=CONTENT_TYPES[FileFormat(file.format)],
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )


def _report(acting: Acting, report_id: uuid.UUID) -> Report:
    return get_object_or_404(access.reports_of(acting).select_related("region", "requested_by"), pk=report_id)


def _address(acting: Acting, report: Report) -> str:
    return reverse("reporting:report_detail", args=[acting.organisation_id, report.pk])


def _kind(word: str) -> Kind | None:
    return Kind(word) if word in set(Kind) else None


def _files(report: Report) -> list[Mapping[str, Any]]:
    if report.status != ReportStatus.READY:
        return []
    order = list(FileFormat)
    files = report.files.order_by("format").values("format", "size", "sha256")
    return sorted(files, key=lambda file: order.index(file["format"]))


def _figures(report: Report) -> dict[str, Any]:
    """What the page shows of the frozen figures; nothing is counted here."""
    document = pipeline.document_of(report)
    figures = Figures.read(document)
    topics = topics_of(figures)
    return {
        "document": document,
        "figures": figures,
        "conclusion": conclude(figures),
        "chart": sustained_outflow_chart(figures),
        "unknown_topics": [topic for topic in topics if topic.template is None],
        "revisions": revisions_of(document["changes"]),
        "warning": early_warning(Period.parse(report.period), on=timezone.localdate(figures.made_at)),
    }


def _part(line: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {
        "reference": line["reference"],
        "authority": line["authority"],
        "contractor": line["contractor"],
        "awarded_on": dt.date.fromisoformat(line["awarded_on"]),
        "period": Decimal(line[f"{key}_period"]),
        "cumulative": Decimal(line[f"{key}_cumulative"]),
    }
