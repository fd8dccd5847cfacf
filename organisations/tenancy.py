"""The contexts in which rows exist. Each opens one transaction and sets all of it in one statement.

``acting_for`` a member, ``public`` for a region's open pages, ``link`` for the one row a mailed link
leads to, ``system`` for tasks and commands. The settings are local to the transaction; outside these
contexts every protected table is empty. Whoever enters speaks the words of the region from then on
(``organisations.region_words``).
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from organisations import reference
from organisations.choices import OrganisationKind, Purpose, Role
from organisations.region_words import OWN_WORDS, RegionWords, speak

_SETTINGS = (
    "context",
    "user",
    "organisation",
    "role",
    "may_write",
    "regions",
    "audiences",
    "public_region",
    "link",
    "system_region",
    "purpose",
    "request",
)


#: The columns of a region in the order of ``RegionWords``.
WORD_COLUMNS = (
    "werkplein_label",
    "werkplein_plural",
    "werkplein_article",
    "coordination_label",
    "coordination_article",
)
_WORDS = (
    f"(SELECT json_build_array({', '.join(WORD_COLUMNS)}) FROM organisations_region WHERE id = nullif(%s, '')::uuid)"  # noqa: S608 - our own names
)
#: Each by its name: a newer version of the portal, whose tables stand already, may tell more of a member.
_ENTER = (
    "SELECT entered.user_name, entered.user_email, entered.organisation_name, entered.kind, entered.role, entered.regions,"
    " entered.second_factor, entered.organisations, entered.verifies_own, entered.provider, entered.provider_only,"
    " entered.provider_since"
    " FROM set_config('application_name', %s, true), organisations_enter(%s, %s, %s) entered"
)


@dataclass(frozen=True, slots=True)
class RegionRef:
    id: uuid.UUID
    code: str
    name: str
    werkplein_label: str = "Werkplein"
    #: The member's organisation signed the covenant of this region.
    covenant_partner: bool = False
    #: The member's organisation is the municipality that keeps the money of the programme there.
    centre: bool = False
    accent: str = ""
    initials: str = ""
    words: RegionWords = OWN_WORDS


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, for which organisation, in which regions. Read once at the start of a request."""

    user_id: uuid.UUID
    user_name: str
    user_email: str
    organisation_id: uuid.UUID
    organisation_name: str
    kind: OrganisationKind
    role: Role
    regions: tuple[RegionRef, ...]
    has_second_factor: bool
    organisations: int
    #: SROI coordinator of an authority that verifies its own contracts.
    verifies_own: bool = False
    #: The provider by which members of this organisation log in, if there is one, whether it is the only way, and since when.
    provider_id: uuid.UUID | None = None
    only_by_provider: bool = False
    provider_since: datetime | None = None

    @property
    def may_write(self) -> bool:
        return self.role != Role.AUDITOR

    @property
    def words(self) -> RegionWords:
        """Of its region; the portal's own where its regions do not agree."""
        said = {region.words for region in self.regions}
        return said.pop() if len(said) == 1 else OWN_WORDS

    @property
    def region(self) -> RegionRef | None:
        return self.regions[0] if self.regions else None

    @property
    def region_ids(self) -> tuple[uuid.UUID, ...]:
        return tuple(region.id for region in self.regions)


def hash_token(token: str) -> str:
    """What is kept of a link that gives access: enough to recognise it, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


@contextmanager
def acting_for(*, user_id, organisation_id, request: str = "") -> Iterator[Acting | None]:
    """Act as this user for this organisation; yields None, without any rows, when he is no member."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                _ENTER,
                [reference.in_database(), user_id, organisation_id, request or _request()],
            )
            row = cursor.fetchone()
        acting = _acting(user_id, organisation_id, row) if row else None
        speak(acting.words if acting else OWN_WORDS)
        try:
            yield acting
        finally:
            _leave()


@contextmanager
def public(region_id) -> Iterator[None]:
    """What everybody may see of a region."""
    with _entered(context="public", public_region=str(region_id)):
        yield


@contextmanager
def link(token: str) -> Iterator[None]:
    """The one row that a mailed link leads to."""
    with _entered(context="link", link=hash_token(token)):
        yield


@contextmanager
def system(purpose: Purpose, *, region_id=None) -> Iterator[None]:
    """Act as the portal itself, for one purpose. Only tasks and commands enter here."""
    with _entered(context="system", purpose=Purpose(purpose).value, system_region=str(region_id or "")):
        yield


def _acting(user_id, organisation_id, row) -> Acting:
    user_name, user_email, name, kind, role, regions, second_factor, organisations, verifies_own, *by_provider = row
    provider, only, since = by_provider
    return Acting(
        user_id=user_id,
        user_name=user_name,
        user_email=user_email,
        organisation_id=organisation_id,
        organisation_name=name,
        kind=OrganisationKind(kind),
        role=Role(role),
        regions=tuple(
            RegionRef(
                uuid.UUID(region["id"]),
                region["code"],
                region["name"],
                region["werkplein_label"],
                region["covenant_partner"],
                region["centre"],
                region["accent"],
                region["initials"],
                RegionWords(*(region[column] for column in WORD_COLUMNS)),
            )
            for region in (json.loads(regions) if isinstance(regions, str) else regions)
        ),
        has_second_factor=second_factor,
        organisations=organisations,
        verifies_own=verifies_own,
        provider_id=provider,
        only_by_provider=only,
        provider_since=since,
    )


@contextmanager
def _entered(**values: str) -> Iterator[None]:
    with transaction.atomic():
        words = _set({"request": _request(), **values})
        if words:
            speak(RegionWords(*words))
        try:
            yield
        finally:
            _leave()


def _set(values: dict[str, str]) -> list[str]:
    """Set all of it in one statement; returns the words of the region that it is about, or none."""
    names = [f"app.{name}" for name in _SETTINGS] + ["pghistory.context_metadata", "application_name"]
    context = {key: value for key, value in values.items() if value and key in {"context", "purpose", "request"}}
    parameters = [values.get(name, "") for name in _SETTINGS]
    parameters += [json.dumps(context) if values else "", reference.in_database()]
    calls = ", ".join("set_config(%s, %s, true)" for _ in names)
    given = [item for pair in zip(names, parameters, strict=True) for item in pair]
    region = values.get("public_region") or values.get("system_region") or ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}, {_WORDS}", [*given, region])
        words = cursor.fetchone()[-1]
    return json.loads(words) if isinstance(words, str) else (words or [])


def _request() -> str:
    """The reference under which rows are written, for their history; none outside a request or job."""
    return "" if reference.current() == reference.NONE_YET else reference.current()


def _leave() -> None:
    """Leave no context behind inside an outer transaction; a real commit forgets it by itself."""
    if connection.in_atomic_block and len(connection.savepoint_ids) and not connection.needs_rollback:
        _set({})
