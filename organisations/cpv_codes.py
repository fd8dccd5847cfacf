"""CPV codes as people write them, how they hang together, and the words by which one is looked for. Pure.

A code is eight digits: division (2), group (3), class (4), category (5) and three more, filled up with zeros. The ninth
digit only checks the others; people write it or leave it out, and it is not kept.
"""

import re
import unicodedata

#: Digits that say something: a code ends in zeros from where it stops being precise.
LENGTH, DIVISION = 8, 2
_CODE = re.compile(r"([0-9]{8})(?:-[0-9])?")
_CODE_LIKE = re.compile(r"[0-9]{1,8}(?:-[0-9]?)?")
_BETWEEN = re.compile(r"[\s,;]+")
_NO_WORD = re.compile(r"[^a-z0-9]+")
#: Words that say nothing about what is bought.
SMALL_WORDS = frozenset(
    [
        "aan",
        "bij",
        "de",
        "den",
        "der",
        "door",
        "een",
        "en",
        "het",
        "in",
        "met",
        "of",
        "om",
        "op",
        "te",
        "ten",
        "ter",
        "tot",
        "uit",
        "van",
        "via",
        "voor",
    ]
)
_MOST_WORDS = 6
_SHORTEST_PART = 4
_VOWELS = "aeiou"


def parse_cpv(text: str) -> tuple[str, ...]:
    """The codes in the text without check digits, each once, in order. ``ValueError`` with the part that is none."""
    codes, rest = split_cpv(text)
    if rest:
        raise ValueError(next(part for part in _BETWEEN.split(text.strip()) if part and not _CODE.fullmatch(part)))
    return codes


def split_cpv(text: str) -> tuple[tuple[str, ...], str]:
    """The codes in the text, each once and in order, and whatever else is in it."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    matches = [_CODE.fullmatch(part) for part in parts]
    codes = dict.fromkeys(match[1] for match in matches if match)
    return tuple(codes), " ".join(part for part, match in zip(parts, matches, strict=True) if not match)


def beginnings(text: str) -> tuple[str, ...]:
    """With which digits the codes begin that are looked for; nothing when words are."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if not parts or not all(_CODE_LIKE.fullmatch(part) for part in parts):
        return ()
    return tuple(dict.fromkeys(significant(part.split("-")[0]) for part in parts))[:_MOST_WORDS]


def significant(code: str) -> str:
    """The digits with which every code under this one begins: 45210000 → 4521, 30000000 → 30."""
    if len(code) < LENGTH:
        return code
    return code.rstrip("0").ljust(DIVISION, "0")


def above(code: str) -> tuple[str, ...]:
    """The codes that this one falls under if the list has them, the division first: 45233140 → 45000000, 45200000 and on."""
    digits = significant(code)
    return tuple(digits[:length].ljust(LENGTH, "0") for length in range(DIVISION, len(digits)))


def plain(text: str) -> str:
    """The words of a text in small letters without accents, with one space before, between and after them."""
    letters = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return f" {_NO_WORD.sub(' ', bare).strip()} "


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for, each once."""
    words = plain(text).split()
    return tuple(dict.fromkeys([word for word in words if word not in SMALL_WORDS] or words))[:_MOST_WORDS]


def shapes(word: str) -> tuple[str, ...]:
    """The beginnings that a word shares with its plural, its singular and its verb: scholen → school, schol."""
    stems = [word]
    for ending in ("ingen", "ing", "heden", "eren", "en", "s", "t", "e"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_PART - 1:
            stems.append(stem)
            break
    return tuple(dict.fromkeys(shape for stem in stems for shape in _spellings(stem)))


def _spellings(stem: str) -> list[str]:
    """How the same stem is written in an open and in a closed syllable: bruggen, brug; scholen, school; huizen, huis."""
    found = [stem]
    if len(stem) < _SHORTEST_PART - 1:
        return found
    last, before = stem[-1], stem[-2]
    if last == before and last not in _VOWELS:
        found.append(stem[:-1])
    elif last not in _VOWELS and before in _VOWELS:
        if stem[-3] == before:
            found.append(f"{stem[:-2]}{last}")
        elif stem[-3] not in _VOWELS and len(stem) >= _SHORTEST_PART:
            found.append(f"{stem[:-1]}{before}{last}")
    if last in "vz":
        found.append(stem[:-1] + {"v": "f", "z": "s"}[last])
    return [one for one in found if len(one) >= min(len(stem), _SHORTEST_PART - 1)]


def halves(word: str) -> tuple[tuple[str, str], ...]:
    """The two words a compound may be made of, with or without the s between them: groenonderhoud → groen, onderhoud."""
    found = []
    for cut in range(_SHORTEST_PART - 1, len(word) - _SHORTEST_PART + 1):
        first, second = word[:cut], word[cut:]
        found.append((first, second))
        if first.endswith("s") and len(first) > _SHORTEST_PART:
            found.append((first[:-1], second))
    return tuple(found)
