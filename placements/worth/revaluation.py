"""The lines of a contract after its period changed: valued anew, approved months left to the verifier."""

import uuid
from datetime import datetime

from django.db import transaction

from placements.identity.persons import lock_persons_of
from placements.models import Deployment
from placements.worth.appraisal import reappraise, record_revaluations


@transaction.atomic
def revalue_contract(contract_id: uuid.UUID, *, at: datetime) -> int:
    """Value all lines of the contract, and other lines of the same persons; gives how many approved months differ.

    What is approved stands: each of those months becomes a task for the verifier.
    """
    ids = list(Deployment.objects.live().filter(contract_id=contract_id).order_by("pk").values_list("pk", flat=True))
    lock_persons_of(ids)
    differing = reappraise(ids, also_others=True)
    record_revaluations(differing, at=at)
    return len(differing)
