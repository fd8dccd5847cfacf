"""Training and work with benefit kept, over everything that one candidate does; domain rules, section 6.

Whatever adds such time asks ``check`` first: work here, an enrolment where training is entered. Past the limit it needs
a reason, which is kept beside it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.back_office import policy_of
from candidates.benefit.limit import Standing, Stretch, standing
from candidates.choices import BenefitKind, BenefitOver
from candidates.models import BenefitOverrun, BenefitPeriod, Candidate, Enrolment
from organisations.models import new_id
from organisations.refused import Refused, check_free_text, check_said
from organisations.shown import check_shown, version_of
from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting


class PastLimit(Refused):
    """It would pass the limit, and nobody said why that may be; ``standing`` is how it would stand."""

    def __init__(self, sentence: str, *, would_stand: Standing) -> None:
        super().__init__(sentence)
        self.standing = would_stand

    @property
    def counted(self) -> str:
        """What it would come to, where no reason can be written."""
        return _("Met alles samen wordt het dan %(days)s dagen met behoud van uitkering, en de grens is %(most)s.") % {
            "days": self.standing.known_days,
            "most": self.standing.most_days,
        }


@dataclass(frozen=True, slots=True)
class Limit:
    """In months, and after how many one is warned."""

    months: int
    warn_months: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Work with benefit kept, as somebody fills it in."""

    kind: BenefitKind
    place: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that counts: ``period`` or ``enrolment``."""

    stretch: Stretch
    period: BenefitPeriod | None = None
    enrolment: Enrolment | None = None


def limit_of(region_id: uuid.UUID) -> Limit:
    """What the region settled, or what is shipped."""
    policy = policy_of(region_id)
    return Limit(policy.benefit_months, policy.benefit_warn_months)


def parts_of(candidate_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, list[Part]]:
    """All that counts for each of these candidates, by its first day. Two queries.

    Training that still runs is taken to last until its group ends; without a group it goes on.
    """
    wanted = list(candidate_ids)
    found: dict[uuid.UUID, list[Part]] = defaultdict(list)
    for period in BenefitPeriod.objects.counting().filter(candidate__in=wanted).order_by("starts_on", "pk"):
        found[period.candidate_id].append(Part(Stretch(period.starts_on, period.ends_on), period=period))
    enrolments = Enrolment.objects.filter(candidate__in=wanted, benefit_kept=True)
    for enrolment in enrolments.select_related("group", "programme").order_by("started_on", "pk"):
        found[enrolment.candidate_id].append(Part(stretch_of(enrolment), enrolment=enrolment))
    for parts in found.values():
        parts.sort(key=lambda part: part.stretch.first_day)
    return found


def standing_of(candidate: Candidate, *, on: date) -> Standing:
    """Where one candidate stands on this day. Three queries."""
    return stand(parts_of([candidate.pk])[candidate.pk], limit_of(candidate.region_id), on=on)


def stand(parts: Iterable[Part], limit: Limit, *, on: date) -> Standing:
    return standing([part.stretch for part in parts], months=limit.months, warn_months=limit.warn_months, on=on)


@transaction.atomic
def check(
    acting: Acting,
    candidate_id: uuid.UUID,
    stretch: Stretch,
    *,
    over: BenefitOver,
    reason: str,
    on: date,
    at: datetime,
    instead_of: uuid.UUID | None = None,
) -> Standing:
    """Whether this may be added; returns how the candidate stands with it.

    ``instead_of``: the period or enrolment that it changes. Raises PastLimit when it adds days past the limit without a
    reason; with one, the reason is kept. Holds the candidate, so that of two at once the second one counts the first.
    """
    candidate = lifecycle.lock(candidate_id)
    limit = limit_of(candidate.region_id)
    before = parts_of([candidate.pk])[candidate.pk]
    others = [part for part in before if instead_of is None or _key(part) != instead_of]
    now = stand(before, limit, on=on)
    then = stand([*others, Part(stretch)], limit, on=on)
    if not then.is_past or then.known_days <= now.known_days:
        return then
    if not reason.strip():
        raise PastLimit(_past(then, limit), would_stand=then)
    BenefitOverrun.objects.bulk_create(
        [
            BenefitOverrun(
                region_id=candidate.region_id,
                candidate=candidate,
                over=over,
                first_day=stretch.first_day,
                last_day=stretch.last_day,
                days=then.known_days,
                most_days=then.most_days,
                reason=check_said(reason, otherwise=_past(then, limit))[:500],
                by_id=acting.user_id,
                organisation_id=acting.organisation_id,
                at=at,
            )
        ]
    )
    return then


@transaction.atomic
def add(
    acting: Acting, candidate_id: uuid.UUID, entry: Entry, *, reason: str = "", on: date, at: datetime
) -> BenefitPeriod:
    """Enter work with benefit kept; past the limit only with a reason."""
    check_free_text(entry.place)
    stretch = Stretch(entry.starts_on, entry.ends_on)
    candidate = lifecycle.lock(candidate_id)
    _check_once(candidate.pk, entry)
    check(acting, candidate_id, stretch, over=BenefitOver.PERIOD, reason=reason, on=on, at=at)
    period = BenefitPeriod(
        id=new_id(),
        region_id=candidate.region_id,
        candidate=candidate,
        kind=entry.kind,
        place=entry.place,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        entered_by_id=acting.user_id,
        entered_for_id=acting.organisation_id,
        entered_at=at,
    )
    period.save(force_insert=True)
    return period


@transaction.atomic
def change(
    acting: Acting,
    period_id: uuid.UUID,
    entry: Entry,
    *,
    reason: str = "",
    on: date,
    at: datetime,
    shown: str | None = None,
) -> BenefitPeriod:
    """Extend it, end it earlier, or put right what was entered wrongly. ``shown``: ``version`` of what stood in the form."""
    check_free_text(entry.place)
    period = _locked(period_id)
    check_shown(version(period), shown)
    lifecycle.lock(period.candidate_id)
    _check_once(period.candidate_id, entry, other_than=period.pk)
    stretch = Stretch(entry.starts_on, entry.ends_on)
    check(
        acting,
        period.candidate_id,
        stretch,
        over=BenefitOver.PERIOD,
        reason=reason,
        on=on,
        at=at,
        instead_of=period.pk,
    )
    period.kind, period.place = entry.kind, entry.place
    period.starts_on, period.ends_on = entry.starts_on, entry.ends_on
    period.save(update_fields=["kind", "place", "starts_on", "ends_on"])
    return period


def version(period: BenefitPeriod) -> str:
    """The same as long as nobody changed what it is, where and for how long."""
    return version_of(period, Entry.__slots__)


@transaction.atomic
def remove(acting: Acting, period_id: uuid.UUID, *, at: datetime) -> BenefitPeriod:
    """It was entered by mistake; ``restore`` takes that back."""
    period = _locked(period_id)
    period.removed_by_id, period.removed_at = acting.user_id, at
    period.save(update_fields=["removed_by", "removed_at"])
    return period


@transaction.atomic
def restore(acting: Acting, period_id: uuid.UUID, *, on: date, at: datetime) -> BenefitPeriod:
    """Only who took it away, as an undo. What passes the limit by now is entered anew: there the reason is asked."""
    rows: Any = BenefitPeriod.objects.select_for_update(of=("self",), no_key=True)
    period = rows.filter(pk=period_id, removed_at__isnull=False, removed_by_id=acting.user_id).first()
    if period is None:
        raise Refused(_("Deze periode staat er al weer."))
    entry = Entry(BenefitKind(period.kind), period.place, period.starts_on, period.ends_on)
    lifecycle.lock(period.candidate_id)
    _check_once(period.candidate_id, entry)
    stretch = Stretch(period.starts_on, period.ends_on)
    try:
        check(acting, period.candidate_id, stretch, over=BenefitOver.PERIOD, reason="", on=on, at=at)
    except PastLimit as past:
        anew = _("Voeg de periode opnieuw toe en schrijf op waarom het langer mag.")
        raise Refused(f"{_('Dit kan niet terug.')} {past.counted} {anew}") from past
    period.removed_by_id, period.removed_at = None, None
    period.save(update_fields=["removed_by", "removed_at"])
    return period


def _check_once(candidate_id: uuid.UUID, entry: Entry, *, other_than: uuid.UUID | None = None) -> None:
    """The same work on the same days is in once; half of it elsewhere on those days is another period."""
    same = BenefitPeriod.objects.counting().filter(
        candidate=candidate_id,
        kind=entry.kind,
        place__iexact=entry.place.strip(),
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
    )
    if same.exclude(pk=other_than).exists():
        raise Refused(_("Deze periode staat er al: hetzelfde werk op dezelfde plek en dezelfde dagen."))


def _locked(period_id: uuid.UUID) -> BenefitPeriod:
    rows: Any = BenefitPeriod.objects.counting().select_for_update(of=("self",), no_key=True)
    period = rows.filter(pk=period_id).first()
    if period is None:
        raise Refused(_("Deze periode is intussen weggehaald."))
    return period


def stretch_of(enrolment: Enrolment) -> Stretch:
    """Until it ended, or else until the last day of its group; without a group it goes on."""
    planned = enrolment.group.ends_on if enrolment.group else None
    last = enrolment.ended_on or planned
    return Stretch(enrolment.started_on, max(last, enrolment.started_on) if last else None)


def _key(part: Part) -> uuid.UUID | None:
    row = part.period or part.enrolment
    return row.pk if row else None


def _past(would_stand: Standing, limit: Limit) -> str:
    return _(
        "Met alles samen wordt dit %(days)s dagen met behoud van uitkering. De grens is %(months)s maanden:"
        " %(most)s dagen, tot en met %(full)s. Kan het toch langer? Schrijf op waarom."
    ) % {
        "days": would_stand.known_days,
        "months": limit.months,
        "most": would_stand.most_days,
        "full": day_nl(would_stand.full_on) if would_stand.full_on else "",
    }
