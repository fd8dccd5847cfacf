"""What partners say they did in a quarter: written by the partner, or by the bureau on its behalf; read by reports."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.refused import Refused, check_free_text
from organisations.shown import check_shown, version_of
from organisations.tenancy import Acting
from reporting import access
from reporting.choices import EffortState
from reporting.covenant.rows import partners_of, region_ids
from reporting.models import PartnerEffort
from reporting.periods import Length, Period

#: So many quarters back a text can still be written or read.
QUARTERS_SHOWN = 8
FIELDS = ("text", "state")


@dataclass(frozen=True, slots=True)
class Written:
    """A partner with its text about a quarter, when there is one."""

    partner: Any
    effort: PartnerEffort | None

    @property
    def state(self) -> str:
        return self.effort.state if self.effort else "effort_missing"


def quarter_to_write(on: date) -> Period:
    """The last quarter that is over: about this one partners are asked to write."""
    return Period.containing(on, Length.QUARTER).previous()


def quarters(on: date) -> list[Period]:
    """The quarter of this day and those before it, the newest first."""
    found = [Period.containing(on, Length.QUARTER)]
    while len(found) < QUARTERS_SHOWN:
        found.append(found[-1].previous())
    return found


def efforts_of(acting: Acting) -> QuerySet[PartnerEffort]:
    """Of a partner its own; of who follows them all."""
    rows = PartnerEffort.objects.filter(region_id__in=region_ids(acting))
    return rows if access.follows_efforts(acting) else rows.filter(partner_id=acting.organisation_id)


def overview(acting: Acting, *, region_id: uuid.UUID, period: Period) -> list[Written]:
    """Every partner with what it wrote, those that wrote nothing first. Two queries."""
    texts = {
        one.partner_id: one
        for one in efforts_of(acting)
        .filter(region_id=region_id, period=str(period))
        .select_related("written_by", "written_for")
    }
    partners = partners_of(acting).filter(region_id=region_id).order_by("organisation__name", "pk")
    rows = [Written(one, texts.get(one.organisation_id)) for one in partners]
    order = ["effort_missing", EffortState.DRAFT, EffortState.SUBMITTED]
    return sorted(rows, key=lambda row: order.index(row.state))


def may_write_for(acting: Acting, partner_id: uuid.UUID) -> bool:
    if not access.works_on_covenant(acting):
        return False
    own = partner_id == acting.organisation_id and access.is_covenant_partner(acting)
    return own or access.runs_covenant(acting)


def held_by(acting: Acting, *, region_id: uuid.UUID, partner_id: uuid.UUID, period: Period) -> PartnerEffort | None:
    rows = efforts_of(acting).filter(region_id=region_id, partner_id=partner_id, period=str(period))
    return rows.select_related("written_by", "written_for").first()


@transaction.atomic
def write(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    partner_id: uuid.UUID,
    period: Period,
    text: str,
    submit: bool,
    at: datetime,
    shown: str | None = None,
) -> PartnerEffort:
    """Keep a text as a draft, or send it in; what was sent in can be changed and sent in again."""
    if not may_write_for(acting, partner_id):
        raise Refused(_("U schrijft niet voor deze partner."))
    if period.length is not Length.QUARTER or period.first_day > timezone.localdate(at):
        raise Refused(_("Dit kwartaal is nog niet begonnen."))
    text = text.strip()
    check_free_text(text)
    if submit and not text:
        raise Refused(_("Schrijf eerst op wat uw organisatie deed."))
    rows = PartnerEffort.objects.select_for_update(of=("self",), no_key=True)
    held = rows.filter(region_id=region_id, partner_id=partner_id, period=str(period)).first()
    check_shown(version_of(held, FIELDS) if held else "", shown)
    effort = held or PartnerEffort(region_id=region_id, partner_id=partner_id, period=str(period))
    effort.text = text
    effort.state = EffortState.SUBMITTED if submit else EffortState.DRAFT
    effort.written_for_id, effort.written_by_id, effort.written_at = acting.organisation_id, acting.user_id, at
    try:
        with transaction.atomic():
            effort.save()
    except IntegrityError as error:
        if "partner_effort_once" not in str(error):
            raise
        raise Refused(_("Een collega schreef hier net iets. Laad de pagina opnieuw.")) from error
    return effort


def without_text(partner_ids: Iterable[uuid.UUID], *, region_id: uuid.UUID, period: Period) -> set[uuid.UUID]:
    """Of these partners, those that have not sent in their text about a quarter. One query."""
    sent = PartnerEffort.objects.filter(region_id=region_id, period=str(period), state=EffortState.SUBMITTED)
    return set(partner_ids) - set(sent.values_list("partner_id", flat=True))
