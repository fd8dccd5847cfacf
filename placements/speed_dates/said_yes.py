"""Who said yes to an employer at a speed date is not asked again: his coach writes that yes down, and he is proposed."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
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
from placements.vacancy_choices import AnsweredBy, ProposalState

#: After that somebody may well have changed his mind: then he is asked.
STANDS_FOR = timedelta(days=60)


def talk_of(proposal: Proposal, *, on: date) -> SpeedDateMeeting | None:
    """The talk after which this candidate said yes to the employer of this vacancy. One query, for who works the file."""
    talks = SpeedDateMeeting.objects.filter(
        attendee__candidate_id=proposal.candidate_id,
        employer__vacancy_id=proposal.vacancy_id,
        candidate_says=Says.YES,
        event__state=SpeedDateState.HELD,
        event__day__gte=on - STANDS_FOR,
    )
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
