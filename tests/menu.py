"""The main menu of an answer, as it comes to its template."""

from typing import Any


def pages(answer) -> list[dict[str, Any]]:
    """All pages in it, those of a group one by one."""
    return [page for section in answer.context["nav"] for page in section["pages"] or [section]]


def top(answer) -> list[str]:
    return [str(section["label"]) for section in answer.context["nav"]]


def marked(answer) -> list[str]:
    """The pages that are marked as the one that is open."""
    return [str(page["label"]) for page in pages(answer) if page["current"]]
