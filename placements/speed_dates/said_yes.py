"""Who said yes to an employer at a speed date is not asked again: his coach writes that yes down, and he is proposed."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.outbox import queue_job
from organisations.refused import Refused
from organisations.tenancy import Acting
from placements.mediation import answering, following
from placements.mediation.moves import Party
from placements.mediation.proposals import bring, hold
from placements.mediation.proposing import check_sought
from placements.models import Proposal, SpeedDateMeeting
from placements.speed_date_choices import Says, SpeedDateState
from placements.vacancy_choices import AnsweredBy, ProposalState, TakenBack

#: After that somebody may well have changed his mind: then he is asked.
STANDS_FOR = timedelta(days=60)
#: After these somebody is asked again: he did not want this work any more, or nobody wrote down that he still does.
_NO_LONGER = (
    TakenBack.CHANGED_MIND,
    TakenBack.OTHER_WORK,
    TakenBack.PAUSED,
    TakenBack.STOPPED,
    TakenBack.OTHER,
)


def talks_with_yes(candidate: Any, vacancy: Any, *, on: date) -> QuerySet[SpeedDateMeeting]:
    """The talks after which a candidate said yes to the employer of a vacancy; keys, or ``OuterRef`` of them.

    Not when he said no to this work since, or took his yes back.
    """
    since = Proposal.objects.filter(
        Q(state=ProposalState.DECLINED) | Q(state=ProposalState.WITHDRAWN, file__withdrawn_because__in=_NO_LONGER),
        candidate_id=OuterRef("attendee__candidate_id"),
        vacancy_id=OuterRef("employer__vacancy_id"),
        state_at__date__gte=OuterRef("event__day"),
    )
    return SpeedDateMeeting.objects.filter(
        attendee__candidate_id=candidate,
        employer__vacancy_id=vacancy,
        candidate_says=Says.YES,
        event__state=SpeedDateState.HELD,
        event__day__gte=on - STANDS_FOR,
    ).exclude(Exists(since))


def talk_of(proposal: Proposal, *, on: date) -> SpeedDateMeeting | None:
    """The last talk after which this candidate said yes to this employer. One query, for who works the file."""
    talks = talks_with_yes(proposal.candidate_id, proposal.vacancy_id, on=on)
    return talks.select_related("event").order_by("-event__day", "pk").first()


@transaction.atomic
def write_down(acting: Acting, proposal_id: uuid.UUID, *, on: date, at: datetime) -> Proposal:
    """The yes of the speed date, with the moment of that day; history keeps who wrote it down. The employer hears it."""
    proposal = hold(acting, proposal_id)
    check_sought(proposal.vacancy)
    talk = talk_of(proposal, on=on)
    if talk is None:
        raise Refused(_("Er is geen ja van een speeddate. Vraag de kandidaat met een mail of sms, of bel."))
    moment = timezone.make_aware(datetime.combine(talk.event.day, talk.event.starts_at))
    bring(
        proposal,
        ProposalState.AGREED,
        by=Party.SPEED_DATE,
        at=at,
        asked_at=moment,
        answered_at=moment,
        answered_by=AnsweredBy.SPEED_DATE,
    )
    following.settle(acting, proposal.candidate_id, on=on, at=at)
    queue_job(answering.TELL, proposal_id=proposal.pk, region_id=proposal.region_id)
    return proposal
