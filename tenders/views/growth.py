import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.months import last_of_month
from organisations.templatetags.formatting import euro
from tenders import access
from tenders.forms.terms import CallOffForm, ReasonForm, TurnoverForm
from tenders.growth import (
    add_call_off,
    add_turnover,
    correct_turnover,
    feeds_basis,
    mark_framework,
    with_call_off,
    with_turnover,
    withdraw_call_off,
    withdraw_turnover,
)
from tenders.models import CallOff, Contract, Turnover
from tenders.terms import TermsRefused, terms_file
from tenders.terms_page import Preview, call_off_warnings, preview, turnover_warnings
from tenders.views.terms import answer, contract_of, terms_path


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def call_off_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Record an order under a framework agreement."""
    contract = contract_of(request, contract_id)
    rows = list(CallOff.objects.filter(contract=contract))
    form = CallOffForm(
        contract,
        on=timezone.localdate(),
        known=len(rows),
        data=request.POST if request.method == "POST" else None,
    )

    def store(at: datetime) -> str:
        row = add_call_off(request.acting, contract.pk, entry=form.entry(), at=at)
        said = _("Deelopdracht %(reference)s is bewaard.") % {"reference": row.reference} + _now(contract)
        return " ".join([said, *call_off_warnings(contract, rows, form.entry())])

    def outcome() -> Preview | None:
        file, entry = terms_file(contract), form.entry()
        warnings = call_off_warnings(contract, rows, entry)
        if feeds_basis(contract):
            return preview(file, with_call_off(file, entry), warnings=warnings)
        return Preview(contract.obligation, [], warnings) if warnings else None

    return answer(
        request,
        contract,
        form,
        heading=_("Deelopdracht toevoegen"),
        intro=_stated(contract) if feeds_basis(contract) else _("Bij deze grondslag verandert de verplichting niet."),
        button=_("Deelopdracht vastleggen"),
        outcome=outcome,
        store=store,
    )


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def call_off_withdraw(request: WorkRequest, contract_id: uuid.UUID, call_off_id: uuid.UUID) -> HttpResponse:
    """Let a call-off count no more."""
    contract = contract_of(request, contract_id)
    row = get_object_or_404(CallOff, pk=call_off_id, contract=contract)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def store(at: datetime) -> str:
        withdraw_call_off(request.acting, row, reason=form.cleaned_data["reason"], at=at)
        return _("Deelopdracht %(reference)s is ingetrokken.") % {"reference": row.reference} + _now(contract)

    return answer(
        request,
        contract,
        form,
        heading=_("Deelopdracht %(reference)s intrekken") % {"reference": row.reference},
        intro=_("%(title)s, %(amount)s. De deelopdracht blijft leesbaar en telt niet meer mee.")
        % {"title": row.title, "amount": euro(row.amount)},
        button=_("Intrekken"),
        danger=True,
        store=store,
    )


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def turnover_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Record what was invoiced in the next period."""
    contract = contract_of(request, contract_id)
    on = timezone.localdate()
    rows = list(Turnover.objects.filter(contract=contract, withdrawn_at=None).order_by("to_on", "pk"))
    form = TurnoverForm(
        contract, initial=_next_period(contract, rows), data=request.POST if request.method == "POST" else None
    )

    def store(at: datetime) -> str:
        row = add_turnover(request.acting, contract.pk, entry=form.entry(), at=at)
        return _("De omzet van %(amount)s is bewaard.") % {"amount": euro(row.amount)} + _now(contract)

    def outcome() -> Preview:
        file, entry = terms_file(contract), form.entry()
        return preview(file, with_turnover(file, entry, on=on), warnings=turnover_warnings(contract, rows, entry))

    return answer(
        request,
        contract,
        form,
        heading=_("Gefactureerde omzet toevoegen"),
        intro=" ".join([_("De omzet telt mee vanaf de laatste dag van de periode."), _stated(contract)]),
        button=_("Omzet vastleggen"),
        outcome=outcome,
        store=store,
    )


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def turnover_correct(request: WorkRequest, contract_id: uuid.UUID, turnover_id: uuid.UUID) -> HttpResponse:
    """Put a right row in the place of a wrong one."""
    contract = contract_of(request, contract_id)
    rows = Turnover.objects.filter(contract=contract)
    # Who typed a correction of a row that was corrected meanwhile keeps what he typed, and hears so.
    row = get_object_or_404(rows if request.method == "POST" else rows.filter(withdrawn_at=None), pk=turnover_id)
    form = TurnoverForm(contract, corrects=row, data=request.POST if request.method == "POST" else None)

    def store(at: datetime) -> str:
        correct_turnover(request.acting, row, entry=form.entry(), reason=form.cleaned_data["reason"], at=at)
        return _("De omzet is verbeterd.") + _now(contract)

    def outcome() -> Preview:
        file, entry = terms_file(contract), form.entry()
        others = (
            Turnover.objects.filter(contract=contract, withdrawn_at=None).exclude(pk=row.pk).order_by("to_on", "pk")
        )
        warnings = turnover_warnings(contract, list(others), entry)
        return preview(file, with_turnover(file, entry, on=timezone.localdate(), instead_of=row), warnings=warnings)

    return answer(
        request,
        contract,
        form,
        heading=_("Omzet verbeteren"),
        intro=_("De oude regel blijft leesbaar en telt niet meer mee."),
        button=_("Verbetering vastleggen"),
        outcome=outcome,
        store=store,
    )


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def turnover_withdraw(request: WorkRequest, contract_id: uuid.UUID, turnover_id: uuid.UUID) -> HttpResponse:
    """Let turnover count no more."""
    contract = contract_of(request, contract_id)
    row = get_object_or_404(Turnover, pk=turnover_id, contract=contract)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def store(at: datetime) -> str:
        withdraw_turnover(request.acting, row, reason=form.cleaned_data["reason"], at=at)
        return _("De omzet van %(amount)s is ingetrokken.") % {"amount": euro(row.amount)} + _now(contract)

    return answer(
        request,
        contract,
        form,
        heading=_("Omzet van %(amount)s intrekken") % {"amount": euro(row.amount)},
        intro=_("De regel blijft leesbaar en telt niet meer mee."),
        button=_("Intrekken"),
        danger=True,
        store=store,
    )


@requires(access.may_change_terms)
@require_POST
def framework_mark(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Say that the contract is a framework agreement, or take that back."""
    contract = contract_of(request, contract_id)
    try:
        mark_framework(contract.pk, is_framework=request.POST.get("is_framework") == "ja")
    except TermsRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(terms_path(request, contract))


def _now(contract: Contract) -> str:
    contract.refresh_from_db(fields=["obligation"])
    return " " + _("De verplichting is nu %(amount)s.") % {"amount": euro(contract.obligation)}


def _stated(contract: Contract) -> str:
    """What stands in the basis already, so that nothing is counted twice."""
    if not contract.basis_stated:
        return ""
    return _("In de grondslag zit al %(amount)s als één bedrag. Was dat een schatting? Zet dat dan eerst op 0.") % {
        "amount": euro(contract.basis_stated)
    }


def _next_period(contract: Contract, rows: list[Turnover]) -> dict[str, Any]:
    """The month after what was invoiced last, or the first month of the contract."""
    first = rows[-1].to_on + timedelta(days=1) if rows else contract.starts_on
    return {"from_on": first, "to_on": last_of_month(first)}
