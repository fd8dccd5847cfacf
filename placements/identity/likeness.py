"""Whether two names may well be one person's: rules that people wrote, each with a name. Pure.

Asked only of two with the same date of birth. Names come normalised (``placements.identity.persons.normalise``). It suggests;
a person decides.
"""

import unicodedata
from collections.abc import Callable
from enum import StrEnum

#: Two names of at least this many letters may differ in so many.
_SHORTEST, _MOST_EDITS = 6, 2


class Likeness(StrEnum):
    ACCENTS = "accents"
    ORDER = "order"
    INITIAL = "initial"
    PART = "part"
    SPELLING = "spelling"


def likeness(one: str, other: str) -> Likeness | None:
    """By which rule these names look alike, if any; the surest rule first."""
    if one == other:
        return None
    a, b = _words(one), _words(other)
    return next((rule for rule, holds in _RULES.items() if holds(a, b)), None)


def _words(name: str) -> list[str]:
    """Words without accents and punctuation: 'j.' is 'j', 'de-vries' is 'devries'."""
    plain = unicodedata.normalize("NFKD", name)
    letters = ["".join(sign for sign in word if sign.isalnum()) for word in plain.split()]
    return [word for word in letters if word]


def _with_initials(full: list[str], short: list[str]) -> bool:
    """Whether the second name is the first with initials for first names: 'jan de vries' and 'j de vries'."""
    if len(full) != len(short) or len(full) <= 1 or full[-1] != short[-1]:
        return False
    pairs = list(zip(full, short, strict=True))
    return any(len(b) == 1 and len(a) > 1 for a, b in pairs) and all(
        a == b or (len(b) == 1 and a.startswith(b)) for a, b in pairs
    )


def _edits(a: str, b: str) -> int:
    """How many letters to add, leave out or change, or to swap with the next one; stops counting far away."""
    if abs(len(a) - len(b)) > _MOST_EDITS:
        return _MOST_EDITS + 1
    earlier: list[int] = []
    former = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            cost = min(former[j] + 1, row[j - 1] + 1, former[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        earlier, former = former, row
    return former[-1]


def _is_part(a: list[str], b: list[str]) -> bool:
    """'jan vries' and 'jan de vries'; a single word is too little."""
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) > 1 and set(shorter) < set(longer)


def _is_spelling(a: list[str], b: list[str]) -> bool:
    flat_a, flat_b = "".join(a), "".join(b)
    return min(len(flat_a), len(flat_b)) >= _SHORTEST and _edits(flat_a, flat_b) <= _MOST_EDITS


_RULES: dict[Likeness, Callable[[list[str], list[str]], bool]] = {
    Likeness.ACCENTS: lambda a, b: "".join(a) == "".join(b),
    Likeness.ORDER: lambda a, b: sorted(a) == sorted(b),
    Likeness.INITIAL: lambda a, b: _with_initials(a, b) or _with_initials(b, a),
    Likeness.PART: _is_part,
    Likeness.SPELLING: _is_spelling,
}
