import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from organisations import tenancy
from organisations.access import WorkRequest, acts_for_contractor, open_to_all, requires
from organisations.models import Region
from organisations.months import add_months, first_of_month
from placements.forms.what_if import SumForm, WhatIfForm
from placements.worth.appraisal import ages_on_award
from placements.worth.to_come import persons_to_come
from placements.worth.what_if import Answer, Terms, bonuses_among, worth
from tenders.access import contracts_of, may_see_contracts, sees_totals
from tenders.contract_file import of_its_sides
from tenders.models import Contract, Tariff
from tenders.obligation import obligation
from tenders.outlook import Outlook, outlook
from tenders.progress import ProgressPolicy

#: What a newcomer most often asks about.
USUAL_MONTHS = 12
USUAL_PERCENTAGE = Decimal(5)


@requires(may_see_contracts)
@require_GET
def what_if(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """What would it be worth? Persons and other effort on this contract, beside what is still open. Keeps nothing."""
    acting, today = request.acting, timezone.localdate()
    contracts: Any = contracts_of(acting)
    contracts = contracts.with_parties().with_policy(on=today)
    if acts_for_contractor(acting):
        contracts = contracts.with_own_part(acting.organisation_id)
    contract = get_object_or_404(contracts.select_related("tariff", "totals", "band"), pk=contract_id)
    standing = _standing(request, contract, on=today)
    blocks = list(contract.tariff.blocks.order_by("position", "label", "pk"))
    starts_on = min(max(_next_month(today), contract.starts_on), contract.ends_on)
    form = WhatIfForm(request.GET, blocks=blocks, starts_on=starts_on, months=_months(starts_on, contract.ends_on))
    terms = Terms(contract.starts_on, contract.ends_on, bonuses_among(blocks), ages_on_award(contract))
    people, efforts = form.chosen()
    answer = worth(people, efforts, terms=terms, open_before=standing.unplanned if standing else None)
    context = {"contract": contract, "tab": "what_if", "form": form, "answer": answer, "standing": standing}
    return _answered(request, "placements/what_if.html", context)


@open_to_all
@require_GET
def public_what_if(request: HttpRequest, region_code: str) -> HttpResponse:
    """The same for everybody, by the tariff that holds in the region today; without a log-in, and nothing is kept."""
    region = get_object_or_404(Region, code=region_code)
    today = timezone.localdate()
    with tenancy.public(region.pk):
        tariff = Tariff.objects.filter(region=region).in_force(on=today).first()
        if tariff is None:
            raise Http404
        blocks = list(tariff.blocks.order_by("position", "label", "pk"))
    starts_on = _next_month(today)
    form = WhatIfForm(request.GET, blocks=blocks, starts_on=starts_on, months=USUAL_MONTHS)
    sums = SumForm(request.GET if "contract_sum" in request.GET else None, initial={"percentage": USUAL_PERCENTAGE})
    people, efforts = form.chosen()
    asked = sums.terms()
    owed = obligation(*asked) if asked else None
    terms = Terms(date.min, date.max, bonuses_among(blocks))
    answer = worth(people, efforts, terms=terms, open_before=owed)
    context = {"region": region, "tariff": tariff, "form": form, "sums": sums, "answer": answer, "owed": owed}
    return _answered(request, "placements/public_what_if.html", context)


def _answered(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, or the part with the answer while somebody types."""
    answer: Answer = context["answer"]
    context |= {"share_url": f"{request.path}?{request.GET.urlencode()}" if answer.outcomes else ""}
    is_fragment = getattr(request, "htmx", False)
    response = render(request, "placements/_what_if_answer.html" if is_fragment else template, context)
    # One address, two answers: a browser must not show the one for the other.
    patch_vary_headers(response, ["HX-Request"])
    return response


def _standing(request: WorkRequest, contract: Contract, *, on: date) -> Outlook | None:
    """How the contract stands for this viewer; None for who does not see the whole of it."""
    if not of_its_sides(request.acting, contract):
        return None
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    coming = persons_to_come(request.acting, [contract], on=on)
    return outlook(
        contract,
        on=on,
        totals=sees_totals(request.acting),
        policy=policy,
        persons_to_come=None if coming is None else coming[contract.pk],
    )


def _next_month(day: date) -> date:
    return add_months(first_of_month(day), 1)


def _months(first_day: date, last_day: date) -> int:
    """Whole months from the first to the last day, upwards."""
    months = (last_day.year - first_day.year) * 12 + last_day.month - first_day.month
    return months + (last_day.day >= first_day.day)
