"""What contracts ask of somebody, as queues of a start page: how many of each, and the first few. One query for all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_authority, acts_for_contractor
from organisations.templatetags.formatting import date_nl, near_day_nl
from organisations.tenancy import Acting
from reporting.overviews.tally import Item
from reporting.overviews.waiting import FIRST, address, contracts_that_ask, item
from tenders.attention import Work, asking, looked_after_by, order_of
from tenders.models import Contract

#: Where the work of a kind is done, when that is not on the contract's first page.
_PLACES = {
    Work.MESSAGE: "tenders:conversation",
    Work.STEP_DUE: "tenders:ladder",
    Work.VIEW: "tenders:ladder",
    Work.PLAN: "tenders:plan",
    Work.AGREEMENT: "placements:agreement_list",
    Work.OPTION: "tenders:terms",
    Work.TO_SETTLE: "placements:settlement",
}
#: Queues of which the work is done for several at once, on a page of its own.
_PAGES = {Work.HAND_OVER: "tenders:hand_over_list"}
_WORDS: dict[Work, str | Promise] = {
    Work.HAND_OVER: _("Bevestig dat u ze hebt"),
    Work.STEP_DUE: _("Gesprek, herstelplan of besluit met een datum tot en met zondag"),
    Work.LINES_WAITING: _("Ingediend door de opdrachtnemer"),
    Work.MESSAGE: _("Iemand anders schreef het laatst"),
    Work.PLAN: _("De andere kant stelt een plan voor"),
    Work.AGREEMENT: _("De andere kant stelt maatwerk voor"),
    Work.VIEW: _("Geef uw kant van het verhaal voor het besluit"),
    Work.LETTER: _("Brieven over uw contracten"),
    Work.OPTION: _("Verlengen of niet: binnen 60 dagen beslissen"),
    Work.ENDS_SOON: _("Is alles ingevuld voor de laatste dag?"),
    Work.TO_SETTLE: _("De laatste dag is voorbij"),
}
#: States of a queue that has something in it, by how much it presses.
_STATUS = {
    Work.HAND_OVER: ("open", _("bevestigen")),
    Work.STEP_DUE: ("overdue", _("deze week")),
    Work.VIEW: ("flag", _("uw reactie")),
    Work.OPTION: ("flag", _("beslissen")),
    Work.TO_SETTLE: ("flag", _("afrekenen")),
    Work.MESSAGE: ("waiting", _("antwoord")),
    Work.PLAN: ("waiting", _("antwoord")),
    Work.AGREEMENT: ("waiting", _("antwoord")),
    Work.ENDS_SOON: ("info", _("binnenkort")),
    Work.LINES_WAITING: ("waiting", _("wacht")),
    Work.LETTER: ("info", _("lezen")),
}


@dataclass(slots=True)
class Queue:
    """How many contracts ask this, and the first few of them.

    ``due``: until when the first may wait, of a first contact.
    """

    work: Work
    count: int = 0
    due: dt.date | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)


def queues(
    contracts: QuerySet[Contract], kinds: Iterable[Work], *, acting: Acting, on: dt.date, mine: bool = False
) -> dict[Work, Queue]:
    """A queue for each kind, in the order given; with ``mine`` of the contracts the member answers for himself.

    What is handed over to him is his to confirm although he is not named on the contract yet.
    """
    found = {work: Queue(work) for work in kinds}
    own = contracts.filter(looked_after_by(acting)) if mine else contracts
    asked = {
        work: (contracts if work == Work.HAND_OVER else own).filter(asking(work, acting=acting, on=on))
        for work in found
    }
    for row in _first(asked, on=on):
        queue = found[Work(row["which"])]
        queue.count = row["in_all"]
        if queue.work == Work.NO_CONTACT and not queue.rows:
            queue.due = _contact_by(row)
        queue.rows.append(_shown(queue.work, row, acting=acting))
    return found


def items(found: dict[Work, Queue], *, acting: Acting, on: dt.date, mine: bool = False) -> list[Item]:
    """The queues with something in them, each leading to the list with that filter; a first contact stands there always."""
    return [
        _first_contact(queue, acting=acting, on=on, mine=mine)
        if queue.work == Work.NO_CONTACT
        else _item(queue, acting=acting, mine=mine)
        for queue in found.values()
        if queue.count or queue.work == Work.NO_CONTACT
    ]


def _first_contact(queue: Queue, *, acting: Acting, on: dt.date, mine: bool) -> Item:
    """Contracts whose parties have not spoken yet: the list of them, and those that wait longest."""
    title, url = str(queue.work.label), contracts_that_ask(queue.work, acting=acting, mine=mine)
    if queue.due is None:
        return item(0, title, url)
    late = queue.due < on
    shown = item(
        queue.count,
        title,
        url,
        sub=str(_("Oudste: %(title)s") % {"title": queue.rows[0]["title"]}),
        status="overdue" if late else "waiting",
        status_text=str(_("te laat") if late else _("uiterlijk %(day)s") % {"day": near_day_nl(queue.due, on=on)}),
    )
    return shown | {"rows": queue.rows}


def _item(queue: Queue, *, acting: Acting, mine: bool) -> Item:
    status, text = _STATUS[queue.work]
    url = contracts_that_ask(queue.work, acting=acting, mine=mine)
    if queue.work in _PAGES:
        url = address(_PAGES[queue.work], acting)
    shown = item(
        queue.count, str(queue.work.label), url, sub=str(_WORDS[queue.work]), status=status, status_text=str(text)
    )
    return shown | {"rows": queue.rows}


def _first(asked: dict[Work, Any], *, on: dt.date) -> list[dict[str, Any]]:
    """The first rows of each, with how many there are; a union keeps no order, so they are put in order again here."""
    names = ("which", "pk", "title", "authority__name", "contractor__name", "awarded_on", "ends_on")
    asides = ("in_all", "first_contact_days")
    parts: list[Any] = [
        rows.with_policy(on=on)
        .order_by(*order_of(work))
        .annotate(which=_named(work), in_all=Window(Count("pk")))
        .values(*names, *asides)[:FIRST]
        for work, rows in asked.items()
    ]
    rows = list(parts[0].union(*parts[1:], all=True)) if parts else []
    return sorted(rows, key=lambda row: (row[order_of(Work(row["which"]))[0]], row["pk"]))


def _named(work: Work) -> Value:
    return Value(work.value, output_field=CharField())


def _shown(work: Work, row: dict[str, Any], *, acting: Acting) -> dict[str, Any]:
    parties = []
    if not acts_for_authority(acting):
        parties.append(row["authority__name"])
    if not acts_for_contractor(acting):
        parties.append(row["contractor__name"])
    place = _PLACES.get(work, "placements:contract_detail")
    until = _("tot en met %(day)s") % {"day": date_nl(row["ends_on"])}
    if work == Work.NO_CONTACT:
        until = _("uiterlijk %(day)s") % {"day": date_nl(_contact_by(row))}
    return {
        "title": row["title"],
        "url": reverse(place, args=[acting.organisation_id, row["pk"]]),
        "sub": " · ".join([*parties, str(until)]),
    }


def _contact_by(row: dict[str, Any]) -> dt.date:
    return row["awarded_on"] + dt.timedelta(days=row["first_contact_days"])
