"""Invoices for training and guidance, and what the ABC project leader says of them."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from candidates.file.pages import name_of
from candidates.filters.training import CostFilter
from candidates.forms.training_cost import CostForm, PaidForm, RefusalForm
from candidates.models import Enrolment, TrainingCost
from candidates.reading import log_seen
from candidates.tables.training import CostTable
from candidates.training import costs, programmes
from candidates.training.enrolments import enrolments_of
from candidates.training.pages import tabs
from candidates.training_choices import CostState, ProgrammeState
from organisations.access import WorkRequest, acts_for_coordination_point, may_write, requires
from organisations.refused import Refused

PER_PAGE = 25


@requires(acts_for_coordination_point)
@require_GET
def cost_list(request: WorkRequest) -> HttpResponse:
    """All invoices, with how many wait for the project leader."""
    acting = request.acting
    found = CostFilter(request.GET, queryset=costs.costs_of(acting).select_related("programme", "group"))
    table = CostTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    deciding = costs.deciding(acting, on=timezone.localdate()).values()
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "costs"),
        "waiting": costs.costs_of(acting).waiting().count(),
        "waiting_url": f"?stand={CostState.ENTERED}",
        "leads": any(one.may(acting) for one in deciding),
        "nobody_leads": not any(one.leader_id for one in deciding),
        "may_enter": acting.may_write,
    }
    return render(request, "candidates/cost_list.html", context)


@requires(acts_for_coordination_point, may_write)
@require_http_methods(["GET", "POST"])
def cost_create(request: WorkRequest) -> HttpResponse:
    """Put an invoice before the project leader. ``?scholing``, ``?groep`` or ``?deelnemer`` says what it is for."""
    acting = request.acting
    enrolment = _enrolment(request)
    chosen = {
        name: request.GET[word]
        for word, name in (("scholing", "programme"), ("groep", "group"))
        if _is_key(request.GET.get(word, ""))
    }
    form = CostForm(
        request.POST if request.method == "POST" else None,
        programmes=programmes.programmes_of(acting).exclude(state=ProgrammeState.CONCEPT).order_by("name", "pk"),
        groups=programmes.groups_of(acting).select_related("programme").order_by("-starts_on", "pk"),
        enrolment=enrolment,
        on=timezone.localdate(),
        initial=chosen,
    )
    in_already: list[TrainingCost] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = costs.enter(acting, entry=form.entered(), at=timezone.now())
        except costs.InAlready as there:
            form.add_error("another_part", there.sentence)
            in_already = there.lines
        except Refused as refused:
            form.add_error("invoice_number", refused.sentence)
        else:
            messages.success(request, _("Ingevoerd. De projectleider ABC geeft akkoord voordat er betaald wordt."))
            return HttpResponseRedirect(_url(request, made))
    context = {
        "form": form,
        "tabs": tabs(acting, "costs"),
        "enrolment": enrolment,
        "who": name_of(enrolment.candidate) if enrolment else "",
        "in_already": in_already,
    }
    return render(request, "candidates/cost_create.html", context, status=422 if form.errors else 200)


@requires(acts_for_coordination_point)
@require_http_methods(["GET", "HEAD", "POST"])
def cost_detail(request: WorkRequest, cost_id: uuid.UUID) -> HttpResponse:
    """One invoice, and what may be done with it: agree, refuse, take back, say that it was paid."""
    acting, on = request.acting, timezone.localdate()
    found = costs.costs_of(acting).select_related(
        "programme", "group", "enrolment__candidate", "entered_by", "decided_by"
    )
    cost = get_object_or_404(found, pk=cost_id)
    if request.method == "POST" and not acting.may_write:
        raise PermissionDenied
    step = request.POST.get("step", "") if request.method == "POST" else ""
    refusal = RefusalForm(request.POST if step == "refuse" else None)
    paid = PaidForm(request.POST if step == "paid" else None, initial={"paid_on": on})
    refused = ""
    if step and (step != "refuse" or refusal.is_valid()) and (step != "paid" or paid.is_valid()):
        try:
            messages.success(request, _taken(request, cost, step, refusal, paid))
            return HttpResponseRedirect(_url(request, cost))
        except costs.WrongDay as wrong:
            paid.add_error("paid_on", wrong.sentence)
        except Refused as said:
            refused = said.sentence
    deciding = costs.deciding(acting, on=on).get(cost.region_id, costs.Deciding())
    context = {
        "cost": cost,
        "tabs": tabs(acting, "costs"),
        "refusal_form": refusal,
        "paid_form": paid,
        "refused": refused,
        "may_decide": costs.may_decide(acting, cost, deciding),
        "is_own": cost.entered_by_id == acting.user_id,
        "leads": deciding.may(acting),
        "deciding_as": _("U vervangt de projectleider ABC")
        if deciding.stand_in_id == acting.user_id
        else _("U bent projectleider ABC"),
        "nobody_leads": deciding.leader_id is None,
        "may_write": acting.may_write,
    }
    failed = refused or refusal.errors or paid.errors
    return render(request, "candidates/cost_detail.html", context, status=422 if failed else 200)


def _taken(request: WorkRequest, cost: TrainingCost, step: str, refusal: RefusalForm, paid: PaidForm) -> str:
    """Take the step, and say what came of it."""
    acting, at = request.acting, timezone.now()
    match step:
        case "approve":
            costs.approve(acting, cost.pk, at=at)
            return _("Akkoord. Deze factuur mag betaald worden.")
        case "refuse":
            costs.refuse(acting, cost.pk, reason=refusal.cleaned_data["reason"], at=at)
            return _("Geen akkoord. De reden staat bij de factuur.")
        case "withdraw":
            costs.withdraw(acting, cost.pk)
            return _("Ingetrokken.")
        case "paid":
            costs.mark_paid(acting, cost.pk, paid_on=paid.cleaned_data["paid_on"], on=timezone.localdate())
            return _("Betaald.")
        case "unpaid":
            costs.mark_unpaid(acting, cost.pk)
            return _("Deze factuur staat weer op: mag betaald worden.")
        case _:
            raise Refused(_("Kies wat u wilt doen."))


def _enrolment(request: WorkRequest) -> Enrolment | None:
    """The enrolment of the address, for which the invoice is; it is written down that its participant is seen."""
    if "deelnemer" not in request.GET:
        return None
    if not _is_key(request.GET["deelnemer"]):
        raise Http404
    found = enrolments_of(request.acting).select_related("candidate__identity", "programme", "group")
    enrolment = get_object_or_404(found, pk=request.GET["deelnemer"])
    purpose, at = _("Factuur voor een deelnemer"), timezone.now()
    log_seen(request.acting, [enrolment.candidate], purpose=purpose, at=at, request=request.reference)
    return enrolment


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _url(request: WorkRequest, cost: TrainingCost) -> str:
    return reverse("candidates:cost_detail", args=[request.acting.organisation_id, cost.pk])
