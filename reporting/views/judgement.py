"""What a partner sees of a report before it is frozen: what is asked of him, the draft, and his own words."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations import tenancy
from organisations.access import WorkRequest, requires
from organisations.link_pages import opened_by_link
from organisations.refused import Refused
from reporting import access
from reporting.choices import Edition, FileFormat
from reporting.flow import downloads, judging
from reporting.forms.flow import JudgementForm
from reporting.models import Judgement, ReportFile
from reporting.views.files import as_download

_NOT_FOUND, _GONE = 404, 410


@requires(access.sees_figures)
@require_http_methods(["GET", "HEAD", "POST"])
def judgement_detail(request: WorkRequest, judgement_id: uuid.UUID) -> HttpResponse:
    """The judgement that is asked of one's own organisation."""
    judgement = _own(request, judgement_id)
    if judgement.closed_at is None and request.method == "POST":
        if not request.acting.may_write:
            return HttpResponse(status=403)
        form = JudgementForm(request.POST)
        words = _answer(judgement, form, request)
        if words:
            messages.success(request, words)
            return HttpResponseRedirect(reverse("reporting:published_list", args=[request.acting.organisation_id]))
    else:
        form = JudgementForm(initial=_given(judgement, request.acting.organisation_name))
    context = {
        "judgement": judgement,
        "form": form,
        "may_write": request.acting.may_write and judgement.closed_at is None,
        "file_url": reverse("reporting:judgement_file", args=[request.acting.organisation_id, judgement.pk]),
    }
    return render(request, "reporting/judgement_detail.html", context, status=422 if form.errors else 200)


@requires(access.sees_figures)
@require_GET
def judgement_file(request: WorkRequest, judgement_id: uuid.UUID) -> HttpResponse:
    """The draft that is judged."""
    judgement, at = _own(request, judgement_id), timezone.now()
    file = _draft(judgement)
    downloads.log(file, by=request.acting, at=at)
    if request.acting.may_write:
        downloads.opened(judgement, at=at)
    return as_download(file, name=_name(judgement))


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def judgement_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in a mail, for who has no account."""
    with tenancy.link(token):
        judgement = judging.of_link(token)
        if judgement is None or judgement.closed_at is not None:
            status = _NOT_FOUND if judgement is None else _GONE
            return render(request, "reporting/judgement_closed.html", {"judgement": judgement}, status=status)
        form = JudgementForm(request.POST if request.method == "POST" else None, initial=_given(judgement, ""))
        if request.method == "POST" and _answer(judgement, form, request):
            return render(request, "reporting/judgement_thanks.html", {"judgement": judgement, "token": token})
    context = {
        "judgement": judgement,
        "form": form,
        "file_url": reverse("reporting:judgement_file_by_link", args=[token]),
    }
    return render(request, "reporting/judgement_by_link.html", context, status=422 if form.errors else 200)


@opened_by_link
@require_GET
def judgement_file_by_link(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The draft, for who follows the link; that he took it is kept."""
    at = timezone.now()
    with tenancy.link(token):
        judgement = judging.of_link(token)
        if judgement is None or judgement.closed_at is not None:
            raise Http404
        file = _draft(judgement)
        downloads.log(file, by=judgement, at=at)
        downloads.opened(judgement, at=at)
        return as_download(file, name=_name(judgement))


def _own(request: WorkRequest, judgement_id: uuid.UUID) -> Judgement:
    own = Judgement.objects.filter(organisation_id=request.acting.organisation_id)
    found: Judgement = get_object_or_404(own, pk=judgement_id)
    return found


def _draft(judgement: Judgement) -> ReportFile:
    found: ReportFile = get_object_or_404(
        ReportFile, report_id=judgement.report_id, edition=Edition.EXACT, format=FileFormat.PDF
    )
    return found


def _name(judgement: Judgement) -> str:
    return f"{judgement.get_kind_display()}-{judgement.period}-concept.pdf".lower()


def _given(judgement: Judgement, organisation: str) -> dict[str, str]:
    return {"text": judgement.text, "spoken_by": judgement.spoken_by or organisation}


def _answer(judgement: Judgement, form: JudgementForm, request: HttpRequest) -> str:
    """Keep what was said, or that nothing will be; returns what to say about it, nothing when it could not be."""
    at = timezone.now()
    try:
        if "geen" in request.POST:
            judging.decline(judgement.pk, at=at)
            return _("Genoteerd: u geeft geen oordeel.")
        if form.is_valid():
            said = form.cleaned_data
            judging.say(judgement.pk, text=said["text"], spoken_by=said["spoken_by"], at=at)
            return _("Bewaard. U kunt uw oordeel aanpassen tot het rapport is vastgesteld.")
    except Refused as refused:
        form.add_error(None, refused.sentence)
    return ""
