"""Who registered somebody without an account, kept in the own browser for the next one; never who was registered."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from candidates.forms.oneself import OtherForm
from organisations.models import Region

COOKIE = "aanmelder"
#: Long enough for a class; then whoever sits down at this browser begins with an empty form.
KEPT_SECONDS = 60 * 60
FIELDS = ("source", "organisation", "by_name", "by_phone", "by_email")
_SALT = "candidates.views.registrant_cookie"


def keep(response: HttpResponse, region: Region, form: OtherForm) -> None:
    """Let this browser bring the registrant's own fields to the next form, and to no other page."""
    own = {name: str(form.cleaned_data[name]) for name in FIELDS}
    response.set_cookie(
        COOKIE,
        signing.dumps(own, salt=_SALT, compress=True),
        max_age=KEPT_SECONDS,
        path=_path(region),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def kept(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with; nothing once the hour is over, or when somebody else wrote it."""
    try:
        own = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {}
    return {name: own[name] for name in FIELDS if name in own}


def forget(response: HttpResponse, region: Region) -> None:
    response.delete_cookie(COOKIE, path=_path(region), samesite="Lax")


def _path(region: Region) -> str:
    return reverse("candidates:register_other", args=[region.code])
