"""Reminding companies: twice by the portal, after that by who verifies; one mail for a person, and nothing twice."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import upkeep
from organisations.choices import MailTopic, Role
from organisations.models import HeldMail, OrganisationRegion, OutboxMessage
from organisations.months import add_months, first_of_month, last_of_month
from organisations.templatetags.formatting import month_nl
from placements.choices import LineStatus
from placements.models import Reminder
from placements.reminders import chasing
from tenders.choices import PartyRole, Side
from tenders.models import ContractParty, Responsible
from tests.cast import Person, log_in, make_cast
from tests.database import owner as owner_of_rows
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.placements.workspace import act, contract_of

LIST, REMIND = "navragen/", "navragen/herinneren/"
NOW = timezone.now()
TODAY = timezone.localdate()
#: A month whose hours are late today whatever day it is, and not yet given up by the daily round.
LATE = add_months(first_of_month(TODAY), -2)
ADDRESS = "bram.verantwoordelijk@demo.example"


@pytest.fixture
def contract(cast):
    return contract_of(cast, title="Kade", starts_on=LATE, ends_on=add_months(LATE, 12))


@pytest.fixture
def late(owner, contract):
    """Two people of whom the hours of one month are late."""
    with owner():
        ends_on = last_of_month(LATE)
        return [
            DeploymentFactory(contract=contract, name=f"Geheim {n}", starts_on=LATE, ends_on=ends_on) for n in range(2)
        ]


def mails(owner):
    with owner():
        return list(OutboxMessage.objects.filter(name="reminder").order_by("created_at", "pk"))


def reminders(owner):
    with owner():
        return list(Reminder.objects.order_by("at", "number", "about"))


def day_after(n: int) -> dt.date:
    """So many days after the hours of the month became late."""
    return last_of_month(LATE) + dt.timedelta(days=15 + n)


def by_itself(cast, on, region=None):
    return upkeep.do("placements.reminders", region_id=(region or cast.region).pk, on=on)


class TestByItself:
    def test_one_mail_about_all_of_it_that_opens_the_month_and_names_nobody(self, cast, owner, late):
        assert by_itself(cast, day_after(0)) == 1
        (mail,) = mails(owner)
        text = mail.payload["text"]
        assert mail.payload["to"] == ADDRESS
        assert f"{settings.PUBLIC_URL}{cast.bram.url(f'uren/{LATE:%Y-%m}/')}?contract={late[0].contract_id}" in text
        assert "(2×)" in text
        assert "Geheim" not in text
        assert [(one.number, one.to, one.sent_by) for one in reminders(owner)] == [(1, ADDRESS, None)] * 2

    def test_not_before_it_is_late_nor_in_another_region(self, cast, owner, late):
        assert by_itself(cast, day_after(-1)) == 0
        assert by_itself(cast, day_after(0), region=cast.other_region) == 0
        assert mails(owner) == []

    def test_once_more_after_a_week_and_then_no_more(self, cast, owner, late):
        sent = [by_itself(cast, day_after(n)) for n in (0, 0, 1, 6, 7, 8, 14, 30)]
        assert sent == [1, 0, 0, 0, 1, 0, 0, 0]

    def test_what_has_been_handed_in_is_not_asked_again(self, cast, owner, late):
        by_itself(cast, day_after(0))
        with owner():
            for line in late:
                HoursStatementFactory(deployment=line, month=LATE)
        assert by_itself(cast, day_after(7)) == 0

    def test_nobody_is_mailed_about_years_at_once(self, cast, owner, contract):
        assert by_itself(cast, day_after(60)) == 0

    def test_the_contact_of_a_party_hears_of_its_own_lines(self, cast, owner, contract):
        with owner():
            partner = OrganisationFactory(contractor=True, region=cast.region)
            ContractParty.objects.create(
                contract=contract,
                organisation=partner,
                role=PartyRole.PARTNER,
                joined_on=LATE,
                contact_name="Pim",
                contact_email="pim@demo.example",
            )
            DeploymentFactory(contract=contract, company=partner, starts_on=LATE, ends_on=last_of_month(LATE))
        assert by_itself(cast, day_after(0)) == 1
        (mail,) = mails(owner)
        assert mail.payload["to"] == "pim@demo.example"
        assert f"/werk/{partner.pk}/" in mail.payload["text"]

    def test_who_wants_one_mail_a_week_gets_it_there_unless_it_was_done(self, cast, owner, late):
        chosen = dict.fromkeys(MailTopic.values, "at_once") | {"reminders": "weekly"}
        cast.bram.post("mail/", chosen)
        with owner():
            Responsible.objects.update(email=cast.bram.user.email)
        by_itself(cast, day_after(0))
        assert mails(owner) == []
        with owner():
            HeldMail.objects.update(at=NOW - dt.timedelta(days=8))
            for line in late:
                HoursStatementFactory(deployment=line, month=LATE)
        assert upkeep.do("organisations.weekly_mail", region_id=cast.region.pk, on=TODAY) == 0

    @pytest.mark.parametrize("page", [None, "bestaat-niet/", "contracten/"])
    def test_a_portal_that_moved_and_a_page_it_does_not_know_lose_no_mail(self, cast, owner, late, page, settings):
        cast.bram.post("mail/", dict.fromkeys(MailTopic.values, "at_once") | {"reminders": "weekly"})
        with owner():
            Responsible.objects.update(email=cast.bram.user.email)
        by_itself(cast, day_after(0))
        with owner():
            kept = HeldMail.objects.get()
            link = cast.bram.url(page) if page else urlsplit(kept.link).path
            HeldMail.objects.update(at=NOW - dt.timedelta(days=8), link=f"http://localhost:8000{link}")
        settings.PUBLIC_URL = "https://verhuisd.example"
        assert upkeep.do("organisations.weekly_mail", region_id=cast.region.pk, on=TODAY) == 1
        with owner():
            assert f"https://verhuisd.example{link}" in OutboxMessage.objects.get(name="weekly").payload["text"]


class TestByHand:
    def test_the_verifier_sees_who_is_late_with_what_and_whom_to_call(self, cast, owner, late):
        page = cast.dirk.get(LIST).content.decode()
        assert "Kade" in page
        assert "van 2 medewerkers" in page
        assert ADDRESS in page
        assert "Geheim" not in page

    def test_one_press_reminds_and_is_remembered(self, cast, owner, late):
        answer = cast.dirk.post(REMIND, {"only": str(cast.bram.organisation.pk)}, follow=True)
        assert "1 bedrijf herinnerd, met 1 mail" in answer.content.decode()
        assert [(one.number, one.sent_by) for one in reminders(owner)] == [(1, cast.dirk.user)] * 2
        assert "1× herinnerd" in cast.dirk.get(LIST).content.decode()

    def test_pressed_twice_it_goes_once(self, cast, owner, late):
        for _ in range(2):
            answer = cast.dirk.post(REMIND, {"company": [str(cast.bram.organisation.pk)]}, follow=True)
        assert "al herinnerd" in answer.content.decode()
        assert len(mails(owner)) == 1
        assert "deze week al gedaan" in answer.content.decode()

    def test_after_what_the_portal_did_by_itself_the_count_goes_on(self, cast, owner, late):
        by_itself(cast, day_after(0))
        with owner():
            Reminder.objects.update(at=NOW - dt.timedelta(days=7))
        cast.dirk.post(REMIND, {"only": str(cast.bram.organisation.pk)})
        assert [one.number for one in reminders(owner)] == [1, 1, 2, 2]

    def test_without_anybody_to_mail_it_says_so(self, cast, owner, late):
        with owner():
            Responsible.objects.filter(side=Side.CONTRACTOR).delete()
        answer = cast.dirk.post(REMIND, {"only": str(cast.bram.organisation.pk)}, follow=True)
        assert "Er staat niemand bij om te mailen" in answer.content.decode()
        assert reminders(owner) == []

    def test_the_list_is_narrowed_by_words_kind_and_reminder(self, cast, owner, late):
        with owner():
            other = contract_of(cast, title="Brug", contractor=OrganisationFactory(contractor=True, name="Zuid BV"))
            DeploymentFactory(
                contract=other, starts_on=TODAY, status=LineStatus.RETURNED, decided_at=NOW - dt.timedelta(days=20)
            )
        cast.dirk.post(REMIND, {"only": str(cast.bram.organisation.pk)})
        molenwerf = cast.bram.organisation.name

        def shown(query):
            return [one.name for one in cast.dirk.get(f"{LIST}?{query}").context["rows"]]

        assert set(shown("")) == {molenwerf, "Zuid BV"}
        assert shown("zoek=brug") == ["Zuid BV"]
        assert shown("soort=hours") == [molenwerf]
        assert shown("herinnerd=ja") == [molenwerf]
        assert shown("herinnerd=nee") == ["Zuid BV"]
        assert shown("mijn=on") == []

    def test_who_verifies_his_own_contracts_chases_those(self, cast, owner):
        with owner():
            OrganisationRegion.objects.filter(organisation=cast.alice.organisation).update(verifies_own=True)
            sanne = Person(UserFactory(), cast.alice.organisation)
            MembershipFactory(user=sanne.user, organisation=sanne.organisation, verifies=True)
            own = contract_of(cast, starts_on=LATE, ends_on=add_months(LATE, 12))
            DeploymentFactory(contract=own, starts_on=LATE, ends_on=last_of_month(LATE))
        log_in(sanne)
        assert [one.name for one in sanne.get(LIST).context["rows"]] == [cast.bram.organisation.name]
        assert cast.dirk.get(LIST).context["rows"] == []
        cast.dirk.post(REMIND, {"only": str(cast.bram.organisation.pk)})
        assert mails(owner) == []
        sanne.post(REMIND, {"only": str(cast.bram.organisation.pk)})
        assert len(mails(owner)) == 1

    def test_same_number_of_queries_for_3_and_30_companies(self, cast, owner, late):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                assert cast.dirk.get(LIST).status_code == 200
            return len(captured)

        few = queries()
        with owner():
            for n in range(28):
                company = OrganisationFactory(contractor=True, name=f"Bedrijf {n}")
                DeploymentFactory(
                    contract=contract_of(cast, contractor=company, starts_on=LATE, ends_on=add_months(LATE, 12)),
                    starts_on=LATE,
                    ends_on=last_of_month(LATE),
                )
        assert queries() == few


class TestWhoMay:
    @pytest.mark.parametrize("name", ["alice", "bram", "carla", "esra"])
    def test_only_who_verifies(self, cast, owner, late, name):
        person = getattr(cast, name)
        assert person.get(LIST).status_code == 403
        assert person.post(REMIND, {"only": str(cast.bram.organisation.pk)}).status_code == 403
        assert mails(owner) == []

    def test_frank_sees_and_reminds_nobody_of_ours(self, cast, owner, late):
        assert cast.frank.get(LIST).context["rows"] == []
        cast.frank.post(REMIND, {"only": str(cast.bram.organisation.pk)})
        assert mails(owner) == []
        stranger = Person(cast.frank.user, cast.dirk.organisation, cast.frank.client)
        assert stranger.get(LIST).status_code == 404
        assert stranger.post(REMIND, {"only": str(cast.bram.organisation.pk)}).status_code == 404

    def test_an_auditor_looks_and_reminds_nobody(self, cast, owner, late):
        with owner():
            auditor = Person(UserFactory(), cast.dirk.organisation)
            MembershipFactory(user=auditor.user, organisation=auditor.organisation, role=Role.AUDITOR)
        log_in(auditor)
        assert "Herinner<" not in auditor.get(LIST).content.decode()
        assert auditor.post(REMIND, {"only": str(cast.bram.organisation.pk)}).status_code == 403


def test_three_coordinators_at_the_same_moment_send_one_mail(in_scratch):
    cast = make_cast()
    contract = contract_of(cast, starts_on=LATE, ends_on=add_months(LATE, 12))
    with owner_of_rows():
        DeploymentFactory(contract=contract, starts_on=LATE, ends_on=last_of_month(LATE))
    together = Barrier(3)

    def press():
        try:
            together.wait(timeout=60)
            with act(cast.dirk) as acting:
                return chasing.remind(acting, companies=[cast.bram.organisation.pk], at=NOW).mails
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = [one.result() for one in [pool.submit(press) for _ in range(3)]]
    assert sorted(answers) == [0, 0, 1]
    assert len(mails(owner_of_rows)) == 1
    assert [one.number for one in reminders(owner_of_rows)] == [1]


def test_who_is_on_no_contract_is_named_with_its_page_beside_what_was_sent(cast, owner, late, contract):
    with owner():
        bare = contract_of(cast, title="Sluis", starts_on=LATE, ends_on=add_months(LATE, 12))
        Responsible.objects.filter(contract=bare).delete()
        DeploymentFactory(contract=bare, starts_on=LATE, ends_on=last_of_month(LATE))
    link = f'href="{cast.dirk.url(f"contracten/{bare.pk}/")}"'
    assert cast.dirk.get(LIST).content.decode().count("Bij dit contract staat niemand om te mailen.") == 1
    answer = cast.dirk.post(REMIND, {"only": str(cast.bram.organisation.pk)}, follow=True).content.decode()
    assert "1 bedrijf herinnerd, met 1 mail" in answer
    said = answer.partition("Er staat niemand bij om te mailen")[2].partition("Leg bij het contract vast")[0]
    assert link in said
    assert ">Sluis</a>" in said
    assert "Kade" not in said


def test_the_page_says_from_which_month_it_looks(cast, owner, late):
    page = cast.dirk.get(LIST).content.decode().replace("\xa0", " ")
    assert f"Uren staan hier vanaf {month_nl(add_months(first_of_month(TODAY), -12))}.".replace("\xa0", " ") in page
