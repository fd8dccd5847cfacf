"""The coordination point keeps the register: decides about who put itself forward, adds, mends and takes back."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.refused import Refused, check_said
from organisations.tenancy import Acting
from tenders.firm_choices import FirmState
from tenders.firms import mails
from tenders.firms.access import firms_of
from tenders.firms.entry import FirmEntry, put
from tenders.models import LocalFirm


class AlreadyThere(Refused):
    """A firm with this KVK number is in the register."""


@transaction.atomic
def confirm(acting: Acting, firm_id: uuid.UUID, *, replaces: bool, at: datetime) -> LocalFirm:
    """Let the firm into the register, and tell it. ``replaces``: in the place of the entry with the same KVK number."""
    firm = _locked(acting, firm_id)
    if firm.state != FirmState.SUBMITTED:
        raise Refused(_("Over dit bedrijf is al besloten. Laad de pagina opnieuw."))
    earlier = LocalFirm.objects.confirmed().filter(region_id=firm.region_id, kvk=firm.kvk).exclude(pk=firm.pk).first()
    if earlier is not None:
        if not replaces:
            raise AlreadyThere(_taken(earlier))
        _end(earlier, acting, state=FirmState.WITHDRAWN, reason=_("Vervangen door een nieuwe inschrijving."), at=at)
    _end(firm, acting, state=FirmState.CONFIRMED, reason="", at=at)
    mails.tell(firm, "firm_confirmed")
    return firm


@transaction.atomic
def reject(acting: Acting, firm_id: uuid.UUID, *, reason: str, at: datetime) -> LocalFirm:
    """Keep the firm out of the register, and tell it why."""
    reason = check_said(
        reason, otherwise=_("Schrijf op waarom u dit bedrijf afwijst. Het bedrijf krijgt dit te lezen.")
    )
    firm = _locked(acting, firm_id)
    if firm.state != FirmState.SUBMITTED:
        raise Refused(_("Over dit bedrijf is al besloten. Laad de pagina opnieuw."))
    _end(firm, acting, state=FirmState.REJECTED, reason=reason[:300], at=at)
    register = settings.PUBLIC_URL + reverse("tenders:firm_register", args=[firm.region.code])
    mails.tell(firm, "firm_rejected", reason=reason, register_url=register)
    return firm


@transaction.atomic
def take_out(acting: Acting, firm_id: uuid.UUID, *, reason: str, at: datetime) -> LocalFirm:
    """Take a firm out of the register: it stopped, or moved away."""
    reason = check_said(reason, otherwise=_("Schrijf op waarom het bedrijf uit het register gaat."))
    firm = _locked(acting, firm_id)
    if firm.state != FirmState.CONFIRMED:
        raise Refused(_("Dit bedrijf staat niet in het register."))
    _end(firm, acting, state=FirmState.WITHDRAWN, reason=reason[:300], at=at)
    return firm


@transaction.atomic
def take_back(acting: Acting, firm_id: uuid.UUID) -> LocalFirm:
    """Undo a decision: the firm waits again. A mail that went stays gone."""
    firm = _locked(acting, firm_id)
    if firm.state == FirmState.SUBMITTED:
        raise Refused(_("Over dit bedrijf is nog niet besloten."))
    firm.state = FirmState.SUBMITTED
    firm.decided_by, firm.decided_at, firm.decided_reason = None, None, ""
    firm.save(update_fields=["state", "decided_by", "decided_at", "decided_reason"])
    return firm


@transaction.atomic
def add(acting: Acting, *, region_id: uuid.UUID, entry: FirmEntry, at: datetime) -> LocalFirm:
    """Put a firm in the register that asked so by telephone or at the counter."""
    firm = LocalFirm(
        region_id=region_id,
        state=FirmState.CONFIRMED,
        made_by_id=acting.user_id,
        decided_by_id=acting.user_id,
        decided_at=at,
        submitted_at=at,
        looked_at=at,
        **entry.values(),
    )
    return _kept(firm)


@transaction.atomic
def mend(acting: Acting, firm_id: uuid.UUID, *, entry: FirmEntry, at: datetime) -> LocalFirm:
    """Put this in the place of what stands there."""
    firm = _locked(acting, firm_id)
    put(firm, entry)
    firm.looked_at = at
    return _kept(firm)


@transaction.atomic
def send_link(acting: Acting, firm_id: uuid.UUID) -> LocalFirm:
    """Send the firm a new link to its own page."""
    firm = _locked(acting, firm_id)
    if firm.state not in {FirmState.SUBMITTED, FirmState.CONFIRMED}:
        raise Refused(_("Dit bedrijf staat niet in het register."))
    if not mails.tell(firm, "firm_link"):
        raise Refused(_("Van dit bedrijf is geen e-mailadres bekend."))
    return firm


def same_number(firm: LocalFirm) -> LocalFirm | None:
    """The other entry in the register with this KVK number."""
    return LocalFirm.objects.confirmed().filter(region_id=firm.region_id, kvk=firm.kvk).exclude(pk=firm.pk).first()


def _kept(firm: LocalFirm) -> LocalFirm:
    try:
        with transaction.atomic():
            firm.save()
    except IntegrityError as error:
        if "local_firm_once_confirmed" not in str(error):
            raise
        raise AlreadyThere(_("Er staat al een bedrijf met dit KVK-nummer in het register.")) from error
    return firm


def _end(firm: LocalFirm, acting: Acting, *, state: FirmState, reason: str, at: datetime) -> None:
    firm.state, firm.decided_reason = state, reason
    firm.decided_by_id, firm.decided_at = acting.user_id, at
    firm.save(update_fields=["state", "decided_reason", "decided_by", "decided_at"])


def _locked(acting: Acting, firm_id: uuid.UUID) -> LocalFirm:
    rows: Any = firms_of(acting).select_for_update(of=("self",), no_key=True).select_related("region")
    firm: LocalFirm | None = rows.filter(pk=firm_id).first()
    if firm is None:
        raise Refused(_("Dit bedrijf is er niet meer."))
    return firm


def _taken(earlier: LocalFirm) -> str:
    return _(
        "Er staat al een bedrijf met dit KVK-nummer in het register: %(name)s. Vervang het, of wijs deze aanmelding af."
    ) % {"name": earlier.name}
