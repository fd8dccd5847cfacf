"""Another person answers for a side of a contract: it stands in the conversation, and who it concerns gets a mail."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from organisations.models import new_id
from organisations.outbox import queue_mails
from organisations.tenancy import Acting
from tenders import conversation
from tenders.choices import Side
from tenders.conversation import Entry
from tenders.models import Contract, Message, Responsible
from tenders.told import Addressee, link_for, organisations_of, people_by_side

#: As much as ``Message.with_whom`` holds; the whole of it stands in the conversation.
LONGEST_IN_TIMELINE = 200


@dataclass(frozen=True, slots=True)
class Named:
    """Who answers for a side and who stands in; empty where there is nobody."""

    name: str = ""
    email: str = ""
    stand_in_name: str = ""
    stand_in_email: str = ""

    @classmethod
    def of(cls, responsible: Responsible | None) -> "Named":
        if responsible is None:
            return cls()
        one = responsible
        return cls(one.name, one.email, one.stand_in_name, one.stand_in_email)

    @property
    def people(self) -> list[Addressee]:
        return [Addressee(self.name, self.email), Addressee(self.stand_in_name, self.stand_in_email)]


@dataclass(frozen=True, slots=True)
class Renamed:
    """What changed on one side of one contract. The contract comes with its parties."""

    contract: Contract
    side: Side
    before: Named
    after: Named


@transaction.atomic
def name(acting: Acting, *, contract: Contract, side: Side, named: Named, at: datetime) -> bool:
    """Name who answers on this side; False when that stood there already, and then nobody hears of it."""
    _wait_in_row(contract.pk)
    current = Responsible.objects.filter(contract=contract, side=side).first()
    change = Renamed(contract, side, before=Named.of(current), after=named)
    if change.before == named:
        return False
    here = current or Responsible(contract=contract, side=side)
    here.name, here.email, here.stand_in_name, here.stand_in_email = astuple(named)
    here.save()
    concerned = _concerned(change, but=acting.user_email)
    conversation.post(
        acting,
        contract_id=contract.pk,
        message_id=new_id(),
        entry=Entry(text=in_words(change), with_whom=_for_timeline(change)),
        seen_id=None,
        at=at,
        told_already=frozenset(one.email.casefold() for one in concerned),
    )
    told = {
        "by": acting.user_name,
        "organisation": acting.organisation_name,
        "title": contract.title,
        "reference": contract.reference,
        "change": in_words(change),
        "link": link_for(contract, _organisation_on(contract, side)),
    }
    queue_mails("responsible_changed", [(one.email, told | {"name": one.name}) for one in concerned])
    return True


def record_many(acting: Acting, changes: Sequence[Renamed], *, at: datetime) -> None:
    """Write in each conversation what was changed, and tell everybody once for all contracts together.

    Who is on another side hears of it as well: what waits unread in a conversation is not mailed again.
    """
    Message.objects.bulk_create(
        Message(
            contract=one.contract,
            organisation_id=acting.organisation_id,
            user_id=acting.user_id,
            text=in_words(one),
            with_whom=_for_timeline(one),
            at=at,
        )
        for one in changes
    )
    told: dict[tuple[uuid.UUID, str], tuple[Addressee, set[uuid.UUID]]] = {}
    for one in changes:
        for organisation_id, person in _everybody(acting, one):
            key = (organisation_id, person.email.casefold())
            told.setdefault(key, (person, set()))[1].add(one.contract.pk)
    queue_mails(
        "responsible_changed_many",
        [
            (
                person.email,
                {
                    "name": person.name,
                    "by": acting.user_name,
                    "organisation": acting.organisation_name,
                    "count": len(contracts),
                    "link": list_of(organisation_id),
                },
            )
            for (organisation_id, _email), (person, contracts) in told.items()
        ],
    )


def in_words(change: Renamed) -> str:
    """Which side, from whom to whom."""
    before, after = change.before, change.after
    sentences = []
    of_side = {
        Side.AUTHORITY: _("de opdrachtgever"),
        Side.CONTRACTOR: _("de opdrachtnemer"),
        Side.WERKPLEIN: _("het Werkplein"),
    }[change.side]
    if before.people[0] != after.people[0]:
        sentences.append(_("Verantwoordelijke van %(side)s") % {"side": of_side} + _from_to(before, after, 0))
    if before.people[1] != after.people[1]:
        sentences.append(_("Vervanger bij %(side)s") % {"side": of_side} + _from_to(before, after, 1))
    return "; ".join(sentences)


def _for_timeline(change: Renamed) -> str:
    return Truncator(in_words(change)).chars(LONGEST_IN_TIMELINE)


def _from_to(before: Named, after: Named, place: int) -> str:
    old, new = before.people[place], after.people[place]
    if old.name == new.name:
        words = {"old": f"{old.name} ({old.email})", "new": f"{new.name} ({new.email})"}
    else:
        words = {"old": old.name or _("niemand"), "new": new.name or _("niemand")}
    return _(": van %(old)s naar %(new)s") % words


def _concerned(change: Renamed, *, but: str) -> list[Addressee]:
    """Who comes and who goes, and who stands in; each address once, not who changed it."""
    people = [*change.after.people, *change.before.people]
    by_address = {one.email.casefold(): one for one in reversed(people) if one.email}
    return [one for address, one in by_address.items() if address != but.casefold()][::-1]


def _everybody(acting: Acting, change: Renamed) -> Iterable[tuple[uuid.UUID, Addressee]]:
    """With the organisation in which they look at it."""
    contract = change.contract
    own = _organisation_on(contract, change.side)
    for one in _concerned(change, but=acting.user_email):
        yield own, one
    others = {pk: people for pk, people in people_by_side(contract).items() if pk not in {own, acting.organisation_id}}
    for organisation_id, people in others.items():
        for one in people:
            yield organisation_id, one


def _organisation_on(contract: Contract, side: Side) -> uuid.UUID:
    return dict(organisations_of(contract))[side]


def list_of(organisation_id: uuid.UUID) -> str:
    """The address of the list of contracts, for who works there."""
    path = reverse("tenders:contract_list", kwargs={"organisation_id": organisation_id})
    return urljoin(settings.PUBLIC_URL, path)


def _wait_in_row(contract_id: uuid.UUID) -> None:
    """Of two who name somebody at once the second finds what the first wrote, also where nobody was named."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"responsible {contract_id}"])
