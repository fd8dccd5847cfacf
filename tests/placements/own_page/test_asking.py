"""Whoever asks for his page gets the same answer, known or not; the link goes to what stands in the file."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import CandidateTask, OwnPage
from organisations import open_forms
from organisations.models import OutboxMessage
from tests.database import owner
from tests.factories.candidates import CandidateFactory
from tests.open_forms import _no_counts  # noqa: F401 - a fixture
from tests.placements.own_page.links import link_to, sent, work

pytestmark = pytest.mark.django_db
ASK = "/groningen/mijn-pagina/"
LINK = re.compile(r"/mijn/([\w-]{43})/")


def ask(contact, **more):
    return Client().post(ASK, {"contact": contact, "page_made": open_forms.stamp()} | more)


def somebody(cast, **values):
    named = {
        "region": cast.region,
        "identity__first_name": "Sanne",
        "identity__email": "sanne@demo.example",
        "identity__phone": "06-11112222",
    }
    with owner():
        return CandidateFactory(**(named | values))


def words(page):
    text = re.sub(r"<[^>]+>", " ", page.content.decode().split("<main", 1)[1])
    return " ".join(text.split())


def test_the_answer_is_the_same_for_who_is_known_and_who_is_not(cast):
    somebody(cast)
    known, unknown = ask("sanne@demo.example"), ask("niemand@demo.example")
    assert words(known) == words(unknown)
    assert "Hebben wij dit e-mailadres van u?" in words(known)
    assert work() == 2
    [mail] = sent("own_page_link")
    assert mail["to"] == "sanne@demo.example"
    assert "Dag Sanne" in mail["text"]


def test_the_link_in_the_mail_opens_the_page(cast):
    somebody(cast)
    ask("Sanne@Demo.example")
    work()
    token = LINK.search(sent("own_page_link")[0]["text"])[1]
    page = Client().get(f"/mijn/{token}/")
    assert "Open mijn pagina" in page.content.decode()


def test_by_telephone_a_text_goes_where_there_is_a_gateway(cast, settings):
    settings.SMS_URL = "https://sms.example/"
    somebody(cast)
    assert "sms" in words(ask("+31 6 1111 2222"))
    work()
    [text] = sent("own_page")
    assert text["to"] == "+31611112222"
    assert LINK.search(text["text"])
    assert sent("own_page_link") == []


def test_without_a_gateway_who_has_only_a_telephone_is_called_once_a_day(cast):
    candidate = somebody(cast, identity__email="")
    said = words(ask("0611112222"))
    assert "Dan bellen wij u voor of op" in said
    assert "sms" not in said.lower()
    ask("06 1111 2222")
    assert work() == 2
    with owner():
        [task] = CandidateTask.objects.filter(candidate=candidate)
    assert (task.kind, task.what) == ("call", "Vraagt om zijn eigen pagina. Bel, en vraag een mailadres")
    assert not OwnPage.objects.filter(candidate=candidate).exists()


def test_the_same_number_in_another_region_gets_nothing(cast):
    somebody(cast, region=cast.other_region)
    ask("06-11112222")
    work()
    assert sent("own_page_link") == sent("own_page") == []


@pytest.mark.parametrize("gone", ["merged", "erased"])
def test_a_file_that_is_gone_gets_no_link(cast, gone):
    candidate = somebody(cast)
    with owner():
        if gone == "merged":
            candidate.merged_into = CandidateFactory(region=cast.region, identity__email="ander@demo.example")
        else:
            candidate.anonymised_at = timezone.now()
        candidate.save()
    ask("sanne@demo.example")
    work()
    assert sent("own_page_link") == []


def test_a_few_links_a_day_and_no_more(cast):
    somebody(cast)
    for _time in range(5):
        ask("sanne@demo.example")
    work()
    assert len(sent("own_page_link")) == 3


def test_one_place_may_not_ask_for_ever(cast):
    for _time in range(40):
        assert ask("niemand@demo.example").status_code == 200
    refused = ask("niemand@demo.example")
    assert refused.status_code == 429
    assert "over een uur" in words(refused)


def test_a_program_is_answered_as_everybody_and_nothing_happens(cast):
    somebody(cast)
    assert ask("sanne@demo.example", fax="x").status_code == 200
    assert work() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Vul uw telefoonnummer of e-mailadres in."),
        ("sanne@", "Dit e-mailadres klopt niet."),
        ("06", "Dit telefoonnummer klopt niet."),
        ("Sanne de Vries 0612345678", "Dit telefoonnummer klopt niet."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(cast, typed, said):
    page = ask(typed)
    assert page.status_code == 422
    assert said in words(page)
    with owner():
        assert not OutboxMessage.objects.filter(name="placements.tasks.send_own_page").exists()


def test_a_coach_sends_a_link_sees_that_it_works_and_ends_it(cast):
    candidate = somebody(cast, werkplein=cast.carla.organisation)
    address = f"dossiers/{candidate.pk}/mijn-pagina/"
    assert "Stuur een mail naar sanne@demo.example" in cast.carla.get(address).content.decode()
    page = cast.carla.post(address, {"way": "mail"}, follow=True).content.decode()
    assert "De link is verstuurd naar sanne@demo.example." in page
    assert "nog niet geopend" in page
    token = LINK.search(sent("own_page_link")[0]["text"])[1]
    assert Client().get(f"/mijn/{token}/").status_code == 200
    assert "werken niet meer" in cast.carla.post(address, {"step": "end"}, follow=True).content.decode()
    assert Client().get(f"/mijn/{token}/").status_code == 410


def test_a_coach_is_told_where_no_link_arrives(cast):
    candidate = somebody(cast, werkplein=cast.carla.organisation, identity__email="")
    address = f"dossiers/{candidate.pk}/mijn-pagina/"
    assert "Geen mail of sms bereikt deze persoon." in cast.carla.get(address).content.decode()
    assert (
        "Zo is deze persoon niet te bereiken" in cast.carla.post(address, {"way": "sms"}, follow=True).content.decode()
    )
    assert "Kies hoe" in cast.carla.post(address, {"way": "duif"}, follow=True).content.decode()


def test_nobody_else_sends_links(cast):
    candidate = somebody(cast, werkplein=cast.carla.organisation)
    link_to(candidate)
    address = f"dossiers/{candidate.pk}/mijn-pagina/"
    assert cast.bram.post(address, {"way": "mail"}).status_code == 403
    assert cast.alice.get(address).status_code == 403
    for stranger in (cast.frank, cast.strangers["werkplein"]):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"way": "mail"}).status_code == 404
    assert sent("own_page_link") == []
