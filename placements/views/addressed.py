"""What an address names. What is not there, is of somebody else or is no identifier at all gets the same answer."""

import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from organisations.access import WorkRequest
from placements import access
from tenders.models import Contract


def uuid_or_404(text: Any) -> uuid.UUID:
    """An identifier from an address; what is none gets the answer of a missing row."""
    try:
        return text if isinstance(text, uuid.UUID) else uuid.UUID(str(text))
    except ValueError as error:
        raise Http404 from error


def contract_or_404(request: WorkRequest) -> Contract:
    """The contract of ``?contract=``, which the company carries out or may have settled."""
    contracts = access.carried_out_by(request.acting, on=timezone.localdate())
    return get_object_or_404(
        contracts.select_related("tariff", "authority"), pk=uuid_or_404(request.GET.get("contract", ""))
    )
