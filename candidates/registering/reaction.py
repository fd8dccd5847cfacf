"""What somebody reacts to when he registers, told by the page that sent him.

Signed: nobody else puts words on our page, or into a file.
"""

from django.core import signing

_SIGNER = signing.Signer(salt="candidates.registering.reaction")
_LONGEST = 180


def signed(text: str) -> str:
    """To put in an address."""
    return _SIGNER.sign(text[:_LONGEST])


def text_of(given: str) -> str:
    """What was signed here; empty for anything else."""
    try:
        return _SIGNER.unsign(given)
    except signing.BadSignature:
        return ""
