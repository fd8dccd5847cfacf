import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from tenders import access, plan_items, plans
from tenders.forms.plan import EMPTY_ROWS, NoteForm, item_formset, step_formset
from tenders.models import Block, Contract, Plan, PlanItem
from tenders.outlook import plan_of
from tenders.planning import per_quarter
from tenders.progress import PlanStep, expected_by


@requires(access.may_see_contracts)
@require_GET
def plan(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """By when how much of the obligation is filled in: what was agreed, what was proposed, and what was before."""
    return _page(request, _contract(request, contract_id))


@requires(access.may_plan)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_propose(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Put a plan before the other side; the rows begin with what holds now, or evenly over the quarters."""
    acting = request.acting
    contract = _contract(request, contract_id)
    if not access.may_plan_on(acting, contract):
        raise PermissionDenied
    plan_url = _plan_url(request, contract)
    asked = request.POST if request.method == "POST" else None
    blocks = plan_items.blocks_for(acting, contract)
    if asked is not None and ("more" in asked or "more_items" in asked):
        more = _with_more_rows(asked, "stap" if "more" in asked else "inzet")
        rows, note = step_formset(more, steps=[]), NoteForm(asked)
        return _proposal(request, contract, rows, note, items=item_formset(more, blocks=blocks, items=[]))
    even = "gelijk" in request.GET or not contract.plan_days
    suggested = per_quarter(contract.starts_on, contract.ends_on, contract.obligation) if even else plan_of(contract)
    rows, note = step_formset(asked, steps=suggested), NoteForm(asked)
    items = item_formset(asked, blocks=blocks, items=[] if asked else _items_that_hold(contract, blocks))
    if asked is None:
        return _proposal(request, contract, rows, note, items=items)
    refused = ""
    if rows.is_valid() and items.is_valid() and note.is_valid():
        filled = [row for row in rows if row.is_filled]
        steps = [PlanStep(row.cleaned_data["by"], row.cleaned_data["total"]) for row in filled]
        try:
            plans.propose(
                acting,
                contract.pk,
                steps=steps,
                items=[row.item() for row in items if row.is_filled],
                note=note.cleaned_data["note"],
                at=timezone.now(),
            )
        except plans.PlanRefused as sentence:
            refused = "" if sentence.places else str(sentence)
            for place, words in sentence.places.items():
                filled[place].add_error("by" if "dag" in words else "total", words)
        else:
            messages.success(request, _("Voorgesteld. Het plan geldt als de andere kant akkoord gaat."))
            return HttpResponseRedirect(plan_url)
    return _proposal(request, contract, rows, note, items=items, refused=refused, status=422)


@requires(access.may_plan)
@require_POST
def plan_answer(request: WorkRequest, contract_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Agree with a proposal, decline it with a reason, or take one's own back."""
    acting = request.acting
    contract = _contract(request, contract_id)
    asked = get_object_or_404(Plan.objects.filter(contract=contract), pk=plan_id)
    if not access.may_plan_on(acting, contract):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    try:
        messages.success(request, _answered(request, contract, asked, reason))
    except plans.PlanRefused as refused:
        return _page(request, contract, refused=str(refused), reason=reason)
    return HttpResponseRedirect(_plan_url(request, contract))


def _answered(request: WorkRequest, contract: Contract, asked: Plan, reason: str) -> str:
    """Carry the answer out, and say what holds now."""
    acting, at = request.acting, timezone.now()
    match request.POST.get("answer"):
        case "agree":
            plans.agree(acting, asked.pk, contract_id=contract.pk, at=at)
            return _("Afgesproken. De stand van het contract volgt nu dit plan.")
        case "decline":
            plans.decline(acting, asked.pk, contract_id=contract.pk, reason=reason, at=at)
            return _("Afgewezen. De andere kant leest uw reden.")
        case "withdraw":
            plans.withdraw(acting, asked.pk, contract_id=contract.pk, at=at)
            return _("Ingetrokken.")
        case _:
            raise plans.PlanRefused(_("Kies een antwoord."))


def _contract(request: WorkRequest, contract_id: uuid.UUID) -> Contract:
    contracts: Any = access.side_contracts_of(request.acting)
    return get_object_or_404(contracts.with_parties(), pk=contract_id)


def _plan_url(request: WorkRequest, contract: Contract) -> str:
    address = {"organisation_id": request.acting.organisation_id, "contract_id": contract.pk}
    return reverse("tenders:plan", kwargs=address)


def _page(request: WorkRequest, contract: Contract, *, refused: str = "", reason: str = "") -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    file = plans.plan_file(contract)
    agreed = plan_of(contract)
    may_plan = access.may_plan_on(acting, contract) and contract.settled_on is None
    own = file.open is not None and plans.proposed_by_own_side(acting, contract, file.open)
    return render(
        request,
        "tenders/plan.html",
        {
            "contract": contract,
            "tab": "plan",
            "on": on,
            "agreed": file.agreed,
            "agreed_steps": _rows(agreed, contract, on=on),
            "asked_now": expected_by(
                on,
                obligation=contract.obligation,
                starts_on=contract.starts_on,
                ends_on=contract.ends_on,
                plan=agreed,
            ),
            "agreed_gap": plans.gap_sentence(contract, agreed[-1].total) if agreed else "",
            "open": file.open,
            "open_steps": _rows(plans.steps_of(file.open), contract, on=on) if file.open else [],
            "open_gap": plans.gap_sentence(contract, file.open.totals[-1]) if file.open else "",
            "open_is_own": own,
            "earlier": [
                {
                    "plan": one,
                    "withdrawn": plans.was_withdrawn(one, contract),
                    "steps": _rows(plans.steps_of(one), contract, on=on),
                }
                for one in file.earlier
            ],
            "may_plan": may_plan,
            "may_propose": may_plan and (file.open is None or own),
            "refused": refused,
            "reason": reason,
        },
        status=422 if refused else 200,
    )


def _rows(steps, contract: Contract, *, on) -> list[dict[str, Any]]:
    return [
        {
            "by": step.by,
            "total": step.total,
            "share": step.total * 100 / contract.obligation if contract.obligation else None,
            "is_past": step.by <= on,
        }
        for step in steps
    ]


def _proposal(
    request: WorkRequest,
    contract: Contract,
    rows: Any,
    note: Any,
    *,
    items: Any,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    filled = [row for row in rows if rows.is_bound and rows.is_valid() and row.is_filled]
    last = filled[-1].cleaned_data.get("total") if filled else None
    return render(
        request,
        "tenders/plan_propose.html",
        {
            "contract": contract,
            "tab": "plan",
            "rows": rows,
            "items": items,
            "names_groups": plan_items.names_groups(request.acting, contract),
            "note": note,
            "refused": refused,
            "filled": len(filled),
            "gap": plans.gap_sentence(contract, last) if last is not None else "",
            "plan_url": _plan_url(request, contract),
            "has_errors": status != 200,  # noqa: PLR2004
            "has_agreed": bool(contract.plan_days),
        },
        status=status,
    )


def _with_more_rows(data: QueryDict, prefix: str) -> QueryDict:
    """What was typed, with more empty rows."""
    changed = data.copy()
    known = changed.get(f"{prefix}-TOTAL_FORMS", "0")
    changed[f"{prefix}-TOTAL_FORMS"] = str((int(known) if known.isdigit() else 0) + EMPTY_ROWS)
    return changed


def _items_that_hold(contract: Contract, blocks: list[Block]) -> list[PlanItem]:
    """What the agreed plan says will be done, as far as this member may plan it."""
    agreed = plans.plan_file(contract).agreed
    known = {block.pk for block in blocks}
    return (
        [one for one in plan_items.items_of(agreed.pk) if one.block_id is None or one.block_id in known]
        if agreed
        else []
    )
