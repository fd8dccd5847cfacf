"""The answer to an organisation that asks about persons too often, where a page has no better place to say it."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from placements.identity.asking import AskedTooOften


class TooOftenMiddleware:
    """Say it with 429 and keep nothing of the request. Comes after who acts is known, inside its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AskedTooOften):
            return None
        transaction.set_rollback(True)
        # No context processors: the transaction gives no more rows.
        page = render_to_string("429.html", {"sentence": exception.sentence})
        return HttpResponse(page, status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "3600"})
