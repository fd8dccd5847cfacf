"""The canonical form of a report's JSON and the SHA-256 that is printed beside it.

Pure: no Django. Anybody can repeat it with a JSON library: take the document, leave out the key `sha256`,
write it as UTF-8 with sorted keys, separators `,` and `:` and without ASCII escaping, and hash that.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DIGEST_KEY = "sha256"


def canonical_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the bytes that are hashed: the document without its own digest."""
    content = {key: value for key, value in document.items() if key != DIGEST_KEY}
    return json.dumps(
        content,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    ).encode("utf-8")


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form, in lower-case hexadecimal."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def is_intact(document: Mapping[str, Any]) -> bool:
    """Tell whether the document still has the digest it was frozen with."""
    return document.get(DIGEST_KEY) == digest(document)
