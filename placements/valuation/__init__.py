"""What contributions are worth: pure rules, exact to the cent, each value with its calculation."""

from placements.valuation.contributions import contribution_value
from placements.valuation.facts import (
    DEFAULT_MIN_HOURS,
    DEFAULT_NORM_HOURS,
    Block,
    BlockKind,
    Bonus,
    DeploymentFacts,
    StatedMonth,
)
from placements.valuation.hours import flag_above, refuse_above, split_over_months
from placements.valuation.persons import counted_days, counted_period, forecast, month_value, settlement
from placements.valuation.trace import Line, Step, Valuation

__all__ = [
    "DEFAULT_MIN_HOURS",
    "DEFAULT_NORM_HOURS",
    "Block",
    "BlockKind",
    "Bonus",
    "DeploymentFacts",
    "Line",
    "StatedMonth",
    "Step",
    "Valuation",
    "contribution_value",
    "counted_days",
    "counted_period",
    "flag_above",
    "forecast",
    "month_value",
    "refuse_above",
    "settlement",
    "split_over_months",
]
