"""A firm puts itself in the register without logging in, and keeps its entry by the link in its mail."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from organisations import open_forms, tenancy
from tenders.models import LocalFirm
from tests.database import owner
from tests.tenders.firms.register import (
    NEXT_YEAR,
    REGISTER,
    _no_counts,  # noqa: F401 - a fixture
    answers,
    firms,
    made,
    mails,
    register,
    text_of,
    token_in,
)

pytestmark = pytest.mark.django_db


def page(token, path=""):
    return Client().get(f"/bedrijf/{token}/{path}")


def press(token, step):
    return Client().post(f"/bedrijf/{token}/", {"step": step}, follow=True)


def registered(**changes):
    """The token of a firm that has just proven its address."""
    assert register(**changes).status_code == 200
    token = token_in(mails("firm_address")[-1])
    press(token, "prove")
    return token


def test_from_the_form_to_the_queue_of_the_coordination_point(cast):
    assert "Uw bedrijf aanmelden" in text_of(Client().get(REGISTER))
    answer = register(label="pso_2", label_valid_until=NEXT_YEAR, website="www.kwast.example")
    assert answer.status_code == 200
    assert "Kijk in uw mail" in text_of(answer)
    (firm,) = firms()
    assert (firm.state, firm.email_confirmed_at, firm.region_id) == ("submitted", None, cast.region.pk)
    assert firm.website == "https://www.kwast.example"
    # Not there for anybody before the address is proven.
    assert "De Kwast" not in text_of(cast.dirk.get("bedrijven/"))

    (mail,) = mails("firm_address")
    assert mail["to"] == "kees@kwast.example"
    # What was typed is not mailed to an address that may be a stranger's.
    assert "Kwast" not in mail["text"] + mail["subject"]
    token = token_in(mail)
    assert "Nog één stap" in text_of(page(token))
    assert firms()[0].email_confirmed_at is None
    assert "kijkt uw aanmelding na" in text_of(press(token, "prove"))
    assert firms()[0].email_confirmed_at is not None
    assert "De Kwast" in text_of(cast.dirk.get("bedrijven/"))
    assert "De Kwast" not in text_of(cast.alice.get("bedrijven/"))
    assert "De Kwast" not in text_of(cast.frank.get("bedrijven/"))


def test_the_answer_is_the_same_whoever_was_known(cast):
    unknown = text_of(register())
    made(cast, "Al bekend", kvk="12345678")
    assert text_of(register()) == unknown
    assert len(mails("firm_address")) == 2
    assert len(firms(kvk="12345678")) == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Vul de naam van het bedrijf in."),
        ({"name": "123"}, "minstens één letter"),
        ({"kvk": "1234567"}, "Een KVK-nummer heeft 8 cijfers."),
        ({"kvk": "00000000"}, "Dit KVK-nummer bestaat niet"),
        ({"kvk": "١٢٣٤٥٦٧٨"}, "Een KVK-nummer heeft 8 cijfers."),
        ({"municipality": ""}, "Kies een gemeente."),
        ({"municipality": "GM9999"}, "GM9999"),
        ({"municipality": "elsewhere"}, "Vul in waar het bedrijf staat."),
        ({"municipality": "elsewhere", "place": "Meppel"}, "Kies de provincie."),
        ({"does": ""}, "Vertel kort wat het bedrijf doet."),
        ({"does": "x" * 301}, "300"),
        ({"does": "BSN 123456782"}, "burgerservicenummer"),
        ({"cpv_codes_gekozen": []}, "Kies minstens één soort werk"),
        ({"cpv_codes_gekozen": ["99999999"]}, "staat niet in de CPV-lijst"),
        ({"occupation_codes": ["bestaat-niet"]}, "Kies een beroep uit de lijst."),
        ({"website": "geen adres"}, "Vul een adres in"),
        ({"website": "javascript:alert(1)"}, "Vul een adres in"),
        ({"contact_name": "Kees 2"}, "geen cijfers"),
        ({"contact_email": "kees"}, "Vul een e-mailadres in"),
        ({"contact_phone": "bel maar"}, "Vul een telefoonnummer in"),
        ({"contact_phone": "12"}, "Vul een telefoonnummer in"),
        ({"label": "pso_1"}, "tot en met welke dag"),
        ({"label": "pso_1", "label_valid_until": "31-12-2019"}, "verlopen"),
        ({"label": "pso_1", "label_valid_until": "31-12-2090"}, "hoogstens vijf jaar"),
        ({"label_valid_until": NEXT_YEAR}, "Kies welk keurmerk"),
        ({"label": "goud", "label_valid_until": NEXT_YEAR}, "goud"),
        ({"agrees": ""}, "Zonder deze toestemming"),
        ({"page_made": ""}, "stond lang open"),
        ({"page_made": "page:1:nagemaakt"}, "stond lang open"),
    ],
)
def test_bad_input_is_said_in_place_and_nothing_is_lost(cast, changes, said):
    if "occupation_codes" in changes:
        with owner():
            cast.region.occupations.create(code="schilder", name="Schilder", sector="construction")
    answer = register(**changes)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert changes.get("contact_name", "Kees Kwast") in text_of(answer)
    assert firms() == []
    assert mails("firm_address") == []


def test_a_page_that_stood_open_can_be_sent_again(cast):
    form = text_of(register(page_made="page:1:oud"))
    again = form.split('name="page_made" value="')[1].split('"')[0]
    assert register(page_made=again).status_code == 200


def test_too_fast_for_a_person(cast, monkeypatch):
    monkeypatch.setattr(open_forms, "LEAST_SECONDS", 30)
    answer = register()
    assert answer.status_code == 422
    assert "heel snel" in text_of(answer)


def test_a_program_that_fills_in_every_box_is_answered_as_everybody(cast):
    answer = register(fax="050 1")
    assert "Kijk in uw mail" in text_of(answer)
    assert (firms(), mails("firm_address")) == ([], [])


def test_a_flood_from_one_place_is_stopped(cast):
    answers_given = [register(kvk=f"{number:08d}", contact_email=f"a{number}@kwast.example") for number in range(1, 24)]
    assert [one.status_code for one in answers_given[:20]] == [200] * 20
    assert answers_given[-1].status_code == 429
    assert "Kees Kwast" in text_of(answers_given[-1])
    assert len(firms()) == 20


def test_one_address_gets_three_mails_a_day_and_the_answer_stays_the_same(cast):
    given = [text_of(register(kvk=f"{number:08d}")) for number in range(1, 6)]
    assert len(set(given)) == 1
    assert len(firms()) == len(mails("firm_address")) == 3


def test_a_flood_over_many_places_is_stopped_for_the_region(cast):
    with owner():
        LocalFirm.objects.bulk_create(
            LocalFirm(
                region=cast.region,
                name="Vol",
                kvk=f"{number:08d}",
                municipality="GM0014",
                does="x",
                token_hash=str(number),
            )
            for number in range(1, 101)
        )
    answer = register()
    assert answer.status_code == 429
    assert "Probeer het over een uur opnieuw" in text_of(answer)


def test_nothing_can_be_read_back_in_public(cast):
    made(cast)
    register()
    with tenancy.public(cast.region.pk):
        assert not LocalFirm.objects.exists()
    with pytest.raises(DatabaseError), tenancy.public(cast.region.pk), transaction.atomic():
        LocalFirm(
            region=cast.other_region, name="Elders", kvk="12345678", municipality="GM0014", does="x", token_hash="t"
        ).save(force_insert=True)


@pytest.mark.parametrize(
    "claim",
    [
        {"state": "confirmed", "decided_at": timezone.now()},
        {"email_confirmed_at": timezone.now()},
        {"token_hash": ""},
    ],
)
def test_nobody_puts_himself_in_as_decided(cast, claim):
    values = {"region": cast.region, "name": "Slim", "kvk": "12345678", "municipality": "GM0014", "does": "x"}
    with pytest.raises(DatabaseError), tenancy.public(cast.region.pk), transaction.atomic():
        LocalFirm(**values | {"token_hash": "t"} | claim).save(force_insert=True)


def test_a_region_that_is_not_there(cast):
    assert Client().get("/nergens/bedrijven/aanmelden/").status_code == 404
    assert Client().post("/nergens/bedrijven/aanmelden/", answers()).status_code == 404


class TestByLink:
    def test_a_link_that_nobody_was_sent(self, cast):
        for answer in (page("x" * 43), press("x" * 43, "leave"), page("x" * 43, "wijzigen/")):
            assert answer.status_code == 404
            assert "Deze link werkt niet" in text_of(answer)

    def test_the_first_link_ends_after_two_weeks(self, cast):
        register()
        token = token_in(mails("firm_address")[-1])
        with owner():
            LocalFirm.objects.update(submitted_at=timezone.now() - dt.timedelta(days=14))
        assert page(token).status_code == 410
        press(token, "prove")
        assert firms()[0].email_confirmed_at is None

    def test_looking_writes_nothing(self, cast):
        token = registered()
        before = firms()[0].looked_at
        page(token)
        page(token, "wijzigen/")
        assert firms()[0].looked_at == before

    def test_it_still_holds(self, cast):
        token = registered()
        with owner():
            LocalFirm.objects.update(looked_at=timezone.now() - dt.timedelta(days=400))
        assert "alles nog klopt" in text_of(press(token, "holds"))
        (firm,) = firms()
        assert timezone.now() - firm.looked_at < dt.timedelta(minutes=5)
        history = text_of(cast.dirk.get(f"bedrijven/{firm.pk}/"))
        assert "Nagekeken" in history
        assert "E-mailadres bevestigd" in history
        assert "Veranderd" not in history

    def test_what_needs_no_check_changes_at_once(self, cast):
        token = registered()
        with owner():
            LocalFirm.objects.update(state="confirmed", decided_at=timezone.now())
        answer = Client().post(
            f"/bedrijf/{token}/wijzigen/", answers(does="Nu ook behang.", contact_phone=""), follow=True
        )
        assert "Opgeslagen." in text_of(answer)
        (firm,) = firms()
        assert (firm.state, firm.does, firm.contact_phone) == ("confirmed", "Nu ook behang.", "")

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": "De Nieuwe Kwast"},
            {"municipality": "GM0014"},
            {"municipality": "elsewhere", "place": "Meppel", "province": "drenthe"},
            {"label": "pso_3", "label_valid_until": NEXT_YEAR},
        ],
    )
    def test_what_was_checked_is_checked_again(self, cast, changes):
        token = registered()
        with owner():
            LocalFirm.objects.update(state="confirmed", decided_at=timezone.now())
        answer = Client().post(f"/bedrijf/{token}/wijzigen/", answers(**changes), follow=True)
        assert "kijkt dit na" in text_of(answer)
        assert firms()[0].state == "submitted"

    def test_the_number_stays(self, cast):
        token = registered()
        Client().post(f"/bedrijf/{token}/wijzigen/", answers(kvk="87654321"))
        assert firms()[0].kvk == "12345678"

    def test_another_address_is_told_at_the_former_one(self, cast):
        token = registered()
        Client().post(f"/bedrijf/{token}/wijzigen/", answers(contact_email="nieuw@kwast.example"))
        assert [one["to"] for one in mails("firm_address_changed")] == ["kees@kwast.example"]

    def test_bad_input_loses_nothing(self, cast):
        token = registered()
        answer = Client().post(f"/bedrijf/{token}/wijzigen/", answers(name="", does="Nu ook behang."))
        assert answer.status_code == 422
        assert "Nu ook behang." in text_of(answer)

    def test_who_leaves_is_gone_and_the_link_with_it(self, cast):
        token = registered()
        assert "U bent uitgeschreven" in text_of(press(token, "leave"))
        assert firms()[0].state == "withdrawn"
        assert page(token).status_code == 410
        assert press(token, "holds").status_code == 410

    def test_an_unknown_button(self, cast):
        assert "Kies wat u wilt doen" in text_of(press(registered(), "alles"))

    @pytest.mark.parametrize(
        "values",
        [
            {"state": "confirmed"},
            {"decided_reason": "mag"},
            {"kvk": "87654321"},
            {"email_confirmed_at": None},
            {"token_hash": "0" * 64},
        ],
    )
    def test_a_link_decides_nothing_whatever_is_asked(self, cast, values):
        token = registered()
        with pytest.raises(DatabaseError), tenancy.link(token), transaction.atomic():
            LocalFirm.objects.update(**values)

    def test_a_link_shows_one_firm(self, cast):
        made(cast, "Een ander")
        token = registered()
        with tenancy.link(token):
            assert [one.name for one in LocalFirm.objects.all()] == ["Schildersbedrijf De Kwast"]
