"""Tells the other sides of a contract by mail that its obligation changed: who answers there, and the stand-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from organisations.outbox import queue_mails
from organisations.tenancy import Acting
from tenders.models import Contract
from tenders.told import Addressee, link_for, people_by_side


@dataclass(frozen=True, slots=True)
class NewObligation:
    """What a version did to the obligation that held on its first day. ``what`` tells it in one sentence."""

    contract: Contract
    what: str
    valid_from: date
    before: Decimal
    after: Decimal


def tell_other_sides(acting: Acting, news: Sequence[NewObligation]) -> int:
    """One mail for each address, with all contracts that changed at once; gives how many. Not to partners."""
    told: dict[str, tuple[Addressee, list[tuple[NewObligation, str]]]] = {}
    for one in news:
        for organisation_id, people in people_by_side(one.contract).items():
            if organisation_id == acting.organisation_id:
                continue
            for person in people:
                told.setdefault(person.email.casefold(), (person, []))[1].append(
                    (one, link_for(one.contract, organisation_id, "afspraken/"))
                )
    return queue_mails(
        "terms_changed",
        [
            (
                person.email,
                {
                    "name": person.name,
                    "by": acting.organisation_name,
                    "title": changes[0][0].contract.title,
                    "number": len(changes),
                    "link": changes[0][1],
                    "changes": [{"news": one, "link": link} for one, link in changes],
                },
            )
            for person, changes in told.values()
        ],
    )
