"""Vacancies are asked about, taken down without an answer, and closed by their last day; contacts are forgotten."""

import datetime as dt

import pytest
from django.utils import timezone

from candidates.models import BackOfficePolicy
from organisations import upkeep
from placements.models import Vacancy
from tests.database import owner
from tests.factories.placements import VacancyFactory
from tests.placements.vacancies.working import mails, token_in, vacancies

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


def made(cast, days=0, **values):
    at = NOW - dt.timedelta(days=days)
    with owner():
        return VacancyFactory(**({"region": cast.region, "confirmed_at": at, "published_at": at} | values))


def do(cast, name, on=TODAY):
    return upkeep.do(f"placements.vacancies_{name}", region_id=cast.region.pk, on=on)


def test_the_employer_is_asked_once_after_the_term_of_the_region(cast):
    fresh, stale = made(cast, 29), made(cast, 30, file__contact_email="oud@steigers.example")
    made(cast, 90, state="vacancy_filled")
    made(cast, 90, region=cast.other_region)
    assert (do(cast, "asked"), do(cast, "asked")) == (1, 0)
    (mail,) = mails("vacancy_still_right")
    assert (mail["to"], "14 dagen" in mail["text"]) == ("oud@steigers.example", True)
    assert token_in(mail)
    assert [one.pk for one in vacancies(asked_at__isnull=False)] == [stale.pk]
    with owner():
        BackOfficePolicy.objects.create(region=cast.region, vacancy_ask_days=20)
    assert do(cast, "asked") == 1
    assert vacancies(pk=fresh.pk)[0].asked_at is not None


def test_a_company_of_the_portal_is_led_to_its_workspace(cast):
    vacancy = made(cast, 31, employer_organisation=cast.bram.organisation)
    do(cast, "asked")
    (mail,) = mails("vacancy_still_right")
    assert f"/werk/{cast.bram.organisation.pk}/vacatures/{vacancy.pk}/" in mail["text"]
    cast.bram.post(f"vacatures/{vacancy.pk}/", {"step": "holds"})
    assert vacancies()[0].asked_at is None
    assert do(cast, "unanswered", TODAY + dt.timedelta(days=20)) == 0


def test_expected_work_is_asked_about_once_its_day_has_come(cast):
    made(cast, 5, is_expected=True, starts_on=TODAY + dt.timedelta(days=1))
    come = made(cast, 5, is_expected=True, starts_on=TODAY)
    assert do(cast, "asked") == 1
    assert vacancies(pk=come.pk)[0].asked_at is not None
    assert "De begindatum is er nu" in mails("vacancy_still_right")[0]["text"]


def test_without_an_answer_it_goes_off_and_the_employer_is_told(cast):
    with owner():
        made(cast, 60, asked_at=NOW - dt.timedelta(days=13))
        silent = made(cast, 60, asked_at=NOW - dt.timedelta(days=14))
    assert (do(cast, "unanswered"), do(cast, "unanswered")) == (1, 0)
    (now,) = vacancies(pk=silent.pk)
    assert (now.state, now.closed_because) == ("vacancy_closed", "no_answer")
    (mail,) = mails("vacancy_taken_down")
    assert "hoorden niets" in mail["text"]
    assert "/groningen/vacatures/plaatsen/" in mail["text"]


def test_its_last_day_closes_it(cast):
    made(cast, closes_on=TODAY)
    over = made(cast, closes_on=TODAY - dt.timedelta(days=1))
    assert do(cast, "over") == 1
    assert [one.pk for one in vacancies(state="vacancy_closed", closed_because="over")] == [over.pk]
    assert "laatste dag" in mails("vacancy_taken_down")[0]["text"]


def test_what_nobody_proved_ends_and_old_contacts_are_forgotten(cast):
    with owner():
        young = made(cast, firm=True, file__email_confirmed_at=None)
        never = made(cast, firm=True, file__email_confirmed_at=None)
        Vacancy.objects.filter(pk=never.pk).update(created_at=NOW - dt.timedelta(days=15))
        made(cast, state="vacancy_closed", closed_at=NOW - dt.timedelta(days=366))
        made(cast, state="vacancy_closed", closed_at=NOW - dt.timedelta(days=360))
    assert do(cast, "forgotten") > 0
    by_state = {(one.state, bool(one.file.contact_email)) for one in vacancies()}
    assert by_state == {("vacancy_submitted", True), ("vacancy_closed", False), ("vacancy_closed", True)}
    assert vacancies(pk=never.pk)[0].file.contact_name == ""
    assert vacancies(pk=young.pk)[0].file.contact_name != ""
    assert do(cast, "forgotten") == 0
