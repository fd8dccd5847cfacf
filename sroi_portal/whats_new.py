"""What is new in the portal, for who works with it: one file (whats_new.toml), and a page that begins with one's own."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.access import WorkRequest, is_member, requires
from organisations.choices import OrganisationKind

SOURCE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class News:
    """``kinds``: of organisations that notice it; none means everybody."""

    on: date
    headline: str
    text: str
    kinds: tuple[OrganisationKind, ...]

    def is_for(self, kind: OrganisationKind) -> bool:
        return not self.kinds or kind in self.kinds


@cache
def all_news() -> Sequence[News]:
    """The newest first. ``ValueError`` for a kind of organisation that there is not, ``KeyError`` for what is missing."""
    entries = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["news"]
    news = [
        News(one["on"], one["headline"], one["text"], tuple(OrganisationKind(kind) for kind in one["for"]))
        for one in entries
    ]
    return sorted(news, key=lambda one: one.on, reverse=True)


@requires(is_member)
@require_safe
def whats_new(request: WorkRequest) -> HttpResponse:
    """What is for the member first; what others noticed folded away under it."""
    kind = request.acting.kind
    context = {
        "own": [one for one in all_news() if one.is_for(kind)],
        "others": [one for one in all_news() if not one.is_for(kind)],
    }
    return render(request, "sroi_portal/whats_new.html", context)
