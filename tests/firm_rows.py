"""Rows of the register of local firms: in every state, of a company of the portal too, and who was invited."""

import datetime as dt

from django.utils import timezone

from organisations.models import Organisation
from tenders.models import FirmInvitation, LocalFirm, Tender
from tests.cast import Person


def firm_rows(tender: Tender, *, contractor: Person, by: Person) -> None:
    """Put firms in the region of the tender, and invite two of them for it."""
    kvk = contractor.organisation.kvk
    if not kvk:
        kvk = f"9{int(contractor.organisation.pk.hex[-7:], 16) % 10**7:07d}"
        Organisation.objects.filter(pk=contractor.organisation.pk).update(kvk=kvk)
    own = firm_of(tender, "Firma Geheim", kvk=kvk, state="confirmed", decided_at=timezone.now(), made_by=by.user)
    firm_of(tender, "Firma Geheim, opnieuw", kvk=kvk)
    firm_of(tender, "Onbewezen Geheim", kvk="11111111", email_confirmed_at=None)
    firm_of(tender, "Afgewezen Geheim", kvk="22222222", state="rejected", decided_at=timezone.now())
    for firm, name in ((own, own.name), (None, "Van buiten het register")):
        FirmInvitation.objects.create(
            tender=tender,
            firm=firm,
            name=name,
            ring="region",
            invited_on=dt.date(2026, 3, 1),
            made_by=by.user,
        )


def firm_of(tender: Tender, name: str, **values) -> LocalFirm:
    defaults = {
        "does": "Schildert huizen",
        "municipality": "GM0014",
        "contact_name": "Geheime Gerda",
        "contact_email": "gerda@firma.example",
        "email_confirmed_at": timezone.now(),
    }
    return LocalFirm.objects.create(region=tender.region, name=name, **(defaults | values))
