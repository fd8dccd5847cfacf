import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from candidates.benefit.kept import PastLimit, check, stretch_of
from candidates.benefit.limit import Stretch
from candidates.choices import BenefitOver
from candidates.models import Candidate, TrainingGroup, TrainingProgramme
from candidates.training.days import check_first_day
from candidates.training.programmes import groups_of, programmes_of
from candidates.training_choices import GroupState, ProgrammeState, SeatState
from organisations.refused import Refused, check_said
from organisations.shown import check_shown, version_of
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """When and where a group is, and for how many."""

    name: str
    starts_on: date
    ends_on: date
    seats: int
    place: str
    benefit_kept: bool


def version(group: TrainingGroup) -> str:
    """The same as long as nobody changed when and where the group is, or for how many."""
    return version_of(group, GroupEntry.__slots__)


@transaction.atomic
def add(acting: Acting, programme_id: uuid.UUID, *, entry: GroupEntry, on: date) -> TrainingGroup:
    """Plan a group of a programme that is available."""
    check_first_day(entry.starts_on, on)
    programme: TrainingProgramme = programmes_of(acting).get(pk=programme_id)
    if programme.state != ProgrammeState.AVAILABLE:
        raise Refused(_("Deze scholing is niet beschikbaar. Zet haar eerst op beschikbaar."))
    group = TrainingGroup(region_id=programme.region_id, programme=programme, created_by_id=acting.user_id)
    return _written(group, entry)


@transaction.atomic
def change(
    acting: Acting,
    group_id: uuid.UUID,
    *,
    entry: GroupEntry,
    benefit_reason: str = "",
    on: date,
    at: datetime,
    shown: str | None = None,
) -> TrainingGroup:
    """Other days, another place, more or fewer seats: never fewer than are taken.

    Of who takes part with benefit kept the limit is asked about; past it only with a reason (PastLimit says whose).
    ``shown``: ``version`` of what stood in the form.
    """
    group = locked(acting, group_id)
    check_shown(version(group), shown)
    if group.state in {GroupState.CLOSED, GroupState.CANCELLED}:
        raise Refused(_("Deze groep is al klaar. Er verandert niets meer aan."))
    is_running = group.state == GroupState.RUNNING
    if is_running and entry.starts_on != group.starts_on:
        raise Refused(_("De groep is al begonnen. De eerste dag verandert niet meer."))
    if is_running and entry.benefit_kept != group.benefit_kept:
        raise Refused(
            _("De groep is al begonnen. Of het met behoud van uitkering is, verandert u bij elke deelnemer zelf.")
        )
    if entry.starts_on != group.starts_on:
        check_first_day(entry.starts_on, on)
    if entry.seats < group.seats_taken:
        raise Refused(
            _("Er zijn al %(taken)s plaatsen vergeven. Kies dat aantal of meer.") % {"taken": group.seats_taken}
        )
    group.ends_on = entry.ends_on
    taking_part = group.enrolments.standing().filter(benefit_kept=True, ended_on=None).select_related("candidate")
    for enrolment in taking_part.select_for_update(of=("self",), no_key=True).order_by("pk"):
        stretch, there = stretch_of(enrolment), enrolment.pk
        check_limit(acting, enrolment.candidate, stretch, reason=benefit_reason, on=on, at=at, instead_of=there)
    return _written(group, entry)


@transaction.atomic
def cancel(acting: Acting, group_id: uuid.UUID, *, reason: str) -> TrainingGroup:
    """The group does not go on; whoever had a seat waits again."""
    group = locked(acting, group_id)
    if group.state != GroupState.OPEN:
        raise Refused(_("Deze groep is al begonnen of afgerond."))
    group.cancelled_reason = check_said(reason, otherwise=_("Schrijf op waarom de groep niet doorgaat."))[:500]
    group.state = GroupState.CANCELLED
    group.save(update_fields=["state", "cancelled_reason"])
    for seat in group.taken.filter(state__in=[SeatState.WAITING, SeatState.OFFERED, SeatState.ACCEPTED]):
        seat.state = SeatState.WITHDRAWN
        seat.save(update_fields=["state"])
    return group


@transaction.atomic
def take_up_again(acting: Acting, group_id: uuid.UUID) -> TrainingGroup:
    """Undo ``cancel``; seats are to be offered anew."""
    group = locked(acting, group_id)
    if group.state != GroupState.CANCELLED:
        raise Refused(_("Deze groep gaat al door."))
    group.state, group.cancelled_reason = GroupState.OPEN, ""
    group.save(update_fields=["state", "cancelled_reason"])
    return group


def locked(acting: Acting, group_id: uuid.UUID) -> TrainingGroup:
    """The group, held until the end of the transaction; for who may change it."""
    return groups_of(acting).select_for_update(of=("self",), no_key=True).get(pk=group_id)


def hold(group_id: uuid.UUID | None) -> None:
    """As ``locked``, also for a Werkplein: before seats or participants of the group, as whoever closes it does."""
    if group_id is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT candidates_hold_group(%s)", [group_id])


def check_limit(
    acting: Acting,
    candidate: Candidate,
    stretch: Stretch,
    *,
    reason: str,
    on: date,
    at: datetime,
    instead_of: uuid.UUID | None = None,
) -> None:
    """As ``check``, for one of a group: PastLimit says whose limit it is."""
    over = BenefitOver.ENROLMENT
    try:
        check(acting, candidate.pk, stretch, over=over, reason=reason, on=on, at=at, instead_of=instead_of)
    except PastLimit as past:
        raise PastLimit(f"{candidate.reference}: {past.sentence}", would_stand=past.standing) from past


def _written(group: TrainingGroup, entry: GroupEntry) -> TrainingGroup:
    for name in GroupEntry.__slots__:
        setattr(group, name, getattr(entry, name))
    # The trigger keeps how many seats are taken; what was read of it may be old.
    fields = [*GroupEntry.__slots__]
    try:
        with transaction.atomic():
            if group._state.adding:  # noqa: SLF001 - the way to ask
                group.save(force_insert=True)
            else:
                group.save(update_fields=fields)
    except IntegrityError as error:
        if "training_group_not_overfull" in str(error):
            raise Refused(_("Er zijn al meer plaatsen vergeven dan dat.")) from error
        raise
    return group
