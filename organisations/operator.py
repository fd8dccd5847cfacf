"""What the platform operator does: give a region its organisations, and each its first administrator."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import BooleanField, F, Func
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from organisations.choices import AUTHORITY_KINDS, CONTRACTOR_KINDS, Area, OrganisationKind, Role
from organisations.invitations import invite
from organisations.models import AreaMunicipality, Municipality, Organisation, OrganisationRegion, Region
from organisations.outbox import queue_job

#: The organisation that looks after the portal; it acts in no region.
OPERATOR_NAME = "Beheer van het portaal"
#: One organisation over all regions by its KVK number. Not those whose members see the people of a region: two of them
#: with one number, such as two offices of a municipality, stay two.
ONE_BY_KVK = AUTHORITY_KINDS | CONTRACTOR_KINDS
#: As in the list of municipalities that comes with the portal.
LONG_BEFORE = date(1900, 1, 1)


#: The worker puts policy, tariff and targets in a region that was made (``exchange.tasks``).
SET_UP_TASK = "exchange.tasks.set_up_region"


class CodeTakenError(Exception):
    """The region knows another organisation by this code; the text is for the user."""


class AlreadyInRegionError(Exception):
    """The organisation with this KVK number acts in the region already; the text is for the user."""


@transaction.atomic
def create_region(region: Region, *, municipalities: list[Municipality], like: Region | None) -> Region:
    """Make a region with its municipalities; a worker puts the terms in it, those of ``like`` or the default ones."""
    region.set_up_at = None
    if like is not None:
        region.programme_start, region.money_start = like.programme_start, like.money_start
    region.save(force_insert=True)
    add_municipalities(region, municipalities)
    queue_job(SET_UP_TASK, region_id=region.pk, like_id=like.pk if like else "")
    return region


@transaction.atomic
def add_municipalities(region: Region, municipalities: list[Municipality]) -> int:
    """Let these belong to the region from the first day of their codes; returns how many are new there."""
    there = set(
        AreaMunicipality.objects.filter(region=region, area=Area.REGION).values_list("municipality_id", flat=True)
    )
    added = [one for one in municipalities if one.code not in there]
    for one in added:
        if one.valid is None:
            one.valid = DateRange(LONG_BEFORE, None)
            one.save(force_insert=True)
    AreaMunicipality.objects.bulk_create(
        AreaMunicipality(region=region, municipality=one, area=Area.REGION, valid=one.valid) for one in added
    )
    return len(added)


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
    """Give a region an organisation, and invite its first administrator where an address is given.

    One that the portal knows by its KVK number, from another region, is not made again: it acts here too, by its name.
    """
    with connection.cursor() as cursor:
        # The same lock as organisations_admit_contractor takes, so that an award at the same time makes no second one.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"kvk {kvk}"])
    known = known_by_kvk(kvk, kind=kind)
    if known and known.organisation_regions.filter(region=region).exists():
        raise AlreadyInRegionError(_("%(name)s doet al mee in deze regio, met dit KVK-nummer.") % {"name": known.name})
    organisation = known or Organisation.objects.create(name=name, kind=OrganisationKind(kind), kvk=kvk)
    try:
        with transaction.atomic():
            OrganisationRegion.objects.create(region=region, organisation=organisation, code=code)
    except IntegrityError as error:
        raise CodeTakenError(_("Deze code is in de regio al in gebruik. Kies een andere code.")) from error
    if administrator_email:
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


def known_by_kvk(kvk: str, *, kind: str) -> Any:
    """The organisation of this kind and KVK number in any region, with ``has_members``, or None."""
    if not kvk or kind not in ONE_BY_KVK:
        return None
    has_members = Func(F("pk"), function="organisations_has_members", output_field=BooleanField())
    return Organisation.objects.filter(kvk=kvk, kind=kind).annotate(has_members=has_members).order_by("pk").first()


def operator_organisation() -> Organisation:
    """Return the organisation that looks after the portal, made when it is not there yet. Only for set-up."""
    found = Organisation.objects.filter(kind=OrganisationKind.PLATFORM_OPERATOR).order_by("pk").first()
    return found or Organisation.objects.create(name=OPERATOR_NAME, kind=OrganisationKind.PLATFORM_OPERATOR)


def organisation_of_code(*, region: Region, code: str) -> uuid.UUID | None:
    """The organisation that the region knows by this code."""
    rows = OrganisationRegion.objects.filter(region=region, code=code)
    return rows.values_list("organisation_id", flat=True).first()
