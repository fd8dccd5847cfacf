"""Lines of a spreadsheet as a package of tenders: places, occupations and CPV codes as people write them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from exchange.package import Package
from exchange.package.cells import RefusedError
from exchange.row_sheet import Parties, SheetLine, read_rows
from exchange.tender_sheet.titles import SHAPE

Record = tuple[int, list[str]]
_BETWEEN = re.compile(r"[;,\n]+")
_BETWEEN_TRADES = re.compile(r"[;\n]+")
#: "Metselaar: 4", with the day from when behind it where that is another than the first day of the tender.
_HEADS = re.compile(r"(?P<name>[^:]+?)\s*:\s*(?P<count>\d+)\s*(?:(?::|vanaf)\s*(?P<since>[\d./-]+))?", re.IGNORECASE)
_CODES = re.compile(r"([\w-]+:\d+(:[\d-]+)?)(\s+[\w-]+:\d+(:[\d-]+)?)*", re.ASCII)
_MARKS = re.compile(r"[:;\n]")
_MUNICIPALITY = re.compile(r"gm\d{4}", re.ASCII | re.IGNORECASE)
_CPV = re.compile(r"([0-9]{7,8})(-[0-9])?")


class Place(NamedTuple):
    code: str
    name: str
    #: In the region whose sheet it is.
    is_here: bool = False


class Trade(NamedTuple):
    """An occupation of the region."""

    code: str
    name: str


@dataclass(slots=True)
class Known:
    """What the cells of a sheet can name: organisations, municipalities, occupations and CPV codes."""

    parties: Parties
    #: Where a name is that of several, the one that is in force stands last.
    places: Iterable[Place]
    trades: Iterable[Trade]
    cpv: frozenset[str]
    _codes_of_places: dict[str, str] = field(default_factory=dict)
    _codes_of_trades: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places, self.trades = list(self.places), list(self.trades)
        self._codes_of_places = {_plain(place.name): place.code for place in self.places}
        self._codes_of_places |= {_plain(place.code): place.code for place in self.places}
        self._codes_of_trades = {_plain(trade.name): trade.code for trade in self.trades}
        self._codes_of_trades |= {_plain(trade.code): trade.code for trade in self.trades}

    def names_of_places(self) -> dict[str, str]:
        """By code the names that lead back to it; a municipality without one is written by its code."""
        return {
            place.code: place.name for place in self.places if self._codes_of_places[_plain(place.name)] == place.code
        }

    def names_of_trades(self) -> dict[str, str]:
        """The same of occupations."""
        return {
            trade.code: trade.name
            for trade in self.trades
            if self._codes_of_trades[_plain(trade.name)] == trade.code and not _MARKS.search(trade.name)
        }

    def authority(self, text: str, _line: SheetLine) -> str:
        return self.parties.code_of("authority", text) if text or self.parties.own_code else ""

    def municipality(self, text: str, _line: SheetLine) -> str:
        """Codes for the municipalities that are named; another place stays as it is written, as in the form."""
        return "; ".join(self._place(part) for part in _parts(_BETWEEN, text))

    def _place(self, text: str) -> str:
        code = self._codes_of_places.get(_plain(text))
        if code is None and _MUNICIPALITY.fullmatch(text):
            raise RefusedError(_("Gemeentecode %(code)s bestaat niet.") % {"code": text})
        return code or text

    def occupations(self, text: str, _line: SheetLine) -> str:
        parts = text.split() if _CODES.fullmatch(text) else _parts(_BETWEEN_TRADES, text)
        return " ".join(self._heads(part) for part in parts)

    def _heads(self, text: str) -> str:
        match = _HEADS.fullmatch(text)
        if match is None:
            raise RefusedError(_("Schrijf een beroep met het aantal mensen als: Metselaar: 4."))
        code = self._codes_of_trades.get(_plain(match["name"]))
        if code is None:
            raise RefusedError(_("Beroep %(name)s staat niet in de lijst van de regio.") % {"name": match["name"]})
        since = (match["since"] or "").replace("/", "-").replace(".", "-")
        return f"{code}:{match['count']}:{since}" if since else f"{code}:{match['count']}"

    def cpv_codes(self, text: str, _line: SheetLine) -> str:
        """What is no code is left for its cell to refuse; a cell that holds a number drops the zero in front."""
        parts = re.split(r"[\s;,]+", text)
        codes = [match[1].zfill(8) if (match := _CPV.fullmatch(part)) else part for part in parts]
        unknown = next((code for code in codes if _CPV.fullmatch(code) and code not in self.cpv), None)
        if unknown is not None:
            raise RefusedError(_("CPV-code %(code)s bestaat niet.") % {"code": unknown})
        return " ".join(codes)


def read_tenders(records: Sequence[Record], known: Known) -> Package:
    """The tenders of the sheet, with everything that is wrong with it by itself."""
    readers = {
        "authority": known.authority,
        "municipality": known.municipality,
        "occupations": known.occupations,
        "cpv": known.cpv_codes,
    }
    own = frozenset({"authority"}) if known.parties.own_code else frozenset[str]()
    return read_rows(records, SHAPE, readers=readers, filled_in=own)


def _parts(between: re.Pattern[str], text: str) -> list[str]:
    return [part.strip() for part in between.split(text) if part.strip()]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
