"""Speed dates that wait for a plan, for results or for the yes of candidates, as items of the queue on a start page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.access import may_work_with_candidates
from organisations.templatetags.formatting import date_nl, near_day_nl
from organisations.tenancy import Acting
from placements.access import may_coordinate
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateMeeting, SpeedDateWish
from placements.speed_date_choices import PlanningState, SpeedDateState
from placements.speed_dates.events import events_of
from placements.speed_dates.results import told
from reporting.overviews.tally import NOTHING, Item, Question, Tallied, Waits
from reporting.overviews.waiting import FIRST, address, age, item

#: So long the portal asks after results.
RESULTS_WITHIN = dt.timedelta(days=30)
_DAY = dt.timedelta(days=1)
#: So many are looked at.
MOST = 50


def to_plan_or_tell(acting: Acting, *, on: dt.date) -> list[dict[str, Any]]:
    """Of who runs them: what comes with wishes and no plan that fits them, and what has been. One query."""
    if not may_coordinate(acting):
        return []
    wished = Exists(SpeedDateWish.objects.filter(event=OuterRef("pk"), attendee__agreed_on__isnull=False))
    silent = Exists(SpeedDateMeeting.objects.filter(~told(), event=OuterRef("pk")))
    old = Q(planned_at=None) | ~Q(planned_from=F("changed_at"))
    to_plan = Q(old, wished, state__in=SpeedDateState.open(), day__gte=on) & ~Q(planning=PlanningState.ASKED)
    has_been = Q(state__in=[SpeedDateState.PLANNED, SpeedDateState.HELD], day__range=(on - RESULTS_WITHIN, on - _DAY))
    rows = list(events_of(acting).filter(to_plan | Q(has_been, silent)).order_by("day", "starts_at", "pk")[:MOST])
    coming = [one for one in rows if one.is_open and one.day >= on and (one.planned_at is None or one.plan_is_old)]
    been = [one for one in rows if one not in coming]
    shown = []
    if coming:
        first = _("De eerste is op %(day)s") % {"day": date_nl(coming[0].day)}
        soon = {"status": "waiting", "status_text": near_day_nl(coming[0].day, on=on)}
        title = _("Speeddates die op een plan wachten")
        shown.append(_item(coming, title, "placements:speed_date_plan", acting, sub=first, **soon))
    if been:
        sub = _("Wie van beide kanten ja zei, komt op de lijst van de vacature")
        title = _("Speeddates die op uitslagen wachten")
        shown.append(_item(been, title, "placements:speed_date_results", acting, sub=sub, **age(been[0].day, on=on)))
    return shown


def to_ask(acting: Acting, *, on: dt.date) -> Waits:
    """Of who brings candidates: those asked for what still comes, who did not say yes."""
    if not may_work_with_candidates(acting):
        return NOTHING
    rows = SpeedDateCandidate.objects.filter(
        event__in=events_of(acting).filter(state__in=SpeedDateState.open(), day__gte=on),
        candidate__merged_into=None,
        agreed_on=None,
    )

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here, events = found["to_ask"], found["asking_events"].count
        if here.since is None:
            return []
        return [
            item(
                here.count,
                _("Kandidaten die nog ja moeten zeggen voor een speeddate"),
                address("placements:speed_date_list", acting),
                sub=ngettext("Voor %(n)s speeddate", "Voor %(n)s speeddates", events) % {"n": events},
                status="waiting",
                status_text=_("uiterlijk %(day)s") % {"day": near_day_nl(here.since, on=on)},
            )
        ]

    questions = (
        Question("to_ask", rows, day="event__day"),
        Question("asking_events", rows, number=Count("event", distinct=True)),
    )
    return Waits(questions, items)


def _item(events: Sequence[SpeedDate], title: str, page: str, acting: Acting, **values: Any) -> Item:
    rows = [
        {"title": one.title, "url": address(page, acting, one.pk), "sub": date_nl(one.day)} for one in events[:FIRST]
    ]
    return item(len(events), title, address("placements:speed_date_list", acting), **values) | {"rows": rows}
