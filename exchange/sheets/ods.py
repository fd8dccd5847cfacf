"""The rows of an OpenDocument spreadsheet, read from its ``content.xml`` as a stream.

A small reader of our own: the libraries for it read whole documents into memory, or have not been kept for years, and
all that is wanted here is the text of cells. Repeated rows and cells are counted, never written out beyond a limit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from exchange import archive
from exchange.sheets.cells import number_text, plain_text
from exchange.sheets.limits import MOST_COLUMNS, MOST_ROWS

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_CELLS = {f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"}
_PORTION = 64 * 1024


def records(content: bytes, title: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with any text, of the sheet with this title or else the first; raises ``ExpatError`` on broken XML."""
    reader = _Reader()
    with archive.opened(content).open("content.xml") as part:
        while portion := part.read(_PORTION):
            reader.parser.Parse(portion, False)  # noqa: FBT003 -- the signature of expat
    reader.parser.Parse(b"", True)  # noqa: FBT003 -- as above
    sheets = reader.sheets
    if sheets:
        yield from next((sheet.rows for sheet in sheets if sheet.title == title), sheets[0].rows)


@dataclass(slots=True)
class _Sheet:
    title: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    line: int = 0


class _Reader:
    """Follows the elements of the document; what is outside cells, and notes inside them, is passed over."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.cells: list[str] = []
        self.row_repeated = 1
        self.attributes: dict[str, str] | None = None
        self.paragraphs: list[str] = []
        self.in_paragraph = False
        self.in_note = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse

    @staticmethod
    def _refuse(*_declaration: object) -> None:
        raise ValueError("a document type has no place in a spreadsheet")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE} table":
            self.sheets.append(_Sheet(attributes.get(f"{_TABLE} name", "")))
        elif name == f"{_TABLE} table-row":
            self.cells = []
            self.row_repeated = _count(attributes, "number-rows-repeated")
        elif name in _CELLS:
            self.attributes, self.paragraphs = attributes, []
        elif name == f"{_OFFICE} annotation":
            self.in_note += 1
        elif self.attributes is not None and not self.in_note:
            self._start_in_cell(name, attributes)

    def _start_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TEXT} p":
            self.in_paragraph = True
            self.paragraphs.append("")
        elif self.in_paragraph and name == f"{_TEXT} s":
            self.paragraphs[-1] += " " * min(int(attributes.get(f"{_TEXT} c", "1")), 100)
        elif self.in_paragraph and name == f"{_TEXT} tab":
            self.paragraphs[-1] += "\t"
        elif self.in_paragraph and name == f"{_TEXT} line-break":
            self.paragraphs[-1] += "\n"

    def _text(self, text: str) -> None:
        if self.in_paragraph and not self.in_note:
            self.paragraphs[-1] += text

    def _end(self, name: str) -> None:
        if name == f"{_OFFICE} annotation":
            self.in_note -= 1
        elif name == f"{_TEXT} p":
            self.in_paragraph = False
        elif name in _CELLS and self.attributes is not None:
            repeated = _count(self.attributes, "number-columns-repeated")
            text = _cell_text(self.attributes, "\n".join(self.paragraphs))
            room = max(MOST_COLUMNS - len(self.cells), 0)
            self.cells += [text] * min(repeated, room)
            self.attributes = None
        elif name == f"{_TABLE} table-row" and self.sheets:
            self._end_row(self.sheets[-1])

    def _end_row(self, sheet: _Sheet) -> None:
        first = sheet.line + 1
        sheet.line += self.row_repeated
        if any(self.cells):
            # The header and one more than is read tell that there are too many.
            room = max(MOST_ROWS + 2 - len(sheet.rows), 0)
            sheet.rows += [(first + offset, self.cells) for offset in range(min(self.row_repeated, room))]


def _count(attributes: dict[str, str], name: str) -> int:
    return max(int(attributes.get(f"{_TABLE} {name}", "1")), 1)


def _cell_text(attributes: dict[str, str], shown: str) -> str:
    """What the cell holds rather than how it is shown, where it says."""
    kind = attributes.get(f"{_OFFICE} value-type", "")
    value = attributes.get(f"{_OFFICE} value", "")
    if kind in {"number", "float", "currency", "percentage"} and value:
        try:
            return number_text(Decimal(format(Decimal(value), ".15g")), percentage=kind == "percentage")
        except InvalidOperation as error:
            raise ValueError(value) from error
    if kind == "date":
        return attributes.get(f"{_OFFICE} date-value", "")[:10]
    if kind == "boolean":
        return "ja" if attributes.get(f"{_OFFICE} boolean-value") == "true" else "nee"
    return plain_text(shown.strip())
