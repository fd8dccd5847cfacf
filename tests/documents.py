"""What can be said of an HTML answer without a browser: whether it is a whole page, what it asks, what makes it itself."""

import re
from collections import Counter

from lxml import html
from tinyhtml5.parser import HTMLParser

#: What differs between two answers that are the same document: keys, tokens, figures and words.
_VOLATILE = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{43,64}|\d+")
_WORDS = re.compile(rb">[^<]+<")
_BUTTONS = {"submit", "button", "reset", "image"}


def is_whole(content: bytes) -> bool:
    """A page, not the part of one that htmx asks for."""
    return content.lstrip()[:9].lower() == b"<!doctype"


def skeleton(content: bytes) -> bytes:
    """The same for two documents with the same elements and attributes."""
    return _WORDS.sub(b"><", _VOLATILE.sub(b"", content))


def fields_of(content: bytes) -> list[tuple[str, str]]:
    """Names and types of all fields in the forms that are sent by POST."""
    if not content.strip():
        return []
    fields = html.fromstring(content).xpath("//form[@method='post']//*[self::input or self::select or self::textarea]")
    named = [(one.get("name"), one.get("type") or one.tag) for one in fields if one.get("name")]
    return [(name, kind) for name, kind in named if name != "csrfmiddlewaretoken" and kind not in _BUTTONS]


def faults(content: bytes) -> list[str]:
    """What a parser stumbles over, and names that are given twice or to nothing. ``./dev campaign valid_html`` asks the W3C's checker."""
    if not is_whole(content):
        return []
    parser = HTMLParser(namespace_html_elements=False)
    page = parser.parse(content.decode())
    found = [f"line {where[0]}: {code} {details}" for where, code, details in parser.errors]
    elements = [one for one in page.iter() if isinstance(one.tag, str)]
    names = Counter(one.get("id") for one in elements if one.get("id"))
    found += [f"two elements are called {name}" for name, times in names.items() if times > 1]
    for one in elements:
        for attribute in ("for", "aria-labelledby", "aria-describedby", "popovertarget", "list"):
            missing = [name for name in one.get(attribute, "").split() if name not in names]
            found += [f"{attribute} of {one.tag} names {name}, which is not there" for name in missing]
    return found
