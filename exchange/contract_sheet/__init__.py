"""Contracts as a spreadsheet: the columns of ``contracts.csv`` with titles that people read, and what is computed."""

from exchange.contract_sheet.parties import Parties, Party
from exchange.contract_sheet.reading import EXAMPLE, read_contracts
from exchange.contract_sheet.template import template_sheets
from exchange.contract_sheet.titles import AUTHORITY_FIGURES, COLUMNS, FIGURES, NAMES, SHEET, TITLES

__all__ = [
    "AUTHORITY_FIGURES",
    "COLUMNS",
    "EXAMPLE",
    "FIGURES",
    "NAMES",
    "SHEET",
    "TITLES",
    "Parties",
    "Party",
    "read_contracts",
    "template_sheets",
]
