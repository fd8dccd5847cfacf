"""Follow a search of the calendar by mail, without an account."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from organisations.access import open_to_all
from organisations.link_pages import opened_by_link
from tenders.calendar.following import CALENDAR
from tenders.views import following

_METHODS = ["GET", "HEAD", "POST"]


@open_to_all
@never_cache
@require_http_methods(_METHODS)
def calendar_follow(request: HttpRequest, region_code: str) -> HttpResponse:
    """Ask for mail about the search in the address."""
    return following.ask_page(request, CALENDAR, region_code)


@opened_by_link
@require_http_methods(_METHODS)
def calendar_follow_own(request: HttpRequest, region_code: str, token: str) -> HttpResponse:
    """One search that is followed."""
    return following.own_page(request, CALENDAR, region_code, token)


# A mail program sends the POST (RFC 8058): it never saw a form. No cookie counts here; who has the link, may stop.
@csrf_exempt
@opened_by_link
@require_http_methods(_METHODS)
def calendar_follow_stop(request: HttpRequest, region_code: str, token: str) -> HttpResponse:
    """No mail about the calendar any more."""
    return following.stop_page(request, CALENDAR, region_code, token)
