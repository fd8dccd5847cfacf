"""The queue of the candidate list with work that may have stopped: somebody has to say whether it did, when and why.

The agreed end passed, or who asked how it goes heard last that the candidate does not work there any more.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from candidates.working.queues import Queue
from placements.models import FollowUp, Placement


def past_end(on: date) -> Q:
    """Placements whose agreed end passed, while nobody said what became of it."""
    return Q(ended_on=None, ends_on__lt=on)


def has_left() -> Q:
    """Placements of which the last answer says that he does not work there any more, while nobody said since when."""
    answers = FollowUp.objects.filter(placement=OuterRef("pk")).last_known_first()
    return Q(ended_on=None) & Q(Subquery(answers.values("has_left")[:1]))


def is_left(placement: Placement) -> bool:
    """Whether that holds of this one. One query."""
    return Placement.objects.filter(has_left(), pk=placement.pk).exists()


def _asks_end(on: date) -> Q:
    return Q(Exists(Placement.objects.filter(past_end(on) | has_left(), candidate=OuterRef("pk"))))


QUEUE = Queue(
    "einde",
    _("Werk gestopt?"),
    _("Het afgesproken einde is voorbij, of iemand werkt er volgens de nazorg niet meer. Is het werk gestopt?"),
    _asks_end,
    title=_("Werk dat misschien gestopt is"),
)
