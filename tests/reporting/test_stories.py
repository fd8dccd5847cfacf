"""Stories: written by one of the bureau, approved by another, withdrawn at once; nobody else comes near."""

import datetime as dt

import pytest
from django.test import Client

from organisations.models import Membership
from reporting.models import Story
from tests.cast import Person
from tests.database import owner
from tests.factories.organisations import UserFactory

PAGE = "/groningen/resultaten/"
FILLED_IN = {
    "title": "Van bijstand naar bouwplaats",
    "text": "Nu sta ik elke dag om zes uur op.",
    "consent_given_on": "5-1-2026",
    "consent_how": "paper",
    "consent_ends_on": "",
}


@pytest.fixture
def story(cast):
    with owner():
        return Story.objects.create(
            region=cast.region,
            title="Geheim",
            text="Alleen voor het bureau.",
            consent_given_on=dt.date(2026, 1, 5),
            consent_how="mail",
            written_by=cast.esra.user,
        )


def colleague(cast):
    """A second member of the bureau."""
    with owner():
        person = Person(UserFactory(), cast.esra.organisation)
        Membership.objects.create(user=person.user, organisation=person.organisation, role="member")
    person.client.expected = person.user
    return person.client


def test_from_writing_to_withdrawing(cast):
    answer = cast.esra.client.post(cast.esra.url("verhalen/nieuw/"), FILLED_IN)
    with owner():
        story = Story.objects.get()
    here = cast.esra.url(f"verhalen/{story.pk}/")
    assert answer.headers["Location"] == here
    assert "om zes uur" not in Client().get(PAGE).content.decode()
    cast.esra.client.post(f"{here}goedkeuren/")
    assert "om zes uur" not in Client().get(PAGE).content.decode()
    colleague(cast).post(f"{here}goedkeuren/")
    assert "om zes uur" in Client().get(PAGE).content.decode()
    cast.esra.client.post(f"{here}wijzigen/", FILLED_IN | {"text": "Ik slaap weer uit."})
    assert "slaap weer uit" not in Client().get(PAGE).content.decode()
    cast.esra.client.post(f"{here}intrekken/")
    with owner():
        story.refresh_from_db()
    assert (story.title, story.text) == ("", "")
    assert cast.esra.client.get(here).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"consent_given_on": "1-1-2090"}, "Toestemming kan niet in de toekomst zijn gegeven."),
        ({"consent_ends_on": "1-1-2026"}, "De toestemming eindigt niet voordat ze is gegeven."),
        ({"consent_how": ""}, "Maak een keuze."),
        ({"text": "Zijn nummer is 123456782."}, "burgerservicenummer"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, wrong, sentence):
    answer = cast.esra.client.post(cast.esra.url("verhalen/nieuw/"), FILLED_IN | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert FILLED_IN["title"] in text


@pytest.mark.parametrize("path", ["", "wijzigen/"])
def test_nobody_else_reads_it(cast, story, path):
    assert "Geheim" in cast.esra.get(f"verhalen/{story.pk}/{path}").content.decode()
    for name in ("alice", "bram", "carla", "dirk"):
        assert getattr(cast, name).get(f"verhalen/{story.pk}/{path}").status_code == 403
    assert cast.frank.get(f"verhalen/{story.pk}/{path}").status_code in {403, 404}


@pytest.mark.parametrize("path", ["goedkeuren/", "intrekken/"])
def test_nobody_else_changes_it(cast, story, path):
    for name in ("alice", "bram", "carla", "dirk"):
        person = getattr(cast, name)
        assert person.client.post(person.url(f"verhalen/{story.pk}/{path}")).status_code == 403
    with owner():
        story.refresh_from_db()
    assert (story.withdrawn_at, story.approved_at) == (None, None)
