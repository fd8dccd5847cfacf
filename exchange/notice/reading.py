"""Which kind of file it is, and its reader. A file from outside: bounded in size, depth and number, and nothing is fetched."""

import json
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from django.utils.translation import gettext as _

from exchange.notice import eforms, release
from exchange.notice.found import Found, NoticeRefusedError

LARGEST = 2 * 1024 * 1024
_DEEPEST, _MOST_ELEMENTS = 60, 60_000
_BOM = b"\xef\xbb\xbf"


def read_notice(content: bytes) -> Found:
    """What the file says of a tender; raises NoticeRefusedError with a sentence."""
    if len(content) > LARGEST:
        raise NoticeRefusedError(
            _("Dit bestand is groter dan 2 MB. Een aankondiging is kleiner: kies het goede bestand.")
        )
    start = content.removeprefix(_BOM).lstrip()[:1]
    if not start:
        raise NoticeRefusedError(_("Dit bestand is leeg. Kies een ander bestand."))
    if start in b"{[":
        return release.found_in(_json(content))
    if start == b"<" or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return eforms.found_in(_xml(content))
    raise NoticeRefusedError(
        _(
            "Dit is geen aankondiging die het portaal kent. Kies het XML-bestand van TenderNed (eForms), of OCDS in JSON."
        )
    )


def _json(content: bytes) -> Any:
    try:
        return json.loads(
            content.removeprefix(_BOM).decode("utf-8"), parse_float=str, parse_int=str, parse_constant=str
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise NoticeRefusedError(_("Dit JSON-bestand is niet heel. Download het opnieuw.")) from None


class _UnwantedError(Exception):
    """Something that no notice has: a document type, too deep, too many."""


def _xml(content: bytes) -> ET.Element:
    """The tree. No document type is taken, so no entity is there to be expanded or fetched."""
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            raise _UnwantedError
        # Only what the element is called: each version of the schema has name spaces of its own.
        builder.start(name.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition("}")[2])

    def refuse(*_what: Any) -> None:
        raise _UnwantedError

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 -- takes no keywords
        return builder.close()
    except _UnwantedError:
        raise NoticeRefusedError(
            _("In dit XML-bestand staat iets dat in geen aankondiging hoort. Download het opnieuw van TenderNed.")
        ) from None
    except (expat.ExpatError, ValueError, LookupError, AssertionError):
        raise NoticeRefusedError(_("Dit XML-bestand is niet heel. Download het opnieuw.")) from None
