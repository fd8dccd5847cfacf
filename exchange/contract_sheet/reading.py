"""Lines of a spreadsheet as a package of contracts, with the companies that come in by them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from exchange.contract_sheet.titles import SHAPE
from exchange.package import Line, OrganisationRow, Package, Table
from exchange.row_sheet import Parties, SheetLine, read_rows

Record = tuple[int, list[str]]


def read_contracts(records: Sequence[Record], parties: Parties) -> Package:
    """The contracts of the sheet, with everything that is wrong with it by itself."""
    own = frozenset({"authority"}) if parties.own_code else frozenset[str]()
    named = _Named(parties)
    readers = {"authority": named.authority, "contractor": named.contractor, "werkplein": named.werkplein}
    package = read_rows(records, SHAPE, readers=readers, filled_in=own)
    if not parties.admitted:
        return package
    return Package({**package.tables, OrganisationRow: named.admitted()}, package.faults)


@dataclass(slots=True)
class _Named:
    """The parties that the lines name."""

    parties: Parties
    #: The line on which an unknown company comes first, by its code.
    first_lines: dict[str, int] = field(default_factory=dict)

    def authority(self, text: str, _line: SheetLine) -> str:
        return self.parties.code_of("authority", text) if text or self.parties.own_code else ""

    def werkplein(self, text: str, _line: SheetLine) -> str:
        return self.parties.code_of("werkplein", text) if text else ""

    def contractor(self, text: str, line: SheetLine) -> str:
        kvk = line.texts.get("contractor_kvk", "")
        if not text and not kvk:
            return ""
        known = len(self.parties.admitted)
        code = self.parties.contractor_code(text, kvk)
        if len(self.parties.admitted) > known:
            self.first_lines[code] = line.number
        return code

    def admitted(self) -> Table[OrganisationRow]:
        rows = [
            Line(
                self.first_lines[party.code],
                OrganisationRow(code=party.code, name=party.name, kind=party.kind, kvk=party.kvk),
            )
            for party in self.parties.admitted.values()
        ]
        columns = frozenset({"code", "name", "kind", "kvk"})
        return Table(tuple(rows), columns, frozenset((line.row.code,) for line in rows))
