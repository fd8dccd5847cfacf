"""The list of CPV codes for everybody: a page to search in, and the part of it that forms show under their box."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from organisations.access import open_to_all
from organisations.cpv import MOST_TYPED
from organisations.cpv_field import CHOSEN, Chosen, choice_context

#: The list changes with a new version of the portal only.
SECONDS_FRESH = 600
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")


@open_to_all
@require_safe
def cpv(request: HttpRequest) -> HttpResponse:
    """What is found by ``q``. With ``veld``, the list under the box of that field: what it holds, and what is ticked."""
    field = request.GET.get("veld", "")
    if field:
        if not _FIELD.fullmatch(field):
            raise Http404
        chosen = Chosen.sent(request.GET.getlist(field + CHOSEN), request.GET.get(field, ""))
        page = render_to_string("components/_cpv_found.html", choice_context(field, f"id_{field}", chosen))
    else:
        asked = request.GET.get("q", "")[:MOST_TYPED]
        context: dict[str, Any] = choice_context("", "cpv", Chosen((), asked))
        # Without the request: a log-in or a form key in the page would make it somebody's, and give it a cookie.
        page = render_to_string(
            "organisations/cpv.html", context | {"asked": asked, "nav": None, "user": None, "messages": ()}
        )
    answer = HttpResponse(page)
    patch_cache_control(answer, public=True, max_age=SECONDS_FRESH)
    return answer
