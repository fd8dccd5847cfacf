"""What an employer answers to a proposal: a meeting, taken on, or no; or what he told the coach by telephone."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.access import acts_for_contractor
from organisations.refused import Refused, check_free_text, check_said
from organisations.tenancy import Acting
from placements.mediation import following
from placements.mediation.moves import Party
from placements.mediation.proposals import bring, hold, hold_as_employer
from placements.mediation.proposing import places_left
from placements.models import Proposal
from placements.vacancy_choices import ProposalState, RefuseReason

#: A meeting farther away is a slip of the pen.
MOST_DAYS_AHEAD = 180


@dataclass(frozen=True, slots=True)
class Meeting:
    at: datetime
    place: str


@transaction.atomic
def plan_meeting(acting: Acting, proposal_id: uuid.UUID, *, meeting: Meeting, on: date, at: datetime) -> Proposal:
    """They meet, or meet at another moment; the candidate and his coach hear where and when."""
    proposal, by = _held(acting, proposal_id)
    if meeting.at <= at:
        raise Refused(_("Dit moment is al geweest. Kies een moment dat nog komt."))
    if meeting.at > at + timedelta(days=MOST_DAYS_AHEAD):
        raise Refused(_("Dit is meer dan een half jaar vooruit. Kijk het jaar na."))
    place = meeting.place.strip()
    check_free_text(place)
    if not place:
        raise Refused(_("Vul in waar u elkaar ontmoet."))
    bring(
        proposal,
        ProposalState.MEETING,
        by=by,
        at=at,
        meeting_at=meeting.at,
        meeting_place=place[:120],
        employer_answered_at=at,
    )
    return _followed(acting, proposal, by, on=on, at=at)


@transaction.atomic
def hire(acting: Acting, proposal_id: uuid.UUID, *, on: date, at: datetime) -> Proposal:
    """The employer takes the candidate on; refused when all places are taken."""
    proposal, by = _held(acting, proposal_id)
    if places_left(proposal.vacancy) <= 0:
        raise Refused(
            _("Alle plaatsen van deze vacature zijn al vervuld. Zoekt u er meer? Verander dan eerst het aantal.")
        )
    bring(proposal, ProposalState.HIRED, by=by, at=at, employer_answered_at=at)
    return _followed(acting, proposal, by, on=on, at=at)


@transaction.atomic
def refuse(acting: Acting, proposal_id: uuid.UUID, *, reason: str, note: str, on: date, at: datetime) -> Proposal:
    """The employer says no: from here on he does not see any more who it is."""
    proposal, by = _held(acting, proposal_id)
    if reason not in RefuseReason.values:
        raise Refused(_("Kies waarom het niet doorgaat."))
    note = note.strip()
    if reason == RefuseReason.OTHER:
        note = check_said(note, otherwise=_("Schrijf op waarom het niet doorgaat."))
    check_free_text(note)
    bring(
        proposal,
        ProposalState.REFUSED,
        by=by,
        at=at,
        refuse_reason=reason,
        employer_note=note[:500],
        employer_answered_at=at,
    )
    return _followed(acting, proposal, by, on=on, at=at)


def _held(acting: Acting, proposal_id: uuid.UUID) -> tuple[Proposal, Party]:
    if acts_for_contractor(acting):
        return hold_as_employer(acting, proposal_id), Party.EMPLOYER
    return hold(acting, proposal_id), Party.COACH


def _followed(acting: Acting, proposal: Proposal, by: Party, *, on: date, at: datetime) -> Proposal:
    if by == Party.COACH:
        following.settle(acting, proposal.candidate_id, on=on, at=at)
    following.queue(proposal, by=by)
    return proposal
