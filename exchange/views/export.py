import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.access import candidates_of, may_work_with_candidates
from candidates.reading import log_seen
from exchange import access, jobs
from exchange.choices import JobKind
from exchange.lists import LISTS
from exchange.views.job import address_of
from organisations import saved_views
from organisations.access import WorkRequest, requires
from organisations.column_choice import COLUMNS, SORT

#: What says how the list is shown, and not what is in it.
_NO_FILTER = (*saved_views.PASSING, SORT, COLUMNS, "bestandssoort", "csrfmiddlewaretoken")


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


def _list_export(name: str) -> Callable[..., HttpResponse]:
    """Have a list made into a file: its filter stands in the query string, the sort of file in the form."""
    one = LISTS[name]

    @requires(one.is_for)
    @require_POST
    def export(request: WorkRequest) -> HttpResponse:
        query = request.GET.copy()
        for parameter in _NO_FILTER:
            query.pop(parameter, None)
        is_filtered = any(value for values in query.lists() for value in values[1])
        return _start(
            request,
            kind=one.kind,
            title=str(one.filtered if is_filtered else one.everything),
            file_format=request.POST.get("bestandssoort", ""),
            query=query.urlencode(),
            back=one.page,
        )

    return export


contract_export_create = _list_export("contract")
tender_export_create = _list_export("tender")
candidate_export_create = _list_export("candidate")
placement_export_create = _list_export("placement")
enrolment_export_create = _list_export("enrolment")
cost_export_create = _list_export("cost")
spending_export_create = _list_export("spending")
follow_up_export_create = _list_export("follow_up")
firm_export_create = _list_export("firm")
vacancy_export_create = _list_export("vacancy")
proposal_export_create = _list_export("proposal")
figure_export_create = _list_export("figure")
