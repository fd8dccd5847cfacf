"""Text messages to telephones, through a gateway that takes one JSON object by HTTP.

Without ``SMS_URL`` the portal sends none, and says so on its pages: then somebody calls. Where mail is caught, texts
are caught with it.
"""

import json
import re
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.mail import EmailMessage

_SECONDS = 20
_DUTCH_MOBILE = re.compile(r"^(?:0|\+31|0031|31)6(?P<rest>\d{8})$")
_ABROAD = re.compile(r"^(?:\+|00)(?P<rest>[1-9]\d{7,14})$")


class _Nowhere(HTTPRedirectHandler):
    """A gateway that points elsewhere took no text: following it would ask for a page, without the text."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def is_offered() -> bool:
    """Whether texts can be sent at all."""
    return bool(settings.SMS_URL) or settings.MAIL_CAUGHT


def mobile_number(phone: str) -> str:
    """The number as a gateway takes it, ``+31612345678``; empty for one that no text reaches."""
    bare = re.sub(r"[\s().\-]", "", phone)
    if found := _DUTCH_MOBILE.match(bare):
        return f"+316{found['rest']}"
    found = _ABROAD.match(bare)
    return f"+{found['rest']}" if found and not found["rest"].startswith("31") else ""


def send(*, to: str, text: str, key: str) -> None:
    """Give a text to the gateway; raises where it does not take it. ``key`` is the same when it is tried again."""
    if not settings.SMS_URL:
        _catch(to, text)
        return
    body = {"to": to, "from": settings.SMS_SENDER, "text": text}
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    asked = Request(settings.SMS_URL, data=json.dumps(body).encode(), headers=headers, method="POST")  # noqa: S310 - of the settings
    # Whatever is no 2xx raises.
    with build_opener(_Nowhere).open(asked, timeout=_SECONDS) as answer:
        answer.read(1000)


def _catch(to: str, text: str) -> None:
    """In development a text lies among the caught mail."""
    if not settings.MAIL_CAUGHT:
        raise RuntimeError("no gateway for text messages: set SMS_URL")
    EmailMessage(subject=f"Sms aan {to}", body=text, to=[f"{to.lstrip('+')}@sms.localhost"]).send()
