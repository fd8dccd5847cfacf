"""One style sheet for every page: the design system less what no page uses, then our own, in one small file.

The design system has a rule for everything that anybody may build and 2,600 tokens; as they come they weigh more than all
else on a page together, and each file is one more that a phone waits for before it shows a word. What is left out is what
cannot match: a rule for a class that stands in no template, script or widget, and a token that no rule reads.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/portal.css"
#: From npm; of these only what is used comes along.
COMPONENTS = settings.NODE_MODULES / "@utrecht/component-library-css/dist/index.css"
TOKENS = settings.NODE_MODULES / "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
#: Our own that every page has, in the order in which one may overrule the other.
OWN = (
    *(
        "tokens",
        "base",
        "frame",
        "tabs",
        "panels",
        "tables",
        "forms",
        "buttons",
        "status",
        "progress",
        "queues",
        "trace",
    ),
    *("timeline", "work_list", "account", "pictograms", "oneself", "read_aloud", "terms"),
)
#: Where the name of a class can stand.
USERS = (
    *("templates", "static/js", "organisations", "tenders", "candidates", "placements", "reporting", "exchange"),
    "sroi_portal",
)
GROUPS = {"media", "supports", "container", "layer"}
HEAD = '@charset "UTF-8";/* Contains @utrecht/component-library-css and voorbeeld-design-tokens: EUPL-1.2, see package.json */\n'
WORD = re.compile(r"[A-Za-z_][\w-]*")
PROPERTY = re.compile(r"--[\w-]+")


class PortalStyleSheet(BaseFinder):
    """Makes the sheet when somebody asks for it or when all static files are collected."""

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- as Django calls it
        if path != NAME:
            return [] if find_all else None
        made = str(_made() / NAME)
        return [made] if find_all else made

    def list(self, _ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        yield NAME, FileSystemStorage(location=_made())


def style_sheet() -> str:
    own = [settings.BASE_DIR / f"static/css/{name}.css" for name in OWN]
    styles = "".join(_small(tinycss2.parse_component_value_list(one.read_text(), skip_comments=True)) for one in own)
    words = set(WORD.findall(_text()))
    begun = tuple(sorted(word for word in words if word.endswith("--")))
    components = "".join(_kept(_rules(COMPONENTS, COMPONENTS.stat().st_mtime), words, begun))
    every_sheet = "".join(one.read_text() for one in sorted((settings.BASE_DIR / "static/css").glob("*.css")))
    tokens = dict(_tokens(TOKENS, TOKENS.stat().st_mtime))
    read = _read(tokens, set(PROPERTY.findall(components + every_sheet)) | {word for word in words if word in tokens})
    theme = "".join(f"{name}:{value};" for name, value in tokens.items() if name in read)
    return f"{HEAD}{components}.voorbeeld-theme{{{theme}}}\n{styles}"


def _made() -> Path:
    """The folder with the sheet in it, made anew when something it is made of was changed."""
    folder: Path = settings.VAR_DIR / "style"
    sheet = folder / NAME
    newest = max(one.stat().st_mtime for one in _sources())
    if not sheet.exists() or sheet.stat().st_mtime < newest:
        sheet.parent.mkdir(parents=True, exist_ok=True)
        new = sheet.with_suffix(".new")
        new.write_text(style_sheet())
        new.replace(sheet)
    return folder


def _sources() -> Iterator[Path]:
    yield from (COMPONENTS, TOKENS, Path(__file__))
    yield from (settings.BASE_DIR / "static/css").glob("*.css")
    for name in USERS:
        yield from (one for one in (settings.BASE_DIR / name).rglob("*") if one.suffix in {".html", ".js", ".py"})


def _text() -> str:
    return "\n".join(one.read_text() for one in _sources() if one.suffix != ".css")


@lru_cache(maxsize=1)
def _rules(sheet: Path, _changed: float) -> list[Any]:
    return list(tinycss2.parse_stylesheet(sheet.read_text(), skip_comments=True, skip_whitespace=True))


@lru_cache(maxsize=1)
def _tokens(sheet: Path, _changed: float) -> list[tuple[str, str]]:
    rules = tinycss2.parse_stylesheet(sheet.read_text(), skip_comments=True, skip_whitespace=True)
    return [
        (one.name, _small(one.value))
        for rule in rules
        if rule.type == "qualified-rule"
        for one in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if one.type == "declaration"
    ]


def _kept(rules: Iterable[Any], words: set[str], begun: tuple[str, ...]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            chosen = [one for one in _selectors(rule.prelude) if _can_match(one, words, begun)]
            if chosen:
                yield f"{','.join(_small(one) for one in chosen)}{{{_small(rule.content)}}}\n"
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in GROUPS:
            within = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            inside = "".join(_kept(within, words, begun))
            if inside:
                yield f"@{rule.at_keyword} {_small(rule.prelude)}{{{inside}}}\n"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            yield rule.serialize()


def _selectors(prelude: list[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for one in prelude:
        if one == ",":
            parts.append([])
        else:
            parts[-1].append(one)
    return parts


def _can_match(selector: list[Any], words: set[str], begun: tuple[str, ...]) -> bool:
    """Every class in it is used; one whose end is worked out (``utrecht-button--{{ … }}``) counts by its beginning."""
    named = [one.value for before, one in pairwise(selector) if before == "." and one.type == "ident"]
    return all(name in words or name.startswith(begun) for name in named)


def _read(tokens: dict[str, str], names: set[str]) -> set[str]:
    """These, and the tokens that their values read in turn."""
    read: set[str] = set()
    while names:
        read |= names
        names = {other for name in names if name in tokens for other in PROPERTY.findall(tokens[name])} - read
    return read


def _small(values: list[Any]) -> str:
    """Without comments and with no more space than there has to be."""
    text = tinycss2.serialize([one for one in values if one.type != "comment"])
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()
