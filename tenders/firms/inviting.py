"""Whom to ask for an offer: the suggestion for a tender, what was recorded, and taking that back."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from organisations.cpv import labels_of
from organisations.models import Occupation, OrganisationRegion
from organisations.refused import Refused, check_free_text, check_said
from organisations.tenancy import Acting
from tenders.choices import TenderStatus
from tenders.firm_choices import Ring as RingChoice
from tenders.firms.access import tenders_inviting
from tenders.firms.places import Became, area_codes
from tenders.firms.words import Names
from tenders.invitation_rules import (
    Asked,
    Candidate,
    Check,
    Firm,
    Ring,
    Suggestion,
    check,
    demand_of,
    needs_reason,
    ring_of,
    suggest,
)
from tenders.models import FirmInvitation, LocalFirm, Tender

#: How each ring is kept.
KEPT_RING: Mapping[Ring, RingChoice] = {
    Ring.OWN: RingChoice.OWN,
    Ring.PRIORITY: RingChoice.PRIORITY,
    Ring.REGION: RingChoice.REGION,
    Ring.NORTH: RingChoice.NORTH,
    Ring.ELSEWHERE: RingChoice.ELSEWHERE,
}
_RING_OF = {kept.value: ring for ring, kept in KEPT_RING.items()}
_CLOSED = (TenderStatus.AWARDED, TenderStatus.IN_EXECUTION, TenderStatus.COMPLETED, TenderStatus.WITHDRAWN)


class PassedOver(Refused):
    """A near firm that can do the work is passed over, and nothing says why. ``firms`` are those."""

    def __init__(self, sentence: str, firms: Sequence[Candidate]) -> None:
        super().__init__(sentence)
        self.firms = firms


@dataclass(frozen=True, slots=True)
class Outsider:
    """A firm that is not in the register: who it is and where."""

    name: str
    kvk: str
    municipality: str
    place: str
    province: str


@dataclass(frozen=True, slots=True)
class Choice:
    """All that the page of a tender shows: what is suggested, who was invited, and how that stands to the rule."""

    tender: Tender
    asked: Asked
    suggestion: Suggestion
    firms: Mapping[str, LocalFirm]
    invited: Sequence[FirmInvitation]
    withdrawn: Sequence[FirmInvitation]
    check: Check
    names: Names

    @property
    def invited_keys(self) -> set[str]:
        return {str(one.firm_id) for one in self.invited if one.firm_id}

    @property
    def is_closed(self) -> bool:
        """Nobody is asked any more once it was awarded, or withdrawn."""
        return self.tender.status in _CLOSED


def asks_nobody(tender: Tender) -> bool:
    """Whether whoever wants may offer: then there is nothing to suggest."""
    return demand_of(tender.procedure) is None


def choice_of(tender: Tender, *, on: dt.date) -> Choice:
    """The suggestion on this day. The same number of queries for any number of firms."""
    firms = list(LocalFirm.objects.confirmed().filter(region_id=tender.region_id).order_by("name", "pk"))
    became = Became(on=on)
    asked = _asked(tender, became, on=on)
    last = dict(
        FirmInvitation.objects.standing()
        .filter(authority_id=tender.authority_id, firm__isnull=False)
        .exclude(tender_id=tender.pk)
        .values_list("firm_id")
        .annotate(last=Max("invited_on"))
        .order_by()
    )
    suggestion = suggest(asked, [_firm(one, became, last.get(one.pk)) for one in firms], on=on)
    if suggestion is None:
        raise Refused(_("Bij deze procedure nodigt u geen bedrijven uit."))
    records = list(
        FirmInvitation.objects.filter(tender_id=tender.pk)
        .select_related("firm", "made_by", "withdrawn_by")
        .order_by("made_at", "pk")
    )
    invited = [one for one in records if one.withdrawn_at is None]
    return Choice(
        tender=tender,
        asked=asked,
        suggestion=suggestion,
        firms={str(one.pk): one for one in firms},
        invited=invited,
        withdrawn=[one for one in records if one.withdrawn_at is not None],
        check=check(suggestion, _rings(invited)),
        names=_names(tender, firms, became, on=on),
    )


@transaction.atomic
def invite(
    acting: Acting,
    tender_id: uuid.UUID,
    *,
    firm_ids: Sequence[uuid.UUID],
    invited_on: dt.date,
    reason: str,
    on: dt.date,
    at: datetime,
) -> list[FirmInvitation]:
    """Record that these firms of the register were asked. Passing over a near one needs a reason."""
    choice = _to_choose(acting, tender_id, on=on)
    if not firm_ids:
        raise Refused(_("Kies minstens één bedrijf."))
    known = {one.firm.key: one for one in (*choice.suggestion.able, *choice.suggestion.others)}
    adding = [known[str(one)] for one in dict.fromkeys(firm_ids) if str(one) in known]
    if len(adding) < len(set(firm_ids)):
        raise Refused(_("Een van deze bedrijven staat niet meer in het register. Kies opnieuw."))
    adding = [one for one in adding if one.firm.key not in choice.invited_keys]
    why = _why(choice, {one.firm.key: one.ring for one in adding}, reason)
    first = {one.firm.key for one in choice.suggestion.first}
    return [
        _record(
            acting,
            choice,
            firm=choice.firms[one.firm.key],
            name=one.firm.name,
            kvk=choice.firms[one.firm.key].kvk,
            place=choice.firms[one.firm.key].place
            or choice.names.municipalities.get(choice.firms[one.firm.key].municipality, ""),
            ring=KEPT_RING[one.ring],
            is_suggested=one.firm.key in first,
            invited_on=invited_on,
            reason=why,
            made_at=at,
        )
        for one in adding
    ]


@transaction.atomic
def invite_outsider(
    acting: Acting,
    tender_id: uuid.UUID,
    *,
    outsider: Outsider,
    invited_on: dt.date,
    reason: str,
    on: dt.date,
    at: datetime,
) -> FirmInvitation:
    """Record that a firm was asked that is not in the register."""
    choice = _to_choose(acting, tender_id, on=on)
    there = next((one for one in choice.firms.values() if outsider.kvk and one.kvk == outsider.kvk), None)
    if there is not None:
        raise Refused(_("%(name)s staat in het register. Kies het bedrijf uit de lijst.") % {"name": there.name})
    ring = ring_of({outsider.municipality} if outsider.municipality else (), outsider.province, choice.asked)
    why = _why(choice, {f"outside {outsider.kvk or outsider.name}": ring}, reason)
    return _record(
        acting,
        choice,
        firm=None,
        name=outsider.name,
        kvk=outsider.kvk,
        place=outsider.place or choice.names.municipalities.get(outsider.municipality, ""),
        ring=KEPT_RING[ring],
        is_suggested=False,
        invited_on=invited_on,
        reason=why,
        made_at=at,
    )


@transaction.atomic
def withdraw(
    acting: Acting, tender_id: uuid.UUID, invitation_id: uuid.UUID, *, reason: str, at: datetime
) -> FirmInvitation:
    """Say that it was not so, or not any more; the record stays, with why."""
    reason = check_said(reason, otherwise=_("Schrijf op waarom u deze uitnodiging intrekt."))
    tender = tenders_inviting(acting).filter(pk=tender_id).first()
    rows: Any = FirmInvitation.objects.standing().select_for_update(of=("self",), no_key=True)
    one: FirmInvitation | None = rows.filter(pk=invitation_id, tender_id=tender_id).first() if tender else None
    if one is None:
        raise Refused(_("Deze uitnodiging is al ingetrokken."))
    one.withdrawn_by_id, one.withdrawn_at, one.withdrawn_reason = acting.user_id, at, reason[:300]
    one.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    return one


def _to_choose(acting: Acting, tender_id: uuid.UUID, *, on: dt.date) -> Choice:
    """The choice as it stands; of two at the same moment the second sees what the first did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"firm invitations {tender_id}"])
    tender = tenders_inviting(acting).filter(pk=tender_id).first()
    if tender is None or asks_nobody(tender):
        raise Refused(_("Bij deze procedure nodigt u geen bedrijven uit."))
    choice = choice_of(tender, on=on)
    if choice.is_closed:
        raise Refused(_("Deze aanbesteding is al gegund of ingetrokken. U nodigt niemand meer uit."))
    return choice


def _why(choice: Choice, adding: Mapping[str, Ring], reason: str) -> str:
    passed = needs_reason(choice.suggestion, _rings(choice.invited), adding)
    if not passed:
        check_free_text(reason)
        return reason.strip()[:300]
    names = ", ".join(one.firm.name for one in passed[:3])
    try:
        return check_said(
            reason,
            otherwise=_("U slaat een lokaal bedrijf over dat dit werk doet: %(names)s. Schrijf op waarom.")
            % {"names": names},
        )[:300]
    except Refused as refused:
        raise PassedOver(refused.sentence, passed) from refused


def _record(acting: Acting, choice: Choice, **values: Any) -> FirmInvitation:
    tender = choice.tender
    one = FirmInvitation(
        tender=tender, region_id=tender.region_id, authority_id=tender.authority_id, made_by_id=acting.user_id, **values
    )
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("%(name)s is al uitgenodigd.") % {"name": values["name"]}) from error
    return one


def _asked(tender: Tender, became: Became, *, on: dt.date) -> Asked:
    region, priority = area_codes(tender.region_id, on=on)
    seat = OrganisationRegion.objects.filter(region_id=tender.region_id, organisation_id=tender.authority_id)
    own = [*seat.values_list("municipality", flat=True), *tender.municipalities]
    occupations = tender.expected_occupations.values_list("occupation__code", flat=True)
    return Asked(
        procedure=tender.procedure,
        own=became.today(own),
        priority=priority,
        region=region,
        cpv_codes=tuple(tender.cpv_codes),
        occupations=frozenset(occupations),
    )


def _firm(firm: LocalFirm, became: Became, last: dt.date | None) -> Firm:
    return Firm(
        key=str(firm.pk),
        name=firm.name,
        seats=became.today([firm.municipality]),
        province=firm.province,
        cpv_codes=tuple(firm.cpv_codes),
        occupations=frozenset(firm.occupation_codes),
        label_until=firm.label_valid_until,
        last_invited=last,
    )


def _rings(invited: Sequence[FirmInvitation]) -> dict[str, Ring]:
    return {str(one.firm_id or one.pk): _RING_OF[one.ring] for one in invited}


def _names(tender: Tender, firms: Sequence[LocalFirm], became: Became, *, on: dt.date) -> Names:
    codes = {code for one in firms for code in one.cpv_codes} | set(tender.cpv_codes)
    occupations = Occupation.objects.filter(region_id=tender.region_id).values_list("code", "name")
    return Names(
        cpv=labels_of(codes) if codes else {},
        occupations=dict(occupations),
        municipalities=became.names,
        on=on,
    )
