"""Published reports for who reads them: partners of the covenant, authorities, Werkpleinen and the ministry."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organisations.access import WorkRequest, requires
from reporting import access
from reporting.choices import Edition, FileFormat
from reporting.flow import downloads
from reporting.models import Judgement, ReportFile, ReportPublication
from reporting.views.files import as_download

PER_PAGE = 25


@requires(access.sees_figures)
@require_GET
def published_list(request: WorkRequest) -> HttpResponse:
    """The reports that one's organisation may read, the newest first, and the judgements that are asked of it."""
    acting = request.acting
    judgements = Judgement.objects.filter(organisation_id=acting.organisation_id, closed_at=None)
    published = access.published_for(acting).select_related("region").order_by("-published_at", "pk")
    context = {
        "page": Paginator(published, PER_PAGE).get_page(request.GET.get("page")),
        "asked": list(judgements.order_by("due_on", "pk")),
    }
    return render(request, "reporting/published_list.html", context)


@requires(access.sees_figures)
@require_GET
def published_detail(request: WorkRequest, publication_id: uuid.UUID) -> HttpResponse:
    """One published report with its files."""
    publication = _publication(request, publication_id)
    order = list(FileFormat)
    files = ReportFile.objects.filter(report_id=publication.report_id, edition=Edition.EXACT).exclude(
        format=FileFormat.CSV
    )
    later = access.published_for(request.acting).filter(
        region_id=publication.region_id,
        kind=publication.kind,
        period=publication.period,
        version__gt=publication.version,
    )
    context = {
        "publication": publication,
        "files": sorted(
            files.values("format", "size", "sha256"), key=lambda one: order.index(FileFormat(one["format"]))
        ),
        "newer": later.order_by("-version").first(),
    }
    return render(request, "reporting/published_detail.html", context)


@requires(access.sees_figures)
@require_GET
def published_file(request: WorkRequest, publication_id: uuid.UUID, file_format: str) -> HttpResponse:
    """A file of a published report; who took it is kept."""
    publication = _publication(request, publication_id)
    if file_format not in set(FileFormat):
        raise Http404
    file = get_object_or_404(
        ReportFile, report_id=publication.report_id, edition=publication.edition, format=file_format
    )
    downloads.log(file, by=request.acting, at=timezone.now())
    words = (publication.get_kind_display(), publication.region.code, publication.period, f"v{publication.version}")
    return as_download(file, name=f"{'-'.join(words)}.{file_format}".lower())


def _publication(request: WorkRequest, publication_id: uuid.UUID) -> ReportPublication:
    found: ReportPublication = get_object_or_404(
        access.published_for(request.acting).select_related("region"), pk=publication_id
    )
    return found
