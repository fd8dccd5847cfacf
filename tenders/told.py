"""Who hears by mail about a contract: on each side the responsible person and the stand-in."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from organisations.choices import Role
from organisations.invitations import invite
from organisations.outbox import queue_mail
from organisations.tenancy import Acting
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


def contract_path(contract: Contract, organisation_id: uuid.UUID) -> str:
    """The contract's page in the workspace of one of its parties."""
    return reverse(
        "placements:contract_detail", kwargs={"organisation_id": organisation_id, "contract_id": contract.pk}
    )


def link_for(contract: Contract, organisation_id: uuid.UUID, page: str = "") -> str:
    """The address of the contract, or of a ``page`` of its file such as ``gesprek/``, for who works there."""
    return urljoin(settings.PUBLIC_URL, contract_path(contract, organisation_id) + page)


def addresses(people: Iterable[Addressee]) -> str:
    """As a notice keeps them: cut off rather than refused when there are many."""
    return ", ".join(one.email for one in people)[:400]


def tell_or_invite(  # noqa: PLR0913 - one mail, all by name
    acting: Acting,
    contract: Contract,
    *,
    company_id: uuid.UUID,
    has_members: bool,
    to: Addressee,
    mail: str,
    invitation: str,
    told: dict[str, Any],
    at: datetime,
) -> None:
    """Tell a company that it is on the contract; who has no members yet gets a link that needs no earlier account.

    ``mail`` and ``invitation`` are templates, worded with ``told``. Where the company has members already, the given
    address hears of it and they decide who comes in.
    """
    if has_members:
        queue_mail(mail, to=to.email, context=told | {"link": link_for(contract, company_id)})
        return
    invite(
        region_id=contract.region_id,
        organisation_id=company_id,
        email=to.email,
        name=to.name,
        role=Role.ADMINISTRATOR,
        invited_by_id=acting.user_id,
        invited_from_id=acting.organisation_id,
        landing_path=contract_path(contract, company_id),
        at=at,
        template=invitation,
        context=told,
    )
