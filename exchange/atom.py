"""A list that people follow as an Atom feed (RFC 4287), with tag URIs (RFC 4151) that stay the same when it moves."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

#: What answers with a feed says that it is.
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
#: The authority of the tags: a name of ours, and a day on which it was (RFC 4151).
_TAG = "tag:kalender.sroi-portaal.example,2026:"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEVER = dt.datetime(2018, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    #: What stands in its tag: which list of which region, and how that is narrowed.
    key: str
    title: str
    subtitle: str
    author: str
    #: Its own address, and that of the page with the same list.
    url: str
    page_url: str


@dataclass(frozen=True, slots=True)
class Entry:
    #: What stands in its tag, for ever the same.
    key: str
    title: str
    author: str
    url: str
    published: dt.datetime
    updated: dt.datetime
    terms: Sequence[str]
    lines: Sequence[str]


def write(feed: Feed, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The feed. It says when it changed before its first entry, so what it is made of is held until the end."""
    updated = _NEVER
    written = []
    for one in entries:
        updated = max(updated, one.updated)
        written.append(_entry(one))
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl">\n'
        f"<id>{_plain(_TAG + feed.key)}</id>\n"
        f"<title>{_plain(feed.title)}</title>\n"
        f"<subtitle>{_plain(feed.subtitle)}</subtitle>\n"
        f"<updated>{_moment(updated)}</updated>\n"
        f"<author><name>{_plain(feed.author)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={_attribute(feed.url)}/>\n'
        f'<link rel="alternate" type="text/html" href={_attribute(feed.page_url)}/>\n'
    ).encode()
    yield from written
    yield b"</feed>\n"


def _entry(one: Entry) -> bytes:
    return (
        "<entry>\n"
        f"<id>{_plain(_TAG + one.key)}</id>\n"
        f"<title>{_plain(one.title)}</title>\n"
        f"<updated>{_moment(one.updated)}</updated>\n"
        f"<published>{_moment(one.published)}</published>\n"
        f"<author><name>{_plain(one.author)}</name></author>\n"
        f'<link rel="alternate" type="text/html" href={_attribute(one.url)}/>\n'
        + "".join(f"<category term={_attribute(term)}/>\n" for term in one.terms)
        + f'<summary type="text">{_plain(chr(10).join(one.lines))}</summary>\n'
        "</entry>\n"
    ).encode()


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _plain(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("", text))
