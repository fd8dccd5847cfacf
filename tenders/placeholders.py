"""``{placeholders}`` in a text: which stand there, and the text with them filled in.

Pure. A text is read once from front to back, so braces in what is filled in mean nothing.
"""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.utils.functional import Promise

Words = str | Promise

_PLACE = re.compile(r"\{\s*([a-zà-öø-ÿ_]+)\s*\}")
_GAP = re.compile(r"\n{3,}")
_LEFT = re.compile(r"[{}]")
_HOLE = re.compile(r"\(\s*vul\s[^()]*\bin\b[^()]*\)", re.IGNORECASE)


class Wording(NamedTuple):
    """A text with its heading."""

    subject: Words
    body: Words

    def filled(self, values: Mapping[str, str], *, left_out: Collection[str] = ()) -> "Wording":
        """With every known name replaced, and without the lines that have only names of ``left_out`` in them."""
        body = without_lines(str(self.body), left_out) if left_out else str(self.body)
        return Wording(fill(str(self.subject), values), fill(body, values))

    def names(self) -> list[str]:
        """What it asks to be filled in, each once, in order."""
        return list(dict.fromkeys(_PLACE.findall(f"{self.subject}\n{self.body}")))


def unknown_in(text: str, known: Collection[str]) -> list[str]:
    """What stands between braces and is no known name, in order; a lone brace is itself given back."""
    unknown = [name for name in _PLACE.findall(text) if name not in known]
    return [*dict.fromkeys(unknown), *dict.fromkeys(_LEFT.findall(_PLACE.sub("", text)))]


def holes_in(text: str) -> list[str]:
    """What a person still has to fill in, "(vul de reden in)", as it stands in the text, each once."""
    return list(dict.fromkeys(" ".join(hole.split()) for hole in _HOLE.findall(text)))


def without_lines(text: str, empty: Collection[str]) -> str:
    """The text without the lines that have only such names in them, and without the gap they would leave."""
    kept = []
    for line in text.splitlines():
        names = _PLACE.findall(line)
        if not names or not set(names) <= set(empty):
            kept.append(line)
    return _GAP.sub("\n\n", "\n".join(kept))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every known name replaced; what is not known stays as it stands, for a person to see."""
    return _PLACE.sub(lambda place: values.get(place.group(1), place.group(0)), text)
