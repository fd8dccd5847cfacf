from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.reading import log_seen
from organisations.access import WorkRequest, requires
from organisations.data_kinds import ERASED
from organisations.models import new_id
from organisations.templatetags.formatting import date_nl
from placements import access
from placements.forms.deployment import DeploymentForm, initial_of
from placements.identity.cautions import cautions_of, same_person_of
from placements.identity.people import again_on, lines_of_person
from placements.models import DeployedPerson, Deployment
from placements.pages.placement_page import known_of, named, unlogged, with_who
from placements.stating import lifecycle
from placements.steps import Refused
from placements.views.addressed import contract_or_404, uuid_or_404
from placements.views.deployment import submitted
from placements.worth.appraisal import Appraisable, live_forecast


@requires(access.may_put_to_work)
@require_http_methods(["GET", "HEAD", "POST"])
def deployment_create(request: WorkRequest) -> HttpResponse:
    """Log a person at work on ``?contract=``; the forecast appears while typing, or after 'Bereken'.

    With ``?person=`` somebody of the company once more, with everything that is known of him filled in; with
    ``?placement=`` a candidate who was placed at it.
    """
    person, placement = _person(request), _placement(request)
    if "contract" not in request.GET:
        return _which_contract(request, person, placement)
    contract, company_id = contract_or_404(request), request.acting.organisation_id
    if request.method != "POST":
        today = timezone.localdate()
        initial: dict[str, Any] = {
            "starts_on": min(max(contract.starts_on, today), contract.ends_on),
            "ends_on": contract.ends_on,
        }
        if person is not None:
            initial = again_on(contract, lines_of_person(person), person, on=today)
        elif placement is not None:
            initial = known_of(placement, contract)
        initial["token"] = new_id()
        form = DeploymentForm(contract, company_id=company_id, again=person is not None, initial=initial)
        return _form(request, form, person=person, placement=placement)
    action = request.POST.get("action", "save")
    form = DeploymentForm(
        contract,
        company_id=company_id,
        data=request.POST,
        submitting=action == "submit",
        answering=action == "questions",
        again=person is not None,
    )
    if action in {"calculate", "questions"}:
        return _form(request, form, calculated=True, person=person, placement=placement)
    if form.is_valid():
        try:
            deployment = lifecycle.log_deployment(
                contract,
                details=form.details(),
                by=request.acting,
                at=timezone.now(),
                submit=action == "submit",
                deployment_id=form.cleaned_data.get("token"),
                company_id=company_id,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _done(request, deployment, action)
    return _form(request, form, person=person, placement=placement)


@requires(access.may_put_to_work)
@require_http_methods(["GET", "HEAD", "POST"])
def deployment_edit(request: WorkRequest, deployment_id: Any) -> HttpResponse:
    """Correct a line that is not yet approved."""
    deployment = _deployment(request, deployment_id)
    of_line: dict[str, Any] = {"company_id": deployment.contractor_id, "deployment": deployment}
    if request.method != "POST":
        return _form(request, DeploymentForm(deployment.contract, **of_line, initial=initial_of(deployment)))
    action = request.POST.get("action", "save")
    form = DeploymentForm(
        deployment.contract,
        **of_line,
        data=request.POST,
        submitting=action == "submit",
        answering=action == "questions",
    )
    if action in {"calculate", "questions"}:
        return _form(request, form, calculated=True)
    if form.is_valid():
        try:
            deployment = lifecycle.correct_deployment(
                deployment.pk,
                details=form.details(),
                by=request.acting,
                at=timezone.now(),
                submit=action == "submit",
                as_shown=form.cleaned_data["shown"],
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return _form(request, form, now=_deployment(request, deployment.pk))
        else:
            return _done(request, deployment, action)
    return _form(request, form)


@requires(access.may_put_to_work)
@require_POST
def deployment_forecast(request: WorkRequest) -> HttpResponse:
    """The forecast for what is filled in so far. Writes nothing; by POST, because it holds a name."""
    form = _typed(request)
    context = {"forecast": _forecast(form), "cautions": _cautions(form), "asked": True}
    return render(request, "placements/_deployment_forecast.html", context)


@requires(access.may_put_to_work)
@require_POST
def deployment_block(request: WorkRequest) -> HttpResponse:
    """The questions as far as they were answered, the block to which they lead, and its forecast. Writes nothing.

    ``?answering`` is there when a question was answered, and not when a block was chosen from the list.
    """
    form = _typed(request, answering="answering" in request.GET)
    context = {
        "form": form,
        "block_url": _block_url(request, form),
        "forecast": _forecast(form),
        "cautions": _cautions(form),
        "beside_block": True,
    }
    form.errors.clear()
    return render(request, "placements/_deployment_block.html", context)


def _typed(request: WorkRequest, *, answering: bool = False) -> DeploymentForm:
    """The form as it is being filled in, on a contract or on a line that is corrected."""
    deployment = None
    if request.GET.get("deployment"):
        deployment = _deployment(request, request.GET["deployment"])
    contract = deployment.contract if deployment else contract_or_404(request)
    form = DeploymentForm(
        contract,
        company_id=request.acting.organisation_id,
        deployment=deployment,
        data=request.POST,
        answering=answering,
    )
    form.is_valid()
    return form


def _which_contract(request: WorkRequest, person: DeployedPerson | None, placement: Any) -> HttpResponse:
    """On which contract? Only asked when the address does not say so."""
    today = timezone.localdate()
    contracts = access.carried_out_by(request.acting, on=today).filter(settled_on__isnull=True, ends_on__gte=today)
    context = {
        "contracts": contracts.select_related("authority").order_by("title", "pk"),
        "person": person,
        "placement": placement,
        "unlogged": [] if person or placement else unlogged(request.acting),
    }
    if context["unlogged"]:
        _log(request, context["unlogged"])
    return render(request, "placements/deployment_contract.html", context)


def _form(
    request: WorkRequest,
    form: DeploymentForm,
    *,
    calculated: bool = False,
    person: DeployedPerson | None = None,
    placement: Any = None,
    now: Deployment | None = None,
) -> HttpResponse:
    """The form; ``now``: how the line stands, when it was not corrected."""
    if request.POST.get("action") == "questions":
        # Whoever is still answering questions is not told what else is missing.
        form.errors.clear()
    failed = bool(form.errors) and not calculated
    context = {
        "form": form,
        "contract": form.contract,
        "deployment": form.deployment,
        "person": person,
        "placement": placement,
        "block_url": _block_url(request, form),
        "forecast": _forecast(form),
        "cautions": _cautions(form),
        "show_errors": failed,
        "now": now,
        "forecast_url": _forecast_url(request, form),
    }
    return render(request, "placements/deployment_create.html", context, status=422 if failed else 200)


def _forecast(form: DeploymentForm) -> Appraisable | None:
    """What the line would be worth by the contractor's own lines, as soon as enough is filled in."""
    data = form.cleaned_data if form.is_bound else {**form.initial, "block": form.chosen_block}
    needed = ("block", "birth_date", "starts_on", "ends_on", "hours_per_week")
    if any(data.get(name) is None for name in needed):
        return None
    return live_forecast(
        contract=form.contract,
        name=data.get("name") or "",
        permanent=bool(data.get("permanent")),
        company_id=form.company_id,
        besides=form.deployment.pk if form.deployment else None,
        **{name: data[name] for name in needed},
    )


def _cautions(form: DeploymentForm) -> list[str]:
    typed = form.cleaned_data if form.is_bound else form.initial
    return cautions_of(form.contract, typed, company_id=form.company_id, besides=form.deployment)


def _forecast_url(request: WorkRequest, form: DeploymentForm) -> str:
    return _of_form(request, form, "placements:deployment_forecast")


def _block_url(request: WorkRequest, form: DeploymentForm) -> str:
    return _of_form(request, form, "placements:deployment_block")


def _of_form(request: WorkRequest, form: DeploymentForm, view: str) -> str:
    here = reverse(view, kwargs={"organisation_id": request.acting.organisation_id})
    if form.deployment is not None:
        return f"{here}?deployment={form.deployment.pk}"
    return f"{here}?contract={form.contract.pk}"


def _done(request: WorkRequest, deployment: Deployment, action: str) -> HttpResponse:
    if action == "submit":
        messages.success(request, submitted(deployment))
    else:
        messages.success(request, _("Bewaard."))
    other = same_person_of(deployment)
    if other is not None:
        words = _(
            "Let op: deze persoon staat nu twee keer op dit contract, ook van %(first)s tot en met %(last)s. "
            "Is het hetzelfde werk? Gooi dan één van de twee weg."
        )
        messages.warning(request, words % {"first": date_nl(other.starts_on), "last": date_nl(other.ends_on)})
    here = {"organisation_id": request.acting.organisation_id, "deployment_id": deployment.pk}
    return HttpResponseRedirect(reverse("placements:deployment_detail", kwargs=here))


def _person(request: WorkRequest) -> DeployedPerson | None:
    """Somebody of the company, when the address names one."""
    if "person" not in request.GET:
        return None
    people = DeployedPerson.objects.filter(contractor_id=request.acting.organisation_id)
    return get_object_or_404(people, pk=uuid_or_404(request.GET["person"]))


def _placement(request: WorkRequest) -> Any:
    """Somebody placed at the company and not erased, when the address names one; of a name on the form a line is kept."""
    if "placement" not in request.GET:
        return None
    rows = with_who(access.placements_of(request.acting)).exclude(employer=ERASED)
    placement = get_object_or_404(rows, pk=uuid_or_404(request.GET["placement"]))
    _log(request, [placement])
    return placement


def _log(request: WorkRequest, placements: Iterable[Any]) -> None:
    at, purpose = timezone.now(), _("Medewerker opvoeren op een contract")
    log_seen(request.acting, named(placements), purpose=purpose, at=at, request=request.reference)


def _deployment(request: WorkRequest, deployment_id: Any) -> Deployment:
    lines = access.deployments_of(request.acting)
    lines = lines.select_related("contract__tariff", "contract__authority", "person", "block")
    return get_object_or_404(lines, pk=uuid_or_404(deployment_id))
