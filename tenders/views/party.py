import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.templatetags.formatting import date_nl
from tenders import access, parties
from tenders.choices import PartyRole, Side
from tenders.contract_file import of_its_sides
from tenders.forms import PartyEndForm, PartyForm
from tenders.models import Contract, ContractParty, Responsible
from tenders.parties import PartyRefused

TAB = "parties"


@requires(access.may_see_contracts)
@require_GET
def party_list(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Which companies carry out the contract, and what each sees. A partner or subcontractor sees only itself."""
    acting = request.acting
    contract = get_object_or_404(access.contracts_of(acting).with_parties(), pk=contract_id)
    found = ContractParty.objects.filter(contract=contract).select_related("organisation")
    return render(
        request,
        "tenders/party_list.html",
        {
            "contract": contract,
            "tab": TAB,
            "parties": found.order_by("role", "joined_on", "organisation__name", "pk"),
            "lead_contact": Responsible.objects.filter(contract=contract, side=Side.CONTRACTOR).first(),
            "is_side": of_its_sides(acting, contract),
            "may_change": contract.settled_on is None and _names_parties(request, contract),
            "leads": contract.contractor_id == acting.organisation_id,
            "today": timezone.localdate(),
        },
    )


@requires(access.may_name_parties)
@require_http_methods(["GET", "HEAD", "POST"])
def party_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Add a company by its KVK number."""
    contracts = access.contracts_naming_parties(request.acting).filter(settled_on__isnull=True)
    contract = get_object_or_404(contracts.with_parties(), pk=contract_id)
    form = PartyForm(
        request.POST if request.method == "POST" else None,
        initial={"joined_on": max(contract.starts_on, min(timezone.localdate(), contract.ends_on))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            party = parties.add_party(request.acting, contract.pk, entry=form.entry(), at=timezone.now())
        except PartyRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            said = _("%(company)s doet mee. De uitleg ging naar %(email)s.")
            messages.success(request, said % {"company": party.organisation.name, "email": party.contact_email})
            return _to_list(request, contract.pk)
    context = {"contract": contract, "tab": TAB, "form": form, "list_url": _list_url(request, contract.pk)}
    return render(request, "tenders/party_create.html", context, status=422 if form.errors else 200)


@requires(access.may_name_parties)
@require_http_methods(["GET", "HEAD", "POST"])
def party_end(request: WorkRequest, party_id: uuid.UUID) -> HttpResponse:
    """The company stops as of a day."""
    party = _party(request, party_id)
    form = PartyEndForm(
        request.POST if request.method == "POST" else None,
        initial={"left_on": party.left_on or max(timezone.localdate(), party.joined_on)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            party = parties.end_party(request.acting, party.pk, on=form.last_day())
        except PartyRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            said = _("%(company)s doet mee tot en met %(day)s.")
            messages.success(request, said % {"company": party.organisation.name, "day": date_nl(party.left_on)})
            return _to_list(request, party.contract_id)
    context = {
        "contract": party.contract,
        "tab": TAB,
        "party": party,
        "form": form,
        "list_url": _list_url(request, party.contract_id),
    }
    return render(request, "tenders/party_end.html", context, status=422 if form.errors else 200)


@requires(access.may_name_parties)
@require_POST
def party_reopen(request: WorkRequest, party_id: uuid.UUID) -> HttpResponse:
    """Take back that the company stops."""
    party = _party(request, party_id)
    try:
        parties.reopen_party(request.acting, party.pk)
    except PartyRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(company)s doet weer mee.") % {"company": party.organisation.name})
    return _to_list(request, party.contract_id)


@requires(access.may_name_parties)
@require_POST
def party_remove(request: WorkRequest, party_id: uuid.UUID) -> HttpResponse:
    """Take back that the company joined, while it has no lines."""
    party = _party(request, party_id)
    try:
        parties.remove_party(request.acting, party.pk)
    except PartyRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("%(company)s staat niet meer bij dit contract.") % {"company": party.organisation.name}
        )
    return _to_list(request, party.contract_id)


def _party(request: WorkRequest, party_id: uuid.UUID) -> ContractParty:
    """A party that this member may change."""
    rows = ContractParty.objects.filter(contract__in=access.contracts_naming_parties(request.acting).values("pk"))
    rows = rows.exclude(role=PartyRole.PREDECESSOR)
    related = ("organisation", "contract__authority", "contract__contractor")
    return get_object_or_404(rows.select_related(*related), pk=party_id)


def _names_parties(request: WorkRequest, contract: Contract) -> bool:
    """Whether the list of contracts on which this member names parties holds this one; asks nothing anew."""
    acting = request.acting
    if not access.may_name_parties(acting):
        return False
    own_side = acting.organisation_id in {contract.authority_id, contract.contractor_id}
    return own_side or (acts_for_coordination_point(acting) and contract.region_id in acting.region_ids)


def _list_url(request: WorkRequest, contract_id: uuid.UUID) -> str:
    return reverse("tenders:party_list", args=[request.acting.organisation_id, contract_id])


def _to_list(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(_list_url(request, contract_id))
