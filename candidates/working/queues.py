"""The work queues of whoever helps candidates: which files ask for something, and the one that waits longest first.

What a queue needs that lies above this app (checks a while after somebody started work), the app that knows it
registers here.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, ExpressionWrapper, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.access import asked_of
from candidates.choices import CandidateState
from candidates.models import BackOfficePolicy, CandidateTask, Enrolment, TrainingSeat
from candidates.querysets import CandidateQuerySet
from candidates.training_choices import GroupState, SeatState
from organisations.access import acts_for_coordination_point
from organisations.tenancy import Acting

EVERYBODY = "alle"
#: So many days ahead a coach makes sure that whoever has a seat comes.
STARTS_WITHIN_DAYS = 14


@dataclass(frozen=True, slots=True)
class Queue:
    """Files that ask for the same thing.

    ``asks`` says of a day which files those are, ``order`` which comes first, ``since`` from which day one waits (a
    field of the candidate). ``is_late``: whoever stands in it should have been helped already. ``worked_at`` and
    ``listed_at`` name the addresses where another app works it off and lists it.
    """

    key: str
    label: str | Promise
    what: str | Promise
    asks: Callable[[dt.date], Q]
    order: tuple[str, ...] = ("registered_on", "pk")
    since: str = ""
    is_late: bool = False
    title: str | Promise = ""
    worked_at: str = ""
    listed_at: str = ""


_queues: dict[str, Queue] = {}


def register(queue: Queue, *, before: str = "") -> None:
    """Called once, when the app that knows this queue is ready. ``before`` is the queue it stands in front of."""
    others = {key: one for key, one in _queues.items() if key != queue.key}
    place = list(others).index(before) if before in others else len(others)
    items = list(others.items())
    _queues.clear()
    _queues.update([*items[:place], (queue.key, queue), *items[place:]])


def queues() -> Mapping[str, Queue]:
    """All queues by their key, in the order in which they are worked off; everybody comes last."""
    return {**_queues, EVERYBODY: EVERYBODY_QUEUE}


#: Of apps above this one: rows of candidates who have something to do on a day.
_busy: list[Callable[[dt.date], Any]] = []


def register_busy(rows: Callable[[dt.date], Any]) -> None:
    """Called once, when the app that knows who is busy is ready; ``rows`` have a ``candidate``."""
    _busy.append(rows)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many files a queue has, how many of those of one coach, and since when the first of them waits."""

    count: int
    own: int
    since: dt.date | None


def asks_of(acting: Acting, key: str, *, on: dt.date) -> Q:
    """Which of the files that a member sees stand in this queue for him; everybody is everybody he sees."""
    asks = queues()[key].asks(on)
    if key == EVERYBODY:
        return asks
    if key == NEW and acts_for_coordination_point(acting):
        # Whom a Werkplein has, that one takes up; who is not called there in time stands in another queue.
        return asks & Q(werkplein__isnull=True)
    return asks & asked_of(acting)


def counts(
    candidates: CandidateQuerySet, *, acting: Acting, on: dt.date, coach_id: uuid.UUID | None = None
) -> dict[str, Standing]:
    """How each queue stands for a member; ``own`` counts those of ``coach_id``. One query."""
    parts: dict[str, Any] = {}
    for key, queue in queues().items():
        asks = asks_of(acting, key, on=on)
        parts[f"in_{key}"] = Count("pk", filter=asks)
        parts[f"own_{key}"] = Count("pk", filter=asks & Q(coach_id=coach_id))
        if queue.since:
            parts[f"since_{key}"] = Min(queue.since, filter=asks)
    found = candidates.order_by().aggregate(**parts)
    return {key: Standing(found[f"in_{key}"], found[f"own_{key}"], found.get(f"since_{key}")) for key in queues()}


def first_of(candidates: CandidateQuerySet, key: str, *, acting: Acting, on: dt.date) -> CandidateQuerySet:
    """The files of one queue of a member, the longest waiting first."""
    return candidates.filter(asks_of(acting, key, on=on)).order_by(*queues()[key].order)


def _days_before(on: dt.date) -> ExpressionWrapper:
    """The last day of registration by which somebody should have been called, by the policy of the region."""
    shipped = BackOfficePolicy._meta.get_field("contact_days").get_default()  # noqa: SLF001 - the public way to a default
    # Not a join: a filter would leave out the regions that settled nothing.
    settled = BackOfficePolicy.objects.filter(region_id=OuterRef("region_id")).values("contact_days")
    days = Coalesce(Subquery(settled), Value(shipped))
    return ExpressionWrapper(Value(on, output_field=DateField()) - days, output_field=DateField())


def _new(on: dt.date) -> Q:  # noqa: ARG001 - as its siblings
    return Q(state=CandidateState.REGISTERED, coach__isnull=True)


def promised(on: dt.date) -> Q:
    """Somebody promised to call on this day or before it."""
    return Q(call_by__lte=on) & ~Q(state=CandidateState.WITHDRAWN)


def _silent(on: dt.date) -> Q:
    return Q(state__in=CandidateState.looking(), last_contact_on__isnull=True, registered_on__lt=_days_before(on))


def _without(on: dt.date) -> Q:
    """Spoken to once, and nothing brings them back: no promise, no task, no training and no work that runs or is to begin."""
    busy = (
        CandidateTask.objects.filter(done_at__isnull=True),
        Enrolment.objects.running(on=on),
        TrainingSeat.objects.filter(
            state__in=[SeatState.OFFERED, SeatState.ACCEPTED], group__state__in=[GroupState.OPEN, GroupState.RUNNING]
        ),
    )
    # Who is ready for work has a queue of his own, and who is new as well.
    looking = Q(state__in=[one for one in CandidateState.looking() if one is not CandidateState.READY])
    found = looking & Q(call_by__isnull=True, last_contact_on__isnull=False) & ~_new(on)
    for rows in (*busy, *(one(on) for one in _busy)):
        found &= ~Q(pk__in=rows.values("candidate_id"))
    return found


def _ready(on: dt.date) -> Q:  # noqa: ARG001 - as its siblings
    return Q(state=CandidateState.READY)


def _starts(on: dt.date) -> Q:
    """With a seat in a group that begins soon, or should have begun already."""
    seats = TrainingSeat.objects.filter(
        state__in=[SeatState.OFFERED, SeatState.ACCEPTED],
        group__state=GroupState.OPEN,
        group__starts_on__lte=on + dt.timedelta(days=STARTS_WITHIN_DAYS),
    )
    return Q(pk__in=seats.values("candidate_id"))


def _on_hold(on: dt.date) -> Q:  # noqa: ARG001 - as its siblings
    return Q(state=CandidateState.ON_HOLD)


def _all(on: dt.date) -> Q:  # noqa: ARG001 - as its siblings
    return Q(pk__isnull=False)


NEW, PROMISED, SILENT, WITHOUT = "nieuw", "bellen", "stil", "zonder"
STARTS, READY, ON_HOLD = "begint", "klaar", "wacht"
for _queue in (
    Queue(
        NEW,
        _("Nieuw"),
        _("Aangemeld, en nog niemand heeft deze mensen opgepakt."),
        _new,
        since="registered_on",
        title=_("Nieuwe aanmeldingen"),
    ),
    Queue(
        PROMISED,
        _("Vandaag bellen"),
        _("Iemand beloofde vandaag te bellen, of eerder."),
        promised,
        order=("call_by", "registered_on", "pk"),
        since="call_by",
        is_late=True,
        title=_("Kandidaten bellen"),
    ),
    Queue(
        SILENT,
        _("Nog niet gesproken"),
        _("Niemand heeft deze mensen gesproken binnen de dagen die u belooft."),
        _silent,
        since="registered_on",
        is_late=True,
        title=_("Kandidaten nog niet gesproken"),
    ),
    Queue(
        WITHOUT,
        _("Zonder afspraak"),
        _("Wel gesproken, maar niemand belt weer en er staat geen taak. Wie het langst stilstaat, staat bovenaan."),
        _without,
        order=("last_contact_on", "registered_on", "pk"),
        since="last_contact_on",
        title=_("Kandidaten zonder afspraak"),
    ),
    Queue(
        STARTS,
        _("Scholing begint"),
        _("Deze mensen hebben een plaats in een groep die binnen twee weken begint. Weten ze het nog?"),
        _starts,
    ),
    Queue(
        READY,
        _("Klaar voor werk"),
        _("Wie het langst op werk wacht, staat bovenaan."),
        _ready,
        order=("ready_since", "registered_on", "pk"),
        since="ready_since",
    ),
    Queue(
        ON_HOLD,
        _("Even niet beschikbaar"),
        _("Wie het langst stilstaat, staat bovenaan."),
        _on_hold,
        order=("state_since", "pk"),
        since="state_since",
    ),
):
    register(_queue)
EVERYBODY_QUEUE = Queue(
    EVERYBODY, _("Iedereen"), _("Alle kandidaten waarmee u werkt."), _all, order=("-registered_on", "pk")
)
