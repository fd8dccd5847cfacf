"""The weekly mail about a calendar: to who can mend something, once, with nothing of others."""

import datetime as dt

import pytest
from django.utils import timezone

from organisations import tenancy
from organisations.choices import MailRhythm, MailTopic, Purpose, Role
from organisations.models import MailChoice, Membership, OutboxMessage
from tenders.calendar.digest import send_digests
from tenders.models import Tender
from tests.factories.organisations import MembershipFactory
from tests.factories.tenders import TenderFactory

MONDAY = dt.date(2026, 6, 15)


def touched(days):
    return timezone.make_aware(dt.datetime.combine(MONDAY - dt.timedelta(days=days), dt.time(12)))


def send(region, on=MONDAY):
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        return send_digests(region_id=region.pk, on=on)


def mails():
    return list(OutboxMessage.objects.filter(name="calendar_digest").order_by("created_at", "pk"))


@pytest.fixture
def region(cast, owner):
    with owner():
        return cast.alice.organisation.regions.get()


@pytest.fixture
def passed(cast, owner):
    """A tender of Alice with a date that has passed, beside one that is in order and one that is only incomplete."""
    with owner():
        own = {
            "authority": cast.alice.organisation,
            "contact_email": cast.alice.user.email.upper(),
            "status": "planned",
        }
        TenderFactory(title="Alles goed", sroi="no", touched_at=touched(1), **own)
        return TenderFactory(
            title="Brug over het kanaal",
            sroi="no",
            touched_at=touched(1),
            planned_publication=dt.date(2026, 6, 1),
            **own,
        )


def test_who_is_the_contact_hears_what_passed_and_only_that(cast, owner, region, passed):
    with owner():
        TenderFactory(
            authority=cast.strangers["municipality"].organisation,
            title="Geheim van Frank",
            status="planned",
            planned_publication=dt.date(2026, 1, 1),
        )
    assert send(region) == 1
    with owner():
        (mail,) = mails()
    assert mail.payload["to"] == cast.alice.user.email
    assert "Brug over het kanaal" in mail.payload["text"]
    assert "publicatiedatum voorbij" in mail.payload["text"]
    assert "Alles goed" not in mail.payload["text"]
    assert "Frank" not in mail.payload["text"]


def test_once_a_week_also_when_the_portal_was_down_on_monday(owner, region, passed):
    assert send(region, on=MONDAY + dt.timedelta(days=1)) == 1
    assert send(region, on=MONDAY + dt.timedelta(days=3)) == 0
    assert send(region, on=MONDAY + dt.timedelta(days=7)) == 1


def test_a_contact_who_left_leaves_it_to_the_administrators(cast, owner, region, passed):
    with owner():
        Tender.objects.filter(pk=passed.pk).update(contact_email="weg@demo.example")
        Membership.objects.filter(organisation=cast.alice.organisation).update(role=Role.ADMINISTRATOR)
    assert send(region) == 1


def test_who_does_not_want_it_gets_none(cast, owner, region, passed):
    with owner():
        MailChoice.objects.create(
            user=cast.alice.user,
            organisation=cast.alice.organisation,
            topic=MailTopic.CALENDAR,
            rhythm=MailRhythm.NEVER,
        )
    assert send(region) == 0
    with owner():
        assert mails() == []


def test_an_auditor_cannot_mend_so_an_administrator_hears_it(cast, owner, region, passed):
    with owner():
        auditor = MembershipFactory(organisation=cast.alice.organisation, role=Role.AUDITOR).user
        Tender.objects.filter(pk=passed.pk).update(contact_email=auditor.email)
        Membership.objects.filter(user=cast.alice.user, organisation=cast.alice.organisation).update(
            role=Role.ADMINISTRATOR
        )
    assert send(region) == 1
    with owner():
        assert [mail.payload["to"] for mail in mails()] == [cast.alice.user.email]
