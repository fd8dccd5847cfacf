"""By which words somebody is found in texts, files and searches, so that they can go. Pure.

Patterns are written so that PostgreSQL and Python read them alike; both look without regard to capitals. Each part that
may repeat follows a sign that must be there, and no two of them meet: the time that looking takes grows with the text.
"""

import html
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

FULL_NAME, FIRST_NAME, LAST_NAME, MAIL, PHONE = "full_name", "first_name", "last_name", "mail", "phone"
#: A last name that nobody else in the region has: with an initial or a title before it, it is his.
OWN_LAST_NAME = "own_last_name"
#: Between words: also as they stand in an address or the name of a file.
_SPACE = r"(?:[\s+_.,\-]|%20|%2C)+"
_NAME_BEGINS, _NAME_ENDS = r"(?:(?<!\w)|(?<=[_0-9]))", r"(?:(?!\w)|(?=[_0-9]))"
_TITLE = r"(?:mevrouw|mevr|mejuffrouw|mej|mw|meneer|mijnheer|de heer|heer|dhr|familie|fam)\.?[\s_]{1,2}"
_MORE_INITIALS = r"(?:\w\.[\s_]{0,2}){0,4}"
_BETWEEN_DIGITS = r"[\s().\-]{0,4}"
#: So many digits tell one subscriber from another.
_SUBSCRIBER = 9
_SHORTEST_PART = 2
#: What unpacking a damaged or locked archive ends in, by the way in which it was packed.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)
_ENCODINGS = ("utf-8", "utf-16-le", "cp1252")


@dataclass(frozen=True, slots=True)
class SoughtNames:
    """What is known of one person: ``(kind, words)`` as the database gave it."""

    known: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, known: Iterable[tuple[str, str]]) -> "SoughtNames":
        cleaned = {(kind, " ".join(words.split())) for kind, words in known if words}
        return cls(tuple(sorted(one for one in cleaned if one[1])))

    def _of_kind(self, kind: str) -> list[str]:
        return [words for one, words in self.known if one == kind]

    @property
    def pattern(self) -> str | None:
        """What finds the full name, mail address or telephone number in a text; None when nothing is known.

        One word alone is no name to look for: it would take the words of others along.
        """
        names = [words.replace(",", " ").split() for words in self._of_kind(FULL_NAME)]
        known = [_SPACE.join(_escaped(word) for word in words) for words in names if len(words) > 1]
        known += [_escaped(quote_plus(" ".join(words))) for words in names if len(words) > 1]
        known += [option for words in self._of_kind(OWN_LAST_NAME) for option in self._with_last_name(words)]
        others = [_escaped(words) for words in self._of_kind(MAIL)]
        others += [_escaped(quote(words, safe="")) for words in self._of_kind(MAIL)]
        others += [one for words in self._of_kind(PHONE) if (one := _phone(words))]
        options = [_between(known, _NAME_BEGINS, _NAME_ENDS), _between(others, r"(?<!\w)", r"(?!\w)")]
        return "|".join(filter(None, options)) or None

    def _with_last_name(self, words: str) -> list[str]:
        last = _SPACE.join(_escaped(word) for word in words.split())
        initials = "".join(dict.fromkeys(one[0].upper() for one in self._of_kind(FIRST_NAME) if one[0].isalpha()))
        options = [rf"{_TITLE}{_MORE_INITIALS}{last}"]
        if initials:
            options += [rf"[{initials}](?:\.[\s_]{{0,2}}|[\s_]{{1,2}}){_MORE_INITIALS}{last}"]
            options += [rf"{last},?[\s_]{{1,2}}[{initials}]"]
        return options

    @property
    def search_pattern(self) -> str | None:
        """What finds a search in the query of an address that is for this person; its first group stays."""
        texts = [words for _kind, words in self.known if len(words) >= _SHORTEST_PART]
        options = dict.fromkeys(_escaped(coded) for one in texts for coded in (quote_plus(one), quote(one)))
        return rf"(=)(?:{'|'.join(options)})(?=&|$)" if options else None

    def in_text(self, text: str) -> bool:
        """Whether the text names this person: in full, or in the parts of his name wherever they stand."""
        plain = html.unescape(text)
        if self.pattern and re.search(self.pattern, plain, re.IGNORECASE):
            return True
        return _any_in(plain, self._of_kind(FIRST_NAME)) and _any_in(plain, self._of_kind(LAST_NAME))

    def in_copy(self, text: str) -> bool:
        """As ``in_text``; of whom one word is all that is known, that word is enough: a copy can be made again."""
        first, last = self._of_kind(FIRST_NAME), self._of_kind(LAST_NAME)
        return self.in_text(text) or (not (first and last) and _any_in(text, first + last))

    def in_file(self, content: bytes) -> bool:
        """Whether a file names him, also inside a workbook or another archive."""
        if zipfile.is_zipfile(io.BytesIO(content)):
            try:
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    # The parts of a name may stand in other members: shared strings, several tables.
                    inside = "\n".join(_decoded(archive.read(name)) for name in archive.namelist())
            except _UNREADABLE:
                # Nobody can use it, and nobody can say that he is not in it.
                return True
            return self.in_copy(re.sub(r"<[^<>]+>", " ", inside)) or self.in_copy(inside)
        return any(self.in_copy(content.decode(encoding, "ignore")) for encoding in _ENCODINGS)


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "ignore")


def _any_in(text: str, words: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE) for one in words)


def _between(options: list[str], begins: str, ends: str) -> str:
    return rf"{begins}(?:{'|'.join(dict.fromkeys(options))}){ends}" if options else ""


def _escaped(text: str) -> str:
    """Each sign as itself, for both readers."""
    return "".join(sign if sign.isalnum() or sign == "_" else f"\\{sign}" for sign in text)


def _phone(text: str) -> str:
    """The subscriber's digits however they are grouped, after 0, +31, 0031 or nothing."""
    digits = "".join(sign for sign in text if sign.isdigit())[-_SUBSCRIBER:]
    if len(digits) < _SUBSCRIBER:
        return ""
    between = _BETWEEN_DIGITS
    return rf"(?:(?:\+|%2B|00)?31{between})?(?:0{between})?{between.join(digits)}"
