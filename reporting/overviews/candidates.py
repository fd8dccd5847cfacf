"""What candidates ask of who helps them, and what companies ask about candidates, as items of the queue on a start page.

No names: who looks at the start page has not opened anybody's file.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.access import candidates_of, registers_only
from candidates.choices import CandidateState
from candidates.registering.duplicates import open_pairs
from candidates.registering.registrations import of_registrant
from candidates.working import queues
from candidates.working.to_do import tasks_of
from organisations.notation import dutch_number
from organisations.retention import marks_of
from organisations.templatetags.formatting import near_day_nl
from organisations.tenancy import Acting
from placements.candidate_requests import requests_of
from reporting.overviews.tally import NOTHING, Item, Question, Tallied, Waits
from reporting.overviews.waiting import FIRST, address, age, item

#: Nobody has to do anything about these by themselves.
_NOT_ON_START = {queues.EVERYBODY, queues.ON_HOLD}
_ALWAYS = {queues.NEW, queues.PROMISED}


def queues_of(acting: Acting, *, on: dt.date) -> list[dict[str, Any]]:
    """The queues of candidates: new ones and promised calls always, the rest when there is any. One query."""
    found = queues.counts(candidates_of(acting), acting=acting, on=on, coach_id=acting.user_id)
    shown = []
    for key, queue in queues.queues().items():
        here = found[key]
        if key in _NOT_ON_START or not (here.count or key in _ALWAYS):
            continue
        sub = str(queue.what)
        if here.own and here.own < here.count:
            sub = _("%(what)s Van u: %(own)s.") % {"what": sub, "own": dutch_number(here.own)}
        shown.append(
            item(
                here.count,
                str(queue.title or queue.label),
                _url(key, acting),
                sub=sub,
                **_age(queue, here.since, on=on),
            )
        )
    return shown


def tasks(acting: Acting, *, on: dt.date) -> Waits:
    """Tasks of the member himself, and those that nobody has taken up, due today or earlier."""
    mine = Q(user_id=acting.user_id) | Q(user__isnull=True, organisation_id=acting.organisation_id)
    due = tasks_of(acting).to_do().filter(mine, due_on__lte=on)
    sub = _("Van u, of nog van niemand: vandaag klaar of te laat")

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["tasks"]
        url = address("candidates:task_list", acting)
        return [item(here.count, _("Taken"), url, sub=sub, **age(here.since, on=on))] if here.count else []

    return Waits((Question("tasks", due, day="due_on"),), items)


def doubtful(acting: Acting, *, on: dt.date) -> Waits:
    """Files that may be about one person, to be looked at; no item without any."""

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["doubtful"]
        url = address("candidates:duplicate_list", acting)
        return [item(here.count, _("Misschien dubbel aangemeld"), url, **age(here.since, on=on))] if here.count else []

    return Waits((Question("doubtful", open_pairs(acting), moment="found_at"),), items)


def leaving(acting: Acting, *, on: dt.date) -> Waits:
    """People whose data are about to be erased unless somebody keeps them; no item without any."""

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["leaving"]
        if here.since is None:
            return []
        shown = item(
            here.count,
            _("Gegevens die binnenkort gewist worden"),
            address("organisations:retention_list", acting),
            sub=_("Bewaren en wissen: kijk of iemand langer moet blijven"),
            status="waiting",
            status_text=_("eerste op %(day)s") % {"day": near_day_nl(here.since, on=on)},
        )
        return [shown]

    return Waits((Question("leaving", marks_of(acting).filter(kept_until=None), day="due_on"),), items)


def registered_by(acting: Acting) -> Waits:
    """Whom the organisation registered and nobody called yet, for who registers and opens no file."""
    if not registers_only(acting):
        return NOTHING
    waits = of_registrant(acting).filter(state=CandidateState.REGISTERED, merged_into__isnull=True)

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        here = found["registered"]
        return [
            item(
                here.count,
                _("Mensen die u aanmeldde en die nog gebeld worden"),
                address("candidates:registration_list", acting),
                sub=_("U ziet per persoon wie er belt, en hoe ver het is."),
                status="info",
                status_text=_("wordt gebeld"),
                oldest=here.since,
            )
        ]

    return Waits((Question("registered", waits, day="registered_on"),), items)


def _url(key: str, acting: Acting) -> str:
    """Where the work of a queue is done: new ones are walked through, others stand in the list."""
    if key == queues.NEW and acting.may_write:
        return address("candidates:triage", acting)
    worked_at = queues.queues()[key].worked_at
    if worked_at and acting.may_write:
        return address(worked_at, acting)
    return f"{address('candidates:candidate_list', acting)}?rij={key}"


def _age(queue: queues.Queue, since: dt.date | None, *, on: dt.date) -> Item:
    """How long the first one waits; of a promise every day is too long."""
    shown = age(since, on=on)
    if shown and queue.is_late and since is not None and since < on:
        return shown | {"status": "overdue"}
    return shown


def asked_of(acting: Acting, *, on: dt.date) -> list[dict[str, Any]]:
    """What companies ask of this Werkplein, the oldest first; no item without any. One query."""
    open_ones = list(requests_of(acting).waiting().annotate(in_all=Window(Count("pk")))[:FIRST])
    if not open_ones:
        return []
    oldest = open_ones[0]
    shown = item(
        oldest.in_all,
        _("Bedrijven zoeken kandidaten"),
        address("placements:candidate_request_list", acting),
        **age(oldest.asked_on, on=on),
    )
    rows = [
        {
            "title": one.work,
            "url": address("placements:candidate_request_detail", acting, one.pk),
            "sub": " · ".join([one.contractor.name, _people(one.number), one.place]),
        }
        for one in open_ones
    ]
    return [shown | {"rows": rows}]


def _people(number: int) -> str:
    return ngettext("%(n)s persoon", "%(n)s personen", number) % {"n": dutch_number(number)}
