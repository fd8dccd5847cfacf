"""The end of a contract, step by step: what is still open, the figures and the decision, the letter, done."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisations.access import WorkRequest, requires
from placements import settlement as use_cases
from placements.access import may_see_work_list
from placements.forms.settlement import DecisionForm, LetterForm, TakeBackForm
from placements.pages.settlement_page import SettlementPage, Stage, proposed_division, settlement_page
from placements.settlement import Letter, SettlementRefused
from tenders import access
from tenders.choices import DocumentKind
from tenders.documents import recipients_of
from tenders.letters import prefilled
from tenders.models import Contract
from tenders.reading import log_exact_totals


@requires(access.may_see_contracts)
@require_safe
def settlement(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """How far the settlement of a contract is, for all its sides."""
    return _show(request, _contract(request, contract_id), asked=request.GET.get("stap", ""))


@requires(access.may_settle)
@require_POST
def settlement_draw_up(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Fix the figures; from now on no line changes."""
    contract = _contract(request, contract_id)
    try:
        use_cases.draw_up(request.acting, contract_id=contract.pk, at=timezone.now())
    except SettlementRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("De afrekening is opgemaakt. Er verandert nu geen regel meer."))
    return HttpResponseRedirect(_url(request, contract))


@requires(access.may_settle)
@require_POST
def settlement_decide(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Divide the shortfall, or say where a surplus goes."""
    contract, on = _contract(request, contract_id), timezone.localdate()
    row = use_cases.standing_settlement(contract.pk)
    if row is None:
        messages.error(request, _("Deze afrekening is intussen ingetrokken."))
        return HttpResponseRedirect(_url(request, contract))
    targets = use_cases.surplus_targets(request.acting, contract, row, on=on)
    form = DecisionForm(request.POST, settlement=row, targets=targets)
    if form.is_valid():
        try:
            use_cases.decide(request.acting, contract_id=contract.pk, decision=form.decision(), on=on)
        except SettlementRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return HttpResponseRedirect(f"{_url(request, contract)}?stap={Stage.LETTER}")
    return _show(request, contract, decision=form)


@requires(access.may_settle)
@require_POST
def settlement_settle(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Settle, with the letter as it stands on the screen."""
    contract = _contract(request, contract_id)
    form = LetterForm(request.POST)
    if form.is_valid():
        try:
            use_cases.settle(
                request.acting,
                contract_id=contract.pk,
                letter=Letter(**form.cleaned_data),
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except SettlementRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _said(contract))
            return HttpResponseRedirect(_url(request, contract))
    return _show(request, contract, asked=Stage.LETTER, letter=form)


@requires(access.may_take_back_settlement)
@require_POST
def settlement_take_back(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Withdraw what was drawn up, or open a settled contract again."""
    contract = _contract(request, contract_id)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        try:
            use_cases.take_back(
                request.acting,
                contract_id=contract.pk,
                reason=form.cleaned_data["taken_back_reason"],
                at=timezone.now(),
            )
        except SettlementRefused as refused:
            form.add_error("taken_back_reason" if refused.field else None, str(refused))
        else:
            messages.success(request, _("Teruggedraaid. Regels van dit contract kunnen weer veranderen."))
            return HttpResponseRedirect(_url(request, contract))
    return _show(request, contract, take_back=form)


def _said(contract: Contract) -> str:
    """That it is done, and who of the contractor hears of it."""
    names = [name or email for name, email in recipients_of(contract)]
    if not names:
        return _(
            "Afgerekend. Bij de opdrachtnemer is niemand verantwoordelijk, dus er is geen mail verstuurd: bel of mail "
            "zelf. Verstuur de brief zodra hij klaar is."
        )
    return _("Afgerekend. Er gaat een mail naar %(names)s. Verstuur de brief zodra hij klaar is.") % {
        "names": _(" en ").join(names)
    }


def _contract(request: WorkRequest, contract_id: uuid.UUID) -> Contract:
    contracts = access.side_contracts_of(request.acting).with_parties().with_policy(on=timezone.localdate())
    return get_object_or_404(contracts.select_related("totals", "band"), pk=contract_id)


def _url(request: WorkRequest, contract: Contract) -> str:
    return reverse(
        "placements:settlement",
        kwargs={"organisation_id": request.acting.organisation_id, "contract_id": contract.pk},
    )


def _show(
    request: WorkRequest,
    contract: Contract,
    *,
    asked: str = "",
    decision: DecisionForm | None = None,
    letter: LetterForm | None = None,
    take_back: TakeBackForm | None = None,
) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    page = settlement_page(contract, on=on, asked=asked)
    if page.settlement or page.history:
        log_exact_totals(acting, contract, at=timezone.now(), request=request.reference)
    may_settle, row = access.may_settle(acting), page.settlement
    must_wait = _must_wait(contract, page, on=on) if may_settle else ""
    if may_settle and row is not None and page.stage == Stage.DECISION and decision is None:
        initial = {**proposed_division(row, page.ground), "surplus_to": row.surplus_to_id, "reason": _reason(page)}
        targets = use_cases.surplus_targets(acting, contract, row, on=on)
        decision = DecisionForm(initial=initial, settlement=row, targets=targets)
    if may_settle and page.stage == Stage.LETTER and letter is None:
        draft = prefilled(acting, contract=contract, kind=DocumentKind.SETTLEMENT, on=on)
        letter = LetterForm(initial={"addressee": draft.addressee.name, "subject": draft.subject, "body": draft.body})
    may_take_back = access.may_take_back_settlement(acting) and row is not None
    forms: list[Any] = [form for form in (decision, letter, take_back) if form is not None]
    context: dict[str, Any] = {
        "contract": contract,
        "tab": "settlement",
        "page": page,
        "decision": decision if page.stage == Stage.DECISION else None,
        "letter": letter if page.stage == Stage.LETTER else None,
        "take_back": (take_back or TakeBackForm()) if may_take_back else None,
        "forms": forms,
        "may_settle": may_settle,
        "may_draw_up": may_settle
        and row is None
        and (page.has_ended or access.may_take_back_settlement(acting))
        and not must_wait,
        "must_wait": must_wait,
        "verification_url": _verification_url(request, contract),
        "transferable": row is not None
        and bool(row.surplus)
        and use_cases.surplus_is_transferable(contract.region_id, on=on),
    }
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "placements/settlement.html", context, status=status)


def _must_wait(contract: Contract, page: SettlementPage, *, on: date) -> str:
    """Why the figures cannot be drawn up yet by who would read them for the first time; empty when they can."""
    if page.settlement is not None or page.is_exact or not page.has_ended:
        return ""
    day = use_cases.settles_from(contract.pk)
    return use_cases.too_soon(day) if day is not None and day > on else ""


def _verification_url(request: WorkRequest, contract: Contract) -> str:
    """The work list of this contract, for who may open it."""
    if not may_see_work_list(request.acting):
        return ""
    return reverse("placements:verification", args=[request.acting.organisation_id]) + f"?contract={contract.pk}"


def _reason(page: SettlementPage) -> str:
    """What was decided so far, or what came out of the last step of the ladder."""
    if page.settlement is not None and page.settlement.reason:
        return page.settlement.reason
    return page.ground.outcome if page.ground is not None and page.settlement and page.settlement.shortfall else ""
