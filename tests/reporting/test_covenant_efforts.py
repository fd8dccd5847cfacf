"""What partners write about a quarter: their own, once, sent in when they say so; and the reminders of it."""

import datetime as dt

import pytest
from django.utils import timezone

from organisations import tenancy, upkeep
from organisations.choices import Purpose
from organisations.models import Membership, OutboxMessage
from reporting.choices import EffortState
from reporting.covenant import efforts
from reporting.models import CovenantAction, PartnerEffort
from reporting.periods import Length, Period
from tests.cast import Person, log_in
from tests.covenant_rows import partner_of, sign
from tests.database import owner
from tests.reporting.test_covenant import form_of, partner_key

pytestmark = pytest.mark.django_db

#: A Monday in the middle of the days in which partners are asked, and the quarter they are asked about.
ASKED_ON, QUARTER = dt.date(2026, 7, 6), Period(2026, Length.QUARTER, 2)


@pytest.fixture
def uma(cast) -> Person:
    with owner():
        union = partner_of(cast.region)
    log_in(union)
    return union


@pytest.fixture
def last_quarter() -> Period:
    return efforts.quarter_to_write(timezone.localdate())


def page_of(cast, partner, period) -> str:
    return f"convenant/inzet/{partner_key(cast, partner.organisation)}/{period}/"


def kept(partner, period) -> PartnerEffort | None:
    with owner():
        return PartnerEffort.objects.filter(partner=partner.organisation, period=str(period)).first()


def test_a_partner_writes_keeps_and_sends_its_text(cast, uma, last_quarter):
    path = page_of(cast, uma, last_quarter)
    assert uma.post(path, form_of(uma.get(path)) | {"text": "Drie bijeenkomsten."}).status_code == 302
    assert kept(uma, last_quarter).state == EffortState.DRAFT
    assert uma.post(path, form_of(uma.get(path)) | {"send": "1"}).status_code == 302
    effort = kept(uma, last_quarter)
    assert (effort.state, effort.text) == (EffortState.SUBMITTED, "Drie bijeenkomsten.")
    assert (effort.written_by_id, effort.written_for_id) == (uma.user.pk, uma.organisation.pk)
    shown = cast.esra.get(f"convenant/inzet/?kwartaal={last_quarter}").content.decode()
    assert "Drie bijeenkomsten." in shown
    assert "1 van 1 partners" in shown


def test_a_quarter_begins_at_midnight_here(cast, uma):
    """Half past midnight on 1 July is still 30 June in UTC."""
    at = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    began = Period(2026, Length.QUARTER, 3)
    with tenancy.acting_for(user_id=uma.user.pk, organisation_id=uma.organisation.pk) as acting:
        key = {"region_id": cast.region.pk, "partner_id": uma.organisation.pk}
        efforts.write(acting, **key, period=began, text="De eerste bijeenkomst.", submit=False, at=at)
    assert kept(uma, began).text == "De eerste bijeenkomst."


def test_nothing_is_sent_in_without_words(cast, uma, last_quarter):
    path = page_of(cast, uma, last_quarter)
    assert uma.post(path, {"text": "  ", "send": "1"}).status_code == 422
    assert kept(uma, last_quarter) is None


def test_a_report_reads_what_was_sent_in_and_who_made_it_is_remembered(cast, uma, last_quarter):
    path = page_of(cast, uma, last_quarter)
    cast.esra.post(path, {"text": "Namens de bond.", "send": "1"})
    effort = kept(uma, last_quarter)
    assert effort.written_for_id == cast.esra.organisation.pk
    with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
        assert PartnerEffort.objects.get(state=EffortState.SUBMITTED).text == "Namens de bond."
    with tenancy.system(Purpose.REPORT, region_id=cast.other_region.pk):
        assert not PartnerEffort.objects.exists()
    assert "Namens de bond." in uma.get(path).content.decode()


def test_others_do_not_read_or_write_it(cast, uma, last_quarter):
    path = page_of(cast, uma, last_quarter)
    uma.post(path, {"text": "Alleen van ons.", "send": "1"})
    assert cast.alice.get(path).status_code == 403
    assert cast.frank.get(path).status_code == 404
    assert cast.frank.post(path, {"text": "x", "send": "1"}).status_code == 404
    assert "Alleen van ons." in cast.dirk.get(path).content.decode()
    assert cast.dirk.post(path, {"text": "x", "send": "1"}).status_code == 403
    with owner():
        other = partner_of(cast.region, "Ulla")
    log_in(other)
    assert other.get(path).status_code == 404
    assert other.post(path, {"text": "x", "send": "1"}).status_code == 404
    with owner():
        sign(cast.region, cast.alice.organisation)
    assert "Alleen van ons." not in cast.alice.get("convenant/inzet/").content.decode()
    assert kept(uma, last_quarter).text == "Alleen van ons."


def test_a_text_begins_with_the_one_before_only_when_asked(cast, uma, last_quarter):
    uma.post(page_of(cast, uma, last_quarter.previous()), {"text": "Van toen.", "send": "1"})
    path = page_of(cast, uma, last_quarter)
    assert form_of(uma.get(path))["text"] == ""
    assert form_of(uma.get(f"{path}?vorige=1"))["text"] == "Van toen."
    assert kept(uma, last_quarter) is None


def test_a_quarter_that_has_not_begun_has_no_text(cast, uma):
    ahead = Period.containing(timezone.localdate(), Length.QUARTER).next()
    assert uma.get(page_of(cast, uma, ahead)).status_code == 404
    assert uma.get(page_of(cast, uma, "2026-H1")).status_code == 404


def test_two_of_one_partner_do_not_write_over_each_other(cast, uma, last_quarter):
    path = page_of(cast, uma, last_quarter)
    uma.post(path, {"text": "Eerste."})
    first = form_of(uma.get(path))
    cast.esra.post(path, form_of(cast.esra.get(path)) | {"text": "Tussendoor."})
    answer = uma.post(path, first | {"text": "Tweede."})
    assert answer.status_code == 422
    assert "Tweede." in answer.content.decode()
    assert kept(uma, last_quarter).text == "Tussendoor."


def test_the_start_page_says_that_there_is_a_text_to_write(cast, uma, last_quarter):
    assert "Schrijf wat uw organisatie deed" in uma.get("").content.decode()
    uma.post(page_of(cast, uma, last_quarter), {"text": "Gedaan.", "send": "1"})
    assert "Schrijf wat uw organisatie deed" not in uma.get("").content.decode()


def mails(name: str) -> list[str]:
    with owner():
        return sorted(one.payload["to"] for one in OutboxMessage.objects.filter(name=name))


def do(chore: str, cast, on: dt.date) -> int:
    return upkeep.do(f"reporting.covenant.{chore}", region_id=cast.region.pk, on=on)


def test_who_sent_nothing_is_asked_once_and_reminded_once(cast, uma):
    with owner():
        other = partner_of(cast.region, "Ulla")
        partner_of(cast.region, "Aad", role="auditor")
        PartnerEffort.objects.create(
            region=cast.region,
            partner=other.organisation,
            period=str(QUARTER),
            text="Al klaar.",
            state=EffortState.SUBMITTED,
            written_for=other.organisation,
            written_by=other.user,
            written_at=timezone.now(),
        )
    assert do("efforts", cast, QUARTER.last_day + dt.timedelta(days=3)) == 0
    assert do("efforts", cast, ASKED_ON) == 1
    assert do("efforts", cast, ASKED_ON) == 0
    assert do("efforts", cast, ASKED_ON + dt.timedelta(days=14)) == 1
    assert mails("covenant_effort") == [uma.user.email] * 2
    assert do("efforts", cast, dt.date(2026, 9, 1)) == 0


def test_actions_that_are_late_or_near_come_in_one_mail_a_week(cast, uma):
    with owner():
        for text, day, state in (
            ("Te laat", 1, "open"),
            ("Deze week", 10, "running"),
            ("Later", 30, "open"),
            ("Al klaar", 1, "done"),
        ):
            CovenantAction.objects.create(
                region=cast.region,
                partner=uma.organisation,
                text=text,
                due_on=dt.date(2026, 7, day),
                status=state,
            )
    assert do("actions", cast, ASKED_ON) == 1
    assert do("actions", cast, ASKED_ON + dt.timedelta(days=2)) == 0
    assert do("actions", cast, ASKED_ON + dt.timedelta(days=7)) == 1
    with owner():
        first = OutboxMessage.objects.filter(name="covenant_actions").order_by("pk").first()
    assert "Te laat" in first.payload["text"]
    assert "Deze week" in first.payload["text"]
    assert "Later" not in first.payload["text"]
    assert "Al klaar" not in first.payload["text"]


def test_who_left_gets_no_mail(cast, uma):
    with owner():
        Membership.objects.filter(user=uma.user).update(ended_at=timezone.now())
    assert do("efforts", cast, ASKED_ON) == 0
