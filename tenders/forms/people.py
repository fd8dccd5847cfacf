"""Whom an award can name: members of the own organisation and of the Werkpleinen of the region."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from organisations.choices import OrganisationKind, Role
from organisations.models import Membership, Organisation
from organisations.tenancy import Acting
from tenders.award import Answerable

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

    def colleagues(self, chosen: str, stand_in: str) -> Answerable:
        """Who of the own organisation was chosen, and who stands in."""
        known = {one.membership_id: one for one in self.own}
        return _answerable(known[chosen], known.get(stand_in))

    def staff_of(self, choice: str) -> WerkpleinStaff:
        """The Werkplein of this choice."""
        kind, _separator, key = choice.partition(":")
        return next(
            staff
            for staff in self.werkpleinen
            if (kind == SOMEONE_ELSE and str(staff.id) == key)
            or (kind == MEMBER and any(one.membership_id == key for one in staff.members))
        )

    def at_werkplein(self, values: dict[str, Any]) -> tuple[uuid.UUID | None, Answerable | None]:
        """Which Werkplein, and who there, by the fields of an award that are right."""
        if not values["werkplein"]:
            return None, None
        staff = self.staff_of(values["werkplein"])
        known = {f"{MEMBER}:{one.membership_id}": one for one in staff.members}
        stand_in = known.get(values["werkplein_stand_in"])
        if values["werkplein"] in known:
            return staff.id, _answerable(known[values["werkplein"]], stand_in)
        return staff.id, Answerable(
            values["werkplein_name"],
            values["werkplein_email"],
            stand_in.name if stand_in else "",
            stand_in.email if stand_in else "",
        )


def _answerable(one: Colleague, stand_in: Colleague | None) -> Answerable:
    return Answerable(one.name, one.email, stand_in.name if stand_in else "", stand_in.email if stand_in else "")


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
