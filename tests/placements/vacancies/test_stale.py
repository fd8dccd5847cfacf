"""Vacancies are asked about, taken down without an answer, and closed by their last day; contacts are forgotten."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from candidates.models import BackOfficePolicy
from organisations import tenancy, upkeep
from placements.models import Vacancy, VacancyFile
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


def test_work_that_came_is_open_by_one_button_of_its_firm(cast):
    came = made(cast, 40, is_expected=True, starts_on=TODAY - dt.timedelta(days=33), created_by=cast.dirk.user)
    public = f"/groningen/vacatures/{came.pk}/"
    page = Client().get(public).content.decode()
    # A month that is over is no promise, and work that is not open yet is no posting.
    assert "<dd>nog niet bekend</dd>" in page
    assert "JobPosting" not in page
    do(cast, "asked")
    link = f"/vacature/{token_in(mails('vacancy_still_right')[0])}/"
    page = Client().get(link).content.decode()
    assert "Ja, het werk is nu open" in page
    assert "Het begint later" in page
    said = Client().post(link, {"step": "holds"}, follow=True).content.decode()
    assert "Het werk staat nu online als open." in said
    (now,) = vacancies()
    assert (now.is_expected, now.asked_at, timezone.localdate(now.published_at)) == (False, None, TODAY)
    assert "JobPosting" in Client().get(public).content.decode()


def test_the_same_in_the_workspace_and_what_has_not_begun_stays_expected(cast):
    own = {"employer_organisation": cast.bram.organisation, "is_expected": True}
    came = made(cast, 5, starts_on=TODAY, **own)
    later = made(cast, 5, starts_on=TODAY + dt.timedelta(days=1), **own)
    for one in (came, later):
        cast.bram.post(f"vacatures/{one.pk}/", {"step": "holds"})
    assert [one.is_expected for one in (*vacancies(pk=came.pk), *vacancies(pk=later.pk))] == [False, True]
    assert do(cast, "asked") == 0


def test_an_employer_for_whom_somebody_entered_it_answers_by_the_link_as_well(cast):
    stale = made(cast, 31, created_by=cast.dirk.user, created_at=NOW - dt.timedelta(days=90))
    do(cast, "asked")
    link = f"/vacature/{token_in(mails('vacancy_still_right')[0])}/"
    assert "Ja, klopt nog" in Client().get(link).content.decode()
    assert "blijft online" in Client().post(link, {"step": "holds"}, follow=True).content.decode()
    assert vacancies(pk=stale.pk)[0].asked_at is None


@pytest.mark.parametrize(("chore", "changes"), [("unanswered", {}), ("over", {"closes_on": TODAY})])
def test_what_was_taken_down_its_firm_puts_before_the_coordination_point_again(cast, chore, changes):
    with owner():
        silent = made(cast, 60, firm=True, state="vacancy_open", published_at=NOW, asked_at=NOW, **changes)
    do(cast, chore, TODAY + dt.timedelta(days=20))
    (mail,) = mails("vacancy_taken_down")
    link = f"/vacature/{token_in(mail)}/"
    closed = Client().get(link)
    assert (closed.status_code, "Zet de vacature weer online" in closed.content.decode()) == (410, True)
    assert Client().post(link, {"step": "holds"}).status_code == 410
    assert vacancies()[0].state == "vacancy_closed"
    said = Client().post(link, {"step": "put_back"}, follow=True).content.decode()
    assert "kijkt uw vacature na" in said
    (now,) = vacancies()
    assert (now.state, now.closed_at, now.closed_because, now.asked_at) == ("vacancy_submitted", None, "", None)
    assert now.closes_on in {None, TODAY}
    # Twice pressed changes nothing more; nobody reads it before it was looked at.
    assert Client().post(link, {"step": "put_back"}, follow=True).status_code == 200
    assert Client().get(f"/groningen/vacatures/{silent.pk}/").status_code in {404, 410}
    cast.dirk.post(f"vacatures/{silent.pk}/", {"step": "confirm"})
    assert vacancies()[0].state == "vacancy_open"


@pytest.mark.parametrize("because", ["vacancy_withdrawn", "filled", "not_needed"])
def test_what_somebody_closed_himself_no_link_puts_back(cast, because):
    with owner():
        vacancy = made(cast, firm=True, state="vacancy_closed", published_at=NOW, closed_at=NOW, closed_because=because)
        VacancyFile.objects.update(token_hash=tenancy.hash_token("een-link"))
    assert Client().post("/vacature/een-link/", {"step": "put_back"}).status_code == 410
    with tenancy.link("een-link"), pytest.raises(DatabaseError), transaction.atomic():
        Vacancy.objects.filter(pk=vacancy.pk).update(state="vacancy_submitted")


def test_by_a_link_nothing_that_was_taken_down_becomes_open_at_once(cast):
    with owner():
        vacancy = made(cast, state="vacancy_closed", closed_at=NOW, closed_because="no_answer")
        VacancyFile.objects.update(token_hash=tenancy.hash_token("een-link"))
    with tenancy.link("een-link"), pytest.raises(DatabaseError), transaction.atomic():
        Vacancy.objects.filter(pk=vacancy.pk).update(state="vacancy_open")


def test_without_an_answer_it_goes_off_and_the_employer_is_told(cast):
    with owner():
        made(cast, 60, asked_at=NOW - dt.timedelta(days=13))
        silent = made(cast, 60, asked_at=NOW - dt.timedelta(days=14))
    assert (do(cast, "unanswered"), do(cast, "unanswered")) == (1, 0)
    (now,) = vacancies(pk=silent.pk)
    assert (now.state, now.closed_because) == ("vacancy_closed", "no_answer")
    (mail,) = mails("vacancy_taken_down")
    assert "hoorden niets" in mail["text"]
    assert "weer online met één knop" in mail["text"]


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


def test_what_nobody_could_be_asked_by_mail_waits_for_the_coordination_point(cast):
    by_mail = made(cast, 31)
    phoned = made(cast, 31, file__contact_email="", file__contact_phone="050 123 45 67")
    made(cast, 31, region=cast.other_region, file__contact_email="")
    line = "Vacatures: bellen of zij nog kloppen"
    assert line not in cast.dirk.get("").content.decode()
    assert do(cast, "asked") == 2
    assert len(mails("vacancy_still_right")) == 1
    queue = cast.dirk.get("").content.decode()
    assert line in queue
    assert "?stand=vacancy_call" in queue
    listed = cast.dirk.get("vacatures/?stand=vacancy_call").content.decode()
    assert "Bellen: klopt dit nog?" in listed
    assert f"/{phoned.pk}/" in listed
    assert f"/{by_mail.pk}/" not in listed
    asked = cast.dirk.get("vacatures/?stand=vacancy_asked").content.decode()
    assert (f"/{phoned.pk}/" in asked, f"/{by_mail.pk}/" in asked) == (False, True)
    page = cast.dirk.get(f"vacatures/{phoned.pk}/").content.decode()
    assert "niemand kreeg deze vraag. Bel 050 123 45 67" in page
    assert "niemand kreeg deze vraag" not in cast.dirk.get(f"vacatures/{by_mail.pk}/").content.decode()
    # Of another region, and of who does not decide: no line.
    assert cast.frank.get(f"vacatures/{phoned.pk}/").status_code == 404
    assert line not in cast.carla.get("").content.decode()
    cast.dirk.post(f"vacatures/{phoned.pk}/", {"step": "holds"})
    assert line not in cast.dirk.get("").content.decode()
