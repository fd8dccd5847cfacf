"""A reference for each request: on its error page, in each of its log lines, in the history it writes."""

import json
import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string

from organisations.log_words import without_persons

NONE_YET = "-"
_current: ContextVar[str] = ContextVar("request_reference", default=NONE_YET)


class RequestReferenceMiddleware:
    """Sets `request.reference`: ten characters that can be read out over the telephone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reference = get_random_string(10, "abcdefghjkmnpqrstuvwxyz23456789")
        request.reference = reference  # type: ignore[attr-defined]
        token = _current.set(reference)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response.headers["X-Request-Reference"] = reference
        return response


class ReferenceFilter(logging.Filter):
    """Gives each log record the reference of the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.reference = getattr(request, "reference", None) or _current.get()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, reference, message and, if any, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "reference": getattr(record, "reference", NONE_YET),
            "message": without_persons(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = without_persons(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class ReadableFormatter(logging.Formatter):
    """One line for a reader, with the traceback under it."""

    def format(self, record: logging.LogRecord) -> str:
        return without_persons(super().format(record))
