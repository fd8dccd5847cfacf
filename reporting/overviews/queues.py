"""What contracts ask of somebody, as queues of a start page: how many of each, and the first few. Two queries for all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_authority, acts_for_contractor
from organisations.templatetags.formatting import date_nl
from organisations.tenancy import Acting
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
    """How many contracts ask this, and the first few of them."""

    work: Work
    count: int = 0
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
    for which, count in _counts(asked):
        found[Work(which)].count = count
    for row in _first(asked):
        work = Work(row.pop("which"))
        found[work].rows.append(_shown(work, row, acting=acting))
    return found


def items(found: dict[Work, Queue], *, acting: Acting, mine: bool = False) -> list[dict[str, Any]]:
    """The queues with something in them, each leading to the list with that filter."""
    return [_item(queue, acting=acting, mine=mine) for queue in found.values() if queue.count]


def _item(queue: Queue, *, acting: Acting, mine: bool) -> dict[str, Any]:
    status, text = _STATUS[queue.work]
    url = contracts_that_ask(queue.work, acting=acting, mine=mine)
    if queue.work in _PAGES:
        url = address(_PAGES[queue.work], acting)
    shown = item(
        queue.count, str(queue.work.label), url, sub=str(_WORDS[queue.work]), status=status, status_text=str(text)
    )
    return shown | {"rows": queue.rows}


def _counts(asked: dict[Work, QuerySet[Contract]]) -> Any:
    parts: list[Any] = [
        rows.order_by().annotate(which=_named(work)).values("which").annotate(n=Count("pk")).values_list("which", "n")
        for work, rows in asked.items()
    ]
    return parts[0].union(*parts[1:], all=True) if parts else []


def _first(asked: dict[Work, QuerySet[Contract]]) -> list[dict[str, Any]]:
    """The first rows of each; a union keeps no order, so they are put in order again here."""
    names = ("which", "pk", "title", "authority__name", "contractor__name", "awarded_on", "ends_on")
    parts: list[Any] = [
        rows.order_by(*order_of(work)).annotate(which=_named(work)).values(*names)[:FIRST]
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
    return {
        "title": row["title"],
        "url": reverse(place, args=[acting.organisation_id, row["pk"]]),
        "sub": " · ".join([*parties, str(_("tot en met %(day)s") % {"day": date_nl(row["ends_on"])})]),
    }
