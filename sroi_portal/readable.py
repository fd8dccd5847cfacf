"""What no browser sends and no database keeps: a zero byte in an address, a search or a form."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

_ZERO = "\0"


class ReadableMiddleware:
    """Answer it with 400, once for all views. Comes before the transaction of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _ZERO in request.path_info or _holds_zero(request.GET) or _holds_zero(request.POST):
            raise BadRequest("a zero byte in what was sent")
        return self.get_response(request)


def _holds_zero(sent: QueryDict) -> bool:
    return any(_ZERO in text for name, texts in sent.lists() for text in (name, *map(str, texts)))
