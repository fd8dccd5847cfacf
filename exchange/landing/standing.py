"""Where a candidate of a package stands, and since when, by the training and work that the package has of him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from candidates.choices import CandidateState
from candidates.training_choices import Outcome
from exchange.package import CandidateRow, EnrolmentRow, FollowUpRow, PlacementRow


@dataclass(frozen=True, slots=True)
class Standing:
    state: CandidateState
    since: date

    @property
    def ready_since(self) -> date | None:
        """Since when he waits for work, if he does."""
        return self.since if self.state in {CandidateState.READY, CandidateState.PROPOSED} else None


def standing_of(
    row: CandidateRow,
    enrolments: Sequence[EnrolmentRow],
    placements: Sequence[PlacementRow],
    checks: Sequence[FollowUpRow] = (),
    *,
    on: date,
) -> Standing:
    """The state that the row gives, or the one that follows; since the event that brought him there."""
    state = CandidateState(row.state) if row.state else _state(enrolments, placements, checks, on)
    days = {
        CandidateState.TRAINING: [one.started_on for one in enrolments],
        CandidateState.READY: [one.ended_on for one in enrolments if one.ended_on],
        CandidateState.PROPOSED: [one.ended_on for one in enrolments if one.ended_on],
        CandidateState.PLACED: [one.starts_on for one in placements],
        CandidateState.FOLLOW_UP: [one.ended_on or one.starts_on for one in placements]
        + [one.checked_on for one in checks],
        CandidateState.WITHDRAWN: [one.ended_on for one in enrolments if one.ended_on]
        + [one.ended_on for one in placements if one.ended_on],
    }
    last = max(days.get(state, []), default=row.registered_on)
    # What is still to come has not changed where he stands, and nobody stood anywhere before he came.
    return Standing(state, max(min(last, on), row.registered_on))


def _state(
    enrolments: Sequence[EnrolmentRow], placements: Sequence[PlacementRow], checks: Sequence[FollowUpRow], on: date
) -> CandidateState:
    begun = [one for one in placements if one.starts_on <= on]
    checked = {one.placement for one in checks}
    if any((one.ended_on is None or one.ended_on >= on) and one.reference not in checked for one in begun):
        # From the first check on it is follow-up.
        return CandidateState.PLACED
    if begun:
        return CandidateState.FOLLOW_UP
    if any(one.started_on <= on and (one.ended_on is None or one.ended_on >= on) for one in enrolments):
        return CandidateState.TRAINING
    if any(one.ended_on is not None and one.outcome != Outcome.DROPOUT for one in enrolments):
        return CandidateState.READY
    return CandidateState.REGISTERED
