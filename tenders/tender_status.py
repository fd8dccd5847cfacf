"""The way of a tender over the calendar (domain section 3): what can follow what, and what each status implies.

Concept → planned → published → awarded → in execution → completed; withdrawn from any open status. A step back mends a
mistake, and a step may be left out: a single private procedure is never published.
"""

from typing import Final

CONCEPT, PLANNED, PUBLISHED = "concept", "planned", "published"
AWARDED, IN_EXECUTION, COMPLETED, WITHDRAWN = "awarded", "in_execution", "completed", "withdrawn"

#: In the order in which a tender passes them; withdrawn stands beside.
COURSE: Final = (CONCEPT, PLANNED, PUBLISHED, AWARDED, IN_EXECUTION, COMPLETED)
#: Not awarded yet: the calendar is about these.
OPEN: Final = frozenset({CONCEPT, PLANNED, PUBLISHED})
#: Past these a social return decision must have been taken (domain section 3: before publication).
UNDECIDED_MAY_BE: Final = frozenset({CONCEPT, PLANNED, WITHDRAWN})
#: Steps before which the decision is asked.
DECIDED_FIRST: Final = frozenset({PUBLISHED, AWARDED})
#: Things that happen on a day, one after the other; the calendar itself is kept whenever somebody has time for it.
DATED: Final = frozenset({PUBLISHED, AWARDED, IN_EXECUTION, COMPLETED})

TRANSITIONS: Final[dict[str, frozenset[str]]] = {
    CONCEPT: frozenset({PLANNED, PUBLISHED, AWARDED, WITHDRAWN}),
    PLANNED: frozenset({CONCEPT, PUBLISHED, AWARDED, WITHDRAWN}),
    PUBLISHED: frozenset({PLANNED, AWARDED, WITHDRAWN}),
    AWARDED: frozenset({PUBLISHED, IN_EXECUTION, WITHDRAWN}),
    IN_EXECUTION: frozenset({AWARDED, COMPLETED}),
    COMPLETED: frozenset({IN_EXECUTION}),
    WITHDRAWN: frozenset({CONCEPT, PLANNED}),
}


#: With a contract a tender stays awarded at least.
NOT_WITH_CONTRACT: Final = frozenset({CONCEPT, PLANNED, PUBLISHED, WITHDRAWN})


def steps_from(status: str, *, has_contract: bool) -> frozenset[str]:
    """The steps that can be offered to a tender with this status."""
    return TRANSITIONS[status] - NOT_WITH_CONTRACT if has_contract else TRANSITIONS[status]


def may_follow(status: str, after: str) -> bool:
    """Whether a tender that is ``after`` can become ``status``."""
    return status in TRANSITIONS[after]


def is_step_back(status: str, after: str) -> bool:
    """Whether the step mends an earlier one instead of going on."""
    if after == WITHDRAWN:
        return True
    return status in COURSE and COURSE.index(status) < COURSE.index(after)
