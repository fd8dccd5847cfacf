"""The pages for what could not be read, and for what went wrong on our side: that carries the reference in the log."""

from decimal import Decimal
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_MEGABYTE = 1_000_000


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says of a form with too much in it what is too much; of anything else that it cannot be read."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    context = {
        "is_too_much": isinstance(exception, _TOO_MUCH),
        "is_too_much_text": isinstance(exception, RequestDataTooBig),
        "megabytes": Decimal(most) / _MEGABYTE,
    }
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if context["is_too_much"] else HTTPStatus.BAD_REQUEST
    return HttpResponse(render_to_string("400.html", context), status=status)


def too_many_requests(_request: HttpRequest) -> HttpResponse:
    """Says to who logs in, or asks for a new password, too often what he can do. allauth asks the URLconf for it."""
    sentence = _("U hebt dit vaak achter elkaar geprobeerd. Wacht vijf minuten en probeer het dan opnieuw.")
    page = render_to_string("429.html", {"sentence": sentence})
    return HttpResponse(page, status=HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """No context processors and no query: this page has to work when the rest does not."""
    return HttpResponseServerError(render_to_string("500.html", {"reference": getattr(request, "reference", "")}))
