"""Who verifies the contracts of an authority: the coordination point of the region, or its own SROI coordinators."""

import uuid

from django.db import connection, transaction
from django.utils.translation import gettext as _

from organisations.models import Membership, OrganisationRegion
from organisations.tenancy import Acting


class VerifierRefused(Exception):  # noqa: N818 - reads as a sentence
    """The choice cannot be made; the message is for the user."""


def verifies_own(acting: Acting) -> dict[uuid.UUID, bool]:
    """For each region of this authority whether it verifies its own contracts there."""
    rows = OrganisationRegion.objects.filter(organisation_id=acting.organisation_id)
    return dict(rows.values_list("region_id", "verifies_own"))


def coordinators(acting: Acting) -> list[Membership]:
    """The members of this authority who would verify."""
    found = Membership.objects.current().filter(organisation_id=acting.organisation_id, verifies=True)
    return list(found.select_related("user").order_by("user__name", "pk"))


@transaction.atomic
def choose_verifier(acting: Acting, *, region_id: uuid.UUID, own: bool) -> None:
    """Let the authority verify its own contracts in this region, or give them back to the coordination point.

    What waits goes along: it is on the list of who verifies from now on. What is approved stands.
    """
    if own and not coordinators(acting):
        raise VerifierRefused(_("Maak eerst iemand bij Leden SROI-coördinator. Anders kan niemand beoordelen."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenders_choose_verifier(%s, %s, %s)", [acting.organisation_id, region_id, own])
        if not cursor.fetchone()[0]:
            raise VerifierRefused(_("Uw organisatie werkt niet in deze regio. Kies een andere regio."))
