"""What tests of own registration begin with: the form as somebody fills it in, and the link that he gets."""

import re

from django.test import Client

from candidates.models import Candidate
from organisations import open_forms
from organisations.models import OutboxMessage
from tests.database import owner
from tests.open_forms import _no_counts  # noqa: F401 - a fixture

REGISTER, OTHER = "/groningen/aanmelden/", "/groningen/iemand-aanmelden/"
_KEY = re.compile(r'name="key" value="([^"]+)"')


def answers(**changes):
    """What Samira of Groningen fills in."""
    return {
        "name": "Samira el Amrani",
        "phone": "06 12 34 56 78",
        "email": "",
        "municipality": "GM0014",
        "kinds": ["cleaning"],
        "agrees": "on",
        "page_made": open_forms.stamp(),
    } | changes


def another(**changes):
    """As a school puts it."""
    return (
        answers(
            source="school",
            organisation="Praktijkschool De Wierde",
            by_name="Juf Anja",
            by_phone="050 123 45 67",
            by_email="anja@wierde.example",
        )
        | changes
    )


def key_of(address=REGISTER):
    """The key of a page that was just opened."""
    return _KEY.search(Client().get(address).content.decode())[1]


def register(**changes):
    return Client().post(REGISTER, answers(**changes))


def token_of(response):
    """The link to which a registration leads."""
    return response["Location"].split("/")[2]


def registered(**changes):
    response = register(**changes)
    assert response.status_code == 302, response.content.decode()
    return token_of(response)


def candidates(**where):
    with owner():
        rows = Candidate.objects.filter(**where).select_related("identity", "open_registration", "werkplein")
        return list(rows.filter(open_registration__isnull=False).order_by("created_at", "pk"))


def queued(name):
    with owner():
        return [one.payload for one in OutboxMessage.objects.filter(name=name).order_by("created_at", "pk")]


def text_of(response):
    return response.content.decode()
