"""Who hears by mail about a contract: on each side the responsible person and the stand-in."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from tenders.award import contract_path
from tenders.choices import Side
from tenders.models import Contract, Responsible


@dataclass(frozen=True, slots=True)
class Addressee:
    name: str
    email: str


def people_of(responsible: Responsible | None) -> list[Addressee]:
    """The responsible person and the stand-in, each address once; nobody when nobody was named."""
    if responsible is None:
        return []
    named = [
        Addressee(responsible.name, responsible.email),
        Addressee(responsible.stand_in_name, responsible.stand_in_email),
    ]
    return list({one.email.casefold(): one for one in reversed(named) if one.email}.values())[::-1]


def people_by_side(contract: Contract) -> dict[uuid.UUID, list[Addressee]]:
    """By organisation, for authority, contractor and Werkplein; also the sides where nobody was named. One query."""
    named: Mapping[str, Responsible] = {one.side: one for one in contract.responsibles.all()}
    return {
        organisation_id: people_of(named.get(side))
        for side, organisation_id in organisations_of(contract)
        if organisation_id
    }


def organisations_of(contract: Contract) -> list[tuple[Side, Any]]:
    """The organisation on each of the three sides; there may be no Werkplein."""
    return [
        (Side.AUTHORITY, contract.authority_id),
        (Side.CONTRACTOR, contract.contractor_id),
        (Side.WERKPLEIN, contract.werkplein_id),
    ]


def coordinator_of(contract: Contract) -> list[Addressee]:
    """Who looks after the contract at the coordination point, if somebody was chosen."""
    user = contract.coordinator
    return [Addressee(user.name, user.email)] if user is not None else []


def link_for(contract: Contract, organisation_id: uuid.UUID, page: str = "") -> str:
    """The address of the contract, or of a ``page`` of its file such as ``gesprek/``, for who works there."""
    return urljoin(settings.PUBLIC_URL, contract_path(contract, organisation_id) + page)


def addresses(people: Iterable[Addressee]) -> str:
    """As a notice keeps them: cut off rather than refused when there are many."""
    return ", ".join(one.email for one in people)[:400]
