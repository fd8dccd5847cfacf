"""Whom an award can name: members of the own organisation and of the Werkpleinen of the region."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from organisations.choices import OrganisationKind, Role
from organisations.models import Membership, Organisation
from organisations.tenancy import Acting

#: Value of a choice: a member of a Werkplein, or someone there who has no account yet.
MEMBER = "lid"
SOMEONE_ELSE = "ander"


@dataclass(frozen=True, slots=True)
class Colleague:
    membership_id: str
    user_id: uuid.UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class WerkpleinStaff:
    id: uuid.UUID
    name: str
    region_ids: frozenset[uuid.UUID]
    members: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Nameable:
    own: tuple[Colleague, ...]
    werkpleinen: tuple[WerkpleinStaff, ...]


def nameable_by(acting: Acting) -> Nameable:
    """Two queries. Who may only read is not named: he could not do what the mail asks."""
    werkpleinen = (
        Organisation.objects.filter(
            kind=OrganisationKind.WERKPLEIN, organisation_regions__region_id__in=acting.region_ids
        )
        .order_by("name", "id")
        .values_list("id", "name", "organisation_regions__region_id")
    )
    regions: dict[tuple[uuid.UUID, str], set[uuid.UUID]] = {}
    for werkplein_id, name, region_id in werkpleinen:
        regions.setdefault((werkplein_id, name), set()).add(region_id)

    members: dict[uuid.UUID, list[Colleague]] = {}
    for membership in (
        Membership.objects.current()
        .exclude(role=Role.AUDITOR)
        .filter(
            Q(organisation_id=acting.organisation_id) | Q(organisation_id__in=[key[0] for key in regions]),
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user__name", "id")
    ):
        members.setdefault(membership.organisation_id, []).append(
            Colleague(str(membership.pk), membership.user_id, membership.user.name, membership.user.email)
        )
    return Nameable(
        own=tuple(members.get(acting.organisation_id, [])),
        werkpleinen=tuple(
            WerkpleinStaff(werkplein_id, name, frozenset(found), tuple(members.get(werkplein_id, [])))
            for (werkplein_id, name), found in regions.items()
        ),
    )
