"""Spreadsheets as rows of text, and rows as spreadsheets. Knows no database and no columns."""

from exchange.sheets.reading import read_sheet, refuse_other_content
from exchange.sheets.refused import SheetRefusedError
from exchange.sheets.writing import Sheet, Value, write_book

__all__ = ["Sheet", "SheetRefusedError", "Value", "read_sheet", "refuse_other_content", "write_book"]
