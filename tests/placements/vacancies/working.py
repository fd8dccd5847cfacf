"""What tests of vacancies begin with: the forms as somebody fills them in, and what came of it."""

import itertools
import re

from django.test import Client

from organisations import open_forms
from organisations.models import Occupation, OutboxMessage
from placements.models import Vacancy, VacancyFile
from tests.database import owner
from tests.open_forms import _no_counts  # noqa: F401 - a fixture

OFFER = "/groningen/vacatures/plaatsen/"
LIST, NEW = "vacatures/", "vacatures/nieuw/"
LINK = re.compile(r"/vacature/([\w-]+)/")
_numbers = itertools.count(1)


def filled_in(**changes):
    """What a company fills in for a scaffolder's mate."""
    return {
        "title": "Hulp bij steigerbouw",
        "description": "U bouwt met een team steigers op en af.",
        "sector": "construction",
        "hours_from": "32",
        "hours_to": "40",
        "municipality": "GM0014",
        "place": "Haven",
        "places": "2",
        "must_hours": "on",
        "must_travel": "on",
        "contact_name": "Sam Steiger",
        "contact_email": "sam@steigers.example",
        "contact_phone": "050 123 45 67",
        "step": "publish",
    } | changes


def offered(**changes):
    """The same from a firm without a workspace."""
    own = {"employer": "Steigers Noord BV", "kvk": "12345678", "agrees": "on", "page_made": open_forms.stamp()}
    return filled_in(**own) | {"step": ""} | changes


def offer(**changes):
    return Client().post(OFFER, offered(**changes))


def vacancies(**where):
    with owner():
        return list(Vacancy.objects.select_related("file").filter(**where).order_by("created_at", "pk"))


def files(**where):
    with owner():
        return list(VacancyFile.objects.select_related("vacancy").filter(**where).order_by("pk"))


def mails(name):
    with owner():
        return [one.payload for one in OutboxMessage.objects.filter(name=name).order_by("created_at", "pk")]


def token_in(mail):
    return LINK.search(mail["text"])[1]


def text_of(response):
    return response.content.decode()


def press(token, step, **more):
    return Client().post(f"/vacature/{token}/", {"step": step} | more, follow=True)


def proven(**changes):
    """The token of a firm that just put a vacancy forward and proved its address."""
    assert offer(**changes).status_code == 200
    token = token_in(mails("vacancy_address")[-1])
    press(token, "prove")
    return token


def occupation_of(cast, **values):
    defaults = {"name": "Steigerbouwer", "sector": "construction", "hours_from": 28, "hours_to": 36}
    with owner():
        return Occupation.objects.create(
            region=cast.region,
            code=f"beroep-{next(_numbers)}",
            **(defaults | {"certificates": ["VCA basis"], "driving_licence": True} | values),
        )
