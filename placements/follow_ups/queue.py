"""The queue of the candidate list with whoever is to be asked whether he is still at work."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from candidates.working.queues import Queue
from placements.models import FollowUp


def _is_due(on: date) -> Q:
    due = FollowUp.objects.due(on=on).order_by().filter(placement__candidate=OuterRef("pk"))
    return Q(Exists(due))


QUEUE = Queue(
    "nazorg",
    _("Nazorg"),
    _("Iemand moet uitzoeken of deze mensen nog aan het werk zijn."),
    _is_due,
    worked_at="placements:follow_up_round",
    listed_at="placements:follow_up_list",
)
