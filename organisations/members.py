"""Who belongs to an organisation: another role, or an end to it. There is always an administrator left."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organisations import handover
from organisations.choices import Role
from organisations.models import Membership

LAST_ADMINISTRATOR = "membership_last_administrator"


class MemberError(Exception):
    """The change cannot be made; the text is for the user."""


class LastAdministratorError(MemberError):
    """Nobody would be left to let others in."""


class WorkInHandError(MemberError):
    """The leaver has work that needs a successor."""


@transaction.atomic
def change_role(membership: Membership, *, role: str, verifies: bool = False) -> None:
    """Give a member another role; ``verifies`` makes him SROI coordinator of an authority."""
    locked = _locked(membership)[membership.pk]
    locked.role, locked.verifies = Role(role), verifies
    _save(locked, "role", "verifies")


@transaction.atomic
def end_membership(membership: Membership, *, successor: Membership | None, at: datetime) -> None:
    """Let a member go. What he has in hand passes to the successor, who stays."""
    locked = _locked(membership, *([successor] if successor else []))
    leaving = locked[membership.pk]
    if handover.in_hand(leaving.organisation_id, leaving.user):
        if successor is None:
            raise WorkInHandError(_("Kies wie het werk overneemt."))
        heir = locked[successor.pk]
        if heir.pk == leaving.pk or heir.organisation_id != leaving.organisation_id:
            raise WorkInHandError(_("Kies iemand die blijft."))
        handover.hand_over(leaving.organisation_id, leaving.user, heir.user)
    leaving.ended_at = at
    _save(leaving, "ended_at")


def _locked(*memberships: Membership) -> dict[uuid.UUID, Membership]:
    """The same order for everybody, so that two who hand over to each other do not wait for ever."""
    ids = {membership.pk for membership in memberships}
    rows = Membership.objects.current().select_related("user").select_for_update(of=("self",), no_key=True)
    locked = {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}
    if len(locked) < len(ids):
        raise MemberError(_("Deze persoon hoort al niet meer bij de organisatie."))
    return locked


def _save(membership: Membership, *fields: str) -> None:
    """The database guards the last administrator, also when two leave at the same moment."""
    try:
        with transaction.atomic():
            membership.save(update_fields=fields)
    except IntegrityError as error:
        cause = getattr(error.__cause__, "diag", None)
        if getattr(cause, "constraint_name", "") != LAST_ADMINISTRATOR:
            raise
        raise LastAdministratorError(
            _("Dit is de laatste beheerder. Maak eerst iemand anders beheerder, dan kan dit wel.")
        ) from error
