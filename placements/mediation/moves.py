"""What may become of a proposal, and by whom."""

from collections.abc import Mapping
from enum import StrEnum

from placements.vacancy_choices import ProposalState


class Party(StrEnum):
    """Who takes a step. A coach also writes down what the others told him by telephone."""

    COACH = "coach"
    CANDIDATE = "candidate"
    EMPLOYER = "employer"
    #: Not somebody, but what a candidate said there, which his coach writes down.
    SPEED_DATE = "speed_date"


#: By who acts: from which state to which. Nobody comes back from an end: that is a new proposal.
MOVES: Mapping[Party, Mapping[ProposalState, tuple[ProposalState, ...]]] = {
    Party.COACH: {
        ProposalState.SHORTLISTED: (ProposalState.ASKED, ProposalState.DECLINED, ProposalState.WITHDRAWN),
        ProposalState.ASKED: (ProposalState.AGREED, ProposalState.DECLINED, ProposalState.WITHDRAWN),
        ProposalState.AGREED: (
            ProposalState.MEETING,
            ProposalState.HIRED,
            ProposalState.REFUSED,
            ProposalState.WITHDRAWN,
        ),
        ProposalState.MEETING: (
            ProposalState.MEETING,
            ProposalState.HIRED,
            ProposalState.REFUSED,
            ProposalState.WITHDRAWN,
        ),
        # Until there is a placement, work can still fall through.
        ProposalState.HIRED: (ProposalState.WITHDRAWN,),
    },
    # A yes is taken back as easily as it was given.
    Party.CANDIDATE: {
        ProposalState.ASKED: (ProposalState.AGREED, ProposalState.DECLINED),
        ProposalState.AGREED: (ProposalState.WITHDRAWN,),
        ProposalState.MEETING: (ProposalState.WITHDRAWN,),
        # As for his coach: until there is a placement.
        ProposalState.HIRED: (ProposalState.WITHDRAWN,),
    },
    Party.SPEED_DATE: {ProposalState.SHORTLISTED: (ProposalState.AGREED,)},
    Party.EMPLOYER: {
        ProposalState.AGREED: (ProposalState.MEETING, ProposalState.HIRED, ProposalState.REFUSED),
        ProposalState.MEETING: (ProposalState.MEETING, ProposalState.HIRED, ProposalState.REFUSED),
    },
}


def may_become(state: str, *, by: Party) -> tuple[ProposalState, ...]:
    """The states that may follow by this party."""
    return MOVES[by].get(ProposalState(state), ())


def may_move(state: str, to: str, *, by: Party) -> bool:
    return to in may_become(state, by=by)
