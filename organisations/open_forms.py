"""Forms that anybody can send, without logging in: what keeps out programs that fill in whatever they find."""

import hashlib
import ipaddress
import logging
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis
from allauth.core.internal.httpkit import get_client_ip
from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.flooding import Flooded
from organisations.form_fields import TextField
from organisations.refused import Refused

logger = logging.getLogger(__name__)

#: Nobody reads and fills in a page in fewer seconds, and nobody leaves it open for longer.
LEAST_SECONDS, MOST_SECONDS = 3, 24 * 60 * 60
_SALT = "organisations.open_forms"
_NETWORK = 64
_UNPROCESSABLE, _TOO_MANY = 422, 429


class OpenForm(forms.Form):
    """Has a box that no person sees, and knows when its page was made."""

    use_required_attribute = False

    fax = TextField(
        label=_("Laat dit vak leeg"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    page_made = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page_made"].initial = stamp()

    @property
    def is_of_program(self) -> bool:
        """Whoever filled in what nobody sees is answered as everybody, and nothing is kept."""
        return bool(self.data.get(self.add_prefix("fax"))) if self.is_bound else False

    @property
    def as_sent(self) -> uuid.UUID:
        """The same for one page that is sent twice with the same words, by a button pressed twice or a page loaded again."""
        return uuid.uuid5(uuid.NAMESPACE_OID, repr([(name, self[name].data) for name in self.fields]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        age = _age(data.get("page_made", ""))
        if age is None:
            self._anew()
            self.add_error(
                None, _("Deze bladzijde stond lang open. Kijk uw antwoorden na en verstuur ze nog een keer.")
            )
        elif age < LEAST_SECONDS:
            self.add_error(None, _("Dat ging wel heel snel. Kijk uw antwoorden na en verstuur ze nog een keer."))
        return data

    def _anew(self) -> None:
        sent: Any = self.data
        self.data = again = sent.copy()
        again[self.add_prefix("page_made")] = stamp()


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an open form, and the status of the page that says so; ``refused`` stands beside no field."""

    is_taken: bool = False
    refused: str = ""
    status: int = 200


def receive(request: HttpRequest, form: OpenForm, what: str, keep: Callable[[], object], *, most: int) -> Received:
    """Check an open form that was sent, and keep what it says, at most so often an hour from one place.

    Only what would be kept is counted: who makes mistakes may try again. A program reads that it was taken.
    """
    if not form.is_bound:
        return Received()
    if not (form.is_of_program or form.is_valid()):
        # One that only searched for a code has no errors.
        return Received(status=_UNPROCESSABLE if form.errors else 200)
    if sent_too_often(request, what, most=most):
        refused = gettext("U hebt heel vaak iets verstuurd. Probeer het over een uur opnieuw.")
        return Received(refused=refused, status=_TOO_MANY)
    if not form.is_of_program:
        try:
            keep()
        except Flooded as flooded:
            return Received(refused=flooded.sentence, status=_TOO_MANY)
        except Refused as wrong:
            form.add_error(None, wrong.sentence)
            return Received(status=_UNPROCESSABLE)
    return Received(is_taken=True)


def stamp() -> str:
    """When a page was made, so that nobody can say otherwise; no two pages have the same."""
    return signing.TimestampSigner(salt=_SALT).sign(secrets.token_urlsafe(9))


def _age(made: str) -> int | None:
    """In seconds; None when it was not made here, or too long ago."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(made, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return None
    try:
        signer.unsign(made, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return LEAST_SECONDS
    return 0


def sent_too_often(request: HttpRequest, what: str, *, most: int, seconds: int = 3600) -> bool:
    """Count this; whether it came more often from one place than is let through. Without the cache nobody is kept out."""
    place = hashlib.sha256(_network(get_client_ip(request) or "").encode()).hexdigest()[:24]
    key = f"open-form:{what}:{place}"
    try:
        if cache.add(key, 1, seconds):
            return False
        return cache.incr(key) > most
    except (redis.RedisError, ValueError) as error:
        logger.warning("no count of %s: %s", what, error)
        return False


def _network(address: str) -> str:
    """One household or company has a whole network of version 6 to send from."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, _NETWORK), strict=False))  # noqa: PLR2004 - a version
