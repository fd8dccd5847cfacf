"""What both said after their talk; who both said yes goes onto the list of the vacancy."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.refused import Refused, check_free_text
from organisations.shown import check_shown, digest
from organisations.tenancy import Acting
from placements.mediation.passing_over import Reason
from placements.mediation.proposing import STANDING, shortlist
from placements.models import Proposal, SpeedDate, SpeedDateEmployer, SpeedDateMeeting
from placements.speed_date_choices import Says, SpeedDateState
from placements.speed_dates.events import events_of, locked
from placements.speed_dates.schedule import meetings_of
from placements.vacancy_choices import MatchPassReason


@dataclass(frozen=True, slots=True)
class Result:
    """Empty: not said yet. ``shown``: ``version`` of what stood in the form."""

    meeting_id: uuid.UUID
    employer_says: str
    candidate_says: str
    note: str
    shown: str | None = None

    @property
    def typed(self) -> dict[str, str]:
        note = " ".join(self.note.split())[:300]
        return {"employer_says": self.employer_says, "candidate_says": self.candidate_says, "note": note}

    @property
    def is_as_shown(self) -> bool:
        """Nobody changed anything of it in the form."""
        return digest(self.typed) == self.shown


_SAID = ("employer_says", "candidate_says", "note")


@dataclass(frozen=True, slots=True)
class Listed:
    """Who came onto the list of the vacancy, and why not who did not."""

    added: int
    sentences: tuple[str, ...]


def version(meeting: SpeedDateMeeting) -> str:
    """The same as long as nobody changed what was said."""
    return digest({name: getattr(meeting, name) for name in _SAID})


def told(prefix: str = "") -> Q:
    """Of which talks the result is in: both answered, or one of the two did not come."""
    employer, candidate = f"{prefix}employer_says", f"{prefix}candidate_says"
    answers = [Says.YES, Says.MAYBE, Says.NO]
    both = Q((f"{employer}__in", answers), (f"{candidate}__in", answers))
    return both | Q((employer, Says.AWAY)) | Q((candidate, Says.AWAY))


def employers_with_talks(event: SpeedDate) -> QuerySet[SpeedDateEmployer]:
    """With ``talks``, how many of them are ``answered``, and how many said ``both_yes``."""
    answered = told("meetings__")
    both = Q(meetings__employer_says=Says.YES, meetings__candidate_says=Says.YES)
    counted = event.employers.select_related("vacancy").annotate(
        talks=Count("meetings"), answered=Count("meetings", filter=answered), both_yes=Count("meetings", filter=both)
    )
    return counted.filter(talks__gt=0).order_by("name", "pk")


@transaction.atomic
def keep(
    acting: Acting,
    event_id: uuid.UUID,
    employer_id: uuid.UUID,
    *,
    results: Iterable[Result],
    at: datetime,
) -> int:
    """All results of one employer at once; returns how many changed. The first ones say that the event was held.

    What the form left as it stood is left alone, also where somebody else saved it meanwhile. When the last result of the
    event is taken back, it was not held yet and its plan can change again.
    """
    event = locked(acting, event_id)
    check_can_be_told(event, at=at)
    talks = {one.pk: one for one in meetings_of(event).filter(employer_id=employer_id)}
    changed = 0
    for result in results:
        meeting = talks.get(result.meeting_id)
        if meeting is None:
            raise Refused(_("Een gesprek is veranderd sinds u deze bladzijde opende. Kijk de lijst opnieuw na."))
        check_free_text(result.note)
        stands = version(meeting)
        if result.is_as_shown or digest(result.typed) == stands:
            continue
        check_shown(stands, result.shown)
        for name, said in result.typed.items():
            setattr(meeting, name, said)
        meeting.answered_at = at if any(result.typed.values()) else None
        meeting.save(update_fields=[*_SAID, "answered_at"])
        changed += 1
    began = event.meetings.exclude(employer_says="", candidate_says="", note="").exists()
    state = SpeedDateState.HELD if began else SpeedDateState.PLANNED
    if event.state != state:
        event.state = state
        event.save(update_fields=["state"])
    return changed


def check_can_be_told(event: SpeedDate, *, at: datetime) -> None:
    if event.state not in {SpeedDateState.PLANNED, SpeedDateState.HELD}:
        raise Refused(_("Uitslagen vult u in als er een plan is."))
    if not has_begun(event, at=at):
        raise Refused(
            _("Deze speeddate moet nog komen. Uitslagen vult u in vanaf %(day)s om %(time)s.")
            % {"day": f"{event.day:%d-%m-%Y}", "time": f"{event.starts_at:%H:%M}"}
        )


def has_begun(event: SpeedDate, *, at: datetime) -> bool:
    now = timezone.localtime(at)
    return (event.day, event.starts_at) <= (now.date(), now.time())


def proposed_already(employer: SpeedDateEmployer) -> dict[uuid.UUID, Proposal]:
    """The proposals for the vacancy of this employer that run, or ended since the event, by candidate; none without a vacancy.

    Who was on the list after the event and said no, or took his yes back, is not put there again by what he said before.
    """
    if employer.vacancy_id is None:
        return {}
    standing = Q(state__in=STANDING) | Q(state_at__date__gte=employer.event.day)
    found = Proposal.objects.filter(standing, vacancy_id=employer.vacancy_id).order_by("made_at", "pk")
    return {one.candidate_id: one for one in found}


def list_both_yes(acting: Acting, event_id: uuid.UUID, employer_id: uuid.UUID, *, at: datetime) -> Listed:
    """Put whom both said yes to onto the list of the vacancy; each one that cannot be is told with the reason."""
    event = events_of(acting).get(pk=event_id)
    employer = event.employers.get(pk=employer_id)
    if employer.vacancy_id is None:
        raise Refused(_("Bij deze werkgever staat geen vacature. Kies die eerst bij Wie komt."))
    there = proposed_already(employer)
    added, sentences = 0, []
    for one in meetings_of(event).filter(employer=employer):
        if not one.both_say_yes or one.attendee.candidate_id in there:
            continue
        chosen, reason = [one.attendee.candidate_id], Reason(MatchPassReason.EMPLOYER)
        try:
            with transaction.atomic():
                shortlist(acting, employer.vacancy_id, chosen, reason=reason, at=at)
        except Refused as refused:
            sentences.append(refused.sentence)
        else:
            added += 1
    return Listed(added, tuple(dict.fromkeys(sentences)))
