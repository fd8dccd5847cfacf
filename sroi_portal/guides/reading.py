"""The texts of the guides as pages: their tasks, their links and pictures, and what is found in them."""

import functools
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

FOLDER = Path(__file__).resolve().parent
PICTURES = FOLDER / "pictures.json"

#: In the order of the page of all guides. The first is for who looks for work and has no account.
SLUGS = (
    "werk-zoeken",
    "opdrachtnemer",
    "inkoper",
    "werkplein",
    "coordinatiepunt",
    "programmamanager",
    "meekijker",
    "ledenbeheerder",
    "platformbeheerder",
)

_TASK = re.compile(r"^## (?P<title>.+?) \{#(?P<anchor>[a-z-]+)\}\n(?:Bij: (?P<pages>[^\n]+)\n)?", re.MULTILINE)
_HEAD = re.compile(r"\A# (?P<title>.+)\n> (?P<says>.+)\n")
_LINK = re.compile(r'<a href="(?P<to>[^"]+)">(?P<text>.*?)</a>')
_PICTURE = re.compile(r'<img src="(?P<name>[^"]+)" alt="(?P<alt>[^"]*)" ?/?>')
_TAG = re.compile(r"<[^>]+>")

#: The address of the page with this view, or None where the reader has no such page.
Address = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Task:
    """Something one does, step by step; ``pages`` are the views where it is done. ``html`` has links to views in it."""

    guide: str
    anchor: str
    title: str
    pages: tuple[str, ...]
    html: str

    @property
    def words(self) -> str:
        return f"{self.title} {unescape(_TAG.sub(' ', self.html))}".casefold().replace("’", "'")

    @property
    def links(self) -> list[str]:
        return [match["to"] for match in _LINK.finditer(self.html)]

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """Name and alternative text of each."""
        return [(match["name"], unescape(match["alt"])) for match in _PICTURE.finditer(self.html)]

    def shown(self, address: Address) -> SafeString:
        """The text with its links: a page that the reader does not have is named without one."""
        return shown(self.html, address)


@dataclass(frozen=True, slots=True)
class Guide:
    slug: str
    title: str
    says: str
    html: str
    tasks: tuple[Task, ...]


@functools.cache
def guide(slug: str) -> Guide:
    text = (FOLDER / "texts" / f"{slug}.md").read_text()
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": True, "quotes": "“”‘’"}).enable("smartquotes")
    head = _HEAD.match(text)
    if head is None:
        raise ValueError(f"{slug}.md does not begin with its title and for whom it is.")
    found = list(_TASK.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    tasks = tuple(
        Task(
            slug,
            one["anchor"],
            one["title"],
            tuple((one["pages"] or "").split()),
            markdown.render(text[one.end() : end]),
        )
        for one, end in zip(found, ends, strict=True)
    )
    return Guide(slug, head["title"], head["says"], markdown.render(text[head.end() : found[0].start()]), tasks)


def guides() -> list[Guide]:
    return [guide(slug) for slug in SLUGS]


def shown(html: str, address: Address) -> SafeString:
    """HTML of a guide with addresses for views, and pictures with their size, so that nothing jumps when they come."""

    def link(match: re.Match[str]) -> str:
        to = address(match["to"])
        if to is None:
            return f"<strong>{match['text']}</strong>"
        return f'<a class="utrecht-link utrecht-link--html-a" href="{escape(to)}">{match["text"]}</a>'

    return mark_safe(_PICTURE.sub(_picture, _LINK.sub(link, html)))  # noqa: S308 - from our own texts


def _picture(match: re.Match[str]) -> str:
    made = pictures()[match["name"]]
    return (
        f'<img class="guide__picture" src="{static(picture_path(match["name"]))}" alt="{match["alt"]}"'
        f' width="{made["width"]}" height="{made["height"]}" loading="lazy" decoding="async">'
    )


@functools.cache
def pictures() -> dict[str, dict[str, int | str]]:
    """What the campaign that made them wrote down of each: width, height and the recipe it followed."""
    found: dict[str, dict[str, int | str]] = json.loads(PICTURES.read_text())
    return found


def picture_path(name: str) -> str:
    return f"guides/{name}.webp"


def task_about(view: str, first: str | None) -> Task | None:
    """The task that is done on this page, in the reader's own guide if it stands there."""
    about = [task for one in guides() for task in one.tasks if view in task.pages]
    return min(about, key=lambda task: task.guide != first, default=None)


def tasks_with(text: str, first: str | None = None) -> list[Task]:
    """The tasks that have each of these words; those with all in their title first, then those of one's own guide."""
    words = text.casefold().replace("’", "'").split()
    found = [task for one in guides() for task in one.tasks if _has(task.words, words)]
    return sorted(found, key=lambda task: (not _has(task.title.casefold(), words), task.guide != first))


def _has(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)
