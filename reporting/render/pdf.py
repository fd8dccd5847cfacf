"""The PDF of a report, from its frozen JSON alone.

The same JSON gives the same bytes, in any process and on any day: dates and identifiers come from the snapshot.
"""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone

from organisations.house_style import HouseStyle
from organisations.region_words import in_dutch
from reporting.figures.canonical import DIGEST_KEY, is_intact
from reporting.figures.snapshot import SnapshotError
from reporting.render.appendix import changes, definitions, late_arrivals
from reporting.render.charts import at_milestones, sustained_outflow_chart
from reporting.render.conclusion import conclude
from reporting.render.figures import Report
from reporting.render.front import key_figures, target_lines
from reporting.render.revisions import revisions_of
from reporting.render.topics import topics_of

if TYPE_CHECKING:
    from reporting.render.press import Variant

TEMPLATE = "reporting/pdf/report.html"
TIME_ZONE = "Europe/Amsterdam"
IDENTIFIER_LENGTH = 16


def render_pdf(
    snapshot: Mapping[str, Any],
    *,
    draft: bool = False,
    variant: "Variant" = "pdf/ua-1",
    style: HouseStyle = HouseStyle(),  # noqa: B008 -- frozen
) -> bytes:
    """Return the report as PDF: `pdf/ua-1` to read, `pdf/a-3a` for the archive. Both are tagged.

    ``draft``: it is not adopted yet, and every page says so. ``style``: the colours of the region, which are no figures.
    Raises SnapshotError when the JSON is not what was frozen, and MissingFileError when the fonts are not installed.
    """
    # WeasyPrint loads system libraries: only the process that makes a PDF pays for that.
    from reporting.render.press import press  # noqa: PLC0415 -- as above
    from reporting.render.tagging import mend  # noqa: PLC0415 -- as above

    if not is_intact(snapshot):
        message = "the SHA-256 of this report does not match its figures"
        raise SnapshotError(message)
    raw = press(
        render_html(snapshot, draft=draft, style=style),
        variant=variant,
        identifier=bytes.fromhex(snapshot[DIGEST_KEY])[:IDENTIFIER_LENGTH],
        made_at=int(dt.datetime.fromisoformat(snapshot["made_at"]).timestamp()),
    )
    return mend(raw)


def render_html(
    snapshot: Mapping[str, Any],
    *,
    draft: bool = False,
    style: HouseStyle = HouseStyle(),  # noqa: B008 -- frozen
) -> str:
    """Return the page that becomes the PDF, in Dutch and in Dutch time whoever asks for it."""
    with in_dutch(), timezone.override(TIME_ZONE):
        report = Report.read(snapshot)
        chart = sustained_outflow_chart(report)
        return render_to_string(
            TEMPLATE,
            {
                "report": report,
                "snapshot": snapshot,
                "draft": draft,
                "style": style,
                "conclusion": conclude(report),
                "key_figures": key_figures(report),
                "chart": chart,
                "chart_table": chart and at_milestones(chart),
                "targets": target_lines(report),
                "topics": topics_of(report),
                "definitions": definitions(),
                "late_arrivals": late_arrivals(report),
                "changes": changes(report),
                "has_other_changes": any(line.is_confidential for line in revisions_of(snapshot["changes"])),
            },
        )
