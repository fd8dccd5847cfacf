"""By which provider somebody logged in, as his session has it: it opens the work of that organisation and no other."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth import logout
from django.http import HttpRequest

#: How the records of the session name logging in by a provider.
METHOD = "provider"
#: In the session of who just logged out: the organisation at whose provider he may still be logged in.
LEFT = "provider_left"


@dataclass(frozen=True, slots=True)
class ThroughProvider:
    provider_id: uuid.UUID
    organisation_id: uuid.UUID
    #: Logging in there counts as two steps, or the portal asked for its own second step after it.
    has_second_factor: bool
    at: datetime


def log_in_through(request: HttpRequest, user: Any, through: ThroughProvider, *, counts: bool) -> None:
    """Write it down for this session; ``counts`` when the provider's own steps are the two steps.

    Who was logged in is not any more: the records name one person, and a second step of the next may stay away. Then he
    would still be in, and of him nothing would say by whose provider.
    """
    if request.user.is_authenticated:
        logout(request)
    record_authentication(
        request,
        user,
        METHOD,
        provider=str(through.provider_id),
        organisation=str(through.organisation_id),
        second_factor=through.has_second_factor,
        counts=counts,
    )


def provider_of(request: HttpRequest, user: Any = None) -> ThroughProvider | None:
    """The provider by which he logged in last, or none where that was with his account of the portal."""
    record = _last_first_step(request, user or request.user)
    if record is None or record["method"] != METHOD:
        return None
    return ThroughProvider(
        uuid.UUID(record["provider"]),
        uuid.UUID(record["organisation"]),
        has_second_factor=record["second_factor"],
        at=datetime.fromtimestamp(record["at"], tz=UTC),
    )


def only_workplace(request: HttpRequest) -> uuid.UUID | None:
    """The one organisation that this session is for, or none when it is for all of his."""
    through = provider_of(request)
    return through.organisation_id if through else None


def counts_as_two_steps(request: HttpRequest, user: Any) -> bool:
    """Whether he just logged in at a provider that asked him for two steps."""
    record = _last_first_step(request, user)
    return record is not None and record["method"] == METHOD and record["counts"]


def _last_first_step(request: HttpRequest, user: Any) -> dict[str, Any] | None:
    """What said last who he is: a second step after it does not change by whom that was said."""
    first = [
        record
        for record in get_authentication_records(request, user if user and user.is_authenticated else None)
        if record["method"] in {"password", METHOD} or record.get("passwordless")
    ]
    return first[-1] if first else None
