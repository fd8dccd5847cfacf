import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.access import candidates_of, may_work_with_candidates
from candidates.reading import log_seen
from exchange import access, jobs
from exchange.choices import JobKind
from exchange.views.job import address_of
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.saved_views import EVERYTHING

#: Parameters that say which part of the list is shown, and not which contracts are in it.
_NO_FILTER = ("page", "sort", "bestandssoort", "csrfmiddlewaretoken")


@requires(access.may_export_contracts)
@require_POST
def contract_export_create(request: WorkRequest) -> HttpResponse:
    """Have the list of contracts made into a file: its filter stands in the query string, the sort of file in the form."""
    query = request.GET.copy()
    for name in _NO_FILTER:
        query.pop(name, None)
    return _start(
        request,
        kind=JobKind.CONTRACTS_OUT,
        title=_("Contracten, gefilterd") if _is_filtered(query) else _("Alle contracten"),
        file_format=request.POST.get("bestandssoort", ""),
        query=query.urlencode(),
        back="tenders:contract_list",
    )


@requires(access.may_export_packages)
@require_POST
def package_export_create(request: WorkRequest) -> HttpResponse:
    """Have the region made into a data package."""
    return _start(
        request, kind=JobKind.PACKAGE_OUT, title=_("Gegevenspakket"), file_format="", query="", back="exchange:job_list"
    )


def _start(request: WorkRequest, *, kind: JobKind, title: str, file_format: str, query: str, back: str) -> HttpResponse:
    at = timezone.now()
    acting = request.acting
    try:
        job = jobs.start_export(
            acting, kind=kind, title=title, file_format=file_format, query=query, at=at, on=timezone.localdate(at)
        )
    except jobs.BulkRefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse(back, args=[acting.organisation_id]))
    return HttpResponseRedirect(address_of(acting, job))


def _is_filtered(query: QueryDict) -> bool:
    return any(value for values in query.lists() for value in values[1])


@requires(may_work_with_candidates)
@require_POST
def own_file_create(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Have everything that the portal holds about a candidate made into a file, to give to the candidate."""
    candidate = get_object_or_404(candidates_of(request.acting), pk=candidate_id)
    purpose = _("Dossier gemaakt om aan de kandidaat te geven")
    log_seen(request.acting, [candidate], purpose=purpose, at=timezone.now(), request=request.reference)
    return _start(
        request,
        kind=JobKind.OWN_FILE_OUT,
        title=_("Dossier %(number)s") % {"number": candidate.reference},
        file_format="",
        query=str(candidate.pk),
        back="exchange:job_list",
    )


@requires(may_work_with_candidates)
@require_POST
def candidate_export_create(request: WorkRequest) -> HttpResponse:
    """Have the list of candidates made into a file, with the filter in force."""
    titles = (_("Alle kandidaten"), _("Kandidaten, gefilterd"))
    return _start_list(request, JobKind.CANDIDATES_OUT, titles, back="candidates:candidate_list")


@requires(may_work_with_candidates)
@require_POST
def placement_export_create(request: WorkRequest) -> HttpResponse:
    """As ``candidate_export_create``, of placements."""
    titles = (_("Alle plaatsingen"), _("Plaatsingen, gefilterd"))
    return _start_list(request, JobKind.PLACEMENTS_OUT, titles, back="placements:placement_list")


@requires(may_work_with_candidates)
@require_POST
def enrolment_export_create(request: WorkRequest) -> HttpResponse:
    """As ``candidate_export_create``, of participants in training."""
    titles = (_("Alle deelnemers aan scholing"), _("Deelnemers aan scholing, gefilterd"))
    return _start_list(request, JobKind.ENROLMENTS_OUT, titles, back="candidates:enrolment_list")


@requires(acts_for_coordination_point)
@require_POST
def cost_export_create(request: WorkRequest) -> HttpResponse:
    """As ``candidate_export_create``, of invoices for training."""
    titles = (_("Alle kosten van scholing"), _("Kosten van scholing, gefilterd"))
    return _start_list(request, JobKind.COSTS_OUT, titles, back="candidates:cost_list")


@requires(may_work_with_candidates)
@require_POST
def follow_up_export_create(request: WorkRequest) -> HttpResponse:
    """As ``candidate_export_create``, of follow-ups."""
    titles = (_("Alle nazorg"), _("Nazorg, gefilterd"))
    return _start_list(request, JobKind.FOLLOW_UPS_OUT, titles, back="placements:follow_up_list")


def _start_list(request: WorkRequest, kind: JobKind, titles: tuple[str, str], *, back: str) -> HttpResponse:
    """``titles``: of the whole list, and of what a filter left of it."""
    query = request.GET.copy()
    for name in (*_NO_FILTER, "na", "kies", EVERYTHING):
        query.pop(name, None)
    return _start(
        request,
        kind=kind,
        title=titles[_is_filtered(query)],
        file_format=request.POST.get("bestandssoort", ""),
        query=query.urlencode(),
        back=back,
    )
