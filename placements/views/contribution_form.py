from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.models import new_id
from placements import access
from placements.choices import ContributionKind
from placements.forms.contribution import ContributionForm
from placements.models import Contribution
from placements.pages.contribution_page import contributions_of
from placements.stating import contributions
from placements.steps import Refused
from placements.views.addressed import contract_or_404, uuid_or_404
from placements.views.contribution import address

_NEEDED = ("block", "date", "quantity")


@requires(access.may_put_to_work)
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_create(request: WorkRequest) -> HttpResponse:
    """Enter an effort on ``?contract=``; its value appears while typing, or after 'Bereken'."""
    if "contract" not in request.GET:
        return _which_contract(request)
    contract, company_id = contract_or_404(request), request.acting.organisation_id
    if request.method != "POST":
        initial = {"token": new_id(), "date": timezone.localdate()}
        return _form(request, ContributionForm(contract, company_id=company_id, initial=initial))
    action = request.POST.get("action", "save")
    form = ContributionForm(contract, company_id=company_id, data=request.POST)
    if action == "calculate":
        return _form(request, form, calculated=True)
    if form.is_valid():
        try:
            line = contributions.enter(
                contract,
                details=form.details(),
                by=request.acting,
                at=timezone.now(),
                submit=action == "submit",
                contribution_id=form.cleaned_data.get("token"),
                company_id=company_id,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _done(request, line, action)
    return _form(request, form)


@requires(access.may_put_to_work)
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_edit(request: WorkRequest, contribution_id: Any) -> HttpResponse:
    """Correct a line that is not yet approved."""
    line = _own(request, contribution_id)
    of_line: dict[str, Any] = {"company_id": line.contractor_id, "line": line}
    if request.method != "POST":
        initial = {name: getattr(line, name) for name in ("block", "date", "quantity", "description")}
        initial["shown"] = contributions.as_shown(line)
        return _form(request, ContributionForm(line.contract, **of_line, initial=initial))
    action = request.POST.get("action", "save")
    form = ContributionForm(line.contract, **of_line, data=request.POST)
    if action == "calculate":
        return _form(request, form, calculated=True)
    if form.is_valid():
        try:
            contributions.correct(
                line.pk,
                details=form.details(),
                by=request.acting,
                at=timezone.now(),
                submit=action == "submit",
                as_shown=form.cleaned_data["shown"],
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _done(request, line, action)
    return _form(request, form)


@requires(access.may_put_to_work)
@require_POST
def contribution_value(request: WorkRequest) -> HttpResponse:
    """What it is worth by what is filled in so far. Writes nothing."""
    line = _own(request, request.GET["line"]) if request.GET.get("line") else None
    contract = line.contract if line else contract_or_404(request)
    form = ContributionForm(contract, company_id=request.acting.organisation_id, line=line, data=request.POST)
    form.is_valid()
    return render(request, "placements/_contribution_value.html", _worth(form))


def _which_contract(request: WorkRequest) -> HttpResponse:
    """On which contract? Only asked when the address does not say so."""
    today = timezone.localdate()
    contracts = access.carried_out_by(request.acting, on=today).filter(settled_on__isnull=True)
    context = {"contracts": contracts.select_related("authority").order_by("-ends_on", "title", "pk")}
    return render(request, "placements/contribution_contract.html", context)


def _form(request: WorkRequest, form: ContributionForm, *, calculated: bool = False) -> HttpResponse:
    failed = bool(form.errors) and not calculated
    context = {
        "form": form,
        "contract": form.contract,
        "line": form.line,
        "show_errors": failed,
        "value_url": _value_url(request, form),
        # What stands there now, when the line changed while this form was open.
        "now": form.line if failed and form.non_field_errors() else None,
        **_worth(form),
    }
    return render(request, "placements/contribution_create.html", context, status=422 if failed else 200)


def _worth(form: ContributionForm) -> dict[str, Any]:
    """The value and what to look at twice, as soon as enough is filled in."""
    given = form.cleaned_data if form.is_bound else form.initial
    if any(given.get(name) is None for name in _NEEDED):
        return {"worth": None, "cautions": []}
    details = contributions.Details(given["block"], given["date"], given["quantity"], given.get("description", ""))
    cautions = contributions.cautions_of(
        form.contract,
        details,
        company_id=form.company_id,
        on=timezone.localdate(),
        besides=form.line.pk if form.line else None,
    )
    return {"worth": contributions.live_value(details.block, details.quantity), "cautions": cautions}


def _value_url(request: WorkRequest, form: ContributionForm) -> str:
    here = reverse("placements:contribution_value", kwargs={"organisation_id": request.acting.organisation_id})
    return f"{here}?line={form.line.pk}" if form.line else f"{here}?contract={form.contract.pk}"


def _done(request: WorkRequest, line: Contribution, action: str) -> HttpResponse:
    if action == "submit":
        messages.success(request, _("Ingediend. De regel wacht op beoordeling. Voeg hier bewijs toe als u dat hebt."))
    else:
        messages.success(request, _("Bewaard."))
    return HttpResponseRedirect(address(request, line))


def _own(request: WorkRequest, contribution_id: Any) -> Contribution:
    lines = contributions_of(request.acting).filter(
        contractor_id=request.acting.organisation_id, kind=ContributionKind.BLOCK
    )
    related = ("contract__tariff", "contract__authority", "contractor", "block")
    return get_object_or_404(lines.select_related(*related), pk=uuid_or_404(contribution_id))
