"""What a book holds, counted while it is unpacked a portion at a time: before any parser builds something of it.

A few bytes in an archive can stand for a million elements, and an element costs a parser a hundred times its size.
"""

import re
import zipfile

from django.utils.translation import gettext as _

from exchange.archive import MEGABYTE
from exchange.sheets.refused import SheetRefusedError, too_heavy

_PORTION = 64 * 1024
#: A definition could grow without end or point at another file. XML in two bytes a character could hide one, and is
#: not what a spreadsheet writes.
_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY", b"\0")
_LONGEST = max(len(one) for one in _DEFINITIONS)
#: Read as a stream: the cells themselves. All else is held whole by who reads it.
_CELLS = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml")
_STRINGS = "xl/sharedStrings.xml"
_LARGEST_STRINGS, _LARGEST_OTHER = 24 * MEGABYTE, 4 * MEGABYTE
#: Begins and ends of elements: of the look of a book, and for each row of its cells and its texts.
_MOST_TAGS = 60_000
_TAGS_OF_CELLS, _TAGS_OF_STRINGS = 360, 60


def weigh(book: zipfile.ZipFile, *, most: int) -> None:
    """``SheetRefusedError`` when the book holds more than ``most`` rows can need, or XML that defines something."""
    for entry in book.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            # A picture, or XML under another name: the book itself says what is read as a sheet.
            _weigh_part(book, entry, _MOST_TAGS, is_named_xml=False)
            continue
        largest, most_tags = _limits(entry.filename, most)
        if entry.file_size > largest:
            raise too_heavy()
        _weigh_part(book, entry, most_tags)


def _limits(name: str, most: int) -> tuple[int, int]:
    """The bytes and the tags that a part may hold."""
    if _CELLS.fullmatch(name):
        return most * _TAGS_OF_CELLS * 16 + MEGABYTE, most * _TAGS_OF_CELLS + _MOST_TAGS
    if name == _STRINGS:
        return _LARGEST_STRINGS, most * _TAGS_OF_STRINGS + _MOST_TAGS
    return _LARGEST_OTHER, _MOST_TAGS


def _weigh_part(book: zipfile.ZipFile, entry: zipfile.ZipInfo, most_tags: int, *, is_named_xml: bool = True) -> None:
    tags, end = 0, b""
    with book.open(entry) as part:
        while portion := part.read(_PORTION):
            # A picture is full of zeros; without them XML in two bytes a character shows what it defines.
            seen = end + (portion if is_named_xml else portion.replace(b"\0", b""))
            if any(one in seen for one in _DEFINITIONS):
                raise SheetRefusedError(_("Het bestand bevat namen of verwijzingen die niet mogen."))
            tags += portion.count(b"<")
            if tags > most_tags:
                raise too_heavy()
            end = seen[1 - _LONGEST :]
