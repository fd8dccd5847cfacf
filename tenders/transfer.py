"""A buyer hands contracts to a colleague who manages them from then on, and the colleague says that he has them.

The colleague is the responsible person at once, so that no mail goes to who no longer does the work. Until he has said
yes, the giver can take it back and the colleague can give it back; then who was responsible before is so again.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.choices import Role
from organisations.models import Membership, User
from organisations.outbox import queue_mail, queue_mails
from organisations.tenancy import Acting
from tenders import access
from tenders.choices import Side
from tenders.models import Contract, HandOver, Responsible
from tenders.responsibility import list_of

MOST_AT_ONCE = 500
#: So many titles stand in a mail.
NAMED_IN_MAIL = 10


class NotHandedOverError(Exception):
    """It cannot be handed over, taken or given back; the text is for the user."""


def own_contracts(acting: Acting) -> QuerySet[Contract]:
    """Contracts that the member's authority put out and that are not settled."""
    return access.contracts_of(acting).filter(authority_id=acting.organisation_id, settled_on=None)


def colleagues(acting: Acting) -> QuerySet[Membership]:
    """Who can take over: other members of the same organisation that may write."""
    members: QuerySet[Membership] = Membership.objects.current().filter(organisation_id=acting.organisation_id)
    members = members.exclude(role=Role.AUDITOR).exclude(user_id=acting.user_id)
    return members.select_related("user").order_by("user__name", "pk")


def to_me(acting: Acting) -> QuerySet[HandOver]:
    """What waits for this member's word."""
    return _open(acting).filter(to_email__iexact=acting.user_email)


def by_me(acting: Acting) -> QuerySet[HandOver]:
    """What this member gave and the colleague has not answered yet."""
    return _open(acting).filter(made_by_id=acting.user_id)


def may_give(acting: Acting, contract: Contract) -> bool:
    """Whether this contract is this member's to hand over."""
    ours = contract.authority_id == acting.organisation_id and contract.settled_on is None
    return ours and access.may_hand_over(acting)


def open_on(acting: Acting, contract: Contract) -> HandOver | None:
    """The hand-over of this contract that waits for an answer, for who works at the authority. At most one query."""
    if acting.organisation_id != contract.authority_id or not access.may_hand_over(acting):
        return None
    return _open(acting).filter(contract=contract).last()


def _open(acting: Acting) -> QuerySet[HandOver]:
    waiting = HandOver.objects.filter(contract__authority_id=acting.organisation_id, accepted_at=None, undone_at=None)
    return waiting.select_related("contract", "contract__contractor", "made_by").order_by("made_at", "pk")


@transaction.atomic
def hand_over(
    acting: Acting, *, contract_ids: Iterable[uuid.UUID], to_id: uuid.UUID, note: str, at: datetime
) -> list[HandOver]:
    """Give these contracts to a colleague, who gets one mail. What he is responsible for already is left as it is."""
    colleague = colleagues(acting).filter(pk=to_id).first()
    if colleague is None:
        raise NotHandedOverError(_("Deze collega werkt hier niet meer. Kies iemand anders."))
    contracts = _locked(acting, contract_ids)
    current = {one.contract_id: one for one in _responsibles(contracts)}
    given = [one for one in contracts if not _is(current.get(one.pk), colleague.user.email)]
    if not given:
        raise NotHandedOverError(
            _("%(name)s is voor deze contracten al verantwoordelijk.") % {"name": colleague.user.name}
        )
    replaced = _("Opnieuw overgedragen aan %(name)s") % {"name": colleague.user.name}
    HandOver.objects.filter(contract__in=given, accepted_at=None, undone_at=None).update(
        undone_at=at, undone_by_id=acting.user_id, undone_reason=replaced
    )
    made = [
        HandOver(
            contract=one,
            from_name=current[one.pk].name if one.pk in current else acting.user_name,
            from_email=current[one.pk].email if one.pk in current else acting.user_email,
            to_name=colleague.user.name,
            to_email=colleague.user.email,
            note=note,
            made_by_id=acting.user_id,
            made_at=at,
        )
        for one in given
    ]
    HandOver.objects.bulk_create(made)
    for one in given:
        _answers_now(one, current.get(one.pk), name=colleague.user.name, email=colleague.user.email)
    context = _about(acting, colleague.user.name, given) | {"note": note}
    queue_mail("hand_over", to=colleague.user.email, context=context)
    _tell_former(acting, made)
    return made


@transaction.atomic
def accept(acting: Acting, *, hand_over_ids: Iterable[uuid.UUID], at: datetime) -> int:
    """The colleague has them; how many contracts."""
    found = _locked_open(acting, to_me(acting), hand_over_ids)
    return HandOver.objects.filter(pk__in=[one.pk for one in found]).update(
        accepted_at=at, accepted_by_id=acting.user_id
    )


@transaction.atomic
def give_back(acting: Acting, *, hand_over_ids: Iterable[uuid.UUID], reason: str, at: datetime) -> int:
    """The colleague does not take them; whoever gave them hears why."""
    found = _locked_open(acting, to_me(acting), hand_over_ids)
    _undo(acting, found, reason=reason, at=at)
    givers: dict[User, list[Contract]] = {}
    for one in found:
        givers.setdefault(one.made_by, []).append(one.contract)
    for giver, contracts in givers.items():
        context = _about(acting, giver.name, contracts) | {"reason": reason}
        queue_mail("hand_over_returned", to=giver.email, context=context)
    return len(found)


@transaction.atomic
def take_back(acting: Acting, *, hand_over_ids: Iterable[uuid.UUID], at: datetime) -> int:
    """The giver keeps them after all; how many contracts."""
    found = _locked_open(acting, by_me(acting), hand_over_ids)
    _undo(acting, found, reason="", at=at)
    _tell_former(acting, found, back=True)
    return len(found)


def _tell_former(acting: Acting, hand_overs: Sequence[HandOver], *, back: bool = False) -> None:
    """Who no longer answers gets one mail for all contracts; who did it himself knows."""
    former: dict[str, list[HandOver]] = {}
    for one in hand_overs:
        former.setdefault((one.to_email if back else one.from_email).casefold(), []).append(one)
    former.pop(acting.user_email.casefold(), None)
    queue_mails(
        "responsible_changed_many",
        [
            (
                email,
                {
                    "name": theirs[0].to_name if back else theirs[0].from_name,
                    "by": acting.user_name,
                    "organisation": acting.organisation_name,
                    "count": len(theirs),
                    "link": list_of(acting.organisation_id),
                },
            )
            for email, theirs in former.items()
        ],
    )


def _undo(acting: Acting, hand_overs: Sequence[HandOver], *, reason: str, at: datetime) -> None:
    """Who answered before does so again, unless somebody else was named in between."""
    current = {one.contract_id: one for one in _responsibles([one.contract for one in hand_overs])}
    for one in hand_overs:
        responsible = current.get(one.contract_id)
        if _is(responsible, one.to_email):
            _answers_now(one.contract, responsible, name=one.from_name, email=one.from_email)
    HandOver.objects.filter(pk__in=[one.pk for one in hand_overs]).update(
        undone_at=at, undone_by_id=acting.user_id, undone_reason=reason
    )


def _answers_now(contract: Contract, responsible: Responsible | None, *, name: str, email: str) -> None:
    """Name the person. Nobody stands in for himself: a stand-in who takes over changes places, so that it can be undone."""
    if responsible is None:
        Responsible.objects.create(contract=contract, side=Side.AUTHORITY, name=name, email=email)
        return
    if responsible.stand_in_email.casefold() == email.casefold():
        responsible.stand_in_name, responsible.stand_in_email = responsible.name, responsible.email
    responsible.name, responsible.email = name, email
    responsible.save(update_fields=["name", "email", "stand_in_name", "stand_in_email"])


def _locked(acting: Acting, contract_ids: Iterable[uuid.UUID]) -> list[Contract]:
    """The contracts in one order for everybody; all of them, or none."""
    wanted = set(contract_ids)
    if not wanted:
        raise NotHandedOverError(_("Kies minstens één contract."))
    if len(wanted) > MOST_AT_ONCE:
        raise NotHandedOverError(_("Draag hooguit 500 contracten tegelijk over."))
    rows = own_contracts(acting).filter(pk__in=wanted).order_by("pk")
    found = list(rows.select_for_update(of=("self",), no_key=True))
    if len(found) < len(wanted):
        raise NotHandedOverError(_("Een van deze contracten is niet van uw organisatie, of al afgerekend."))
    return found


def _locked_open(acting: Acting, hand_overs: QuerySet[HandOver], hand_over_ids: Iterable[uuid.UUID]) -> list[HandOver]:
    """What is still open of these, with their contracts locked; refused when there is nothing left to answer."""
    wanted = set(hand_over_ids)
    contract_ids = HandOver.objects.filter(pk__in=wanted).values("contract_id")
    rows = access.contracts_of(acting).filter(pk__in=contract_ids).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))
    found = list(hand_overs.filter(pk__in=wanted))
    if not found:
        raise NotHandedOverError(_("Deze overdracht staat niet meer open."))
    return found


def _responsibles(contracts: Iterable[Contract]) -> list[Responsible]:
    rows = Responsible.objects.filter(side=Side.AUTHORITY, contract__in=list(contracts)).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _is(responsible: Responsible | None, email: str) -> bool:
    return responsible is not None and responsible.email.casefold() == email.casefold()


def _about(acting: Acting, name: str, contracts: Sequence[Contract]) -> dict[str, object]:
    path = reverse("tenders:hand_over_list", kwargs={"organisation_id": acting.organisation_id})
    return {
        "name": name,
        "by": acting.user_name,
        "titles": [f"{one.title} ({one.reference})" for one in contracts[:NAMED_IN_MAIL]],
        "count": len(contracts),
        "more": max(len(contracts) - NAMED_IN_MAIL, 0),
        "link": urljoin(settings.PUBLIC_URL, path),
    }
