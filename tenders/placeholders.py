"""``{placeholders}`` in the text of a letter: which stand there, and the text with them filled in.

Pure. A text is read once from front to back, so braces in what is filled in mean nothing.
"""

import re
from collections.abc import Collection, Mapping

_PLACE = re.compile(r"\{\s*([a-z_]+)\s*\}")
_GAP = re.compile(r"\n{3,}")
_LEFT = re.compile(r"[{}]")
_HOLE = re.compile(r"\(\s*vul\s[^()]*\bin\b[^()]*\)", re.IGNORECASE)


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
