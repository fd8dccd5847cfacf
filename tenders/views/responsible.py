import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import WorkRequest, requires
from tenders import access, responsibility
from tenders.choices import Side
from tenders.forms import ResponsibleForm
from tenders.models import Responsible
from tenders.responsibility import Named
from tenders.told import contract_path


@requires(access.may_name_responsible)
@require_http_methods(["GET", "POST"])
def responsible_edit(request: WorkRequest, contract_id: uuid.UUID, side: str) -> HttpResponse:
    """Name who answers on one side of the contract."""
    contract = get_object_or_404(access.side_contracts_of(request.acting).with_parties(), pk=contract_id)
    if side not in Side.values:
        raise Http404
    if side not in access.sides_named_by(request.acting):
        raise PermissionDenied
    party = {"authority": contract.authority, "contractor": contract.contractor, "werkplein": contract.werkplein}[side]
    if party is None:
        raise Http404
    current = Responsible.objects.filter(contract=contract, side=side).first()
    form = ResponsibleForm(
        request.POST if request.method == "POST" else None,
        instance=current or Responsible(contract=contract, side=side),
    )
    if request.method == "POST" and form.is_valid():
        named = Named(**form.cleaned_data)
        changed = responsibility.name(
            request.acting, contract=contract, side=Side(side), named=named, at=timezone.now()
        )
        done = _("Bewaard: %(name)s is verantwoordelijk.") if changed else _("Er is niets gewijzigd: dit stond er al.")
        messages.success(request, done % {"name": named.name})
        return HttpResponseRedirect(contract_path(contract, request.acting.organisation_id))
    return render(
        request,
        "tenders/responsible_edit.html",
        {
            "form": form,
            "contract": contract,
            "contract_url": contract_path(contract, request.acting.organisation_id),
            "side": Side(side),
            "party": party,
            "of_another": party.pk != request.acting.organisation_id,
        },
        status=422 if form.errors else 200,
    )
