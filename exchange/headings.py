"""The headings of a table from outside, whatever their capitals and signs."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

_OTHER_CHARACTERS = re.compile(r"[^a-z0-9]+")


def bare(heading: str) -> str:
    """Its letters and digits only, without their accents."""
    return _OTHER_CHARACTERS.sub("", unicodedata.normalize("NFKD", heading).casefold())


def digest_of(header: Sequence[str]) -> str:
    """The same for the same columns in the same order. What companies named before is found by it: it does not change."""
    letters = (_OTHER_CHARACTERS.sub("", heading.casefold()) for heading in header)
    return hashlib.sha256("\n".join(letters).encode()).hexdigest()
