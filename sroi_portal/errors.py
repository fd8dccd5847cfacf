"""The page for what went wrong on our side: it carries the reference that stands in the log."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """No context processors and no query: this page has to work when the rest does not."""
    return HttpResponseServerError(render_to_string("500.html", {"reference": getattr(request, "reference", "")}))
