"""Tenders as a spreadsheet: the columns of ``tenders.csv`` with titles and words that people read and write."""

from exchange.tender_sheet.reading import Known, Place, Trade, read_tenders
from exchange.tender_sheet.template import template_sheets
from exchange.tender_sheet.titles import COLUMNS, SHAPE
from exchange.tender_sheet.writing import cells_of

__all__ = ["COLUMNS", "SHAPE", "Known", "Place", "Trade", "cells_of", "read_tenders", "template_sheets"]
