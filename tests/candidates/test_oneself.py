"""Somebody registers himself on the open page of a region, or a school registers somebody, without logging in."""

import datetime as dt
import uuid

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from candidates import consent
from candidates.models import (
    AgencyConditions,
    Candidate,
    CandidateIdentity,
    CandidateTask,
    OpenRegistration,
    OwnPage,
    PossibleDuplicate,
    WerkpleinArea,
)
from candidates.own_page import links
from candidates.registering import duplicates, reaction, telling
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import Region
from tests.candidates.oneself import (
    OTHER,
    REGISTER,
    _no_counts,  # noqa: F401 - a fixture
    another,
    answers,
    candidates,
    key_of,
    queued,
    register,
    registered,
    text_of,
    token_of,
)
from tests.database import owner
from tests.factories.candidates import CandidateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def werkplein(cast):
    """Carla's Werkplein serves Groningen."""
    with owner():
        WerkpleinArea.objects.create(region=cast.region, municipality="GM0014", werkplein=cast.carla.organisation)
    return cast.carla.organisation


def told(candidate):
    """What the worker does once somebody is registered."""
    with tenancy.system(Purpose.UPKEEP, region_id=candidate.region_id):
        return telling.tell(candidate.pk, at=timezone.now())


def test_four_answers_make_a_file_that_waits_for_a_call(cast, werkplein):
    token = registered(email="samira@voorbeeld.example")
    (made,) = candidates()
    assert (made.source, made.state, made.municipality, made.sector) == ("self", "registered", "GM0014", "other")
    assert made.wanted_work == "Schoonmaken"
    assert made.werkplein_id == werkplein.pk
    assert made.call_by is not None
    assert made.call_by.weekday() < 5
    assert (made.identity.first_name, made.identity.last_name) == ("Samira", "el Amrani")
    assert made.identity.normalised_phone == "0612345678"
    assert made.registrant_organisation_id is None
    assert (made.open_registration.kinds, made.open_registration.consent) == (["cleaning"], consent.ONESELF)
    with owner():
        (step,) = made.steps.all()
    assert (step.to_state, step.by_id) == ("registered", None)

    page = text_of(Client().get(f"/aanvullen/{token}/"))
    assert werkplein.name in page
    assert made.reference in page
    assert "Aanmelden verandert niets aan uw uitkering" in page
    # It waits with who calls, and nowhere else.
    assert "Samira" in text_of(cast.carla.get("dossiers/"))
    assert "Samira" in text_of(cast.dirk.get("dossiers/"))
    assert "Samira" not in text_of(cast.frank.get("dossiers/"))
    assert cast.alice.get("dossiers/").status_code == 403


def test_the_confirmation_goes_to_the_address_with_a_link_that_proves_it(cast, werkplein):
    registered(email="samira@voorbeeld.example")
    (made,) = candidates()
    assert [one["candidate_id"] for one in queued("candidates.tasks.tell_registered")] == [str(made.pk)]
    assert told(made)
    # A worker that is interrupted starts again; the mail goes once.
    assert not told(made)
    (mail,) = queued("oneself_registered")
    assert mail["to"] == "samira@voorbeeld.example"
    assert werkplein.name in mail["text"]
    # The button that the page has for a stranger, and what stopping does, as the page says it.
    assert "Deze link is niet voor mij" in mail["text"]
    assert "bewaren uw gegevens nog een tijd" in mail["text"]
    assert "gaan de gegevens weg" not in mail["text"]
    with owner():
        assert sorted(OwnPage.objects.filter(candidate=made).values_list("way", flat=True)) == ["browser", "mail"]


def test_without_an_address_no_mail_goes(cast):
    registered()
    (made,) = candidates()
    assert not told(made)
    assert queued("oneself_registered") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Vul uw naam in."),
        ({"name": "Samira 06"}, "geen cijfers"),
        ({"name": "A" * 61 + " B"}, "Deze naam is te lang"),
        ({"phone": "", "email": ""}, "Vul een telefoonnummer of een e-mailadres in."),
        ({"phone": "06 12"}, "geen goed telefoonnummer"),
        ({"phone": "", "email": "samira"}, "geen goed e-mailadres"),
        ({"municipality": ""}, "Kies uw gemeente."),
        ({"municipality": "elsewhere"}, "Vul de gemeente of plaats in."),
        ({"kinds": []}, "Kies wat voor werk"),
        ({"kinds": ["dancing"]}, "dancing"),
        (
            {"kinds": [], "wants_call": "on", "phone": "", "email": "s@voorbeeld.example"},
            "Vul dan een telefoonnummer in",
        ),
        ({"agrees": ""}, "Zet dan hier een vinkje"),
        ({"page_made": "gisteren"}, "stond lang open"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast, changes, said):
    response = register(**({"email": "samira@voorbeeld.example"} | changes))
    assert response.status_code == 422
    page = text_of(response)
    assert said in page
    typed = answers(**({"email": "samira@voorbeeld.example"} | changes))
    for field in ("name", "phone", "email"):
        if typed[field]:
            assert f'value="{typed[field]}"' in page
    if typed["kinds"] == ["cleaning"]:
        assert 'value="cleaning" checked' in " ".join(page.split()) or 'value="cleaning"' in page
    assert candidates() == []


def test_call_me_is_an_answer_to_what_work(cast):
    registered(kinds=[], wants_call="on")
    (made,) = candidates()
    assert (made.wants_call, made.wanted_work, made.sector) == (True, "", "")


@pytest.mark.parametrize(
    ("kinds", "sector", "words"),
    [
        (["construction", "roads"], "construction", "Bouwen, Straten en wegen"),
        (["metal"], "engineering", "Metaal en machines"),
        (["construction", "metal"], "", "Bouwen, Metaal en machines"),
        (["unknown"], "", "Weet het nog niet"),
        (["unknown", "care"], "other", "Zorg"),
    ],
)
def test_the_sector_follows_from_the_work(cast, kinds, sector, words):
    registered(kinds=kinds)
    (made,) = candidates()
    assert (made.sector, made.wanted_work) == (sector, words)


@pytest.mark.parametrize(
    ("typed", "code", "place"),
    [
        ("Assen", "GM0106", ""),
        (" amsterdam ", "GM0363", ""),
        ("Knollendam", "GM0000", "Knollendam"),
    ],
)
def test_who_lives_elsewhere_types_where(cast, typed, code, place):
    registered(municipality="elsewhere", other_municipality=typed)
    (made,) = candidates()
    assert (made.municipality, made.open_registration.place) == (code, place)
    assert "Coördinatiepunt Social Return" in text_of(Client().get(f"/aanvullen/{registered(phone='0612345679')}/"))


def test_who_names_a_former_municipality_lives_in_the_one_of_today(cast):
    for number, typed in enumerate(("Delfzijl", " appingedam ", "GM0024")):
        registered(municipality="elsewhere", other_municipality=typed, phone=f"06 12 34 56 0{number}")
    assert {one.municipality for one in candidates()} == {"GM1979"}
    # Winsum was divided: nobody can say for whoever lives there.
    response = register(municipality="elsewhere", other_municipality="Winsum")
    assert response.status_code == 422
    assert "Winsum hoort nu bij Het Hogeland of Westerkwartier." in text_of(response)


def test_the_list_names_what_a_municipality_was_before(cast):
    for address in (REGISTER, OTHER):
        page = text_of(Client().get(address))
        assert "Eemsdelta (Appingedam, Delfzijl, Loppersum)" in page
        assert "Groningen (Haren, Ten Boer)" in page


def test_sent_twice_registers_once(cast):
    key = key_of()
    first, second = register(key=key), register(key=key)
    assert first["Location"] == second["Location"]
    assert len(candidates()) == 1
    # Whoever goes back and fills in somebody else registers somebody else.
    third = register(key=key, name="Omar el Amrani")
    assert third["Location"] != first["Location"]
    assert len(candidates()) == 2


def test_a_key_that_was_not_made_here_reaches_no_file(cast, werkplein):
    with owner():
        known = CandidateFactory(region=cast.region, werkplein=werkplein)
    response = register(key=str(known.pk))
    assert response.status_code == 302
    (made,) = candidates()
    assert made.pk != known.pk
    # Nor does the key of a page on which somebody else was registered lead to that person's page.
    key = key_of(OTHER)
    assert Client().post(OTHER, another(key=key)).status_code == 302
    assert registered(key=key) != links.new_token()
    assert len(candidates()) == 3


def test_the_same_mail_tells_nothing_of_a_file_that_is_there(cast, werkplein):
    with owner():
        known = CandidateFactory(
            region=cast.region,
            werkplein=werkplein,
            identity__email="samira@voorbeeld.example",
            identity__phone="06 12 34 56 78",
            identity__last_name="Geheim",
            reference="GEHEIM-1",
        )
    token = registered(email="samira@voorbeeld.example")
    page = text_of(Client().get(f"/aanvullen/{token}/"))
    assert "Geheim" not in page
    assert "GEHEIM" not in page
    (made,) = candidates()
    with tenancy.link(token):
        assert [one.pk for one in Candidate.objects.all()] == [made.pk]
        assert [one.candidate_id for one in CandidateIdentity.objects.all()] == [made.pk]
    # The coordination point hears that both are one person, from a worker.
    (job,) = queued(duplicates.NOTE)
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        duplicates.note([uuid.UUID(job["candidate_ids"])], due=timezone.localdate())
    with owner():
        (pair,) = PossibleDuplicate.objects.all()
    assert {pair.one_id, pair.other_id} == {made.pk, known.pk}


def test_programs_are_answered_as_everybody_and_kept_nowhere(cast):
    response = register(fax="koop nu")
    assert response.status_code == 302
    assert "U bent aangemeld" in text_of(Client().get(response["Location"]))
    assert candidates() == []


def test_one_place_sends_no_flood(cast, monkeypatch):
    monkeypatch.setattr("candidates.views.oneself.MOST_AN_HOUR", 2)
    assert [register(phone=f"06123456{number}").status_code for number in (10, 11, 12)] == [302, 302, 429]
    assert len(candidates()) == 2


def test_two_classes_of_one_school_register_within_the_hour(cast):
    """They share one address on the internet, and no pupil is a flood."""
    answers_of = [
        register(name=f"Leerling {'abcdefghijklmnopqrstuvwxyz'[n % 26]}", phone=f"06123450{n:02d}") for n in range(50)
    ]
    assert {one.status_code for one in answers_of} == {302}
    assert len(candidates()) == 50


def test_a_much_used_address_is_answered_as_any_other_and_mailed_a_few_times(cast):
    mail = "moeder@voorbeeld.example"
    answered = [register(name=f"Kind {name}", email=mail if name < "D" else mail.title()) for name in "ABCDEFG"]
    assert [one.status_code for one in answered] == [302] * 7
    pages = [text_of(Client().get(one["Location"])) for one in (answered[0], answered[-1])]
    assert all("Wij sturen een mail naar" in page for page in pages)
    made = candidates()
    assert len(made) == 7
    assert [told(one) for one in made].count(True) == telling.MOST_TO_ADDRESS
    assert len(queued("oneself_registered")) == telling.MOST_TO_ADDRESS
    # The coordination point hears of each that it may be one person.
    assert len(queued(duplicates.NOTE)) == 7


def test_one_region_takes_no_flood(cast):
    registered()
    (made,) = candidates()
    with owner():
        OwnPage.objects.bulk_create(
            OwnPage(
                region=cast.region,
                candidate=made,
                way="browser",
                token_hash=f"{number:064d}",
                expires_at=timezone.now() + dt.timedelta(days=1),
            )
            for number in range(200)
        )
    response = register(phone="0687654321")
    assert response.status_code == 429
    assert "heel veel aanmeldingen" in text_of(response)
    assert len(candidates()) == 1


def test_without_logging_in_nothing_of_others_can_be_read_or_written(cast, werkplein):
    with owner():
        known = CandidateFactory(region=cast.region, werkplein=werkplein)
    with tenancy.public(cast.region.pk):
        for model in (Candidate, CandidateIdentity, OpenRegistration, OwnPage):
            assert not model.objects.exists()
    token = registered()
    with tenancy.link(token), connection.cursor() as cursor:
        cursor.execute("UPDATE candidates_candidateidentity SET phone = '0600000000'")
        assert cursor.rowcount == 0
    with pytest.raises(Exception, match=r"row-level security|policy"), transaction.atomic(), tenancy.link(token):
        OpenRegistration(candidate=known, region=cast.region, consent="zelf-1").save(force_insert=True)


def test_each_region_has_its_own_page(cast, werkplein):
    """Frank's region promises its own people, and never those of ours."""
    with owner():
        elsewhere = Region.objects.exclude(pk=cast.region.pk).order_by("pk").first()
    response = Client().post(
        f"/{elsewhere.code}/aanmelden/", answers(municipality="elsewhere", other_municipality="Groningen")
    )
    assert response.status_code == 302
    (made,) = candidates()
    assert made.region_id == elsewhere.pk
    assert made.werkplein_id is None
    assert werkplein.name not in text_of(Client().get(response["Location"]))
    assert "Samira" not in text_of(cast.dirk.get("dossiers/"))
    assert Client().get("/nergens/aanmelden/").status_code == 404


def test_a_school_registers_somebody_who_hears_of_it(cast, werkplein):
    response = Client().post(OTHER, another(email="omar@voorbeeld.example", name="Omar"))
    assert response.status_code == 302
    sent = text_of(Client().get(response["Location"]))
    assert werkplein.name in sent
    assert "Omar" not in sent
    (made,) = candidates()
    assert (made.source, made.registrant, made.registrant_organisation_id) == (
        "school",
        "Praktijkschool De Wierde",
        None,
    )
    assert (made.open_registration.by_name, made.open_registration.consent) == ("Juf Anja", consent.ANOTHER)
    assert "aanvullen" not in response["Location"]
    assert told(made)
    (mail,) = queued("candidate_registered")
    assert mail["to"] == "omar@voorbeeld.example"
    assert "Praktijkschool De Wierde heeft u aangemeld" in mail["text"]
    assert "Beste Omar" in mail["text"]


def test_who_registers_somebody_who_is_known_reads_the_same_and_only_the_coordination_point_hears_of_it(
    cast, werkplein
):
    """And the person comes on the list of the Werkplein, with the day that was promised."""
    omar = {"name": "Omar Voorbeeldsma", "email": "omar@voorbeeld.example", "phone": "06 12 34 56 77"}
    pages = []
    for _time in range(2):
        answer = Client().post(OTHER, another(**omar, key=key_of(OTHER)))
        pages.append((answer.status_code, text_of(Client().get(answer["Location"]))))
    assert pages[0] == pages[1]
    first, second = candidates()
    assert first.call_by == second.call_by
    waiting = text_of(cast.carla.get("dossiers/"))
    assert (first.reference in waiting, second.reference in waiting) == (True, True)
    for one in (first, second):
        told(one)
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        duplicates.note([first.pk, second.pk], due=first.call_by)
    with owner():
        [task] = CandidateTask.objects.filter(kind="duplicate")
    assert task.organisation_id == cast.dirk.organisation.pk
    assert "isschien dubbel" not in text_of(cast.carla.get("taken/"))
    mails = queued("candidate_registered")
    assert [one["to"] for one in mails] == ["omar@voorbeeld.example"] * 2
    assert not any("dubbel" in one["text"] or "bekend" in one["text"] for one in mails)
    # Nobody of the portal registered him, so nobody follows how it goes.
    assert "hoe ver het is" not in mails[0]["text"]


@pytest.mark.parametrize("missing", ["by_phone", "by_email"])
def test_one_way_to_reach_the_registrant_is_enough(cast, missing):
    assert Client().post(OTHER, another(**{missing: ""})).status_code == 302
    (made,) = candidates()
    assert getattr(made.open_registration, missing) == ""


def test_the_registrant_can_be_reached(cast):
    response = Client().post(OTHER, another(by_phone="", by_email=""))
    assert response.status_code == 422
    assert "Vul uw telefoonnummer of uw e-mailadres in." in text_of(response)
    assert candidates() == []


def test_nobody_is_registered_who_does_not_know(cast):
    response = Client().post(OTHER, another(agrees=""))
    assert response.status_code == 422
    assert "Vraag het eerst" in text_of(response)
    assert candidates() == []


def test_an_agency_answers_the_conditions_first(cast):
    agency = {"source": "temp_agency", "organisation": "Uitzendbureau Snel"}
    response = Client().post(OTHER, another(**agency))
    assert response.status_code == 422
    assert "Zonder deze toezegging" in text_of(response)
    assert candidates() == []
    conditions = {
        "bureau-consulted_on": "1-9-2026",
        "bureau-consulted_with": "Dirk",
        "bureau-half_year_contract": "on",
        "bureau-no_temp_contract": "on",
        "bureau-contributes": "yes",
        "bureau-training_contribution": "500",
    }
    assert Client().post(OTHER, another(**agency, **conditions)).status_code == 302
    (made,) = candidates()
    with owner():
        (kept,) = AgencyConditions.objects.filter(candidate=made)
    assert (made.source, kept.training_contribution, kept.organisation_id) == ("temp_agency", 500, None)
    assert "500" in text_of(cast.dirk.get(f"dossiers/{made.pk}/"))
    assert cast.frank.get(f"dossiers/{made.pk}/").status_code == 404


def test_the_pages_say_who_reads_it_and_how_to_stop(cast):
    for address, version in ((REGISTER, consent.ONESELF), (OTHER, consent.ANOTHER)):
        page = text_of(Client().get(address))
        said = consent.sentences(version, werkplein=cast.region.werkplein_label)
        assert len(said) == 3
        assert all(sentence in page for sentence in said)
    assert token_of(register())


def test_the_file_tells_to_which_vacancy_somebody_reacts(cast):
    told = reaction.signed("Vacature V-9 Schilder")
    assert register(over=told, kinds=["finishing"]).status_code == 302
    with owner():
        assert Candidate.objects.get().wanted_work == "Vacature V-9 Schilder, Schilderen en afwerken"


def test_who_reacts_to_a_vacancy_need_not_choose_work_and_words_of_others_count_for_nothing(cast):
    refused = register(over="Bel 0900:abc", kinds=[])
    assert refused.status_code == 422
    assert "Bel 0900" not in refused.content.decode().replace('value="Bel 0900:abc"', "")
    assert register(over=reaction.signed("Vacature V-9 Schilder"), kinds=[]).status_code == 302
    with owner():
        assert Candidate.objects.get().wanted_work == "Vacature V-9 Schilder"


def test_who_registered_another_can_be_called_back_out_of_the_file(cast):
    Client().post(OTHER, another(email="omar@voorbeeld.example", name="Omar", key=key_of(OTHER)))
    with owner():
        made = Candidate.objects.get()
    page = cast.dirk.get(f"dossiers/{made.pk}/").content.decode()
    for told in ("Juf Anja", 'href="tel:0501234567"', "mailto:anja@wierde.example"):
        assert told in page
    for person in (cast.alice, cast.bram, cast.esra):
        assert person.get(f"dossiers/{made.pk}/").status_code == 403
    assert cast.frank.get(f"dossiers/{made.pk}/").status_code == 404


def test_who_registered_himself_has_nobody_else_in_his_file(cast):
    registered(key=key_of())
    with owner():
        made = Candidate.objects.get()
    assert "Wie deze persoon aanmeldde" not in cast.dirk.get(f"dossiers/{made.pk}/").content.decode()
