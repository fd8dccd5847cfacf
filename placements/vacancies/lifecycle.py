"""What may be done with a vacancy in which state, and where it stands then."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from placements.vacancy_choices import VacancyState

#: The job that ends what still runs for a vacancy that is over.
END_PROPOSALS = "placements.end_proposals"


class Step(StrEnum):
    PUBLISH = "publish"
    CHANGE = "change"
    HOLD = "hold"
    CONFIRM = "confirm"
    REJECT = "reject"
    TAKE_BACK = "take_back"
    FILL = "fill"
    CLOSE = "close"
    REOPEN = "reopen"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class Rule:
    """``to`` None: it stays where it is."""

    may_from: frozenset[VacancyState]
    to: VacancyState | None = None


def _from(*states: VacancyState) -> frozenset[VacancyState]:
    return frozenset(states)


_ALIVE = _from(VacancyState.CONCEPT, VacancyState.SUBMITTED, VacancyState.OPEN)

STEPS: Mapping[Step, Rule] = {
    Step.PUBLISH: Rule(_from(VacancyState.CONCEPT), VacancyState.OPEN),
    Step.CHANGE: Rule(_ALIVE),
    Step.HOLD: Rule(_from(VacancyState.SUBMITTED, VacancyState.OPEN)),
    # What a firm without a workspace put forward is for the coordination point to decide.
    Step.CONFIRM: Rule(_from(VacancyState.SUBMITTED), VacancyState.OPEN),
    Step.REJECT: Rule(_from(VacancyState.SUBMITTED), VacancyState.REJECTED),
    Step.TAKE_BACK: Rule(_from(VacancyState.REJECTED), VacancyState.SUBMITTED),
    Step.FILL: Rule(_from(VacancyState.OPEN), VacancyState.FILLED),
    Step.CLOSE: Rule(_ALIVE, VacancyState.CLOSED),
    Step.REOPEN: Rule(_from(VacancyState.FILLED, VacancyState.CLOSED), VacancyState.OPEN),
    #: By the link of a firm nothing becomes open: it is looked at first.
    Step.PUT_BACK: Rule(_from(VacancyState.CLOSED), VacancyState.SUBMITTED),
}


def may(step: Step, state: str) -> bool:
    return state in STEPS[step].may_from


def after(step: Step, state: str) -> VacancyState:
    """Where a vacancy of this state stands after the step."""
    return STEPS[step].to or VacancyState(state)
