"""The conversation of a contract: messages, contacts that took place, and what waits for whom.

Written once, never changed: a correction is a new message. The sides take part: authority, contractor, Werkplein and
coordination point. Posts on one contract stand in a row (advisory lock), so that of two at once only the first mails.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from organisations.choices import OrganisationKind
from organisations.models import Organisation
from organisations.outbox import queue_mail
from organisations.tenancy import Acting
from tenders import access
from tenders.choices import MessageKind
from tenders.models import Contract, Message, ReadMark
from tenders.told import Addressee, coordinator_of, link_for, people_by_side

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


class NotPostedError(Exception):
    """The message cannot be placed; the text is for the user."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed. ``internal``: for colleagues only.

    ``took_place_on`` and ``with_whom`` belong to a contact; a message about who answers tells it in ``with_whom`` too,
    because the timeline shows that and never the text.
    """

    text: str
    kind: MessageKind = MessageKind.MESSAGE
    took_place_on: date | None = None
    with_whom: str = ""
    internal: bool = False


@dataclass(frozen=True, slots=True)
class SideTold:
    """What a post meant for another side: mailed, not mailed because something waited already, or nobody to mail."""

    organisation: str
    people: tuple[Addressee, ...]
    had_waiting: bool


@transaction.atomic
def post(
    acting: Acting,
    *,
    contract_id: uuid.UUID,
    message_id: uuid.UUID,
    entry: Entry,
    seen_id: uuid.UUID | None,
    at: datetime,
    told_already: frozenset[str] = frozenset(),
) -> list[SideTold]:
    """Place a message under this id, mark what was on the screen as read, and mail the sides where nothing waited.

    The same form sent twice places one message and tells nobody again. ``told_already``: addresses, in small letters,
    that hear of it by a mail of their own.
    """
    contract = _locked(acting, contract_id)
    if Message.objects.filter(pk=message_id).exists():
        return []
    latest = Message.objects.filter(contract=contract).aggregate(at=Max("at"))["at"]
    # Behind what is there already, whatever the clocks say: what one has read is told by its moment.
    at = at if latest is None else max(at, latest + _INSTANT)
    up_to_date = _up_to_date(contract)
    Message.objects.create(
        id=message_id,
        contract=contract,
        organisation_id=acting.organisation_id,
        user_id=acting.user_id,
        kind=entry.kind,
        took_place_on=entry.took_place_on,
        with_whom=entry.with_whom,
        text=entry.text,
        internal=entry.internal,
        at=at,
    )
    _mark(acting, contract, seen_id)
    return [] if entry.internal else _tell(acting, contract, up_to_date, told_already)


@transaction.atomic
def mark_read(acting: Acting, *, contract_id: uuid.UUID, seen_id: uuid.UUID) -> None:
    """Nothing waits here any more up to and including this message, which was the newest on the screen."""
    _mark(acting, _locked(acting, contract_id), seen_id)


def stream(acting: Acting, contract: Contract) -> QuerySet[Message]:
    """What this member may read of the conversation, newest first."""
    shown = Message.objects.filter(contract=contract).filter(
        Q(internal=False) | Q(organisation_id=acting.organisation_id)
    )
    return shown.select_related("organisation", "user", "step").order_by("-at", "-pk")


def read_until(acting: Acting, contract: Contract) -> datetime:
    """Up to which moment the organisation has read; long ago when it never did."""
    mark = ReadMark.objects.filter(contract=contract, organisation_id=acting.organisation_id).first()
    return _EVER if mark is None else mark.read_until


def _locked(acting: Acting, contract_id: uuid.UUID) -> Contract:
    """The contract, after everybody else who posts or reads here. No row lock: most sides may not change the contract."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"conversation {contract_id}"])
    contracts = access.side_contracts_of(acting).with_parties().select_related("coordinator")
    contract = contracts.filter(pk=contract_id).first()
    if contract is None:
        raise NotPostedError(_("Dit contract is er niet meer."))
    return contract


def _mark(acting: Acting, contract: Contract, seen_id: uuid.UUID | None) -> None:
    seen = Message.objects.filter(contract=contract, pk=seen_id).first() if seen_id else None
    if seen is None:
        return
    mark = ReadMark.objects.filter(contract=contract, organisation_id=acting.organisation_id).first()
    if mark is None:
        ReadMark.objects.create(contract=contract, organisation_id=acting.organisation_id, read_until=seen.at)
    elif mark.read_until < seen.at:
        mark.read_until = seen.at
        mark.save(update_fields=["read_until"])


def _up_to_date(contract: Contract) -> set[uuid.UUID]:
    """The organisations for whom nothing waits here; no member may read the marks of another organisation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenders_up_to_date(%s)", [contract.pk])
        return {row[0] for row in cursor.fetchall()}


def _tell(
    acting: Acting, contract: Contract, up_to_date: set[uuid.UUID], told_already: frozenset[str]
) -> list[SideTold]:
    people = people_by_side(contract)
    without = told_already | {acting.user_email.casefold()}
    told = []
    for organisation in _other_sides(acting, contract):
        here = people[organisation.pk] if organisation.pk in people else coordinator_of(contract)
        addressees = tuple(one for one in here if one.email.casefold() not in without)
        had_waiting = organisation.pk not in up_to_date
        told.append(SideTold(organisation.name, addressees, had_waiting))
        if had_waiting:
            continue
        for one in addressees:
            queue_mail(
                "message_waiting",
                to=one.email,
                context={
                    "name": one.name,
                    "by": acting.organisation_name,
                    "title": contract.title,
                    "reference": contract.reference,
                    "link": link_for(contract, organisation.pk, "gesprek/"),
                },
            )
    return told


def _other_sides(acting: Acting, contract: Contract) -> Sequence[Organisation]:
    """The organisations on the other sides: each that is named, and the coordination point of the region."""
    named: list[Any] = [contract.authority, contract.contractor, contract.werkplein]
    coordination = Organisation.objects.filter(
        kind=OrganisationKind.COORDINATION_POINT, organisation_regions__region_id=contract.region_id
    )
    return [one for one in (*named, *coordination) if one is not None and one.pk != acting.organisation_id]
