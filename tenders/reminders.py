"""What the portal reminds people of by itself: the first contact after an award, and a decision about an option.

Each reminder leaves a ``Notice``. From those follows what was sent already, so that a day that is done twice, or left
out, sends nothing twice and forgets nothing.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from organisations.outbox import queue_mail
from organisations.templatetags.formatting import day_nl
from tenders.choices import NoticeKind, OptionState, Side
from tenders.models import Contract, Notice, OptionYear
from tenders.told import Addressee, addresses, link_for, organisations_of, people_by_side

BEFORE_DUE = timedelta(days=2)
BETWEEN = timedelta(days=7)
#: The day after it was due, and three weekly ones.
LATE_REMINDERS = 4
#: A contract this much older than its entry is carried into the portal; its parties have met long ago.
OLD_WHEN_ENTERED = timedelta(days=60)
BEFORE_DECISION = timedelta(days=30)


def remind_first_contact(*, region_id: uuid.UUID, on: date) -> int:
    """Remind contractor and Werkplein of a first contact that was not recorded; how many contracts got one.

    The authority hears of it once it is late.
    """
    contracts = list(_without_contact(region_id, on=on))
    sent = _notices(contracts, (NoticeKind.FIRST_CONTACT_DUE, NoticeKind.FIRST_CONTACT_LATE))
    reminded = 0
    for contract in contracts:
        due = contract.awarded_on + timedelta(days=contract.first_contact_days)
        kind = first_contact_notice(due, timezone.localdate(contract.created_at), sent[contract.pk], on=on)
        if kind is not None:
            reminded += _remind_of_contact(contract, kind, due, on=on)
    return reminded


def first_contact_notice(
    due: date, entered_on: date, sent: Iterable[tuple[str, date]], *, on: date
) -> NoticeKind | None:
    """Which reminder is due on this day, after those that were sent: kind and day."""
    late_days = sorted(day for kind, day in sent if kind == NoticeKind.FIRST_CONTACT_LATE)
    if on <= due:
        told = any(kind == NoticeKind.FIRST_CONTACT_DUE for kind, _day in sent)
        return NoticeKind.FIRST_CONTACT_DUE if on >= due - BEFORE_DUE and not told else None
    if len(late_days) >= LATE_REMINDERS or on <= entered_on:
        return None
    waited = not late_days or on >= late_days[-1] + BETWEEN
    return NoticeKind.FIRST_CONTACT_LATE if waited else None


def remind_options(*, region_id: uuid.UUID, on: date) -> int:
    """Tell the authority, 30 days before, that it must decide about an extension; how many contracts got a reminder."""
    options = (
        OptionYear.objects.filter(
            contract__region_id=region_id,
            contract__settled_on=None,
            state=OptionState.OPEN,
            decide_by__range=(on, on + BEFORE_DECISION),
        )
        .select_related("contract")
        .prefetch_related("contract__responsibles")
        .order_by("decide_by", "pk")
    )
    found = list(options)
    sent = _notices([one.contract for one in found], (NoticeKind.OPTION_DUE,))
    reminded: set[uuid.UUID] = set()
    for option in found:
        window_opened = option.decide_by - BEFORE_DECISION
        told = any(day >= window_opened for _kind, day in sent[option.contract_id])
        if told or option.contract_id in reminded:
            continue
        people = people_by_side(option.contract)[option.contract.authority_id]
        for one in people:
            queue_mail(
                "option_due",
                to=one.email,
                context=_about(option.contract, one)
                | {
                    "decide_by": day_nl(option.decide_by),
                    "starts_on": day_nl(option.starts_on),
                    "ends_on": day_nl(option.ends_on),
                    "link": link_for(option.contract, option.contract.authority_id, "afspraken/"),
                },
            )
        if people:
            _keep(option.contract, NoticeKind.OPTION_DUE, people, on=on)
            reminded.add(option.contract_id)
    return len(reminded)


def _without_contact(region_id: uuid.UUID, *, on: date) -> QuerySet[Contract]:
    contracts = Contract.objects.filter(
        region_id=region_id,
        first_contact_on=None,
        settled_on=None,
        percentage__gt=0,
        ends_on__gte=on,
        awarded_on__lte=on,
        created_at__date__lte=F("awarded_on") + OLD_WHEN_ENTERED,
    )
    # Nobody is reminded after all reminders could have been sent: those contracts stay on the lists of who looks after them.
    return contracts.with_parties().with_policy(on=on).prefetch_related("responsibles").order_by("awarded_on", "pk")


def _remind_of_contact(contract: Contract, kind: NoticeKind, due: date, *, on: date) -> bool:
    """Mail who must make contact, and the authority when it is late; False when there is nobody to mail."""
    people = people_by_side(contract)
    late = kind == NoticeKind.FIRST_CONTACT_LATE
    told: list[Addressee] = []
    for side, organisation_id in organisations_of(contract):
        if organisation_id is None or (side == Side.AUTHORITY and not late):
            continue
        template = "first_contact_authority" if side == Side.AUTHORITY else "first_contact"
        for one in people[organisation_id]:
            queue_mail(
                template,
                to=one.email,
                context=_about(contract, one)
                | {
                    "late": late,
                    "due": day_nl(due),
                    "contractor": contract.contractor.name,
                    "werkplein": contract.werkplein.name if contract.werkplein else "",
                    "link": link_for(contract, organisation_id),
                },
            )
            told.append(one)
    if told:
        _keep(contract, kind, told, on=on)
    return bool(told)


def _about(contract: Contract, addressee: Addressee) -> dict[str, str]:
    return {"name": addressee.name, "title": contract.title, "reference": contract.reference}


def _keep(contract: Contract, kind: NoticeKind, told: Sequence[Addressee], *, on: date) -> None:
    Notice.objects.create(contract=contract, kind=kind, on=on, to=addresses(told))


def _notices(contracts: Sequence[Contract], kinds: Sequence[NoticeKind]) -> dict[uuid.UUID, list[tuple[str, date]]]:
    """What was sent before, by contract."""
    found: dict[uuid.UUID, list[tuple[str, date]]] = defaultdict(list)
    rows = Notice.objects.filter(contract__in=contracts, kind__in=kinds).values_list("contract_id", "kind", "on")
    for contract_id, kind, day in rows:
        found[contract_id].append((kind, day))
    return found
