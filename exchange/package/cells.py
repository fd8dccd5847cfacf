"""The kinds of cell: how a text becomes a value, why it is refused, and how the value is written again."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from organisations.cpv_codes import parse_cpv

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DUTCH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_NUMBER = re.compile(r"-?(\d+)(?:[.,](\d+))?", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_MUNICIPALITY = re.compile(r"GM\d{4}", re.ASCII)
_CODE = re.compile(r"[-a-zA-Z0-9_]+", re.ASCII)
_LINES = re.compile(r"\r\n|\r|\n")
_SMALL = 32_767
#: With a description, or without; an occupation with its own first day, or without.
_LOT_PARTS = (2, 3)
_HEAD_PARTS = (1, 2)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_PHONE_ABROAD = re.compile(r"\+[\d ()./-]+", re.ASCII)
#: What makes a spreadsheet take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YEARS = range(1900, 2200)
_CENTS = 2


class RefusedError(ValueError):
    """The cell cannot be read; the message says why, to the sender of the package."""


class Cell(ABC):
    """One kind of cell."""

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value of a text that is not empty; raises RefusedError."""

    def write(self, value: Any) -> str:
        """The text that `read` turns into this value."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Text(Cell):
    """A text of at most `longest` characters that no spreadsheet takes for a formula.

    A stored text that looks like one is written with an apostrophe before it, which reading takes away again.
    """

    longest: int

    def read(self, text: str) -> str:
        if text.startswith(_FORMULA):
            raise RefusedError(_("De tekst begint met = + - @ of een tab: dat kan een formule zijn."))
        if any(character < " " and character not in "\t\n\r" for character in text):
            raise RefusedError(_("De tekst bevat een teken dat niet te lezen is."))
        plain = _bare(text).strip()
        if len(plain) > self.longest:
            raise RefusedError(_("De tekst is langer dan %(longest)s tekens.") % {"longest": self.longest})
        return plain

    def write(self, value: str) -> str:
        return f"'{value}" if value.startswith(_FORMULA) or _bare(value) != value else value


def _bare(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from reading a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


@dataclass(frozen=True, slots=True)
class Phone(Text):
    """A telephone number, which may begin with + where a country follows: no spreadsheet can do more than add that up."""

    def read(self, text: str) -> str:
        return Text.read(self, f"'{text}" if _PHONE_ABROAD.fullmatch(text) else text)


@dataclass(frozen=True, slots=True)
class Address(Text):
    """An e-mail address."""

    def read(self, text: str) -> str:
        address = Text.read(self, text)
        if not _ADDRESS.fullmatch(address):
            raise RefusedError(_("Dit is geen e-mailadres. Een voorbeeld: naam@organisatie.nl."))
        return address


@dataclass(frozen=True, slots=True)
class MunicipalityCode(Cell):
    """Any municipality, also one that is no more."""

    def read(self, text: str) -> str:
        if not _MUNICIPALITY.fullmatch(text):
            raise RefusedError(_("Een gemeentecode is GM met vier cijfers."))
        return text


@dataclass(frozen=True, slots=True)
class Digits(Cell):
    """A number that is a name: exactly `count` digits."""

    count: int

    def read(self, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) == self.count):
            raise RefusedError(_("Hier horen %(count)s cijfers.") % {"count": self.count})
        return text


@dataclass(frozen=True, slots=True)
class Choice(Cell):
    """One of the codes that the format names."""

    codes: tuple[str, ...]

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Choice":
        return cls(tuple(codes))

    def read(self, text: str) -> str:
        if text not in self.codes:
            raise RefusedError(_("Deze code bestaat niet. Kies uit: %(codes)s.") % {"codes": ", ".join(self.codes)})
        return text


@dataclass(frozen=True, slots=True)
class Codes(Cell):
    """Several of the codes that the format names, with spaces between them; each counts once, in the order given."""

    codes: tuple[str, ...]

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Codes":
        return cls(tuple(codes))

    def read(self, text: str) -> tuple[str, ...]:
        one = Choice(self.codes)
        return tuple(dict.fromkeys(one.read(code) for code in text.split()))

    def write(self, value: tuple[str, ...]) -> str:
        return " ".join(value)


@dataclass(frozen=True, slots=True)
class CpvCodes(Cell):
    """Codes of the CPV, with spaces, commas or semicolons between them; check digits may be left out and are not kept."""

    def read(self, text: str) -> tuple[str, ...]:
        try:
            return parse_cpv(text)
        except ValueError:
            raise RefusedError(_("Een CPV-code is acht cijfers, met of zonder controlecijfer.")) from None

    def write(self, value: tuple[str, ...]) -> str:
        return " ".join(value)


@dataclass(frozen=True, slots=True)
class Places(Cell):
    """Municipality codes, or names of places, with semicolons between them."""

    each: int = 80
    most: int = 40

    def read(self, text: str) -> tuple[str, ...]:
        one = Text(self.each)
        places = tuple(dict.fromkeys(one.read(part.strip()) for part in text.split(";") if part.strip()))
        if len(places) > self.most:
            raise RefusedError(_("Noem hier niet meer dan %(most)s plaatsen.") % {"most": self.most})
        return places

    def write(self, value: tuple[str, ...]) -> str:
        return "; ".join(value)


@dataclass(frozen=True, slots=True)
class Code(Cell):
    """A code that an address can hold: letters, digits, - and _."""

    longest: int

    def read(self, text: str) -> str:
        if not _CODE.fullmatch(text) or len(text) > self.longest:
            raise RefusedError(_("Deze code mag alleen letters, cijfers, - en _ bevatten."))
        return text


@dataclass(frozen=True, slots=True)
class Lots(Cell):
    """Lots, each on a line of its own: its number, title and, where there is one, description, with | between them.

    A | or a line break inside a text is written with a backslash before it, and so is a backslash.
    """

    most: int = 200

    def read(self, text: str) -> tuple[tuple[int, str, str], ...]:
        lots: dict[int, tuple[int, str, str]] = {}
        for line in _LINES.split(text):
            if not line.strip():
                continue
            number, title, *rest = self._parts(line)
            one = Whole(_SMALL, lowest=1).read(number)
            if one in lots:
                raise RefusedError(_("Perceel %(number)s staat er twee keer.") % {"number": one})
            lots[one] = (one, self._text(title, 200), self._text(rest[0], 1000) if rest else "")
        if len(lots) > self.most:
            raise RefusedError(_("Noem hier niet meer dan %(most)s percelen.") % {"most": self.most})
        return tuple(lots[number] for number in sorted(lots))

    @staticmethod
    def _text(text: str, longest: int) -> str:
        """Behind a number no spreadsheet takes it for a formula."""
        cell = Text(longest)
        return cell.read(cell.write(text))

    @staticmethod
    def _parts(line: str) -> list[str]:
        parts, is_escaped = [""], False
        for character in line:
            if is_escaped:
                parts[-1] += {"n": "\n", "r": "\r"}.get(character, character)
                is_escaped = False
            elif character == "\\":
                is_escaped = True
            elif character == "|":
                parts.append("")
            else:
                parts[-1] += character
        parts = [part.strip() for part in parts]
        if len(parts) not in _LOT_PARTS or not parts[1]:
            raise RefusedError(_("Schrijf een perceel als: 1 | Titel, of 1 | Titel | Omschrijving, elk op een regel."))
        return parts

    def write(self, value: tuple[tuple[int, str, str], ...]) -> str:
        return "\n".join(
            " | ".join((str(number), *(self._escaped(one) for one in (title, description) if one)))
            for number, title, description in value
        )

    @staticmethod
    def _escaped(text: str) -> str:
        for plain, escaped in (("\\", "\\\\"), ("|", "\\|"), ("\n", "\\n"), ("\r", "\\r")):
            text = text.replace(plain, escaped)
        return text


@dataclass(frozen=True, slots=True)
class Heads(Cell):
    """Occupations with how many people: `timmerman:4`, with the day from when behind it where that is another."""

    def read(self, text: str) -> tuple[tuple[str, int, date | None], ...]:
        heads: dict[str, tuple[str, int, date | None]] = {}
        for part in re.split(r"[\s;,]+", text.strip(" ;,")):
            code, *rest = part.split(":")
            if len(rest) not in _HEAD_PARTS:
                raise RefusedError(_("Schrijf een beroep met het aantal mensen als: timmerman:4."))
            code = Code(60).read(code)
            if code in heads:
                raise RefusedError(_("Beroep %(code)s staat er twee keer.") % {"code": code})
            since = Day().read(rest[1]) if len(rest) == max(_HEAD_PARTS) else None
            heads[code] = (code, Whole(_SMALL, lowest=1).read(rest[0]), since)
        return tuple(heads[code] for code in sorted(heads))

    def write(self, value: tuple[tuple[str, int, date | None], ...]) -> str:
        return " ".join(
            f"{code}:{count}" if since is None else f"{code}:{count}:{since.isoformat()}"
            for code, count, since in value
        )


@dataclass(frozen=True, slots=True)
class YesNo(Cell):
    _read: dict[str, bool] = field(
        default_factory=lambda: {"ja": True, "yes": True, "1": True, "nee": False, "no": False, "0": False}
    )

    def read(self, text: str) -> bool:
        try:
            return self._read[text.casefold()]
        except KeyError:
            raise RefusedError(_("Vul ja of nee in (of yes, no, 1, 0).")) from None

    def write(self, value: bool) -> str:  # noqa: FBT001 -- the value of the cell
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class Day(Cell):
    def read(self, text: str) -> date:
        if match := _ISO_DAY.fullmatch(text):
            year, month, day = match.groups()
        elif match := _DUTCH_DAY.fullmatch(text):
            day, month, year = match.groups()
        else:
            raise RefusedError(_("Schrijf een datum als 2019-04-30 of 30-04-2019."))
        try:
            read = date(int(year), int(month), int(day))
        except ValueError:
            raise RefusedError(_("Deze dag bestaat niet.")) from None
        return _within_years(read)

    def write(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True, slots=True)
class Month(Cell):
    """A month, as the date of its first day."""

    def read(self, text: str) -> date:
        match = _MONTH.fullmatch(text)
        if match is None:
            raise RefusedError(_("Schrijf een maand als 2019-04."))
        try:
            read = date(int(match[1]), int(match[2]), 1)
        except ValueError:
            raise RefusedError(_("Deze maand bestaat niet.")) from None
        return _within_years(read)

    def write(self, value: date) -> str:
        return f"{value:%Y-%m}"


def _within_years(day: date) -> date:
    if day.year not in _YEARS:
        years = {"first": _YEARS.start, "last": _YEARS.stop - 1}
        raise RefusedError(_("Het jaar ligt niet tussen %(first)s en %(last)s.") % years)
    return day


@dataclass(frozen=True, slots=True)
class Number(Cell):
    """A decimal of at most `digits` digits, of which `places` behind the point; zero or more."""

    digits: int
    places: int = 2
    highest: Decimal | None = None
    above_zero: bool = False

    def read(self, text: str) -> Decimal:
        match = _NUMBER.fullmatch(text)
        if match is None:
            raise RefusedError(
                _("Dit is geen getal. Schrijf het als 1250.50 of 1250,50, zonder teken tussen duizendtallen.")
            )
        whole, decimals = match[1].lstrip("0"), match[2] or ""
        if len(decimals) > self.places:
            raise RefusedError(_("Het getal heeft meer dan %(places)s decimalen.") % {"places": self.places})
        if len(whole) > self.digits - self.places:
            raise RefusedError(_("Het getal is te groot."))
        number = Decimal(text.replace(",", "."))
        if number < 0:
            raise RefusedError(_("Het getal kan niet onder nul zijn."))
        if self.above_zero and not number:
            raise RefusedError(_("Het getal moet hoger zijn dan nul."))
        if self.highest is not None and number > self.highest:
            raise RefusedError(_("Het getal kan niet hoger zijn dan %(highest)s.") % {"highest": self.highest})
        return abs(number)

    def write(self, value: Decimal) -> str:
        whole, _point, decimals = f"{value:f}".partition(".")
        return f"{whole}.{decimals.rstrip('0').ljust(_CENTS, '0')}"


@dataclass(frozen=True, slots=True)
class Whole(Cell):
    """A whole number from `lowest` to `highest`."""

    highest: int
    lowest: int = 0

    def read(self, text: str) -> int:
        if not _WHOLE.fullmatch(text):
            raise RefusedError(_("Hier hoort een heel getal."))
        # Only as many digits as can matter: Python refuses to read numbers of thousands of digits.
        number = int(text[:20])
        if not self.lowest <= number <= self.highest:
            limits = {"lowest": self.lowest, "highest": self.highest}
            raise RefusedError(_("Het getal ligt niet tussen %(lowest)s en %(highest)s.") % limits)
        return number


@dataclass(frozen=True, slots=True)
class OneOf(Cell):
    """One of a few whole numbers."""

    numbers: tuple[int, ...]

    def read(self, text: str) -> int:
        one = Choice.of(map(str, self.numbers))
        return int(one.read(text))
