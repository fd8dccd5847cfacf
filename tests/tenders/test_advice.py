"""The advice beside the SROI decision."""

from datetime import date
from decimal import Decimal

import pytest

from tenders.advice import Advice, AdvicePolicy, advise

START = date(2019, 1, 1)
LONG = date(2019, 12, 31)


def advice(
    kind: str = "work",
    value: str | None = "1000000",
    starts_on: date | None = START,
    ends_on: date | None = LONG,
    share: str | None = "60",
    policy: AdvicePolicy | None = None,
) -> Advice:
    """The advice for a tender that is large, long and labour-intensive, unless told otherwise."""
    return advise(
        kind,
        None if value is None else Decimal(value),
        starts_on,
        ends_on,
        None if share is None else Decimal(share),
        policy or AdvicePolicy(),
    )


def spoke(given: Advice) -> list[str]:
    """The rules that spoke, in order."""
    return [rule.key.value for rule in given.rules]


@pytest.mark.parametrize(
    ("kind", "value", "required"),
    [
        ("work", "249999.99", False),
        ("work", "250000.00", True),
        ("service", "99999.99", False),
        ("service", "100000.00", True),
        ("supply", "99999.99", False),
        ("supply", "100000.00", True),
    ],
)
def test_thresholds_by_kind(kind: str, value: str, *, required: bool) -> None:
    """Below the threshold nothing is required; at the threshold it is."""
    given = advice(kind, value)
    if required:
        assert (given.outcome, given.percentage) == ("percentage", Decimal(5))
        assert spoke(given) == ["high_labour_share"]
    else:
        assert (given.outcome, given.percentage) == ("not_required", None)
        assert spoke(given) == ["below_threshold"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "long_enough"),
    [
        (date(2019, 1, 1), date(2019, 6, 30), True),
        (date(2019, 1, 1), date(2019, 6, 29), False),
        (date(2019, 8, 31), date(2020, 2, 28), True),  # six months later is 29 February
        (date(2019, 8, 31), date(2020, 2, 27), False),
        (date(2018, 8, 31), date(2019, 2, 27), True),  # six months later is 28 February
    ],
)
def test_six_months_is_long_enough(starts_on: date, ends_on: date, *, long_enough: bool) -> None:
    """The last day belongs to the duration; months are clipped."""
    given = advice(starts_on=starts_on, ends_on=ends_on)
    assert (given.outcome == "percentage") is long_enough
    assert ("short_duration" in spoke(given)) is not long_enough


@pytest.mark.parametrize(
    ("share", "outcome", "percentage", "rule"),
    [
        ("0", "bespoke", None, "low_labour_share"),
        ("9.99", "bespoke", None, "low_labour_share"),
        ("10", "percentage", 2, "middle_labour_share"),
        ("49.99", "percentage", 2, "middle_labour_share"),
        ("50", "percentage", 5, "high_labour_share"),
        ("100", "percentage", 5, "high_labour_share"),
    ],
)
def test_labour_share(share: str, outcome: str, percentage: int | None, rule: str) -> None:
    """Bespoke under 10 %, 2 % under 50 %, else 5 %."""
    given = advice(share=share)
    assert (given.outcome, given.percentage, spoke(given)) == (outcome, percentage, [rule])


@pytest.mark.parametrize(("kind", "percentage"), [("work", 5), ("service", 5), ("supply", 2)])
def test_an_unknown_labour_share_is_to_be_checked(kind: str, percentage: int) -> None:
    """Works and services 5 %, supplies 2 %, and the rule says that the share is unknown."""
    given = advice(kind, share=None)
    assert (given.outcome, given.percentage, spoke(given)) == ("percentage", percentage, ["unknown_labour_share"])


def test_both_obstacles_are_named_and_the_first_decides() -> None:
    """A small and short tender: not required, for two reasons, with their figures."""
    given = advice(value="1000.00", ends_on=date(2019, 2, 1))
    assert (given.outcome, given.percentage) == ("not_required", None)
    assert [(rule.key, rule.params) for rule in given.rules] == [
        ("below_threshold", {"value": "1000.00", "threshold": "250000"}),
        ("short_duration", {"months": "6"}),
    ]


def test_unknown_value_and_period_hold_nothing_back() -> None:
    """What is not known speaks, and the labour share still decides."""
    given = advice(value=None, starts_on=None, ends_on=None)
    assert (given.outcome, given.percentage) == ("percentage", Decimal(5))
    assert spoke(given) == ["value_unknown", "duration_unknown", "high_labour_share"]


def test_every_figure_is_region_policy() -> None:
    """Another region, other figures."""
    policy = AdvicePolicy(
        threshold_work=Decimal(500_000),
        threshold_service=Decimal(200_000),
        threshold_supply=Decimal(50_000),
        min_months=12,
        bespoke_below_share=Decimal(20),
        low_below_share=Decimal(70),
        low_percentage=Decimal("1.5"),
        high_percentage=Decimal(7),
    )
    assert advice("work", "499999", policy=policy).outcome == "not_required"
    assert advice("service", "199999", policy=policy).outcome == "not_required"
    assert advice("supply", "50000", policy=policy).outcome == "percentage"
    assert advice(ends_on=date(2019, 12, 30), policy=policy).outcome == "not_recommended"
    assert advice(share="19", policy=policy).outcome == "bespoke"
    assert advice(share="69", policy=policy).percentage == Decimal("1.5")
    assert advice(share="70", policy=policy).percentage == Decimal(7)
    assert advice("supply", share=None, policy=policy).percentage == Decimal("1.5")


def test_an_unknown_kind_is_refused() -> None:
    """A kind without a threshold gets no advice."""
    with pytest.raises(ValueError, match="a work, a service or a supply"):
        advice("concession")
