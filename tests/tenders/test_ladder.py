"""Which step of the ladder is next: a table of cases."""

import datetime as dt
from dataclasses import dataclass

import pytest

from tenders.choices import LadderKind, StepState
from tenders.ladder import ORDER, TRANSITIONS, Action, may_become, needs_reason, next_step
from tenders.progress import Standing

ON = dt.date(2026, 10, 1)
K = LadderKind


@dataclass
class Step:
    kind: LadderKind
    planned_on: dt.date
    state: StepState = StepState.DONE
    met: bool | None = None

    @property
    def done_on(self):
        return self.planned_on if self.state == StepState.DONE else None


def ago(days):
    return ON - dt.timedelta(days=days)


def ahead(days):
    return ON + dt.timedelta(days=days)


@pytest.mark.parametrize("standing", [Standing.ON_TRACK, Standing.STARTING, Standing.SETTLED, None])
def test_nothing_is_next_where_nothing_is_behind(standing):
    assert next_step(standing, [], ON) is None
    assert next_step(standing, [Step(K.REMINDER, ago(40))], ON) is None


CASES = [
    # taken, standing, next kind, what to do, from which day
    ([], Standing.BEHIND, K.REMINDER, Action.PLAN, ON),
    ([], Standing.AT_RISK, K.REMINDER, Action.PLAN, ON),
    ([Step(K.REMINDER, ago(10))], Standing.BEHIND, K.CONVERSATION, Action.PLAN, ahead(18)),
    ([Step(K.REMINDER, ago(28))], Standing.BEHIND, K.CONVERSATION, Action.PLAN, ON),
    ([Step(K.REMINDER, ago(10))], Standing.AT_RISK, K.CONVERSATION, Action.PLAN, ON),
    # repeated reminders do not put off the conversation
    ([Step(K.REMINDER, ago(one)) for one in (56, 28, 0)], Standing.BEHIND, K.CONVERSATION, Action.PLAN, ON),
    ([Step(K.REMINDER, ago(60)), Step(K.CONVERSATION, ago(30))], Standing.BEHIND, K.RECOVERY_PLAN, Action.PLAN, ON),
    ([Step(K.RECOVERY_PLAN, ago(3), met=False)], Standing.BEHIND, K.HEARING, Action.PLAN, ON),
    # a recovery plan that was met begins the ladder anew
    (
        [Step(K.CONVERSATION, ago(90)), Step(K.RECOVERY_PLAN, ago(3), met=True)],
        Standing.BEHIND,
        K.REMINDER,
        Action.PLAN,
        ON,
    ),
    ([Step(K.HEARING, ago(3))], Standing.AT_RISK, K.SHORTFALL, Action.PLAN, ON),
    ([Step(K.SHORTFALL, ago(3))], Standing.AT_RISK, K.SHORTFALL, Action.SETTLE, ON),
    # what was taken more than a year ago, or withdrawn, does not count
    ([Step(K.HEARING, dt.date(2025, 9, 30))], Standing.BEHIND, K.REMINDER, Action.PLAN, ON),
    ([Step(K.HEARING, dt.date(2025, 10, 1))], Standing.BEHIND, K.SHORTFALL, Action.PLAN, ON),
    ([Step(K.HEARING, ago(3), StepState.WITHDRAWN)], Standing.BEHIND, K.REMINDER, Action.PLAN, ON),
    # what is open comes first, also when the contract is on track again
    ([Step(K.HEARING, ahead(1), StepState.PLANNED)], Standing.ON_TRACK, K.HEARING, Action.AWAIT, ahead(1)),
    ([Step(K.HEARING, ON, StepState.PLANNED)], Standing.BEHIND, K.HEARING, Action.RECORD, ON),
    ([Step(K.CONVERSATION, ago(9), StepState.PLANNED)], Standing.BEHIND, K.CONVERSATION, Action.RECORD, ago(9)),
]


@pytest.mark.parametrize(("taken", "standing", "kind", "action", "on"), CASES)
def test_the_next_step(taken, standing, kind, action, on):
    for steps in (taken, taken[::-1]):
        found = next_step(standing, steps, ON)
        assert (found.kind, found.action, found.on) == (kind, action, on)


def test_after_the_end_only_hearing_and_decision_remain():
    def kind(*taken):
        found = next_step(Standing.AT_RISK, list(taken), ON, ended=True)
        return found.kind, found.action

    assert kind() == (K.HEARING, Action.PLAN)
    assert kind(Step(K.CONVERSATION, ago(9))) == (K.HEARING, Action.PLAN)
    assert kind(Step(K.HEARING, ago(9))) == (K.SHORTFALL, Action.PLAN)
    assert kind(Step(K.SHORTFALL, ago(9))) == (K.SHORTFALL, Action.SETTLE)


def test_due_is_what_somebody_should_do_now():
    assert next_step(Standing.BEHIND, [], ON).is_due(ON)
    assert not next_step(Standing.BEHIND, [Step(K.REMINDER, ago(10))], ON).is_due(ON)
    assert not next_step(Standing.BEHIND, [Step(K.HEARING, ahead(1), StepState.PLANNED)], ON).is_due(ON)
    assert next_step(Standing.BEHIND, [Step(K.HEARING, ON, StepState.PLANNED)], ON).is_due(ON)


def test_a_step_that_comes_early_needs_a_reason():
    proposed = next_step(Standing.BEHIND, [Step(K.REMINDER, ago(10))], ON)
    assert not needs_reason(K.REMINDER, ON, proposed)
    assert not needs_reason(K.CONVERSATION, ahead(18), proposed)
    assert needs_reason(K.CONVERSATION, ahead(17), proposed)
    assert needs_reason(K.RECOVERY_PLAN, ahead(90), proposed)
    assert all(needs_reason(kind, ON, None) for kind in ORDER)


def test_what_was_recorded_or_withdrawn_stays_so():
    assert set(TRANSITIONS) == set(StepState)
    allowed = {(one, to) for one in StepState for to in StepState if may_become(one, to)}
    assert allowed == {(StepState.PLANNED, StepState.DONE), (StepState.PLANNED, StepState.WITHDRAWN)}
