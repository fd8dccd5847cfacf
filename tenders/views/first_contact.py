import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import WorkRequest, requires
from tenders import access, first_contact
from tenders.forms import FirstContactForm
from tenders.told import contract_path


@requires(access.may_record_first_contact)
@require_http_methods(["GET", "POST"])
def first_contact_edit(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Record, or correct, the day of the first contact after the award."""
    contract = get_object_or_404(access.side_contracts_of(request.acting), pk=contract_id)
    contract_url = contract_path(contract, request.acting.organisation_id)
    today = timezone.localdate()
    form = FirstContactForm(
        request.POST if request.method == "POST" else None,
        initial={"contact_on": contract.first_contact_on or today},
        awarded_on=contract.awarded_on,
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            first_contact.record(contract.pk, contact_on=form.cleaned_data["contact_on"])
        except first_contact.NotRecordedError as error:
            raise Http404 from error
        messages.success(request, _("Het eerste contact is vastgelegd."))
        return HttpResponseRedirect(contract_url)
    context = {"form": form, "contract": contract, "contract_url": contract_url}
    return render(request, "tenders/first_contact_edit.html", context, status=422 if form.errors else 200)
