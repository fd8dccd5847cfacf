"""The ladder when a contract is behind: reminder, conversation, recovery plan, hearing, decision about the shortfall.

Pure: what comes next and what may become of a step. The portal proposes; a person decides. The one thing it does by
itself is a reminder (``tenders.ladder_reminders``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from organisations.months import add_months
from tenders.choices import LadderKind, StepState
from tenders.progress import Standing

ORDER = tuple(LadderKind)
#: After a reminder a contract that is behind gets so many days; one at risk gets none.
DAYS_AFTER_REMINDER = 28
#: A step counts so long. Who falls behind again after that, starts at the foot of the ladder.
MONTHS_COUNTED = 12
NEEDS_ATTENTION = frozenset({Standing.BEHIND, Standing.AT_RISK})

#: From each state the states a step can go to.
TRANSITIONS: dict[StepState, frozenset[StepState]] = {
    StepState.PLANNED: frozenset({StepState.DONE, StepState.WITHDRAWN}),
    StepState.DONE: frozenset(),
    StepState.WITHDRAWN: frozenset(),
}


class Action(StrEnum):
    """What is to be done about the step that is next."""

    PLAN = "plan"
    #: Planned, and its day lies ahead.
    AWAIT = "await"
    #: Planned, and its day is here or past: what came out of it?
    RECORD = "record"
    #: The ladder is at its end.
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that is next: ``on`` is its planned day, or the first day on which it is usual."""

    kind: LadderKind
    action: Action
    on: date
    #: The step that is open, or the last one that was taken; None at the foot of the ladder.
    after: Any = None

    @property
    def is_open(self) -> bool:
        return self.action in {Action.AWAIT, Action.RECORD}

    def is_due(self, on: date) -> bool:
        """Whether somebody should do something about it on this day."""
        return self.action != Action.AWAIT and self.on <= on


def next_step(
    standing: Standing | str | None, steps: Iterable[Any], on: date, *, ended: bool = False
) -> NextStep | None:
    """The next step for a contract with this standing; None when none is called for.

    ``steps`` are those of the contract in any order, as ``LadderStep`` has them: kind, state, planned_on, done_on, met.
    Once the contract has ``ended`` nothing can be made up for: what remains is the hearing and the decision.
    """
    steps = list(steps)
    planned = [step for step in steps if step.state == StepState.PLANNED]
    if planned:
        step = min(planned, key=lambda one: one.planned_on)
        action = Action.AWAIT if step.planned_on > on else Action.RECORD
        return NextStep(LadderKind(step.kind), action, step.planned_on, step)
    if standing not in NEEDS_ATTENTION:
        return None
    counted = _counted(steps, on)
    last = max(counted, key=lambda step: (ORDER.index(step.kind), step.done_on), default=None)
    if last is not None and last.kind == LadderKind.SHORTFALL:
        return NextStep(LadderKind.SHORTFALL, Action.SETTLE, on, last)
    if ended and (last is None or ORDER.index(last.kind) < ORDER.index(LadderKind.HEARING)):
        return NextStep(LadderKind.HEARING, Action.PLAN, on, last)
    if last is None:
        return NextStep(LadderKind.REMINDER, Action.PLAN, on)
    first_day = last.done_on
    if last.kind == LadderKind.REMINDER and standing == Standing.BEHIND:
        # From the first one: the portal repeats it, and that must not put off the conversation.
        first_day = min(step.done_on for step in counted) + timedelta(days=DAYS_AFTER_REMINDER)
    return NextStep(ORDER[ORDER.index(last.kind) + 1], Action.PLAN, max(first_day, on), last)


def needs_reason(kind: LadderKind | str, planned_on: date, proposed: NextStep | None) -> bool:
    """Whether this step comes earlier than is usual: nothing is called for, a step is skipped, or it is too soon."""
    if proposed is None:
        return True
    ahead = ORDER.index(LadderKind(kind)) - ORDER.index(proposed.kind)
    return ahead > 0 or (ahead == 0 and planned_on < proposed.on)


def may_become(state: StepState | str, to: StepState) -> bool:
    return to in TRANSITIONS[StepState(state)]


def _counted(steps: list[Any], on: date) -> list[Any]:
    """The steps taken that still count: not too long ago, and after the last recovery plan that was met."""
    since = add_months(on, -MONTHS_COUNTED)
    done = [step for step in steps if step.state == StepState.DONE and step.done_on >= since]
    met = [step.done_on for step in done if step.kind == LadderKind.RECOVERY_PLAN and step.met]
    return [step for step in done if not met or step.done_on > max(met)]
