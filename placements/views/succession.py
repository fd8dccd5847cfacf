"""For the coordination point: the companies of its region, what they are called, and one in the place of another."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from organisations import renaming
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.choices import CONTRACTOR_KINDS
from organisations.contractors import known_contractor
from organisations.renaming import RenamingRefused
from placements import succession as use_cases
from placements.access import may_coordinate
from placements.filters import RegionOrganisationFilter
from placements.forms.succession import CompanyTakeOverForm, ContractTakeOverForm, RenameForm, UndoForm
from placements.region_organisations import companies_of, doubles, organisations_of, successions_of
from placements.succession import SuccessionRefused
from placements.tables import RegionOrganisationTable
from tenders import access
from tenders.models import Contract, Succession
from tenders.models.succession import SuccessionKind

PER_PAGE = 25
#: The button that does it; without it the page shows what would happen.
CONFIRM = "confirm"


@requires(acts_for_coordination_point)
@require_safe
def organisation_list(request: WorkRequest) -> HttpResponse:
    """The organisations of the region, by any name they ever had, and which may be one company twice."""
    region_ids = request.acting.region_ids
    filterset = RegionOrganisationFilter(request.GET, queryset=organisations_of(region_ids))
    table = RegionOrganisationTable(filterset.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    found = [one for region_id in region_ids for one in doubles(region_id)]
    context = {"filter": filterset, "table": table, "doubles": found, "may_coordinate": may_coordinate(request.acting)}
    return render(request, "placements/organisation_list.html", context)


@requires(acts_for_coordination_point)
@require_safe
def organisation_detail(request: WorkRequest, company_id: uuid.UUID) -> HttpResponse:
    """One organisation: its names, its contracts counted, and what it took over."""
    return _show_organisation(request, _organisation(request, company_id))


@requires(may_coordinate)
@require_POST
def organisation_rename(request: WorkRequest, company_id: uuid.UUID) -> HttpResponse:
    """Another name, or a corrected number."""
    row = _organisation(request, company_id)
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            renaming.rename(row.organisation_id, **form.cleaned_data)
        except RenamingRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("Bewaard. De oude naam blijft vindbaar."))
            return HttpResponseRedirect(_organisation_url(request, company_id))
    return _show_organisation(request, row, rename=form)


@requires(may_coordinate)
@require_POST
def organisation_rename_undo(request: WorkRequest, company_id: uuid.UUID) -> HttpResponse:
    """Back to the name before the last change."""
    row = _organisation(request, company_id)
    try:
        former = renaming.undo_renaming(row.organisation_id)
    except RenamingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("De organisatie heet weer %(name)s.") % {"name": former.name})
    return HttpResponseRedirect(_organisation_url(request, company_id))


@requires(may_coordinate)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_take_over(request: WorkRequest, company_id: uuid.UUID) -> HttpResponse:
    """Choose what happened, look what would move, and only then do it."""
    row, today = _organisation(request, company_id), timezone.localdate()
    companies = companies_of(row.region_id, but=row.organisation_id)
    asked = request.POST if request.method == "POST" else None
    initial = {"on": today, "successor": request.GET.get("met"), "kind": SuccessionKind.MERGE}
    form = CompanyTakeOverForm(asked, initial=initial, companies=companies, today=today)
    counted = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if CONFIRM in request.POST:
            try:
                made = use_cases.take_over_company(
                    request.acting,
                    region_id=row.region_id,
                    kind=SuccessionKind(chosen["kind"]),
                    predecessor_id=row.organisation_id,
                    successor_id=chosen["successor"].pk,
                    on=chosen["on"],
                    reason=chosen["reason"],
                    at=timezone.now(),
                )
            except SuccessionRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(
                    request,
                    _("Gedaan. Alles staat nu bij %(name)s. U kunt het hier terugdraaien.")
                    % {"name": made.successor.name},
                )
                return HttpResponseRedirect(_organisation_url(request, made.successor_id))
        else:
            counted = use_cases.moves(row.region_id, row.organisation_id, chosen["successor"].pk)
    context = {
        "row": row,
        "form": form,
        "counted": counted,
        "works_elsewhere": not use_cases.works_only_here(row.organisation),
    }
    return render(request, "placements/organisation_take_over.html", context, status=422 if form.errors else 200)


@requires(may_coordinate)
@require_http_methods(["GET", "HEAD", "POST"])
def contract_take_over(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Another company carries this contract from a day on."""
    contract: Contract = get_object_or_404(access.side_contracts_of(request.acting).with_parties(), pk=contract_id)
    form = ContractTakeOverForm(request.POST if request.method == "POST" else None)
    found, is_checked = None, False
    if request.method == "POST" and form.is_valid():
        entry = form.entry()
        if CONFIRM in request.POST:
            try:
                made = use_cases.take_over_contract(
                    request.acting, contract=contract, entry=entry, today=timezone.localdate(), at=timezone.now()
                )
            except SuccessionRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(request, _("%(name)s heeft het contract overgenomen.") % {"name": made.successor.name})
                return HttpResponseRedirect(_contract_url(request, contract))
        else:
            found, is_checked = known_contractor(entry.kvk, region_ids=[contract.region_id]), True
            if found is None and not entry.name:
                form.add_error(
                    "name", _("Dit KVK-nummer is in deze regio nog niet bekend. Vul de naam van het bedrijf in.")
                )
                is_checked = False
    context = {
        "contract": contract,
        "contract_url": _contract_url(request, contract),
        "form": form,
        "is_checked": is_checked,
        "successor": (found.name if found else form.data.get("name")) if is_checked else "",
        "successions": Succession.objects.filter(contract=contract, undone_at__isnull=True)
        .select_related("predecessor", "successor")
        .defer("moved")
        .order_by("-made_at"),
        "undo": UndoForm(auto_id="undo_%s"),
    }
    return render(request, "placements/contract_take_over.html", context, status=422 if form.errors else 200)


@requires(may_coordinate)
@require_POST
def succession_undo(request: WorkRequest, succession_id: uuid.UUID) -> HttpResponse:
    """Put everything back as it was, as long as nothing of it changed since."""
    made = get_object_or_404(
        Succession.objects.filter(region_id__in=request.acting.region_ids).defer("moved"), pk=succession_id
    )
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Schrijf op waarom u dit terugdraait."))
    else:
        try:
            use_cases.undo(request.acting, succession_id=made.pk, reason=form.cleaned_data["reason"], at=timezone.now())
        except SuccessionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Teruggedraaid. Alles staat weer zoals het was."))
    return HttpResponseRedirect(_organisation_url(request, made.predecessor_id))


def _organisation(request: WorkRequest, company_id: uuid.UUID) -> Any:
    rows = organisations_of(request.acting.region_ids)
    return get_object_or_404(rows.order_by("pk"), organisation_id=company_id)


def _organisation_url(request: WorkRequest, company_id: uuid.UUID) -> str:
    return reverse("placements:organisation_detail", args=[request.acting.organisation_id, company_id])


def _contract_url(request: WorkRequest, contract: Contract) -> str:
    return reverse("placements:contract_detail", args=[request.acting.organisation_id, contract.pk])


def _show_organisation(request: WorkRequest, row: Any, *, rename: RenameForm | None = None) -> HttpResponse:
    acting, organisation = request.acting, row.organisation
    is_company = organisation.kind in CONTRACTOR_KINDS
    works_only_here = use_cases.works_only_here(organisation)
    former = renaming.former_names([organisation.pk]).get(organisation.pk, [])
    may_rename = may_coordinate(acting) and is_company and works_only_here
    if may_rename and rename is None:
        rename = RenameForm(initial={"name": organisation.name, "kvk": organisation.kvk})
    context: dict[str, Any] = {
        "row": row,
        "facts": [
            (_("Soort"), organisation.get_kind_display()),
            (_("KVK-nummer"), organisation.kvk or _("niet bekend")),
            (_("Code in deze regio"), row.code),
            (_("Contracten in deze regio"), row.contracts),
        ],
        "former": former,
        "rename": rename if may_rename else None,
        "may_join": may_coordinate(acting) and is_company and not row.merged_into,
        "is_company": is_company,
        "works_only_here": works_only_here,
        "successions": successions_of(organisation.pk, acting.region_ids),
        "undo": UndoForm(auto_id="undo_%s") if may_coordinate(acting) else None,
    }
    status = 422 if rename is not None and rename.errors else 200
    return render(request, "placements/organisation_detail.html", context, status=status)
