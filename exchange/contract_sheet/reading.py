"""Lines of a spreadsheet as a package of contracts, with the companies that come in by them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from exchange.contract_sheet.parties import Parties
from exchange.contract_sheet.titles import COLUMNS, OPTIONAL, PASSED_OVER, column_named
from exchange.package import ContractRow, Fault, Line, OrganisationRow, Package, Table, table_of
from exchange.package.cells import Number, RefusedError
from exchange.package.columns import columns_of
from organisations.notation import parse_dutch_number
from tenders.choices import Basis

FILE = ContractRow.FILE
#: The reference of the example in the template: that row is passed over.
EXAMPLE = "VOORBEELD-1"
_SIDES = ("authority", "contractor", "werkplein")
_DAYS = frozenset({"awarded_on", "starts_on", "ends_on"})
_AMOUNTS = frozenset(column.name for column in columns_of(ContractRow) if isinstance(column.cell, Number)) - {
    "percentage"
}
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]\d{2}:\d{2}.*")
#: Stands for a cell that was refused already, so that it is not refused twice.
_REFUSED = "?"

Record = tuple[int, list[str]]


def read_contracts(records: Sequence[Record], parties: Parties) -> Package:
    """The contracts of the sheet, with everything that is wrong with it by itself."""
    if not records:
        reason = _("Het bestand is leeg; de eerste regel hoort de namen van de kolommen te zijn.")
        return Package(faults=(Fault(FILE, 1, "", reason),))
    (first, header), *lines = records
    headings = _without_empty_end(header)
    names = [column_named(heading) for heading in headings]
    faults = list(_header_faults(first, headings, names, parties))
    if faults:
        return Package(faults=tuple(faults))
    reading = _Reading(names, parties, faults)
    wanted = [column.name for column in columns_of(ContractRow) if column.name in reading.columns]
    table = table_of(ContractRow, wanted, reading.records(lines, wanted), faults)
    if not lines or (not table.lines and not faults):
        faults.append(Fault(FILE, 0, "", _("Er staat geen contract in het bestand.")))
    good = tuple(line for line in table.lines if line.number not in reading.bad)
    tables: dict[type, Table[Any]] = {ContractRow: Table(good, table.columns, table.keys)}
    if parties.admitted:
        tables[OrganisationRow] = _admitted(parties, reading.first_lines)
    return Package(tables, tuple(faults))


def _without_empty_end(header: list[str]) -> list[str]:
    while header and not header[-1].strip():
        header = header[:-1]
    return header


def _header_faults(line: int, headings: list[str], names: list[str | None], parties: Parties) -> Iterator[Fault]:
    for heading, name in zip(headings, names, strict=True):
        if name is None and not heading.strip():
            yield Fault(FILE, line, "", _("Een kolom heeft geen naam."))
        elif name is None:
            yield Fault(FILE, line, heading[:60], _("Deze kolom is onbekend."))
        elif names.count(name) > 1:
            yield Fault(FILE, line, name, _("Deze kolom staat er twee keer."))
    for name in COLUMNS:
        own = name == "authority" and parties.own_code
        if name not in names and name not in OPTIONAL and not own:
            yield Fault(FILE, line, name, _("Deze kolom ontbreekt."))


@dataclass(slots=True)
class _Reading:
    """Turns the cells of each line into those of a row of the package."""

    names: list[str | None]
    parties: Parties
    faults: list[Fault]
    #: Lines with a party that nobody knows: they do not land, and are told once.
    bad: set[int] = field(default_factory=set)
    #: The line on which an unknown company comes first, by its KVK number.
    first_lines: dict[str, int] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        given = {name for name in self.names if name is not None} - set(PASSED_OVER)
        return frozenset(given | ({"authority"} if self.parties.own_code else set()))

    def records(self, lines: Iterable[Record], wanted: list[str]) -> Iterator[Record]:
        for number, cells in lines:
            width = len(self.names)
            if any(cell.strip() for cell in cells[width:]):
                self.faults.append(Fault(FILE, number, "", _("Deze regel heeft meer velden dan er kolommen zijn.")))
            padded = [*cells[:width], *[""] * (width - len(cells))]
            texts = {name: text.strip() for name, text in zip(self.names, padded, strict=True) if name is not None}
            if texts.get("reference") == EXAMPLE or not any(texts.get(name) for name in COLUMNS):
                continue
            yield number, self._cells(number, texts, wanted)

    def _cells(self, number: int, texts: dict[str, str], wanted: list[str]) -> list[str]:
        for side in _SIDES:
            kvk = texts.get("contractor_kvk", "") if side == "contractor" else ""
            if side in wanted and (texts.get(side) or kvk or (side == "authority" and self.parties.own_code)):
                texts[side] = self._code(number, side, texts.get(side, ""), kvk)
        return [_in_words_of_the_package(name, texts.get(name, "")) for name in wanted]

    def _code(self, number: int, side: str, text: str, kvk: str) -> str:
        known = len(self.parties.admitted)
        try:
            code = self.parties.contractor_code(text, kvk) if side == "contractor" else self.parties.code_of(side, text)
        except RefusedError as error:
            self.faults.append(Fault(FILE, number, side, str(error)))
            self.bad.add(number)
            return _REFUSED
        if len(self.parties.admitted) > known:
            self.first_lines[code] = number
        return code


def _in_words_of_the_package(name: str, text: str) -> str:
    """The text as ``contracts.csv`` would have it; what cannot be understood is left for its cell to refuse."""
    if name in _DAYS:
        moment = _MOMENT.fullmatch(text)
        return moment[1] if moment else text.replace("/", "-").replace(".", "-")
    if name in _AMOUNTS:
        try:
            return f"{parse_dutch_number(text):f}" if text else text
        except ValueError:
            return text
    if name == "percentage":
        return text.replace("%", "").strip()
    if name == "basis":
        labels = {str(basis.label).casefold(): basis.value for basis in Basis}
        return labels.get(text.casefold(), text)
    return text


def _admitted(parties: Parties, lines: dict[str, int]) -> Table[OrganisationRow]:
    rows = [
        Line(lines[party.code], OrganisationRow(code=party.code, name=party.name, kind=party.kind, kvk=party.kvk))
        for party in parties.admitted.values()
    ]
    columns = frozenset({"code", "name", "kind", "kvk"})
    return Table(tuple(rows), columns, frozenset((line.row.code,) for line in rows))
