"""``{placeholders}`` in the text of a letter: which stand there, and the text with them filled in.

Pure. A text is read once from front to back, so braces in what is filled in mean nothing.
"""

import re
from collections.abc import Collection, Mapping

_PLACE = re.compile(r"\{\s*([a-z_]+)\s*\}")
_LEFT = re.compile(r"[{}]")


def unknown_in(text: str, known: Collection[str]) -> list[str]:
    """What stands between braces and is no known name, in order; a lone brace is itself given back."""
    unknown = [name for name in _PLACE.findall(text) if name not in known]
    return [*dict.fromkeys(unknown), *dict.fromkeys(_LEFT.findall(_PLACE.sub("", text)))]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every known name replaced; what is not known stays as it stands, for a person to see."""
    return _PLACE.sub(lambda place: values.get(place.group(1), place.group(0)), text)
