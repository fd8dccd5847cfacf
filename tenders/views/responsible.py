import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import WorkRequest, requires
from tenders import access
from tenders.choices import Side
from tenders.forms import ResponsibleForm
from tenders.models import Responsible
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
        form.save()
        messages.success(request, _("Bewaard: %(name)s is verantwoordelijk.") % {"name": form.instance.name})
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
        },
        status=422 if form.errors else 200,
    )
