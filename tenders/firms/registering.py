"""A firm puts itself forward, proves its address, and keeps its own entry up to date by the link in its mail."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.flooding import SentEnough, bounded
from organisations.models import Region
from organisations.refused import Refused
from tenders.firm_choices import FirmState
from tenders.firms import mails
from tenders.firms.entry import CHECKED, FirmEntry, put
from tenders.models import LocalFirm

#: How long the first link works.
PROVE_WITHIN = timedelta(days=14)
#: The number stays: another number is another firm, which registers itself.
_FIXED = ("kvk",)


def put_forward(*, region: Region, entry: FirmEntry, at: datetime) -> None:
    """Keep the entry and ask for proof of the address; inside ``tenancy.public``. Says nothing of what was known already."""
    token = mails.new_token()
    firm = LocalFirm(
        region_id=region.pk,
        token_hash=tenancy.hash_token(token),
        submitted_at=at,
        looked_at=at,
        **entry.values(),
    )
    too_many = _("Er komen nu heel veel aanmeldingen binnen. Probeer het over een uur opnieuw.")
    try:
        with bounded(too_many):
            firm.save(force_insert=True)
    except SentEnough:
        return
    mails.ask_address(firm, token, region=region.name)


def find(token: str) -> LocalFirm | None:
    """The firm of this link; inside ``tenancy.link``."""
    return LocalFirm.objects.select_related("region").filter(token_hash=tenancy.hash_token(token)).first()


def is_open(firm: LocalFirm, *, at: datetime) -> bool:
    """Whether something can be done by the link: not any more after leaving, nor with a first link that is too old."""
    if firm.state not in {FirmState.SUBMITTED, FirmState.CONFIRMED}:
        return False
    return firm.is_proven or at < firm.submitted_at + PROVE_WITHIN


@transaction.atomic
def prove(token: str, *, at: datetime) -> LocalFirm:
    """The address is his who follows the link: from now on the entry waits for the coordination point."""
    firm = _locked(token, at=at)
    if firm.email_confirmed_at is None:
        firm.email_confirmed_at = firm.looked_at = at
        firm.save(update_fields=["email_confirmed_at", "looked_at"])
    return firm


@transaction.atomic
def still_holds(token: str, *, at: datetime) -> LocalFirm:
    """The firm looked at its entry, and it is right."""
    firm = _locked(token, at=at)
    firm.looked_at = at
    firm.save(update_fields=["looked_at"])
    return firm


@transaction.atomic
def change(token: str, *, entry: FirmEntry, at: datetime) -> tuple[LocalFirm, bool]:
    """Put this in the place of what stands there. Second: whether the coordination point looks at it again."""
    firm = _locked(token, at=at)
    former = firm.contact_email
    changed = put(firm, entry, but=_FIXED)
    again = firm.state == FirmState.CONFIRMED and bool(set(changed) & set(CHECKED))
    if again:
        firm.state = FirmState.SUBMITTED
    firm.looked_at = at
    firm.save(update_fields=[*changed, "state", "looked_at"])
    mails.tell_former_address(firm, former, at=at)
    return firm, again


@transaction.atomic
def leave(token: str, *, at: datetime) -> LocalFirm:
    """The firm wants to be asked no more. It can register again."""
    firm = _locked(token, at=at)
    firm.state = FirmState.WITHDRAWN
    firm.looked_at = at
    firm.save(update_fields=["state", "looked_at"])
    return firm


def _locked(token: str, *, at: datetime) -> LocalFirm:
    rows: Any = LocalFirm.objects.select_for_update(of=("self",), no_key=True).select_related("region")
    firm: LocalFirm | None = rows.filter(token_hash=tenancy.hash_token(token)).first()
    if firm is None or not is_open(firm, at=at):
        raise Refused(_("Deze link werkt niet meer."))
    return firm
