"""Invoices for training that were paid and are not yet among what was spent: taken over without typing them again.

The programme bureau may not see whose an invoice is, so the coordination point takes them over and the bureau, or the
centre municipality, approves.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from candidates.models import TrainingCost
from candidates.training_choices import CostKind, CostState
from organisations.refused import Refused
from organisations.tenancy import Acting
from reporting.choices import SpendingCategory, SpendingState
from reporting.models import SpendingLine
from reporting.spending.lines import SpendingEntry, enter

_CATEGORY = {CostKind.TRAINING: SpendingCategory.TRAINING, CostKind.GUIDANCE: SpendingCategory.GUIDANCE}


def to_take_over(acting: Acting) -> QuerySet[TrainingCost]:
    """Paid invoices of which no line counts or waits, the oldest payment first."""
    taken = SpendingLine.objects.filter(
        training_cost=OuterRef("pk"),
        state__in=[SpendingState.ENTERED, SpendingState.APPROVED],
        reverses=None,
        reversed_at=None,
    )
    paid = TrainingCost.objects.filter(region_id__in=acting.region_ids, state=CostState.PAID)
    return paid.exclude(Exists(taken)).order_by("paid_on", "pk")


@transaction.atomic
def take_over(acting: Acting, cost_ids: Collection[uuid.UUID], *, source: str, at: datetime) -> int:
    """Enter these invoices as spending on the day they were paid; gives how many."""
    found = to_take_over(acting).filter(pk__in=cost_ids).select_related("enrolment__candidate")
    costs = list(found.select_for_update(of=("self",), no_key=True))
    if not costs:
        raise Refused(_("Kies een factuur die nog niet is overgenomen."))
    for cost in costs:
        if cost.paid_on is None:
            raise Refused(_("Kies een factuur die betaald is."))
        entry = SpendingEntry(
            on=cost.paid_on,
            year=cost.paid_on.year,
            category=_CATEGORY[CostKind(cost.kind)],
            amount=cost.amount,
            source=source,
            programme_id=cost.programme_id,
            candidate_reference=cost.enrolment.candidate.reference if cost.enrolment else "",
            description=_("Factuur %(number)s van %(supplier)s")
            % {"number": cost.invoice_number, "supplier": cost.supplier[:120]},
        )
        enter(acting, region_id=cost.region_id, entry=entry, at=at, training_cost=cost)
    return len(costs)
