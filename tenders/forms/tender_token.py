"""The id of a tender to be, signed for who opened its form: sent twice, the form makes one tender."""

import uuid

from django.core import signing

from organisations.tenancy import Acting


def sign(acting: Acting, tender_id: uuid.UUID) -> str:
    return _signer(acting).sign(str(tender_id))


def signed_id(acting: Acting, token: str | None) -> uuid.UUID | None:
    """The tender that a page of this member was made for; None when it was not."""
    try:
        return uuid.UUID(_signer(acting).unsign(token or ""))
    except (signing.BadSignature, ValueError):
        return None


def _signer(acting: Acting) -> signing.Signer:
    return signing.Signer(salt=f"tenders.tender:{acting.organisation_id}:{acting.user_id}")
