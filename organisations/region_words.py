"""What a region calls its Werkpleinen and its coordination point, in every sentence of the portal.

The portal's sentences all pass gettext, so a region's own words are a translation of them: Dutch into the Dutch of that
region. Whoever enters a context of ``organisations.tenancy`` speaks the words of its region from then on, until the request
or job ends (``as_begun``). What people wrote themselves is no sentence of the portal and stays as it is.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

WERKPLEIN, WERKPLEINEN = "Werkplein", "Werkpleinen"
COORDINATION = "Coördinatiepunt Social Return"
DE, HET = "de", "het"
#: What no word may hold. A sentence of the portal is taken as it is: it goes unescaped into pages, and values are filled
#: in where it has a % or a brace.
NOT_IN_A_WORD = '[<>&"%{}\n\r\t]'

#: What stands before a word that takes 'het', and before one that takes 'de'.
_BEFORE = {
    "het": "de",
    "dit": "deze",
    "dat": "die",
    "elk": "elke",
    "ieder": "iedere",
    "welk": "welke",
    "ander": "andere",
    "ons": "onze",
    "hetzelfde": "dezelfde",
}
#: Not the name of a place to fill in: %(werkplein)s, {coördinatiepunt}.
_FOUND = re.compile(
    rf"(?:\b(?P<before>(?i:{'|'.join(_BEFORE)}))(?P<space>\s+))?(?<!%\()(?<!\{{)"
    r"\b(?:(?P<plural>Werkpleinen)|(?P<werkplein>Werkplein)|(?P<coordination>[Cc]oördinatiepunt(?: Social Return)?))\b"
)


@dataclass(frozen=True, slots=True)
class RegionWords:
    """The words of a region; without any, those of the portal itself."""

    werkplein: str = WERKPLEIN
    werkpleinen: str = WERKPLEINEN
    werkplein_article: str = HET
    coordination: str = COORDINATION
    coordination_article: str = HET

    def say(self, sentence: str) -> str:
        """The sentence in the words of the region, with the articles that go with them."""
        return _FOUND.sub(self._said, sentence)

    def _said(self, found: re.Match[str]) -> str:
        name, article = self.werkplein, self.werkplein_article
        if found["plural"]:
            name, article = self.werkpleinen, HET
        elif found["coordination"]:
            if self.coordination == COORDINATION:
                return found[0]
            name, article = self.coordination, self.coordination_article
        before = found["before"] or ""
        if article == DE and before:
            other = _BEFORE[before.lower()]
            before = other.capitalize() if before[0].isupper() else other
        return f"{before}{found['space'] or ''}{name}"


OWN_WORDS = RegionWords()


class _InWords(NullTranslations):
    """The translation below it, in the words of a region."""

    def __init__(self, words: RegionWords) -> None:
        super().__init__()
        self.words = words
        self._below: Any = trans_real.translation(settings.LANGUAGE_CODE)

    def gettext(self, message: str) -> str:
        return self.words.say(self._below.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.words.say(self._below.ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return self.words.say(self._below.pgettext(context, message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.words.say(self._below.npgettext(context, msgid1, msgid2, n))

    def language(self) -> str:
        return str(self._below.language())

    def to_language(self) -> str:
        return str(self._below.to_language())


@cache
def _translation(words: RegionWords) -> _InWords:
    return _InWords(words)


#: Django has no public way to say what the sentences of this thread are translated with.
_thread: Any = vars(trans_real)["_active"]


def speak(words: RegionWords) -> None:
    """Say everything in these words from now on; in the portal's own when they are none."""
    if words != OWN_WORDS:
        _thread.value = _translation(words)
    elif isinstance(getattr(_thread, "value", None), _InWords):
        translation.activate(settings.LANGUAGE_CODE)


@contextmanager
def as_begun() -> Iterator[None]:
    """Whatever is spoken inside the block, after it the words are those of before."""
    before = getattr(_thread, "value", None)
    try:
        yield
    finally:
        if before is None:
            translation.deactivate()
        else:
            _thread.value = before


@contextmanager
def in_dutch() -> Iterator[None]:
    """Dutch, in the words that are spoken already when there are any."""
    if isinstance(getattr(_thread, "value", None), _InWords):
        yield
        return
    with translation.override("nl"):
        yield
