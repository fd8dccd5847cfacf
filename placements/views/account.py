import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from organisations.access import WorkRequest, requires
from placements.pages.account import ask_account
from tenders import access


@requires(access.may_ask_account)
@require_POST
def account_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Ask for the statement of account; a worker makes the PDF."""
    document = ask_account(request.acting, contract_id=contract_id, at=timezone.now())
    return HttpResponseRedirect(
        reverse("tenders:document_detail", args=[request.acting.organisation_id, contract_id, document.pk])
    )
