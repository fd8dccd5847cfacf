"""Rows of a package as a spreadsheet for people: their titles, words and notation. Knows no sort of row by itself."""

from exchange.row_sheet.parties import Parties, Party
from exchange.row_sheet.reading import Reader, SheetLine, read_rows
from exchange.row_sheet.shape import Shape
from exchange.row_sheet.template import choices_sheet, explained, organisations_sheet
from exchange.row_sheet.words import shown_text, written

__all__ = [
    "Parties",
    "Party",
    "Reader",
    "Shape",
    "SheetLine",
    "choices_sheet",
    "explained",
    "organisations_sheet",
    "read_rows",
    "shown_text",
    "written",
]
