"""What an inspection found, and how it travels from the child process to its parent."""

import json
import struct
from dataclasses import dataclass

from organisations.inspection.faults import Fault

_LENGTH = struct.Struct(">I")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a PNG; width and height in pixels."""

    width: int
    height: int
    png: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """``fault`` when the file is refused; else what it is, what of it to keep, and its pages."""

    fault: Fault | None
    media_type: str = ""
    kept: bytes = b""
    pages: tuple[Page, ...] = ()


def to_bytes(found: Found) -> bytes:
    head = {
        "fault": found.fault,
        "media_type": found.media_type,
        "kept": len(found.kept),
        "pages": [[page.width, page.height, len(page.png)] for page in found.pages],
    }
    text = json.dumps(head).encode()
    return b"".join([_LENGTH.pack(len(text)), text, found.kept, *(page.png for page in found.pages)])


def from_bytes(answer: bytes) -> Found:
    """``ValueError`` when the child answered anything else than it should: it has read a stranger's file."""
    try:
        (length,) = _LENGTH.unpack_from(answer)
        start = _LENGTH.size + length
        head = json.loads(answer[_LENGTH.size : start])
        fault = Fault(head["fault"]) if head["fault"] else None
        kept = answer[start : start + int(head["kept"])]
        start += len(kept)
        pages = []
        for width, height, size in head["pages"]:
            pages.append(Page(int(width), int(height), answer[start : start + int(size)]))
            start += int(size)
        found = Found(fault, str(head["media_type"]), kept, tuple(pages))
    except (KeyError, TypeError, struct.error) as error:
        raise ValueError("no answer of an inspection") from error
    if start != len(answer) or not all(page.png.startswith(_PNG) for page in found.pages):
        raise ValueError("not the whole answer of an inspection")
    return found
