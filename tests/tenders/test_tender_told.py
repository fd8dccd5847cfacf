"""Other dates of a tender on the calendar: who hears of it, before and after."""

import datetime as dt

import pytest

from organisations import tenancy
from organisations.choices import MailRhythm, MailTopic
from organisations.models import HeldMail, MailChoice
from tenders.calendar import told
from tenders.models import Tender
from tests.tenders.tender_forms import opened, sent
from tests.tenders.test_tender_steps import mails, make


def acting(person):
    return tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)


def moved(person, tender, **dates):
    """The dates of the tender become these; who heard of it."""
    with acting(person) as member:
        stands = Tender.objects.get(pk=tender.pk)
        before = {name: getattr(stands, name) for name in dates}
        for name, day in dates.items():
            setattr(stands, name, day)
        stands.save(update_fields=list(dates))
        return told.dates_changed(member, stands, before)


@pytest.fixture
def tender(cast, owner):
    return make(owner, cast, planned_award=dt.date(2027, 2, 1))


def test_old_and_new_day_go_to_the_coordination_point(cast, owner, tender):
    hearing = moved(
        cast.alice, tender, planned_publication=dt.date(2027, 3, 1), planned_award=None, starts_on=dt.date(2027, 9, 1)
    )
    ((to, said),) = mails(owner)
    assert to == cast.dirk.user.email
    assert "De geplande publicatie: eerst 1 januari 2027, nu 1 maart 2027" in said
    assert "De geplande gunning: niet meer bekend, eerst 1 februari 2027" in said
    assert "De eerste dag van het werk: 1 september 2027" in said
    assert hearing.after() == f"Bericht gestuurd aan {cast.dirk.organisation.name}."


def test_something_else_that_changes_tells_nobody(cast, owner, tender):
    assert moved(cast.alice, tender, title="Anders") == told.Hearing()
    assert moved(cast.alice, tender, planned_award=dt.date(2027, 2, 1)) == told.Hearing()
    assert mails(owner) == []


@pytest.mark.parametrize("status", ["concept", "awarded", "withdrawn"])
def test_of_what_nobody_plans_by_nobody_hears(cast, owner, status):
    tender = make(owner, cast, status)
    assert moved(cast.alice, tender, planned_award=dt.date(2027, 8, 1)) == told.Hearing()
    assert mails(owner) == []


def test_the_contact_hears_when_the_coordination_point_changes_it(cast, owner, tender):
    moved(cast.dirk, tender, planned_award=dt.date(2027, 8, 1))
    assert [to for to, _said in mails(owner)] == ["anja@demo.example"]


def test_each_reader_chooses_when(cast, owner, tender):
    with owner():
        MailChoice.objects.create(
            user=cast.dirk.user,
            organisation=cast.dirk.organisation,
            topic=MailTopic.CALENDAR,
            rhythm=MailRhythm.WEEKLY,
        )
    moved(cast.alice, tender, planned_award=dt.date(2027, 8, 1))
    assert mails(owner) == []
    with owner():
        assert HeldMail.objects.get(user=cast.dirk.user).template == "tender_changed"


def test_followers_and_firms_are_counted_never_named():
    hearing = told.Hearing(organisations=("Coördinatiepunt",), followers=2, firms=1)
    assert hearing.before() == [
        "Krijgt een mail: Coördinatiepunt.",
        "2 volgers van de kalender lezen het in de volgende mail.",
        "1 bedrijf is uitgenodigd. Dat krijgt geen mail van het portaal: laat het zelf weten.",
    ]
    assert hearing.after().startswith("Bericht gestuurd aan Coördinatiepunt. 2 volgers")
    assert told.Hearing().before() == []


def test_who_hears_is_asked_in_few_queries(cast, owner, tender, django_assert_max_num_queries):
    with acting(cast.alice) as member:
        stands = Tender.objects.select_related("authority").get(pk=tender.pk)
        with django_assert_max_num_queries(4):
            assert [one.email for one in told.who_hears(member, stands).people] == [cast.dirk.user.email]


def test_the_form_says_it_before_and_after(cast, owner, tender):
    edit = f"kalender/{tender.pk}/wijzigen/"
    page = cast.alice.get(edit)
    assert "Wijzigt u een datum?" in page.content.decode()
    assert cast.dirk.organisation.name in page.content.decode()
    changed = sent(opened(cast.alice, edit), planned_publication="01-04-2027", decision="high", ways="contract_clause")
    response = cast.alice.post(edit, changed)
    assert response.status_code == 302, response.context["form"].errors
    assert "nu 1 april 2027" in mails(owner)[0][1]
    assert "Bericht gestuurd aan" in cast.alice.get(f"kalender/{tender.pk}/").content.decode()
