import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations.access import WorkRequest, requires
from organisations.tenancy import Acting
from tenders import access, steps
from tenders.choices import DocumentKind, LadderKind, StepState
from tenders.forms import OutcomeForm, StepForm, ViewForm, WithdrawForm
from tenders.forms.ladder import may_still_answer
from tenders.ladder import Action, needs_reason
from tenders.ladder_words import next_step_title, why
from tenders.models import Contract, Document, LadderStep

#: Where somebody starts when he plans a step without a day in mind.
USUAL_NOTICE = {LadderKind.REMINDER: 0, LadderKind.CONVERSATION: 14, LadderKind.RECOVERY_PLAN: 60}
NOTICE_OF_A_HEARING = 21


@requires(access.may_see_contracts)
@require_GET
def ladder(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """The steps of a contract, and which is next and why."""
    acting, on = request.acting, timezone.localdate()
    contract = _contract(acting, contract_id, on=on)
    taken = _steps(contract)
    standing = steps.standing_of(acting, contract, on=on)
    proposed = steps.proposed_for(acting, contract, taken, on=on)
    may_take = access.may_take_steps(acting)
    answers = acting.organisation_id == contract.contractor_id and acting.may_write
    open_step = proposed.after if proposed is not None and proposed.is_open else None
    return render(
        request,
        "tenders/ladder.html",
        {
            "contract": contract,
            "tab": "ladder",
            "on": on,
            "standing": standing,
            "proposed": proposed,
            "proposed_title": next_step_title(proposed) if proposed else "",
            "why": why(standing, proposed, on=on),
            "may_take": may_take,
            "waits": _waits(acting, contract, open_step, taken, on=on) if may_take else None,
            "is_settling": proposed is not None and proposed.action == Action.SETTLE,
            "steps": [
                {
                    "step": step,
                    "on": step.done_on or step.planned_on,
                    "is_open": step.state == StepState.PLANNED,
                    "is_late": step.state == StepState.PLANNED and step.planned_on < on,
                    "is_plan": step.kind == LadderKind.RECOVERY_PLAN,
                    "may_answer": answers and may_still_answer(step),
                    "documents": list(step.documents.all()),
                }
                for step in sorted(taken, key=lambda one: (one.done_on or one.planned_on, one.made_at), reverse=True)
            ],
        },
    )


@requires(access.may_take_steps)
@require_http_methods(["GET", "HEAD", "POST"])
def step_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Plan a step; the one that is proposed is filled in."""
    acting, on = request.acting, timezone.localdate()
    contract = _contract(acting, contract_id, on=on)
    taken = _steps(contract)
    proposed = steps.proposed_for(acting, contract, taken, on=on)
    standing = steps.standing_of(acting, contract, on=on)
    kind = proposed.kind if proposed and proposed.action == Action.PLAN else LadderKind.REMINDER
    usual = on + timedelta(days=USUAL_NOTICE.get(kind, NOTICE_OF_A_HEARING))
    first = max(usual, proposed.on) if proposed else usual
    form = StepForm(
        request.POST if request.method == "POST" else None, initial={"kind": kind.value, "planned_on": first}
    )

    def plan(cleaned: dict[str, Any]) -> None:
        step = steps.plan_step(
            acting, contract=contract, on=on, at=timezone.now(), **cleaned | {"kind": LadderKind(cleaned["kind"])}
        )
        messages.success(request, _("Gepland: %(step)s.") % {"step": step.get_kind_display().lower()})

    if request.method == "POST" and _done(form, plan):
        return HttpResponseRedirect(steps.ladder_path(contract, acting.organisation_id))
    context = {
        "form": form,
        "contract": contract,
        "tab": "ladder",
        "ladder_url": steps.ladder_path(contract, acting.organisation_id),
        "proposed_title": next_step_title(proposed) if proposed else "",
        "why": why(standing, proposed, on=on),
        "needs_reason": needs_reason(kind, first, proposed),
    }
    return render(request, "tenders/step_create.html", context, status=422 if form.errors else 200)


@requires(access.may_take_steps)
@require_http_methods(["GET", "HEAD", "POST"])
def step_outcome(request: WorkRequest, contract_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Record what came of a step."""
    acting, on = request.acting, timezone.localdate()
    contract = _contract(acting, contract_id, on=on)
    step = get_object_or_404(contract.steps, pk=step_id)
    form = OutcomeForm(
        request.POST if request.method == "POST" else None,
        step=step,
        initial={"done_on": min(step.planned_on, on), "seen": steps.version_of(step)},
    )

    def record(cleaned: dict[str, Any]) -> None:
        steps.record_outcome(acting, step_id=step.pk, on=on, at=timezone.now(), **cleaned)
        messages.success(request, _("De uitkomst is vastgelegd."))

    return _step_page(request, contract, step, form, record, "tenders/step_outcome.html")


@requires(access.may_take_steps)
@require_http_methods(["GET", "HEAD", "POST"])
def step_withdraw(request: WorkRequest, contract_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """Take a planned step back, with the reason."""
    acting, on = request.acting, timezone.localdate()
    contract = _contract(acting, contract_id, on=on)
    step = get_object_or_404(contract.steps, pk=step_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial={"seen": steps.version_of(step)})

    def withdraw(cleaned: dict[str, Any]) -> None:
        steps.withdraw_step(acting, step_id=step.pk, at=timezone.now(), **cleaned)
        messages.success(request, _("De stap is ingetrokken. De opdrachtnemer krijgt daarvan bericht."))

    return _step_page(request, contract, step, form, withdraw, "tenders/step_withdraw.html")


@requires(access.may_give_view)
@require_http_methods(["GET", "HEAD", "POST"])
def step_view(request: WorkRequest, contract_id: uuid.UUID, step_id: uuid.UUID) -> HttpResponse:
    """The contractor gives his view of a step, in his own words."""
    acting = request.acting
    contract = get_object_or_404(
        access.side_contracts_of(acting).filter(contractor_id=acting.organisation_id).with_parties(), pk=contract_id
    )
    step = get_object_or_404(contract.steps, pk=step_id)
    form = ViewForm(
        request.POST if request.method == "POST" else None,
        initial={"view": step.contractor_view, "seen": step.contractor_view},
    )

    def give(cleaned: dict[str, Any]) -> None:
        steps.give_view(acting, contract=contract, step_id=step.pk, **cleaned)
        messages.success(request, _("Uw zienswijze is bewaard. De opdrachtgever krijgt daarvan bericht."))

    return _step_page(request, contract, step, form, give, "tenders/step_view.html", _view_of)


def _view_of(step: LadderStep) -> str:
    return step.contractor_view


def _step_page(
    request: WorkRequest,
    contract: Contract,
    step: LadderStep,
    form: forms.Form,
    use: Callable[[dict[str, Any]], None],
    template: str,
    stamp: Callable[[LadderStep], str] = steps.version_of,
) -> HttpResponse:
    ladder_url = steps.ladder_path(contract, request.acting.organisation_id)
    if request.method == "POST":
        if _done(form, use):
            return HttpResponseRedirect(ladder_url)
        if form.non_field_errors():
            # The page now shows the step as it became: what was typed can be saved on top of that.
            step.refresh_from_db()
            form.data = {**request.POST.dict(), "seen": stamp(step)}
    context = {"form": form, "contract": contract, "step": step, "tab": "ladder", "ladder_url": ladder_url}
    return render(request, template, context, status=422 if form.errors else 200)


def _done(form: forms.Form, use: Callable[[dict[str, Any]], None]) -> bool:
    """Whether the form was in order and the use case did it; a refusal stands beside its field."""
    if not form.is_valid():
        return False
    try:
        use(form.cleaned_data)
    except steps.StepRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def _contract(acting: Acting, contract_id: uuid.UUID, *, on) -> Contract:
    contracts = access.side_contracts_of(acting).with_parties().with_policy(on=on)
    return get_object_or_404(contracts.select_related("totals", "band"), pk=contract_id)


def _waits(
    acting: Acting, contract: Contract, open_step: LadderStep | None, taken: list[LadderStep], *, on: date
) -> tuple[str, str] | None:
    """The address and the words of the one thing to do: plan a step, send its letter, or say what came of it."""
    of_contract = [acting.organisation_id, contract.pk]
    if open_step is None:
        may_plan = contract.settled_on is None
        return (reverse("tenders:step_create", args=of_contract), _("Stap plannen")) if may_plan else None
    if open_step.kind != LadderKind.SHORTFALL and open_step.planned_on >= on:
        letters = next(list(step.documents.all()) for step in taken if step.pk == open_step.pk)
        if not letters:
            address = reverse("tenders:letter_create", args=[*of_contract, open_step.kind])
            return f"{address}?stap={open_step.pk}", _("Brief maken")
        unsent = [one for one in letters if not one.sent_at and one.organisation_id == acting.organisation_id]
        if len(unsent) == len(letters):
            return reverse("tenders:document_detail", args=[*of_contract, unsent[-1].pk]), _("Brief versturen")
    return reverse("tenders:step_outcome", args=[*of_contract, open_step.pk]), _("Uitkomst vastleggen")


def _steps(contract: Contract) -> list[LadderStep]:
    letters = Document.objects.exclude(kind=DocumentKind.ACCOUNT).defer("file", "content").order_by("made_at", "id")
    named = contract.steps.select_related("made_by", "made_for", "recorded_by", "contractor_view_by")
    return list(named.prefetch_related(Prefetch("documents", letters)).order_by("planned_on", "id"))
