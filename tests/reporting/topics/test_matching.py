"""Of whom others went first, and why employers said no: against a naive count of random proposals, and in words."""

import datetime as dt
import random
from collections import Counter

import pytest

from placements.vacancy_choices import MatchPassReason, RefuseReason
from reporting.definitions.words import CLASSES
from reporting.figures import facts
from tests.reporting.topics.test_money import figures_of

START, FIRST, LAST = dt.date(2018, 1, 1), dt.date(2019, 4, 1), dt.date(2019, 6, 30)
DAYS = [dt.date(2017, 6, 1) + dt.timedelta(days=day) for day in range(900)]


def proposals(dice: random.Random):
    rows = []
    for number in range(dice.randint(0, 60)):
        passed, refused = dice.randint(0, 3), dice.choice([True, False])
        rows.append(
            facts.Proposal(
                candidate=f"K-{number % 7}",
                vacancy=f"V-{number}",
                made_on=dice.choice(DAYS),
                passed_over=passed,
                pass_reason=dice.choice(MatchPassReason.values) if passed else "",
                refused_on=dice.choice(DAYS) if refused else None,
                refusal=dice.choice(RefuseReason.values) if refused else "",
            )
        )
    return tuple(rows)


@pytest.mark.parametrize("seed", range(25))
def test_equals_a_naive_count(seed):
    rows = proposals(random.Random(seed))  # noqa: S311 - data for a test
    found = figures_of(proposals=rows)
    for split, first in (("period", FIRST), ("cumulative", START)):
        passed = [one for one in rows if one.passed_over > 0 and first <= one.made_on <= LAST]
        refused = [one for one in rows if one.refused_on and first <= one.refused_on <= LAST]
        assert found["matching_passed_over"][split] == {
            "total": len(passed),
            "by_pass_reason": dict(Counter(one.pass_reason for one in passed)),
        }
        assert found["employer_refusals"][split] == {
            "total": len(refused),
            "by_refusal": dict(Counter(one.refusal for one in refused)),
        }


def test_reasons_are_called_what_people_chose():
    assert CLASSES["by_pass_reason"] == {one.value: str(one.label) for one in MatchPassReason}
    assert CLASSES["by_refusal"] == {one.value: str(one.label) for one in RefuseReason}
