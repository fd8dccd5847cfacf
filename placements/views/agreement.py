import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.models import Organisation
from placements import access
from placements.choices import LineStatus
from placements.forms.agreement import AgreementForm, OpeningBalanceForm
from placements.stating import agreements, opening_balance
from placements.steps import Refused
from tenders.access import contracts_of, may_see_contracts
from tenders.contract_file import of_its_sides
from tenders.models import Agreement, Contract


@requires(may_see_contracts)
@require_GET
def agreement_list(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Bespoke effort on a contract: what was proposed, agreed and done; and what the contract started with."""
    return _page(request, _contract(request, contract_id))


@requires(access.may_agree)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_propose(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Put bespoke effort before the other side: as the company itself, or as who verifies."""
    contract = _contract(request, contract_id)
    companies = _companies(request, contract)
    if not companies:
        raise PermissionDenied
    form = AgreementForm(request.POST if request.method == "POST" else None, companies=companies)
    if request.method == "POST" and form.is_valid():
        try:
            agreements.propose(request.acting, contract, entry=form.entry(), at=timezone.now())
        except Refused as refused:
            form.add_error("starts_on", refused.sentence)
        else:
            messages.success(request, _("Voorgesteld. De afspraak geldt als de andere kant akkoord gaat."))
            return HttpResponseRedirect(_url(request, contract))
    return render(
        request,
        "placements/agreement_propose.html",
        {"form": form, "contract": contract, "tab": "agreements", "list_url": _url(request, contract)},
        status=422 if form.errors else 200,
    )


@requires(access.may_agree)
@require_POST
def agreement_answer(request: WorkRequest, contract_id: uuid.UUID, agreement_id: uuid.UUID) -> HttpResponse:
    """Agree, decline, take back; or, once it was done, submit it."""
    contract = _contract(request, contract_id)
    asked = get_object_or_404(Agreement.objects.select_related("contract"), pk=agreement_id, contract=contract)
    if not agreements.takes_part(request.acting, asked):
        raise PermissionDenied
    said = request.POST.get("said", "")
    try:
        messages.success(request, _answered(request, asked, said))
    except Refused as refused:
        return _page(request, contract, refused=refused.sentence, about=asked, said=said)
    return HttpResponseRedirect(_url(request, contract))


@requires(access.may_verify)
@require_http_methods(["GET", "HEAD", "POST"])
def opening_balance_edit(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Enter what was filled in before the contract came into the portal; a colleague judges it."""
    contract = _contract(request, contract_id)
    if not access.verifies(request.acting, contract):
        raise PermissionDenied
    known = opening_balance.balance_of(contract)
    initial = {"amount": known.quantity, "on": known.date, "source": known.description} if known else {}
    form = OpeningBalanceForm(
        request.POST if request.method == "POST" else None, initial=initial, today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        try:
            opening_balance.enter(request.acting, contract, balance=form.balance(), at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Ingediend. Een collega moet de beginstand beoordelen."))
            return HttpResponseRedirect(_url(request, contract))
    return render(
        request,
        "placements/opening_balance_edit.html",
        {
            "form": form,
            "contract": contract,
            "tab": "agreements",
            "known": known,
            "is_fixed": known is not None and known.status == LineStatus.APPROVED,
            "list_url": _url(request, contract),
        },
        status=422 if form.errors else 200,
    )


def _answered(request: WorkRequest, asked: Agreement, said: str) -> str:
    """Carry the answer out, and say what holds now."""
    acting, at = request.acting, timezone.now()
    match request.POST.get("answer"):
        case "agree":
            agreements.agree(acting, asked.pk, at=at)
            return _("Afgesproken. Dit staat nu vast voor beide kanten.")
        case "decline":
            agreements.decline(acting, asked.pk, reason=said, at=at)
            return _("Afgewezen. De andere kant leest uw reden.")
        case "withdraw":
            agreements.withdraw(acting, asked.pk, at=at)
            return _("Ingetrokken.")
        case "submit":
            agreements.submit(acting, asked.pk, said=said, at=at)
            return _("Ingediend. Na goedkeuring telt het mee.")
        case _:
            raise Refused(_("Kies een antwoord."))


def _contract(request: WorkRequest, contract_id: uuid.UUID) -> Contract:
    contracts: Any = contracts_of(request.acting)
    return get_object_or_404(contracts.with_parties(), pk=contract_id)


def _url(request: WorkRequest, contract: Contract) -> str:
    address = {"organisation_id": request.acting.organisation_id, "contract_id": contract.pk}
    return reverse("placements:agreement_list", kwargs=address)


def _companies(request: WorkRequest, contract: Contract) -> list[Organisation]:
    """For whom this member may propose: a company for itself, the verifier for every company on the contract."""
    acting, on = request.acting, timezone.localdate()
    if access.verifies(acting, contract):
        parties = contract.parties.active(on=on).select_related("organisation").order_by("organisation__name", "pk")
        return [contract.contractor, *(one.organisation for one in parties)]
    if access.may_put_to_work(acting) and access.carried_out_by(acting, on=on).filter(pk=contract.pk).exists():
        return list(Organisation.objects.filter(pk=acting.organisation_id))
    return []


def _page(
    request: WorkRequest, contract: Contract, *, refused: str = "", about: Agreement | None = None, said: str = ""
) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    rows = [_row(request, one, on=on, said=said if about and one.pk == about.pk else "") for one in _seen(contract)]
    return render(
        request,
        "placements/agreement_list.html",
        {
            "contract": contract,
            "tab": "agreements",
            "waiting": [row for row in rows if row["agreement"].is_open],
            "agreed": [row for row in rows if row["agreement"].agreed_at],
            "declined": [row for row in rows if row["agreement"].declined_at],
            "may_propose": bool(_companies(request, contract)) and contract.settled_on is None,
            "balance": opening_balance.balance_of(contract),
            "may_enter_balance": access.verifies(acting, contract) and contract.settled_on is None,
            "refused": refused,
        },
        status=422 if refused else 200,
    )


def _seen(contract: Contract) -> list[Agreement]:
    found = list(agreements.agreements_on(contract))
    for one in found:
        one.contract = contract  # known already; not read again for each
    return found


def _row(request: WorkRequest, agreement: Agreement, *, on, said: str) -> dict[str, Any]:
    acting = request.acting
    line: Any = getattr(agreement, "contribution", None)
    own_company = acting.may_write and acting.organisation_id == agreement.contractor_id
    can_submit = line is not None and line.status in {LineStatus.CONCEPT, LineStatus.RETURNED}
    return {
        "agreement": agreement,
        "line": line,
        "is_own": agreements.is_of_own_side(acting, agreement),
        "takes_part": agreements.takes_part(acting, agreement),
        "withdrawn": agreements.was_withdrawn(agreement),
        # What is owed is for the sides; a subcontractor does not learn it from a warning either.
        "above_obligation": agreement.amount > agreement.contract.obligation
        and of_its_sides(acting, agreement.contract),
        "too_late": agreement.is_open and agreement.starts_on < on,
        "may_agree": agreement.starts_on >= on,
        "answer_id": f"said-{agreement.pk}",
        "may_submit": own_company and can_submit and agreement.starts_on <= on,
        "not_yet": own_company and can_submit and agreement.starts_on > on,
        "is_returned": line is not None and line.status == LineStatus.RETURNED,
        "said": said,
    }
