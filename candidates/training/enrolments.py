import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from candidates import lifecycle
from candidates.benefit.kept import check
from candidates.benefit.limit import Stretch
from candidates.choices import BenefitOver
from candidates.models import Candidate, Enrolment
from candidates.references import new_reference
from candidates.training.days import check_first_day
from candidates.training.groups import hold
from candidates.training.programmes import programmes_of
from candidates.training.running import Moved, Result, finish, into_training
from candidates.training.shown import version
from candidates.training_choices import ProgrammeState
from candidates.training_querysets import EnrolmentQuerySet
from organisations.access import acts_for_coordination_point
from organisations.refused import Refused
from organisations.shown import check_shown
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class EnrolmentEntry:
    """What somebody typed about one enrolment."""

    started_on: date
    benefit_kept: bool
    training_cost: Decimal | None
    guidance_cost: Decimal | None
    voucher: str
    #: Why it may take longer with benefit kept than the limit; kept apart from the enrolment.
    benefit_reason: str = ""
    #: The same programme on the same day once more, which is asked about.
    again: bool = False


class SameAgain(Refused):
    """The candidate has an enrolment in this programme from this day on; that is mostly a mistake."""

    def __init__(self) -> None:
        super().__init__(_("Deze scholing staat al in het dossier, vanaf dezelfde dag."))


_KEPT = ("started_on", "benefit_kept", "training_cost", "guidance_cost", "voucher")


def enrolments_of(acting: Acting) -> EnrolmentQuerySet:
    """The enrolments somebody sees in lists; row security decides, this narrows by an index."""
    found: EnrolmentQuerySet = Enrolment.objects.standing().filter(region_id__in=acting.region_ids)
    if not acts_for_coordination_point(acting):
        here = acting.organisation_id
        found = found.filter(Q(candidate__werkplein_id=here) | Q(candidate__registrant_organisation_id=here))
    return found


@transaction.atomic
def enrol(
    acting: Acting,
    candidate_id: uuid.UUID,
    *,
    programme_id: uuid.UUID,
    entry: EnrolmentEntry,
    on: date,
    at: datetime,
) -> Enrolment:
    """Somebody follows a programme outside a group; also what he began some time ago."""
    candidate: Candidate = lifecycle.lock(candidate_id)
    programme = programmes_of(acting).get(pk=programme_id)
    if programme.state != ProgrammeState.AVAILABLE:
        raise Refused(_("Deze scholing is niet beschikbaar."))
    if programme.region_id != candidate.region_id:
        raise Refused(_("Deze scholing is van een andere regio."))
    check_first_day(entry.started_on, on)
    if not entry.again and is_there_already(candidate.pk, programme.pk, entry.started_on):
        raise SameAgain
    if entry.benefit_kept:
        stretch = Stretch(entry.started_on, None)
        over, reason = BenefitOver.ENROLMENT, entry.benefit_reason
        check(acting, candidate.pk, stretch, over=over, reason=reason, on=on, at=at)
    cost = programme.seat_cost if entry.training_cost is None else entry.training_cost
    enrolment = Enrolment(
        region_id=candidate.region_id, reference=new_reference("S"), candidate=candidate, programme=programme
    )
    _fill(enrolment, entry)
    enrolment.training_cost = cost
    enrolment.save(force_insert=True)
    if entry.started_on <= on:
        into_training(acting, candidate.pk, on=entry.started_on, at=at)
    return enrolment


@transaction.atomic
def change(
    acting: Acting, enrolment_id: uuid.UUID, *, entry: EnrolmentEntry, result: Result, on: date, at: datetime
) -> Moved:
    """Correct an enrolment, and say how it ended; what it was before stays in its history.

    Returns what became of the file. Raises ``Changed`` when it is not what ``result`` says that was shown.
    """
    hold(enrolments_of(acting).get(pk=enrolment_id).group_id)
    enrolment = enrolments_of(acting).select_for_update(of=("self",), no_key=True).get(pk=enrolment_id)
    check_shown(version(enrolment), result.shown)
    check_first_day(entry.started_on, on)
    moves = entry.started_on != enrolment.started_on
    if (
        moves
        and not entry.again
        and is_there_already(enrolment.candidate_id, enrolment.programme_id, entry.started_on, other_than=enrolment.pk)
    ):
        raise SameAgain
    _fill(enrolment, entry)
    certificate, reason = enrolment.programme.certificate, entry.benefit_reason
    return finish(acting, enrolment, result, certificate=certificate, benefit_reason=reason, on=on, at=at)


def is_there_already(
    candidate_id: uuid.UUID, programme_id: uuid.UUID, started_on: date, *, other_than: uuid.UUID | None = None
) -> bool:
    """Whether this candidate follows this programme from this day on already."""
    same = Enrolment.objects.filter(candidate_id=candidate_id, programme_id=programme_id, started_on=started_on)
    return same.exclude(pk=other_than).exists()


def overlapping(enrolments: Iterable[Enrolment]) -> set[uuid.UUID]:
    """Which of these, of one candidate, lie over another one."""
    listed = list(enrolments)
    return {
        one.pk
        for one in listed
        for other in listed
        if one.pk != other.pk
        and one.started_on <= (other.ended_on or date.max)
        and other.started_on <= (one.ended_on or date.max)
    }


def _fill(enrolment: Enrolment, entry: EnrolmentEntry) -> None:
    for name in _KEPT:
        setattr(enrolment, name, getattr(entry, name))
