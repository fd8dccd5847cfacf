"""Mail only as its reader wants it: at once, in one mail on Monday, or not; what must be known always goes."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from organisations import mail_choices, outbox, tenancy, upkeep, weekly_mail
from organisations.choices import MailRhythm, MailTopic, Purpose, Role
from organisations.mail_topics import topic_of
from organisations.models import HeldMail, MailChoice, Membership, OutboxMessage
from tests.cast import Person, log_in
from tests.factories.organisations import MembershipFactory, UserFactory

SUNDAY, MONDAY = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
#: Mails that nobody can switch off: they let somebody in, or something is decided or asked formally. Who follows the
#: calendar or has a firm on the list reads them without an account, and has a way out of his own.
ALWAYS = {
    "award_contractor",
    "award_invitation",
    "award_werkplein",
    "calendar_confirm",
    "calendar_news",
    "candidate_registered",
    "work_confirm",
    "work_news",
    "company_taken_over",
    "contract_taken_over",
    "contract_takeover_invitation",
    "firm_address",
    "firm_address_changed",
    "firm_confirmed",
    "vacancy_address",
    "vacancy_address_changed",
    "vacancy_confirmed",
    "vacancy_link",
    "vacancy_rejected",
    "vacancy_still_right",
    "vacancy_taken_down",
    "firm_label_ends",
    "firm_link",
    "firm_rejected",
    "firm_still_right",
    "follow_up_candidate",
    "follow_up_employer",
    "hand_over",
    "hand_over_returned",
    "invitation",
    "ladder_reminder",
    "letter_waiting",
    "own_page_changed",
    "own_page_erase",
    "oneself_later",
    "oneself_registered",
    "own_page_link",
    "party_invitation",
    "person_page_link",
    "proposal_asked",
    "proposal_meeting",
    "proposal_over",
    "report_judgement",
    "report_published",
    "report_ready",
    "retention_warning",
    "settled",
    "settlement_reopened",
    "step_planned",
    "step_view",
    "step_withdrawn",
    "weekly",
}


def moment(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def page(person: Person, **rhythms):
    chosen = dict.fromkeys(MailTopic.values, "at_once") | rhythms
    return person.post("mail/", chosen)


def message(person: Person, path: str = "contracten/", title: str = "Kade") -> tuple[str, dict]:
    """As a mail about a conversation is queued: to an address, with a link to a page of its reader's workspace."""
    told = {"name": "Bram", "by": "Alice", "title": title, "reference": "K1"}
    return person.user.email.upper(), told | {"link": f"{settings.PUBLIC_URL}{person.url(path)}"}


def queue_mails(template: str, mails: list) -> int:
    """As a task does it: whoever causes a mail reads nobody's choice."""
    with tenancy.system(Purpose.MAIL):
        return outbox.queue_mails(template, mails)


def sent(owner) -> list[OutboxMessage]:
    with owner():
        return list(OutboxMessage.objects.filter(kind="mail").order_by("created_at", "pk"))


def held(owner) -> list[HeldMail]:
    with owner():
        return list(HeldMail.objects.order_by("at", "pk"))


def test_every_mail_has_a_topic_or_always_goes():
    names = {path.name.split(".")[0] for path in Path(settings.BASE_DIR, "templates/mail").glob("*.subject.txt")}
    without = {name for name in names if topic_of(name) is None}
    assert without == ALWAYS


class TestQueue:
    def test_without_a_choice_it_goes_at_once_and_says_where_to_choose(self, cast, owner):
        queue_mails("message_waiting", [message(cast.bram)])
        (mail,) = sent(owner)
        assert f"{settings.PUBLIC_URL}{cast.bram.url('mail/')}" in mail.payload["text"]

    def test_who_reads_weekly_has_it_kept_and_who_wants_none_gets_none(self, cast, owner):
        page(cast.bram, messages="weekly")
        page(cast.carla, messages="never")
        queued = queue_mails("message_waiting", [message(cast.bram), message(cast.carla), message(cast.dirk)])
        assert queued == 1
        assert [one.payload["to"] for one in sent(owner)] == [cast.dirk.user.email.upper()]
        assert [(one.user_id, one.organisation_id, one.link) for one in held(owner)] == [
            (cast.bram.user.pk, cast.bram.organisation.pk, f"{settings.PUBLIC_URL}{cast.bram.url('contracten/')}")
        ]

    def test_a_choice_is_about_one_topic_at_one_organisation(self, cast, owner):
        page(cast.bram, messages="never")
        with owner():
            MembershipFactory(user=cast.bram.user, organisation=cast.carla.organisation)
        elsewhere = Person(cast.bram.user, cast.carla.organisation)
        queue_mails("message_waiting", [message(elsewhere)])
        queue_mails("first_contact", [_contact(cast.bram)])
        assert [one.name for one in sent(owner)] == ["message_waiting", "first_contact"]

    def test_who_left_gets_what_his_address_is_sent(self, cast, owner):
        page(cast.bram, messages="never")
        with owner():
            MembershipFactory(organisation=cast.bram.organisation, role=Role.ADMINISTRATOR)
            Membership.objects.filter(user=cast.bram.user).update(ended_at=timezone.now())
        assert queue_mails("message_waiting", [message(cast.bram)]) == 1

    def test_what_always_goes_cannot_be_switched_off(self, cast, owner):
        page(cast.bram, **dict.fromkeys(MailTopic.values, "never"))
        told = {"name": "Bram", "organisation": "Molenwerf", "rows": [], "link": settings.PUBLIC_URL + cast.bram.url()}
        assert queue_mails("weekly", [(cast.bram.user.email, told)]) == 1

    def test_many_readers_take_as_many_queries_as_few(self, cast, owner, django_assert_num_queries):
        page(cast.bram, messages="weekly")
        with django_assert_num_queries(7):  # the context in and out, who wants what, the kept ones, the others
            queue_mails("message_waiting", [message(cast.bram), message(cast.dirk)] * 30)


def _contact(person: Person) -> tuple[str, dict]:
    to, told = message(person)
    return to, told | {"late": False, "due": "1 december 2026", "contractor": "M", "werkplein": ""}


class TestWeekly:
    @pytest.fixture
    def kept(self, cast, owner):
        page(cast.bram, messages="weekly")
        for path, title in (("contracten/", "Kade"), ("start/", "Brug"), ("contracten/", "Kade, deel 2")):
            queue_mails("message_waiting", [message(cast.bram, path, title)])
        with owner():
            HeldMail.objects.update(at=moment(SUNDAY, 23))

    def send(self, cast, on=MONDAY, region=None) -> int:
        return upkeep.do("organisations.weekly_mail", region_id=(region or cast.region).pk, on=on)

    def test_one_mail_on_monday_with_the_last_word_about_each_page(self, cast, owner, kept):
        upkeep.do("organisations.weekly_mail", region_id=cast.region.pk, on=MONDAY)
        (mail,) = sent(owner)
        text = mail.payload["text"]
        assert mail.payload["to"] == cast.bram.user.email
        assert "Kade, deel 2" in text
        assert text.count(cast.bram.url("contracten/")) == 1
        assert cast.bram.url("start/") in text
        assert held(owner) == []

    def test_not_before_monday_and_never_twice(self, cast, owner, kept):
        assert self.send(cast, on=MONDAY - dt.timedelta(days=1)) == 0
        assert len(held(owner)) == 3
        assert self.send(cast) == 1
        assert self.send(cast) == 0
        assert len(sent(owner)) == 1

    def test_a_monday_that_was_missed_is_made_up_for(self, cast, owner, kept):
        assert self.send(cast, on=MONDAY + dt.timedelta(days=2)) == 1

    def test_what_comes_in_on_monday_waits_for_the_next_one(self, cast, owner, kept):
        with owner():
            HeldMail.objects.update(at=moment(MONDAY, 0))
        assert self.send(cast) == 0
        assert len(held(owner)) == 3

    def test_another_region_leaves_it_alone(self, cast, owner, kept):
        assert self.send(cast, region=cast.other_region) == 0
        assert len(held(owner)) == 3

    def test_what_was_dealt_with_is_left_out_and_without_anything_left_there_is_no_mail(
        self, cast, owner, kept, monkeypatch
    ):
        def done(*, region_id, pages):
            assert region_id == cast.region.pk
            return pages & {cast.bram.url("contracten/")}

        monkeypatch.setattr(weekly_mail, "_done", {"message_waiting": done})
        assert self.send(cast) == 1
        assert cast.bram.url("contracten/") not in sent(owner)[0].payload["text"].replace(cast.bram.url("mail/"), "")
        queue_mails("message_waiting", [message(cast.bram)])
        with owner():
            HeldMail.objects.update(at=moment(SUNDAY, 12))
        assert self.send(cast) == 0
        assert held(owner) == []

    def test_the_pages_are_at_the_present_address_of_the_portal(self, cast, owner, kept, settings):
        settings.PUBLIC_URL = "https://verhuisd.example"
        assert self.send(cast) == 1
        text = sent(owner)[0].payload["text"]
        assert f"https://verhuisd.example{cast.bram.url('contracten/')}" in text
        assert "localhost" not in text


class TestPage:
    def test_shows_what_was_chosen_and_how_much_waits(self, cast):
        assert page(cast.bram, messages="weekly", reminders="never").status_code == 302
        queue_mails("message_waiting", [message(cast.bram)])
        shown = cast.bram.get("mail/")
        chosen = {name: field.initial for name, field in shown.context["form"].fields.items()}
        assert chosen == dict.fromkeys(MailTopic.values, "at_once") | {"messages": "weekly", "reminders": "never"}
        assert "1 bericht klaar voor maandag" in shown.content.decode()

    def test_choosing_again_replaces_the_choice(self, cast, owner):
        page(cast.bram, messages="weekly")
        page(cast.bram, messages="never")
        with owner():
            assert MailChoice.objects.filter(topic="messages").get().rhythm == "never"

    def test_a_strange_answer_is_said_beside_its_field(self, cast, owner):
        answer = page(cast.bram, messages="elk uur")
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"messages": ["Kies een van de drie."]}
        with owner():
            assert not MailChoice.objects.exists()

    def test_an_auditor_chooses_for_his_own_mailbox(self, cast, owner):
        with owner():
            auditor = Person(UserFactory(), cast.alice.organisation)
            MembershipFactory(user=auditor.user, organisation=auditor.organisation, role=Role.AUDITOR)
        log_in(auditor)
        assert page(auditor, changes="weekly").status_code == 302
        with owner():
            assert MailChoice.objects.get(user=auditor.user, topic="changes").rhythm == MailRhythm.WEEKLY

    @pytest.mark.parametrize("way", ["get", "post"])
    def test_a_member_of_another_region_finds_no_page_of_ours(self, cast, owner, way):
        page(cast.bram, messages="weekly")
        stranger = Person(cast.frank.user, cast.bram.organisation, cast.frank.client)
        assert getattr(stranger, way)("mail/").status_code == 404
        assert page(cast.frank, messages="never").status_code == 302
        with owner():
            assert MailChoice.objects.get(user=cast.bram.user, topic="messages").rhythm == "weekly"

    def test_a_colleague_reads_neither_the_choice_nor_what_is_kept(self, cast, owner):
        page(cast.bram, messages="weekly")
        queue_mails("message_waiting", [message(cast.bram)])
        with owner():
            colleague = Person(UserFactory(), cast.bram.organisation)
            MembershipFactory(user=colleague.user, organisation=colleague.organisation)
        log_in(colleague)
        shown = colleague.get("mail/")
        assert shown.context["held"] == 0
        assert shown.context["form"].fields["messages"].initial == "at_once"


def test_a_link_says_for_whom_it_opens_its_page(cast):
    link = f"{settings.PUBLIC_URL}{cast.bram.url('contracten/')}"
    assert mail_choices.workspace_in(link) == cast.bram.organisation.pk
    assert mail_choices.workspace_in("https://elders.example/werk/geen-sleutel/") is None
