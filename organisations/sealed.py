"""Small secrets that must be read again, kept so that a copy of the database alone gives none of them away.

Sealed with a key made from SECRET_KEY; what was sealed with one of SECRET_KEY_FALLBACKS is still read, and
`manage.py reseal` seals all of it with the key of today.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

#: Before what is sealed; what does not begin so was kept before anything was.
MARK = "sealed:"


class UnreadableError(Exception):
    """Sealed with a key that is neither SECRET_KEY nor among its fallbacks."""


def seal(text: str) -> str:
    return MARK + _keys().encrypt(text.encode()).decode()


def unseal(kept: str) -> str:
    """What was sealed; raises UnreadableError where its key is gone."""
    if not kept.startswith(MARK):
        return kept
    try:
        return _keys().decrypt(kept.removeprefix(MARK)).decode()
    except InvalidToken as error:
        raise UnreadableError(
            "Sealed with a key that is not in SECRET_KEY or SECRET_KEY_FALLBACKS any more."
        ) from error


def is_sealed_anew(kept: str) -> bool:
    """Whether the key of today alone reads it."""
    if not kept.startswith(MARK):
        return False
    try:
        _key_of(settings.SECRET_KEY).decrypt(kept.removeprefix(MARK))
    except InvalidToken:
        return False
    return True


def _keys() -> MultiFernet:
    return MultiFernet([_key_of(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key_of(secret: str | bytes) -> Fernet:
    made = hmac.digest(force_bytes(secret), b"organisations.sealed", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(made))
