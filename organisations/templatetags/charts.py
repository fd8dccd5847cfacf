"""The portal's own charts: SVG with a title and a description, and the same figures as a table.

One tag for page and PDF. Colours stand in attributes, because the style sheet of a page does not reach inline SVG in
print; on screen classes override them, so that no inline style is needed.
"""

from collections.abc import Sequence
from typing import Any

from django import template

from organisations.bar_charts import BarChart, draw_bars
from organisations.charts import TargetChart, draw

register = template.Library()

#: Fills of the parts of a bar: the portal's own colour, and neighbours that differ from it in grey as well.
PALETTE = ("#0e6270", "#bcdde2", "#06303a", "#ffffff", "#85bfc8")
DARK_TONES = {0, 2}
#: Of those that are about as dark, one has a pattern: in grey no two are alike.
PATTERNS = {2: "stripes", 3: "lines", 4: "dots"}


@register.filter
def fill(tone: int, palette: Sequence[str] = PALETTE) -> str:
    """Return the fill of a part of a bar."""
    return palette[tone]


@register.filter
def pattern(tone: int | None) -> str:
    """Return the name of the pattern over a part of a bar; most have none."""
    return PATTERNS.get(tone, "") if tone is not None else ""


@register.filter
def ink_on(tone: int) -> str:
    """Return the colour of a number that stands in a part of a bar."""
    return "#ffffff" if tone in DARK_TONES else "#001a40"


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(chart: BarChart, *, table: bool = True, palette: Sequence[str] = PALETTE) -> dict[str, Any]:
    """Draw bars. ``table`` is False only where the same figures stand in a table right under the chart."""
    return {"chart": chart, "drawing": draw_bars(chart), "has_table": table, "palette": palette}


@register.inclusion_tag("components/target_chart.html")
def target_chart(chart: TargetChart, *, table: bool = True, palette: Sequence[str] = PALETTE) -> dict[str, Any]:
    """Draw milestones as steps, and what was reached as a line when it is known; ``table`` as for bars."""
    targets = {mark.on: mark.count for mark in chart.milestones}
    reached = {mark.on: mark.count for mark in chart.reached}
    return {
        "chart": chart,
        "drawing": draw(chart),
        "has_table": table,
        "palette": palette,
        "rows": [
            {"on": day, "target": targets.get(day), "reached": reached.get(day)} for day in sorted(targets | reached)
        ],
    }
