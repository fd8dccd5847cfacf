"""The headings of a table from outside, whatever their capitals and signs."""

import hashlib
import re
from collections.abc import Sequence

_OTHER_CHARACTERS = re.compile(r"[^a-z0-9]+")


def bare(heading: str) -> str:
    """Its letters and digits only."""
    return _OTHER_CHARACTERS.sub("", heading.casefold())


def digest_of(header: Sequence[str]) -> str:
    """The same for the same columns in the same order."""
    return hashlib.sha256("\n".join(bare(heading) for heading in header).encode()).hexdigest()
