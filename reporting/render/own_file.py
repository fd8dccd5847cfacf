"""The PDF of what the portal holds about one person, for that person, from its content alone."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from organisations.region_words import in_dutch
from reporting.figures.canonical import digest
from reporting.render.document import IDENTIFIER_LENGTH, TIME_ZONE

TEMPLATE = "reporting/pdf/own_file.html"


def render_own_file(content: Mapping[str, Any]) -> bytes:
    """Return tagged PDF. Raises MissingFileError when the fonts are not installed."""
    # WeasyPrint loads system libraries: only the process that makes a PDF pays for that.
    from reporting.render.press import press  # noqa: PLC0415 -- as above
    from reporting.render.tagging import mend  # noqa: PLC0415 -- as above

    made_at = dt.datetime.fromisoformat(content["made_at"])
    with in_dutch(), timezone.override(TIME_ZONE):
        html = render_to_string(TEMPLATE, {"content": content, "on": made_at.date()})
    identifier = bytes.fromhex(digest(content))[:IDENTIFIER_LENGTH]
    return mend(press(html, variant="pdf/ua-1", identifier=identifier, made_at=int(made_at.timestamp())))
