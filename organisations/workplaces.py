"""For whom a user can act, asked before it is known for whom he does."""

import uuid
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection
from django.urls import reverse

from organisations.choices import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Workplace:
    organisation_id: uuid.UUID
    name: str
    kind: OrganisationKind
    role: Role

    @property
    def url(self) -> str:
        return start_url(self.organisation_id)


def workplaces_of(user_id: uuid.UUID, *, only: uuid.UUID | None = None) -> list[Workplace]:
    """All organisations this user belongs to now, by name; ``only`` the one by whose provider he logged in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, name, kind, role FROM organisations_of_user(%s)", [user_id])
        rows = cursor.fetchall()
    places = [Workplace(row[0], row[1], OrganisationKind(row[2]), Role(row[3])) for row in rows]
    return [place for place in places if only is None or place.organisation_id == only]


def start_url(organisation_id: uuid.UUID) -> str:
    """The first page of a workspace."""
    return reverse("reporting:start", args=[organisation_id])


def start_link(organisation_id: uuid.UUID) -> str:
    """The same, as it stands in a mail."""
    return urljoin(settings.PUBLIC_URL, start_url(organisation_id))


def first_page(user_id: uuid.UUID, *, only: uuid.UUID | None = None) -> str:
    """Where a user starts who did not ask for a page: at work, or at the choice between his organisations."""
    places = workplaces_of(user_id, only=only)
    return places[0].url if len(places) == 1 else reverse("organisations:choose")
