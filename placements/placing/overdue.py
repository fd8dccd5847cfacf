"""The queue of the candidate list with whoever worked past the agreed end: somebody has to say what became of it."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from candidates.working.queues import Queue
from placements.models import Placement


def _is_past(on: date) -> Q:
    return Q(Exists(Placement.objects.past_agreed_end(on=on).filter(candidate=OuterRef("pk"))))


QUEUE = Queue(
    "einde",
    _("Einde voorbij"),
    _("Het afgesproken einde van het werk is voorbij. Is het verlengd of gestopt?"),
    _is_past,
    title=_("Werk waarvan het einde voorbij is"),
)
