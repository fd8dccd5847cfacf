import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from organisations.access import WorkRequest, requires
from placements import access
from placements.filters import PersonFilter
from placements.identity import people
from placements.models import DeployedPerson
from placements.tables import PersonTable
from tenders.access import contracts_of

PER_PAGE = 25


@requires(access.may_see_own_people)
@require_GET
def people_list(request: WorkRequest) -> HttpResponse:
    """The people of this company: where each is at work, until when, and at work once more."""
    acting = request.acting
    found = PersonFilter(request.GET, queryset=people.people_of(acting, on=timezone.localdate()))
    may_log = access.may_put_to_work(acting)
    table = PersonTable(found.qs, acting=acting, may_log=may_log)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(request, "placements/people_list.html", {"table": table, "filter": found, "may_log": may_log})


@requires(access.may_see_own_people)
@require_GET
def person_detail(request: WorkRequest, person_id: uuid.UUID) -> HttpResponse:
    """One person of this company, with the contracts he worked on."""
    own = DeployedPerson.objects.filter(contractor_id=request.acting.organisation_id)
    person = get_object_or_404(own.select_related("region"), pk=person_id)
    context = {
        "person": person,
        "lines": people.lines_of_person(person),
        "may_log": access.may_put_to_work(request.acting),
    }
    return render(request, "placements/person_detail.html", context)


@requires(access.may_see_own_people)
@require_GET
def person_message(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """A text to give to a person before he is logged: what is passed on, to whom, and what he can do."""
    contracts: Any = contracts_of(request.acting)
    contract = get_object_or_404(contracts.with_parties().select_related("region"), pk=contract_id)
    context = {
        "contract": contract,
        "company": request.acting.organisation_name,
        "own_verifier": contract.verified_by == f"v:{contract.authority_id}",
    }
    return render(request, "placements/person_message.html", context)
