"""Samples of approved lines: drawn by lot, answered by the company within a term, judged once more.

What is not in order goes back to the company: a reversal, and a new line to correct.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.refused import check_free_text
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from placements import steps
from placements.choices import ContributionKind, LineStatus, SampleState
from placements.models import Contribution, HoursStatement, Sample, SampleItem
from placements.reviewing import drawing, sample_mails
from placements.reviewing.handing_back import hand_back, live_line
from placements.steps import Refused

#: More than this nobody looks through; a larger sample is drawn per company or per period.
MOST = 200
#: What a company handed in itself; a surplus or an opening balance has no evidence to show.
_SAMPLED = (ContributionKind.BLOCK, ContributionKind.AGREED)

#: What a list or a page says of the line of an item, read in the one query that finds it; no identity.
LINES = (
    "statement",
    "deployment__contractor",
    "deployment__block",
    "contribution__contractor",
    "contribution__block",
    "contract__authority",
    "deployment__contract",
    "contribution__contract",
)


@dataclass(frozen=True, slots=True)
class Draw:
    """How a sample is drawn: either a number or a percentage of what was approved in the period."""

    region_id: uuid.UUID
    first_on: date
    last_on: date
    number: int | None
    percentage: Decimal | None
    question: str
    reply_by: date
    contractor_id: uuid.UUID | None = None


@transaction.atomic
def draw(acting: Acting, *, verified_by: str, asked: Draw, sample_id: uuid.UUID, at: datetime) -> Sample:
    """Draw and ask: each company gets one mail. A form that is sent twice draws once."""
    made = Sample.objects.filter(pk=sample_id).first()
    if made is not None:
        return made
    if asked.reply_by <= timezone.localdate(at):
        raise Refused(_("Geef de opdrachtnemers tijd: kies een dag na vandaag."))
    sample = Sample(
        id=sample_id,
        region_id=asked.region_id,
        verified_by=verified_by,
        contractor_id=asked.contractor_id,
        first_on=asked.first_on,
        last_on=asked.last_on,
        asked_number=asked.number,
        asked_percentage=asked.percentage,
        question=asked.question,
        seed=secrets.token_hex(16),
        drawn_by_id=acting.user_id,
        drawn_for_id=acting.organisation_id,
        drawn_at=at,
    )
    among = population(sample)
    sample.population = len(among)
    number = asked.number if asked.percentage is None else drawing.share_of(len(among), asked.percentage)
    if not among or not number:
        raise Refused(_("In deze periode is niets goedgekeurd om uit te trekken. Kies een andere periode."))
    if min(number, len(among)) > MOST:
        raise Refused(
            _("Dit zijn %(number)s regels. Trek er hoogstens %(most)s tegelijk.")
            % {"number": min(number, len(among)), "most": MOST}
        )
    sample.save(force_insert=True)
    items = _items(sample, drawing.drawn(sample.seed, among, number), reply_by=asked.reply_by)
    SampleItem.objects.bulk_create(items)
    sample_mails.ask_companies(SampleItem.objects.filter(sample=sample))
    return sample


@transaction.atomic
def reply(acting: Acting, item_id: uuid.UUID, *, text: str, at: datetime) -> SampleItem:
    """The company answers; it may do so again until there is a verdict, also after the term."""
    if not text.strip():
        raise Refused(_("Vul uw antwoord in."))
    item = _locked(item_id)
    if item.company_line.contractor_id != acting.organisation_id:
        raise Refused(_("Alleen het bedrijf zelf geeft antwoord."))
    if item.is_judged:
        raise Refused(_("Deze regel is al beoordeeld. Uw antwoord is niet meer nodig."))
    item.state, item.reply = SampleState.REPLIED, text.strip()[:2000]
    item.replied_by_id, item.replied_at = acting.user_id, at
    item.save(update_fields=["state", "reply", "replied_by", "replied_at"])
    return item


@transaction.atomic
def judge(acting: Acting, item_id: uuid.UUID, *, in_order: bool, reason: str = "", at: datetime) -> SampleItem:
    """In order, or not: then the line goes back to the company with the reason."""
    item = _locked(item_id)
    reason = reason.strip()[:1000]
    check_free_text(reason)
    if item.is_judged:
        raise Refused(_("Een collega heeft dit al beoordeeld. Laad de pagina opnieuw."))
    if _entered_itself(acting, item):
        raise Refused(_("U hebt dit zelf ingevoerd. Een collega moet het beoordelen."))
    if not in_order:
        if is_reversed(item):
            raise Refused(_("Deze regel is al teruggedraaid. Beoordeel wat er nu staat in de lijst ‘Beoordelen’."))
        if not reason:
            raise Refused(_("Schrijf op wat er niet in orde is."))
        if item.state == SampleState.ASKED and item.reply_by >= timezone.localdate(at):
            raise Refused(_("De opdrachtnemer kan nog antwoorden tot en met %(day)s.") % {"day": day_nl(item.reply_by)})
    item.state = SampleState.IN_ORDER if in_order else SampleState.NOT_IN_ORDER
    item.verdict_reason, item.judged_by_id, item.judged_at = reason, acting.user_id, at
    item.save(update_fields=["state", "verdict_reason", "judged_by", "judged_at"])
    if not in_order:
        now = hand_back(item, said=_("Steekproef: %(reason)s") % {"reason": reason}, by=acting, at=at)
        sample_mails.tell_not_in_order(item, now=now)
    return item


@transaction.atomic
def reopen(acting: Acting, item_id: uuid.UUID) -> SampleItem:
    """Take 'in order' back. What was not in order went back to the company, and is judged there."""
    item = _locked(item_id)
    if item.state != SampleState.IN_ORDER:
        raise Refused(_("Dit oordeel is niet meer terug te nemen."))
    if item.judged_by_id != acting.user_id:
        raise Refused(_("Een collega gaf dit oordeel. Vraag hem om het terug te nemen."))
    item.state = SampleState.REPLIED if item.replied_at else SampleState.ASKED
    item.verdict_reason, item.judged_by, item.judged_at = "", None, None
    item.save(update_fields=["state", "verdict_reason", "judged_by", "judged_at"])
    return item


@transaction.atomic
def give_more_time(item_id: uuid.UUID, *, reply_by: date, at: datetime) -> SampleItem:
    """A later last day for the answer."""
    item = _locked(item_id)
    if item.state != SampleState.ASKED:
        raise Refused(_("Er is al antwoord of een oordeel."))
    if reply_by <= max(item.reply_by, timezone.localdate(at)):
        raise Refused(_("Kies een dag na %(day)s.") % {"day": day_nl(max(item.reply_by, timezone.localdate(at)))})
    item.reply_by = reply_by
    item.save(update_fields=["reply_by"])
    return item


def population(sample: Sample) -> list[uuid.UUID]:
    """What stood approved in the period when the sample was drawn; the same later, whatever was reversed since."""
    of_contract: dict[str, Any] = {"contract__verified_by": sample.verified_by, "contract__region_id": sample.region_id}
    of_company = {"contractor_id": sample.contractor_id} if sample.contractor_id else {}
    months = HoursStatement.objects.filter(
        _stood_approved(sample.drawn_at),
        deployment__status=LineStatus.APPROVED,
        month__range=(sample.first_on, sample.last_on),
        **{f"deployment__{name}": value for name, value in (of_contract | of_company).items()},
    )
    others = Contribution.objects.filter(
        _stood_approved(sample.drawn_at),
        kind__in=_SAMPLED,
        date__range=(sample.first_on, sample.last_on),
        **of_contract,
        **of_company,
    )
    return [
        pk
        for lines in (months, others)
        for pk in lines.annotate(approved_at=Coalesce(F("decided_at"), F("created_at")))
        .filter(approved_at__lte=sample.drawn_at)
        .order_by("pk")
        .values_list("pk", flat=True)
    ]


def is_reversed(item: SampleItem) -> bool:
    """Whether the line that was drawn was taken back since: another stands in its place, or none."""
    line = item.statement or item.contribution
    return line is not None and line.reversed_at is not None


def samples_of(verified_as: Sequence[str], region_ids: Sequence[uuid.UUID]) -> QuerySet[Sample]:
    """Samples somebody who verifies works with, newest first; the coordination point reads those of an authority."""
    mine = Q(verified_by__in=list(verified_as))
    if any(one.startswith("r:") for one in verified_as):
        mine |= Q(region_id__in=list(region_ids))
    return (
        Sample.objects.filter(mine).select_related("contractor", "drawn_by", "drawn_for").order_by("-drawn_at", "-pk")
    )


def items_of_company(company_id: uuid.UUID) -> QuerySet[SampleItem]:
    """What a company was asked: what needs an answer first, soonest term first, then the rest."""
    own = Q(deployment__contractor_id=company_id) | Q(contribution__contractor_id=company_id)
    asked_first = Case(When(state=SampleState.ASKED, then=0), default=1)
    return with_lines(SampleItem.objects.filter(own)).order_by(asked_first, "reply_by", "pk")


def awaiting_reply(company_id: uuid.UUID) -> QuerySet[SampleItem]:
    return items_of_company(company_id).filter(state=SampleState.ASKED)


def with_lines(items: QuerySet[SampleItem]) -> QuerySet[SampleItem]:
    return items.select_related(*LINES)


def _items(sample: Sample, ids: Sequence[uuid.UUID], *, reply_by: date) -> list[SampleItem]:
    """The items in the order of their lots."""
    months = HoursStatement.objects.select_related("deployment").in_bulk(list(ids))
    others = Contribution.objects.in_bulk(list(ids))
    items = []
    for pk in ids:
        month, other = months.get(pk), others.get(pk)
        line = month.deployment if month else other
        if line is None:
            continue
        items.append(
            SampleItem(
                sample=sample,
                region_id=line.region_id,
                contract_id=line.contract_id,
                deployment=month.deployment if month else None,
                statement=month,
                contribution=other,
                question=sample.question,
                reply_by=reply_by,
            )
        )
    return items


def _stood_approved(at: datetime) -> Q:
    not_reversed = Q(reversed_at__isnull=True) | Q(reversed_at__gt=at)
    return Q(status=LineStatus.APPROVED, reverses__isnull=True) & not_reversed


def _entered_itself(acting: Acting, item: SampleItem) -> bool:
    entered = steps.entered_by(acting, deployment_id=item.deployment_id, contribution_id=item.contribution_id)
    line = live_line(item)
    return (line.month if isinstance(line, HoursStatement) else None) in entered


def _locked(item_id: uuid.UUID) -> SampleItem:
    return (
        SampleItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contract", "deployment__contract", "statement", "contribution__contract")
        .get(pk=item_id)
    )
