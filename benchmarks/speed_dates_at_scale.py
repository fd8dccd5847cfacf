"""Speed dates of 200 candidates and 40 employers in 12 rounds are planned: time, and whether it is proved to be the most."""

import random
from collections.abc import Callable
from typing import Any

from placements.speed_dates.planning import Attending, plan

CANDIDATES, EMPLOYERS, ROUNDS, WISHES = 200, 40, 12, 6
#: At most so many times the reference of the run.
BUDGET = 60.0


def a_large_fair() -> tuple[list[Attending], list[Attending], list[tuple[str, str]]]:
    """Half of the people come late or leave early; some employers are wanted by many."""
    chance = random.Random(8)

    def there() -> frozenset[int]:
        if chance.random() < 0.5:
            return frozenset(range(1, ROUNDS + 1))
        return frozenset(range(chance.randint(1, ROUNDS // 2), chance.randint(ROUNDS // 2, ROUNDS) + 1))

    employers = [Attending(f"e{n:02}", there()) for n in range(EMPLOYERS)]
    candidates = [Attending(f"c{n:03}", there()) for n in range(CANDIDATES)]
    liked = [chance.random() + 0.1 for _employer in employers]
    wishes = {
        (employer.key, candidate.key)
        for candidate in candidates
        for employer in chance.choices(employers, liked, k=WISHES)
    }
    return employers, candidates, sorted(wishes)


def measure(timed: Callable[..., dict[str, Any]]) -> dict[str, dict[str, Any]]:
    employers, candidates, wishes = a_large_fair()
    found = plan(employers, candidates, wishes)
    assert found.met == found.most, "not proved to be the most"
    result = timed(lambda: plan(employers, candidates, wishes), 3)
    return {"plan speed dates, 200 x 40 x 12": {**result, "budget": BUDGET, "pairs": found.met}}
