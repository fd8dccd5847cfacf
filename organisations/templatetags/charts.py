"""The portal's own charts: SVG with a title and a description, and the same figures as a table.

One tag for page and PDF. Colours stand in attributes, because the style sheet of a page does not reach inline SVG in
print; on screen classes override them, so that no inline style is needed.
"""

from typing import Any

from django import template

from organisations.charts import TargetChart, draw

register = template.Library()


@register.inclusion_tag("components/target_chart.html")
def target_chart(chart: TargetChart) -> dict[str, Any]:
    """Draw milestones as steps, and what was reached as a line when it is known."""
    targets = {mark.on: mark.count for mark in chart.milestones}
    reached = {mark.on: mark.count for mark in chart.reached}
    return {
        "chart": chart,
        "drawing": draw(chart),
        "rows": [
            {"on": day, "target": targets.get(day), "reached": reached.get(day)} for day in sorted(targets | reached)
        ],
    }
