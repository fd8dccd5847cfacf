"""What a firm hears: by mail, with a link to its own page. The link in an earlier mail stops working."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from organisations import tenancy
from organisations.outbox import queue_mail
from tenders.models import LocalFirm


def new_token() -> str:
    return secrets.token_urlsafe(32)


def link_of(token: str) -> str:
    return settings.PUBLIC_URL + reverse("tenders:firm_own", args=[token])


def ask_address(firm: LocalFirm, token: str, *, region: str) -> None:
    """Ask whoever registered to follow the link. In the mail stands nothing that he typed: it may be for a stranger."""
    queue_mail(
        "firm_address",
        to=firm.contact_email,
        context={"link": link_of(token), "region": region, "kvk": firm.kvk},
    )


def tell(firm: LocalFirm, template: str, **context: Any) -> bool:
    """Queue this mail with a new link, and save its digest; False where the firm has no address."""
    if not firm.contact_email:
        return False
    token = new_token()
    firm.token_hash = tenancy.hash_token(token)
    firm.save(update_fields=["token_hash"])
    queue_mail(
        template,
        to=firm.contact_email,
        context={
            "firm": firm,
            "name": firm.contact_name,
            "region": firm.region.name,
            "link": link_of(token),
            **context,
        },
    )
    return True


def tell_former_address(firm: LocalFirm, former: str, *, at: datetime) -> None:
    """Say at the old address that mail goes elsewhere from now on."""
    if former and former.lower() != firm.contact_email.lower():
        queue_mail("firm_address_changed", to=former, context={"firm": firm, "region": firm.region.name, "at": at})
