"""Which organisation a cell means: by code, by KVK number or by name, where that can be only one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from exchange.package.cells import RefusedError
from organisations.choices import AUTHORITY_KINDS, CONTRACTOR_KINDS, OrganisationKind

_KVK_DIGITS = 8
_LONGEST_NAME = 200
KINDS: dict[str, frozenset[str]] = {
    "authority": frozenset(AUTHORITY_KINDS),
    "contractor": frozenset(CONTRACTOR_KINDS),
    "werkplein": frozenset({OrganisationKind.WERKPLEIN}),
}


@dataclass(frozen=True, slots=True)
class Party:
    code: str
    name: str
    kvk: str
    kind: str


@dataclass(slots=True)
class Parties:
    """The organisations of a region. ``own_code`` is that of an authority that may name no other than itself."""

    known: Iterable[Party]
    own_code: str = ""
    #: What such an authority reads that names another one.
    own_only: str | Promise = ""
    #: Companies that the region does not know yet, by their KVK number.
    admitted: dict[str, Party] = field(default_factory=dict)
    _by_code: dict[str, Party] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = list(self.known)
        self._by_code = {party.code.casefold(): party for party in self.known}

    def code_of(self, side: str, text: str) -> str:
        """The code of the organisation that this text names; raises RefusedError when it names none or several."""
        if side == "authority" and self.own_code:
            return self._own(text)
        party = self._named(side, text)
        if party is None:
            raise RefusedError(
                _("Deze organisatie is niet bekend in de regio. Schrijf de code, de naam of het KVK-nummer.")
            )
        return party.code

    def contractor_code(self, text: str, kvk: str) -> str:
        """As ``code_of``, with the KVK number of its own column; by that an unknown company is let in."""
        if not kvk:
            return self.code_of("contractor", text)
        number = f"0{kvk}" if len(kvk) == _KVK_DIGITS - 1 else kvk  # a cell that holds a number drops the zero
        if not (number.isascii() and number.isdigit() and len(number) == _KVK_DIGITS):
            raise RefusedError(_("Een KVK-nummer heeft 8 cijfers. Kijk het na en typ het opnieuw."))
        by_code = self._by_code.get(text.casefold())
        if by_code is not None and by_code.kvk not in {"", number}:
            raise RefusedError(_("De code en het KVK-nummer horen bij verschillende organisaties."))
        if by_code is not None:
            return by_code.code
        found = self._one(party for party in self.known if party.kvk == number and party.kind in KINDS["contractor"])
        return found.code if found is not None else self._admit(text, number).code

    def _own(self, text: str) -> str:
        own = self._by_code[self.own_code.casefold()]
        if text and text.casefold() not in {own.code.casefold(), own.name.casefold(), own.kvk or own.code}:
            raise RefusedError(str(self.own_only))
        return own.code

    def _named(self, side: str, text: str) -> Party | None:
        by_code = self._by_code.get(text.casefold())
        if by_code is not None:
            return by_code
        of_side = [party for party in self.known if party.kind in KINDS[side]]
        if text.isascii() and text.isdigit() and len(text) == _KVK_DIGITS:
            return self._one(party for party in of_side if party.kvk == text)
        wanted = " ".join(text.split()).casefold()
        return self._one(party for party in of_side if " ".join(party.name.split()).casefold() == wanted)

    def _one(self, found: Iterable[Party]) -> Party | None:
        parties = list(found)
        if len(parties) > 1:
            codes = {"codes": ", ".join(sorted(party.code for party in parties))}
            raise RefusedError(_("Dit kunnen meer organisaties zijn. Schrijf de code: %(codes)s.") % codes)
        return parties[0] if parties else None

    def _admit(self, name: str, number: str) -> Party:
        plain = name.removeprefix("'").strip()
        if not plain or len(plain) > _LONGEST_NAME:
            raise RefusedError(
                _("Dit KVK-nummer kennen we nog niet. Vul bij Opdrachtnemer de naam van het bedrijf in.")
            )
        party = Party(f"kvk-{number}", plain, number, OrganisationKind.CONTRACTOR)
        return self.admitted.setdefault(number, party)
