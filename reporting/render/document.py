"""The PDF of a letter or a statement of account, from its frozen content alone.

The same content gives the same bytes, in any process and on any day: date and identifier come from the content.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from organisations.house_style import HouseStyle
from organisations.region_words import in_dutch
from reporting.figures.canonical import digest

TEMPLATES = {"account": "reporting/pdf/account.html"}
LETTER = "reporting/pdf/letter.html"
TIME_ZONE = "Europe/Amsterdam"
IDENTIFIER_LENGTH = 16
_ITEM = re.compile(r"^[-•]\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a letter, or a list: its lines."""

    lines: tuple[str, ...]
    is_list: bool = False


def render_document(content: Mapping[str, Any]) -> bytes:
    """Return the document as tagged PDF. Raises MissingFileError when the fonts are not installed."""
    # WeasyPrint loads system libraries: only the process that makes a PDF pays for that.
    from reporting.render.press import press  # noqa: PLC0415 -- as above
    from reporting.render.tagging import mend  # noqa: PLC0415 -- as above

    raw = press(
        render_html(content),
        variant="pdf/ua-1",
        identifier=bytes.fromhex(digest(content))[:IDENTIFIER_LENGTH],
        made_at=int(dt.datetime.fromisoformat(content["made_at"]).timestamp()),
    )
    return mend(raw)


def render_html(content: Mapping[str, Any]) -> str:
    """Return the page that becomes the PDF, in Dutch and in Dutch time whoever asks for it."""
    with in_dutch(), timezone.override(TIME_ZONE):
        return render_to_string(
            TEMPLATES.get(content["kind"], LETTER),
            {
                "content": content,
                "style": HouseStyle.of(content.get("accent", "")),
                "on": dt.date.fromisoformat(content["on"]),
                "parts": list(parts_of(content.get("body", ""))),
            },
        )


def parts_of(body: str) -> Iterator[Part]:
    """The paragraphs and lists of a text: an empty line ends a paragraph, a line with a dash is an item of a list."""
    for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        plain: list[str] = []
        items: list[str] = []
        for line in block.split("\n"):
            if _ITEM.match(line):
                if plain:
                    yield Part(tuple(plain))
                    plain = []
                items.append(_ITEM.sub("", line))
            else:
                if items:
                    yield Part(tuple(items), is_list=True)
                    items = []
                plain.append(line)
        if plain:
            yield Part(tuple(plain))
        if items:
            yield Part(tuple(items), is_list=True)
