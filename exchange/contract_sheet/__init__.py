"""Contracts as a spreadsheet: the columns of ``contracts.csv`` with titles that people read, and what is computed."""

from exchange.contract_sheet.reading import read_contracts
from exchange.contract_sheet.template import template_sheets
from exchange.contract_sheet.titles import AUTHORITY_FIGURES, COLUMNS, EXAMPLE, FIGURES, NAMES, SHAPE, SHEET, TITLES

__all__ = [
    "AUTHORITY_FIGURES",
    "COLUMNS",
    "EXAMPLE",
    "FIGURES",
    "NAMES",
    "SHAPE",
    "SHEET",
    "TITLES",
    "read_contracts",
    "template_sheets",
]
