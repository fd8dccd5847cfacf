"""Pages that a link opens without a password: the address itself is the key, so it goes nowhere else."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from organisations.access import open_to_all
from organisations.models import Region

#: No other page, not even one of the portal, learns the address; a form still says where it came from.
_HEADERS = {"Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow, noarchive"}
_NOT_FOUND, _GONE = 404, 410


def opened_by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever has the link may see it; no browser or proxy keeps it, and no search engine lists it."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        patch_cache_control(response, no_store=True, no_cache=True, private=True, max_age=0)
        return response

    return open_to_all(guarded)


def closed(
    request: HttpRequest, template: str, region: Region | None, *, is_over: bool, **context: Any
) -> HttpResponse:
    """The page of a link that opens nothing: it worked once (``is_over``), or nobody knows it."""
    shown = {"region": region, "is_over": is_over} | context
    return render(request, template, shown, status=_GONE if is_over else _NOT_FOUND)
