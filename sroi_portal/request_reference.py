"""A reference for each request: on its error page, in each of its log lines, in the history it writes, in its jobs."""

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from organisations import reference
from organisations.log_words import without_persons

log = logging.getLogger("sroi_portal.requests")
#: Asked every few seconds by whoever watches over the portal.
_UNTOLD = ("/healthz", "/readyz")
#: What a line may say besides its message.
_TOLD = ("method", "path", "status", "milliseconds")


class RequestReferenceMiddleware:
    """Sets `request.reference`, and logs one line of each request: never what was asked or sent with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        with reference.referring_to(reference.new()) as own:
            request.reference = own  # type: ignore[attr-defined]
            response = self.get_response(request)
            if request.path not in _UNTOLD:
                told = {
                    "method": request.method,
                    "path": _on_one_line(request.path),
                    "status": response.status_code,
                    "milliseconds": round((time.monotonic() - began) * 1000),
                }
                log.info("%(method)s %(path)s %(status)s in %(milliseconds)s ms", told, extra=told)
        response.headers["X-Request-Reference"] = own
        return response


def _on_one_line(path: str) -> str:
    """What cannot be seen as it was sent: an address with a line end in it begins no line of its own."""
    return "".join(one if one.isprintable() else quote(one) for one in path)


class ReferenceFilter(logging.Filter):
    """Gives each log record the process and the reference of the request or job it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.reference = getattr(request, "reference", None) or reference.current()
        record.process_name = reference.process()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, process, reference, message and, if any, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": getattr(record, "process_name", reference.process()),
            "reference": getattr(record, "reference", reference.NONE_YET),
            "message": without_persons(record.getMessage()),
        }
        for name in _TOLD:
            if (value := getattr(record, name, None)) is not None:
                line[name] = without_persons(value) if isinstance(value, str) else value
        if record.exc_info:
            line["traceback"] = without_persons(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class ReadableFormatter(logging.Formatter):
    """One line for a reader, with the traceback under it."""

    def format(self, record: logging.LogRecord) -> str:
        return without_persons(super().format(record))
