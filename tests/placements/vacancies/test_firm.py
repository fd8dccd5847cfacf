"""A firm without a workspace posts a vacancy, proves its address, and keeps the vacancy by its link."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from organisations import open_forms, tenancy
from organisations.contractors import contractor_by_kvk
from organisations.models import Invitation, Organisation
from placements.models import Vacancy, VacancyFile
from tests.database import owner
from tests.placements.vacancies.working import (
    LIST,
    OFFER,
    _no_counts,  # noqa: F401 - a fixture
    files,
    mails,
    occupation_of,
    offer,
    offered,
    press,
    proven,
    text_of,
    token_in,
    vacancies,
)
from tests.placements.workspace import act

pytestmark = pytest.mark.django_db


def decide(person, vacancy, step, **more):
    return person.post(f"{LIST}{vacancy.pk}/", {"step": step} | more, follow=True)


def test_from_the_form_to_the_open_page(cast):
    assert "Vacature plaatsen" in text_of(Client().get(OFFER))
    answer = offer(contact_email="sam@steigers.example")
    assert "Kijk in uw mail" in text_of(answer)
    (vacancy,) = vacancies()
    assert (vacancy.state, vacancy.employer, vacancy.sroi, vacancy.created_by_id) == (
        "vacancy_submitted",
        "Steigers Noord BV",
        False,
        None,
    )
    assert (vacancy.rules, vacancy.file.kvk) == (["hours", "travel"], "12345678")
    # Nobody reads it before the address is proven, and nothing that was typed goes to what may be a stranger.
    assert "steigerbouw" not in text_of(cast.dirk.get(LIST))
    (mail,) = mails("vacancy_address")
    assert (mail["to"], "steiger" in mail["text"].lower()) == ("sam@steigers.example", False)
    token = token_in(mail)
    assert "Nog één stap" in text_of(Client().get(f"/vacature/{token}/"))
    assert "kijkt uw vacature na" in text_of(press(token, "prove"))
    assert "Hulp bij steigerbouw" in text_of(cast.dirk.get(LIST))
    assert "Vacatures van bedrijven controleren" in text_of(cast.dirk.get(""))
    assert Client().get(f"/groningen/vacatures/{vacancy.pk}/").status_code in {404, 410}

    assert "krijgt een mail" in text_of(decide(cast.dirk, vacancy, "confirm"))
    (now,) = vacancies()
    assert (now.state, now.published_at is not None, now.file.decided_by_id) == (
        "vacancy_open",
        True,
        cast.dirk.user.pk,
    )
    (told,) = mails("vacancy_confirmed")
    assert Client().get(f"/vacature/{token}/").status_code == 404
    assert Client().get(f"/vacature/{token_in(told)}/").status_code == 200
    assert "Vacatures van bedrijven controleren" not in text_of(cast.dirk.get(""))


def test_what_is_sent_twice_is_one_vacancy_and_one_mail(cast):
    sent = offered(contact_email="sam@steigers.nl")
    for _n in range(2):
        answer = Client().post(OFFER, sent)
        assert (answer.status_code, "Kijk in uw mail" in text_of(answer)) == (200, True)
    assert (len(vacancies()), len(mails("vacancy_address"))) == (1, 1)
    # Whoever goes back and mends the address that was wrong, is mailed there.
    Client().post(OFFER, sent | {"contact_email": "sam@steigers.example"})
    assert [mail["to"] for mail in mails("vacancy_address")] == ["sam@steigers.nl", "sam@steigers.example"]
    # The same work is put forward again from a new page.
    offer(contact_email="sam@steigers.nl")
    assert len(vacancies()) == 3


def test_others_decide_nothing_and_frank_sees_nothing(cast):
    proven()
    (vacancy,) = vacancies()
    here = f"{LIST}{vacancy.pk}/"
    assert cast.frank.get(here).status_code == 404
    assert "steigerbouw" not in text_of(cast.frank.get(LIST))
    assert cast.bram.get(here).status_code == 404
    assert cast.alice.get(here).status_code == 403
    # A Werkplein reads it, and leaves the decision to the coordination point.
    assert cast.carla.get(here).status_code == 200
    assert cast.carla.post(here, {"step": "confirm"}).status_code == 403
    assert cast.carla.get(f"{here}werkruimte/").status_code == 403
    assert vacancies()[0].state == "vacancy_submitted"


def test_who_is_kept_out_hears_why_and_it_can_be_undone(cast):
    proven()
    (vacancy,) = vacancies()
    answer = cast.dirk.post(f"{LIST}{vacancy.pk}/", {"step": "reject", "reason": ""})
    assert (answer.status_code, vacancies()[0].state) == (422, "vacancy_submitted")
    decide(cast.dirk, vacancy, "reject", reason="Dit bedrijf staat niet in het handelsregister.")
    assert vacancies()[0].state == "vacancy_rejected"
    assert "niet in het handelsregister" in mails("vacancy_rejected")[0]["text"]
    decide(cast.dirk, vacancy, "take_back")
    assert (vacancies()[0].state, files()[0].decided_reason) == ("vacancy_submitted", "")


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({"places": "3", "hours_from": "20"}, False),
        ({"title": "Steigerbouwer gezocht"}, True),
        ({"description": "Heel ander werk dan er stond."}, True),
    ],
)
def test_what_was_checked_is_checked_again(cast, changes, again):
    proven()
    (vacancy,) = vacancies()
    decide(cast.dirk, vacancy, "confirm")
    token = token_in(mails("vacancy_confirmed")[-1])
    form = Client().get(f"/vacature/{token}/wijzigen/").context["form"]
    sent = offered(shown=form["shown"].value(), **changes)
    answer = Client().post(f"/vacature/{token}/wijzigen/", sent, follow=True)
    assert "Opgeslagen" in text_of(answer)
    assert vacancies()[0].state == ("vacancy_submitted" if again else "vacancy_open")
    assert vacancies()[0].employer == "Steigers Noord BV"


def test_a_firm_says_it_holds_fills_and_withdraws(cast):
    proven()
    (vacancy,) = vacancies()
    decide(cast.dirk, vacancy, "confirm")
    token = token_in(mails("vacancy_confirmed")[-1])
    with owner():
        Vacancy.objects.update(asked_at=timezone.now(), confirmed_at=timezone.now() - dt.timedelta(days=40))
    assert "Klopt uw vacature nog" in text_of(Client().get(f"/vacature/{token}/"))
    press(token, "holds")
    assert vacancies()[0].asked_at is None
    assert Client().post(f"/vacature/{token}/", {"step": "fill", "hired": "0"}).status_code == 422
    assert "Gefeliciteerd" in text_of(press(token, "fill", hired="2"))
    (now,) = vacancies()
    assert (now.state, now.hired, now.closed_because) == ("vacancy_filled", 2, "filled")
    assert Client().get(f"/vacature/{token}/").status_code == 410

    second = proven(contact_email="ander@steigers.example")
    press(second, "withdraw")
    assert [one.state for one in vacancies()] == ["vacancy_filled", "vacancy_closed"]


def test_a_link_opens_nothing_of_another_vacancy_and_never_publishes(cast):
    token, other = proven(), proven(contact_email="ander@steigers.example")
    first, second = vacancies()
    with tenancy.link(token):
        assert list(Vacancy.objects.values_list("pk", flat=True)) == [first.pk]
        assert VacancyFile.objects.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            Vacancy.objects.filter(pk=first.pk).update(state="vacancy_open", published_at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            Vacancy.objects.filter(pk=first.pk).update(employer="Een ander bedrijf")
        assert Vacancy.objects.filter(pk=second.pk).update(title="Gekaapt") == 0
    assert Client().get("/vacature/geraden/").status_code == 404
    assert other


def test_a_program_is_answered_and_nothing_is_kept(cast):
    assert "Kijk in uw mail" in text_of(offer(fax="0501234567"))
    assert (vacancies(), mails("vacancy_address")) == ([], [])


def test_floods_are_bounded(cast):
    for _time in range(7):
        assert offer().status_code == 200
    assert len(vacancies()) == 5
    with owner():
        source = vacancies()[0]
        for number in range(100 - 5):
            source.pk, source.reference = None, f"F-{number}"
            source.save(force_insert=True)
    answer = offer(contact_email="een.ander@steigers.example")
    assert (answer.status_code, "over een uur" in text_of(answer)) == (429, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"employer": ""}, "Vul de naam van uw bedrijf in."),
        ({"title": ""}, "Vul in welk werk het is."),
        ({"hours_from": "40", "hours_to": "20"}, "Het hoogste aantal uren ligt onder het laagste."),
        ({"hours_from": "", "hours_to": ""}, "Vul in hoeveel uren per week het werk is."),
        ({"sector": ""}, "Kies een sector"),
        ({"municipality": "GM9999"}, "GM9999"),
        ({"contact_phone": "nul"}, "telefoonnummer"),
        ({"description": "Bel met BSN 123456782"}, "burgerservicenummer"),
        ({"kvk": "123"}, "8 cijfers"),
        ({"closes_on": "01-01-2020"}, "al voorbij"),
        ({"wage_from": "2500", "wage_to": "2000"}, "loon ligt onder"),
        ({"agrees": ""}, "toestemming"),
    ],
)
def test_what_is_wrong_stands_beside_it_and_nothing_is_lost(cast, changes, said):
    answer = offer(**changes)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Sam Steiger" in text_of(answer)
    assert vacancies() == []


def test_the_occupation_fills_in_what_was_left_open(cast):
    occupation = occupation_of(cast)
    told = Client().post(OFFER, offered(step="occupation", occupation=str(occupation.pk), sector="", hours_from=""))
    form = told.context["form"]
    assert told.status_code == 200
    assert (form["sector"].value(), form["hours_from"].value(), form["licence"].value()) == ("construction", 28, "b")
    assert form["title"].value() == "Hulp bij steigerbouw"
    assert vacancies() == []
    # Without that button the same is done when it is kept.
    answer = offer(occupation=str(occupation.pk), sector="", hours_from="", hours_to="", must_occupation="on")
    assert answer.status_code == 200
    (one,) = vacancies()
    assert (one.sector, one.hours_from, one.hours_to, one.occupation_id) == ("construction", 28, 36, occupation.pk)
    assert one.rules == ["hours", "occupation", "travel"]


def test_a_firm_gets_a_workspace_so_that_proposals_reach_it(cast):
    proven()
    (vacancy,) = vacancies()
    decide(cast.dirk, vacancy, "confirm")
    answer = cast.dirk.post(
        f"{LIST}{vacancy.pk}/werkruimte/", {"name": "Steigers Noord BV", "kvk": "12345678"}, follow=True
    )
    assert "in het portaal" in text_of(answer)
    (now,) = vacancies()
    with owner():
        organisation = Organisation.objects.get(kvk="12345678")
        invitation = Invitation.objects.get(organisation=organisation)
    assert (now.employer_organisation_id, now.file.employer_organisation_id, now.file.token_hash) == (
        organisation.pk,
        organisation.pk,
        "",
    )
    assert (invitation.email, invitation.role) == ("sam@steigers.example", "administrator")


def test_a_company_of_the_portal_gets_the_vacancy_and_nobody_else_is_invited(cast):
    proven(kvk=cast.bram.organisation.kvk)
    (vacancy,) = vacancies()
    with act(cast.dirk):
        assert contractor_by_kvk(cast.bram.organisation.kvk).has_members
    cast.dirk.post(f"{LIST}{vacancy.pk}/werkruimte/", {"name": "Anders", "kvk": cast.bram.organisation.kvk})
    (now,) = vacancies()
    assert now.employer_organisation_id == cast.bram.organisation.pk
    assert now.employer == cast.bram.organisation.name
    with owner():
        assert not Invitation.objects.filter(email="sam@steigers.example").exists()
    assert cast.bram.get(f"{LIST}{vacancy.pk}/").status_code == 200


def test_another_address_is_told(cast):
    token = proven()
    form = Client().get(f"/vacature/{token}/wijzigen/").context["form"]
    sent = offered(shown=form["shown"].value(), contact_email="nieuw@steigers.example")
    Client().post(f"/vacature/{token}/wijzigen/", sent)
    assert mails("vacancy_address_changed")[0]["to"] == "sam@steigers.example"


def test_too_fast_is_refused(cast, monkeypatch):
    monkeypatch.setattr(open_forms, "LEAST_SECONDS", 3)
    assert offer().status_code == 422
    assert vacancies() == []
