"""What contracts ask, as filters of the list: each finds the one contract that asks it, for who is asked."""

import datetime as dt

import pytest
from django.utils import timezone

from placements.choices import LineStatus
from tenders.attention import Work
from tenders.choices import LadderKind, StepState
from tenders.models import Agreement, Document, HandOver, LadderStep, Message, OptionYear, Plan, ReadMark, Responsible
from tests.factories.placements import ContributionFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.test_contract_list import PATH, text, titles

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def made(cast, owner):
    """A quiet contract of the cast: talked about, just begun, far from its end."""

    def make(title, **values):
        with owner():
            return ContractFactory(
                **{
                    "title": title,
                    "authority": cast.alice.organisation,
                    "contractor": cast.bram.organisation,
                    "werkplein": cast.carla.organisation,
                    "awarded_on": TODAY - 10 * DAY,
                    "starts_on": TODAY - 5 * DAY,
                    "ends_on": TODAY + 700 * DAY,
                    "first_contact_on": TODAY,
                }
                | values
            )

    return make


def asked(person, work: Work) -> list[str]:
    return titles(person.get(PATH, data={"werk": work.value}))


def of(person, organisation="proposed_for", user="proposed_by"):
    return {organisation: person.organisation, user: person.user}


def test_by_dates(cast, made):
    made("Rustig")
    made("Stil", first_contact_on=None)
    made("Niet toegepast", first_contact_on=None, percentage=0)
    made("Bijna", ends_on=TODAY + 80 * DAY)
    made("Voorbij", starts_on=TODAY - 100 * DAY, ends_on=TODAY - DAY, obligation=0, percentage=0)
    made("Klaar", starts_on=TODAY - 100 * DAY, ends_on=TODAY - DAY, settled_on=TODAY)
    for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra):
        assert asked(person, Work.NO_CONTACT) == ["Stil"]
        assert asked(person, Work.ENDS_SOON) == ["Bijna"]
        assert asked(person, Work.TO_SETTLE) == ["Voorbij"]
        assert asked(person, Work.BEHIND) == []


def test_a_message_waits_until_the_organisation_dealt_with_it(cast, made, owner):
    contract, noted = made("Gesprek"), made("Notitie")
    made("Rustig")
    with owner():
        Message.objects.create(contract=contract, organisation=cast.bram.organisation, user=cast.bram.user, text="?")
        Message.objects.create(
            contract=noted, organisation=cast.bram.organisation, user=cast.bram.user, text="!", internal=True
        )
    assert asked(cast.alice, Work.MESSAGE) == asked(cast.dirk, Work.MESSAGE) == ["Gesprek"]
    assert asked(cast.bram, Work.MESSAGE) == []
    with owner():
        ReadMark.objects.create(
            contract=contract, organisation=cast.alice.organisation, read_until=timezone.now() + DAY
        )
    assert asked(cast.alice, Work.MESSAGE) == []
    assert asked(cast.dirk, Work.MESSAGE) == ["Gesprek"]


def test_a_plan_waits_for_the_other_side(cast, made, owner):
    with owner():
        for title, person in (("Van Bram", cast.bram), ("Van Alice", cast.alice)):
            Plan.objects.create(contract=made(title), days=[TODAY], totals=[1], **of(person))
    assert asked(cast.alice, Work.PLAN) == asked(cast.dirk, Work.PLAN) == ["Van Bram"]
    assert asked(cast.bram, Work.PLAN) == ["Van Alice"]


def test_bespoke_effort_waits_for_who_verifies_or_for_the_company(cast, made, owner):
    with owner():
        for title, person in (("Van Bram", cast.bram), ("Van Dirk", cast.dirk)):
            Agreement.objects.create(
                contract=made(title),
                contractor=cast.bram.organisation,
                description="Werkbezoek",
                amount=100,
                evidence="Foto",
                starts_on=TODAY,
                **of(person),
            )
    assert asked(cast.dirk, Work.AGREEMENT) == ["Van Bram"]
    assert asked(cast.bram, Work.AGREEMENT) == ["Van Dirk"]
    assert 'value="maatwerk"' not in text(cast.alice.get(PATH))


def test_steps_options_hand_overs_and_lines(cast, made, owner):
    sunday = TODAY + (6 - TODAY.weekday()) * DAY
    step = {"made_for": cast.alice.organisation, "made_by": cast.alice.user}
    with owner():
        LadderStep.objects.create(contract=made("Zondag"), kind=LadderKind.CONVERSATION, planned_on=sunday, **step)
        LadderStep.objects.create(contract=made("Maandag"), kind=LadderKind.HEARING, planned_on=sunday + DAY, **step)
        LadderStep.objects.create(
            contract=made("Gedaan"), kind=LadderKind.CONVERSATION, planned_on=TODAY, done_on=TODAY, state=StepState.DONE
        )
        for title, days in (("Kiezen", 60), ("Later kiezen", 61)):
            OptionYear.objects.create(
                contract=made(title),
                starts_on=TODAY + 701 * DAY,
                ends_on=TODAY + 800 * DAY,
                decide_by=TODAY + days * DAY,
            )
        for title, email in (("Voor Alice", cast.alice.user.email.upper()), ("Voor een ander", "x@demo.example")):
            HandOver.objects.create(contract=made(title), to_name="A", to_email=email, made_by=cast.alice.user)
        ContributionFactory(contract=made("Ingediend"), status=LineStatus.SUBMITTED)
        Document.objects.create(
            contract=made("Brief"),
            organisation=cast.alice.organisation,
            kind="reminder",
            title="Herinnering",
            made_by=cast.alice.user,
            sent_at=timezone.now(),
        )
    assert asked(cast.dirk, Work.STEP_DUE) == asked(cast.bram, Work.STEP_DUE) == ["Zondag"]
    assert asked(cast.bram, Work.VIEW) == ["Maandag"]
    assert asked(cast.alice, Work.OPTION) == asked(cast.dirk, Work.OPTION) == ["Kiezen"]
    assert asked(cast.alice, Work.HAND_OVER) == ["Voor Alice"]
    assert asked(cast.dirk, Work.LINES_WAITING) == asked(cast.alice, Work.LINES_WAITING) == ["Ingediend"]
    assert asked(cast.bram, Work.LETTER) == ["Brief"]


def test_what_is_not_asked_of_somebody_is_no_choice(cast, made):
    made("Rustig")
    assert 'value="overdracht"' not in text(cast.dirk.get(PATH))
    assert 'value="zienswijze"' not in text(cast.alice.get(PATH))
    assert "accountmanager" not in text(cast.alice.get(PATH)).lower()
    assert "Accountmanager" in text(cast.dirk.get(PATH))


def test_mine_are_those_i_am_named_on_or_look_after(cast, made, owner):
    named, stand_in, managed = made("Genoemd"), made("Vervanger"), made("Accountmanager")
    made("Van een ander")
    with owner():
        Responsible.objects.create(contract=named, side="authority", name="A", email=cast.alice.user.email.upper())
        Responsible.objects.create(
            contract=stand_in,
            side="authority",
            name="Vera",
            email="vera@demo.example",
            stand_in_name="A",
            stand_in_email=cast.alice.user.email,
        )
        managed.coordinator = cast.dirk.user
        managed.save()
    assert set(titles(cast.alice.get(PATH, data={"mijn": "on"}))) == {"Genoemd", "Vervanger"}
    assert titles(cast.dirk.get(PATH, data={"mijn": "on"})) == ["Accountmanager"]
    assert titles(cast.dirk.get(PATH, data={"accountmanager": str(cast.dirk.user.pk)})) == ["Accountmanager"]
    assert "Accountmanager" not in titles(cast.dirk.get(PATH, data={"accountmanager": "niemand"}))
    assert titles(cast.dirk.get(PATH, data={"wie": "vera demo"})) == ["Vervanger"]


def test_year_werkplein_lot_and_framework(cast, made):
    made("Oud", awarded_on=dt.date(2019, 5, 1), werkplein=None)
    made("Raam", is_framework=True, lot="Perceel Noord")
    assert titles(cast.dirk.get(PATH, data={"jaar": "2019"})) == ["Oud"]
    assert titles(cast.dirk.get(PATH, data={"werkplein": str(cast.carla.organisation.pk)})) == ["Raam"]
    assert titles(cast.dirk.get(PATH, data={"raam": "on"})) == ["Raam"]
    assert titles(cast.alice.get(PATH, data={"zoek": "noord perceel"})) == ["Raam"]
    page = text(cast.dirk.get(PATH, data={"jaar": "2019", "raam": "on"}))
    assert "Gegund in: 2019" in page
    assert "Alleen raamovereenkomsten" in page


@pytest.mark.parametrize("column", ["obligation", "approved", "waiting", "to_do", "ends_on", "progress", "title"])
def test_each_column_sorts_both_ways(cast, made, owner, column):
    small, large = made("A klein", obligation=100), made("B groot", obligation=90000, ends_on=TODAY + 900 * DAY)
    with owner():
        ContributionFactory(contract=small, value=1, status=LineStatus.APPROVED)
        ContributionFactory(contract=small, value=1, status=LineStatus.SUBMITTED)
        ContributionFactory(contract=large, value=80000, status=LineStatus.APPROVED)
        ContributionFactory(contract=large, value=5000, status=LineStatus.SUBMITTED)
    assert titles(cast.dirk.get(PATH, data={"sort": column})) == ["A klein", "B groot"]
    assert titles(cast.dirk.get(PATH, data={"sort": f"-{column}"})) == ["B groot", "A klein"]
