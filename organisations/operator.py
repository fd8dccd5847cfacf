"""What the platform operator does: give a region its organisations, and each its first administrator."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organisations.choices import OrganisationKind, Role
from organisations.invitations import invite
from organisations.models import Organisation, OrganisationRegion, Region

#: The organisation that looks after the portal; it acts in no region.
OPERATOR_NAME = "Beheer van het portaal"


class CodeTakenError(Exception):
    """The region knows another organisation by this code; the text is for the user."""


@transaction.atomic
def create_organisation(  # noqa: PLR0913 - each is a fact of the organisation, and all are named
    *,
    region: Region,
    code: str,
    name: str,
    kind: str,
    kvk: str,
    administrator_email: str,
    administrator_name: str,
    by: dict[str, Any],
    at: datetime,
) -> Organisation:
    """Make an organisation in a region and invite its first administrator."""
    organisation = Organisation.objects.create(name=name, kind=OrganisationKind(kind), kvk=kvk)
    try:
        with transaction.atomic():
            OrganisationRegion.objects.create(region=region, organisation=organisation, code=code)
    except IntegrityError as error:
        raise CodeTakenError(_("Deze code is in de regio al in gebruik.")) from error
    invite(
        region_id=region.pk,
        organisation_id=organisation.pk,
        email=administrator_email,
        name=administrator_name,
        role=Role.ADMINISTRATOR,
        at=at,
        **by,
    )
    return organisation


def operator_organisation() -> Organisation:
    """Return the organisation that looks after the portal, made when it is not there yet. Only for set-up."""
    found = Organisation.objects.filter(kind=OrganisationKind.PLATFORM_OPERATOR).order_by("pk").first()
    return found or Organisation.objects.create(name=OPERATOR_NAME, kind=OrganisationKind.PLATFORM_OPERATOR)


def organisation_of_code(*, region: Region, code: str) -> uuid.UUID | None:
    """The organisation that the region knows by this code."""
    rows = OrganisationRegion.objects.filter(region=region, code=code)
    return rows.values_list("organisation_id", flat=True).first()
