"""What tests of the register begin with: the form as somebody fills it in, firms that are there, and links in mails."""

import datetime as dt
import itertools
import re

from django.test import Client
from django.utils import timezone

from organisations import open_forms
from organisations.models import OutboxMessage
from tenders.models import LocalFirm
from tests.database import owner
from tests.factories.tenders import TenderFactory
from tests.open_forms import _no_counts  # noqa: F401 - a fixture

#: KVK numbers that no test types itself.
_NUMBERS = itertools.count(20_000_000)
LINK = re.compile(r"/bedrijf/([\w-]+)/")
REGISTER = "/groningen/bedrijven/aanmelden/"
NEXT_YEAR = f"{timezone.localdate().year + 1}-06-30"


def answers(**changes):
    """What a painter of Assen fills in."""
    return {
        "name": "Schildersbedrijf De Kwast",
        "kvk": "12345678",
        "municipality": "GM0106",
        "does": "Wij schilderen huizen en scholen.",
        "cpv_codes_gekozen": ["45442100"],
        "contact_name": "Kees Kwast",
        "contact_email": "kees@kwast.example",
        "contact_phone": "050 123 45 67",
        "agrees": "on",
        "page_made": open_forms.stamp(),
    } | changes


def register(**changes):
    return Client().post(REGISTER, answers(**changes))


def firms(**where):
    with owner():
        return list(LocalFirm.objects.filter(**where).order_by("submitted_at", "pk"))


def mails(name):
    with owner():
        return [one.payload for one in OutboxMessage.objects.filter(name=name).order_by("created_at", "pk")]


def token_in(mail):
    return LINK.search(mail["text"])[1]


def text_of(response):
    return response.content.decode()


def made(cast, name="Schildersbedrijf De Kwast", **values):
    """A firm that is in the register of the region of the cast."""
    defaults = {
        "region": cast.region,
        "kvk": f"{next(_NUMBERS):08d}",
        "municipality": "GM0014",
        "does": "Wij schilderen huizen.",
        "cpv_codes": ["45442100"],
        "contact_name": "Kees Kwast",
        "contact_email": "kees@kwast.example",
        "state": "confirmed",
        "decided_at": timezone.now(),
        "email_confirmed_at": timezone.now(),
    }
    with owner():
        return LocalFirm.objects.create(name=name, **(defaults | values))


def tender_of(cast, procedure="multiple_private", **values):
    """A tender of Alice for painting."""
    defaults = {
        "region": cast.region,
        "authority": cast.alice.organisation,
        "procedure": procedure,
        "cpv_codes": ["45442100"],
        "status": "planned",
        "on_calendar_since": dt.date(2026, 1, 5),
    }
    with owner():
        return TenderFactory(**(defaults | values))
