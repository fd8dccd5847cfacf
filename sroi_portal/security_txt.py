"""`/.well-known/security.txt`: where an installation wants to hear of a weakness (RFC 9116)."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.access import open_to_all

PATH = ".well-known/security.txt"
#: The file says itself until when it counts: from the first of this month so many months on, always less than a year.
_MONTHS = 11


def expires(at: datetime) -> datetime:
    """The first of the month eleven months after this one, so that the file stays the same within a month."""
    months = at.astimezone(UTC).month - 1 + _MONTHS
    return datetime(at.astimezone(UTC).year + months // 12, months % 12 + 1, 1, tzinfo=UTC)


def worded(at: datetime) -> str:
    """The fields of the standard, one a line."""
    fields = [("Contact", contact) for contact in settings.SECURITY_CONTACTS]
    fields += [("Expires", expires(at).strftime("%Y-%m-%dT%H:%M:%SZ"))]
    fields += [("Policy", settings.SECURITY_POLICY)] if settings.SECURITY_POLICY else []
    fields += [("Preferred-Languages", "nl, en"), ("Canonical", f"{settings.PUBLIC_URL}/{PATH}")]
    return "".join(f"{name}: {value}\n" for name, value in fields)


@open_to_all
@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """404 where no address was given: a file without one would be no answer."""
    if not settings.SECURITY_CONTACTS:
        raise Http404
    return HttpResponse(worded(timezone.now()), content_type="text/plain; charset=utf-8")
