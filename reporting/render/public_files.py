"""The public edition as files to read: spreadsheets with a sheet for each topic, and a PDF.

Made of the public document alone; they say what the page says, with the same explanation.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.house_style import HouseStyle
from organisations.region_words import in_dutch
from reporting.figures.canonical import DIGEST_KEY, is_intact
from reporting.figures.snapshot import SnapshotError
from reporting.periods import Kind, Period
from reporting.render.content import Value
from reporting.render.ods import write_ods
from reporting.render.pdf import IDENTIFIER_LENGTH, TIME_ZONE
from reporting.render.public import Cell, PublicTable, explanation_of, targets_of, topics_of
from reporting.render.sheets import LONGEST_TITLE, Part, Sheet, Sheets
from reporting.render.xlsx import write_xlsx

TEMPLATE = "reporting/pdf/public.html"

Document = Mapping[str, Any]


def render_public_xlsx(document: Document) -> bytes:
    return write_xlsx(_sheets(document))


def render_public_ods(document: Document) -> bytes:
    return write_ods(_sheets(document))


def render_public_pdf(document: Document, *, style: HouseStyle = HouseStyle()) -> bytes:  # noqa: B008 -- frozen
    """Return the public edition as tagged PDF. Raises MissingFileError when the fonts are not installed."""
    # WeasyPrint loads system libraries: only the process that makes a PDF pays for that.
    from reporting.render.press import press  # noqa: PLC0415 -- as above
    from reporting.render.tagging import mend  # noqa: PLC0415 -- as above

    raw = press(
        render_public_html(document, style),
        variant="pdf/ua-1",
        identifier=bytes.fromhex(document[DIGEST_KEY])[:IDENTIFIER_LENGTH],
        made_at=int(dt.datetime.fromisoformat(document["made_at"]).timestamp()),
    )
    return mend(raw)


def render_public_html(document: Document, style: HouseStyle) -> str:
    """Return the page that becomes the PDF, in Dutch and in Dutch time whoever asks for it."""
    _check(document)
    with in_dutch(), timezone.override(TIME_ZONE):
        return render_to_string(
            TEMPLATE,
            {
                "document": document,
                "title": title_of(document),
                "style": style,
                "targets": targets_of(document),
                "topics": topics_of(document),
                "explanation": explanation_of(document),
            },
        )


def title_of(document: Document) -> str:
    """Return the name of the edition: what, of when, of which region."""
    kind, period = Kind(document["kind"]), Period.parse(document["period"])
    return f"{kind.label} {period.label}, {document['region_name']}"


def _check(document: Document) -> None:
    if not is_intact(document):
        message = "the SHA-256 of this public document does not match its figures"
        raise SnapshotError(message)


def _sheets(document: Document) -> Sheets:
    _check(document)
    with in_dutch(), timezone.override(TIME_ZONE):
        return Sheets(
            title=title_of(document),
            creator=document["programme"]["name"],
            made_at=dt.datetime.fromisoformat(document["made_at"]),
            sheets=tuple(_of_document(document)),
        )


def _of_document(document: Document) -> Iterator[Sheet]:
    about = ((_("Regio"), document["region_name"]), (_("Programma"), document["programme"]["name"]))
    words = tuple((_("Uitleg"), line) for line in explanation_of(document))
    digest = ((_("SHA-256 van de openbare JSON"), document[DIGEST_KEY]),)
    yield Sheet(_("Openbare cijfers"), (Part("", (_("Gegeven"), title_of(document)), about + words + digest),))
    targets = targets_of(document)
    if targets.lines:
        yield Sheet(_("Doelen"), (_part(targets),))
    for topic in topics_of(document):
        yield Sheet(topic.heading[:LONGEST_TITLE].replace("?", ""), tuple(_part(table) for table in topic.tables))


def _part(table: PublicTable) -> Part:
    rows = tuple((line.label, *(_value(cell) for cell in line.cells)) for line in table.lines)
    return Part(table.title, (table.first, *table.columns), rows)


def _value(cell: Cell) -> Value:
    """A number as a number; what is hidden as the text that stands in the document."""
    if isinstance(cell.value, str) and not cell.is_hidden:
        return Decimal(cell.value)
    return cell.value
