"""A tender as a line of the sheet, for people to read and to send again."""

from collections.abc import Mapping

from exchange.package import TenderRow
from exchange.package.columns import columns_of
from exchange.row_sheet import written
from exchange.sheets import Value
from exchange.tender_sheet.titles import COLUMNS, SHAPE

_KINDS = {column.name: column for column in columns_of(TenderRow)}


def cells_of(row: TenderRow, *, places: Mapping[str, str], trades: Mapping[str, str]) -> list[Value]:
    """The cells under ``COLUMNS``. ``places`` and ``trades``: the names of municipalities and occupations by code."""
    return [_cell(name, row, places, trades) for name in COLUMNS]


def _cell(name: str, row: TenderRow, places: Mapping[str, str], trades: Mapping[str, str]) -> Value:
    if name == "municipality":
        return "; ".join(places.get(place, place) for place in row.municipality)
    if name == "occupations":
        return "; ".join(
            f"{trades.get(code, code)}: {count}" + (f" vanaf {since:%d-%m-%Y}" if since else "")
            for code, count, since in row.occupations
        )
    return written(SHAPE, _KINDS[name], getattr(row, name))
