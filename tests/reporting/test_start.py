"""The first page of each kind of organisation: what waits, in figures that are right and nobody else's."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg.types.range import DateRange

from organisations import tenancy
from organisations.choices import Area, OrganisationKind, Purpose, Role
from organisations.models import AreaMunicipality, Region, RegionContact
from organisations.months import add_months, first_of_month
from organisations.templatetags.formatting import date_nl
from placements.choices import LineStatus
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateMeeting
from reporting import standings
from reporting.choices import ReportStatus
from reporting.collect import window_of
from reporting.collect.work_on_contracts import realised_of
from reporting.models import Report, Standing
from reporting.overviews.pages import realised
from reporting.periods import Kind, Length, Period
from tenders.models import Tariff
from tests import menu
from tests.candidates.registrants import registrant
from tests.cast import Person, log_in
from tests.database import owner as as_owner
from tests.factories.organisations import MembershipFactory, OrganisationFactory, RegionFactory, UserFactory
from tests.factories.placements import ContributionFactory, DeploymentFactory, HoursStatementFactory
from tests.factories.placing import PlacementFactory
from tests.factories.speed_dates import SpeedDateMeetingFactory
from tests.factories.tenders import ContractFactory
from tests.placements.speed_dates.fair import fair
from tests.placements.workspace import auditor_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LAST_MONTH = add_months(first_of_month(TODAY), -1)
A_YEAR_AGO = add_months(first_of_month(TODAY), -12)
IN_A_YEAR = add_months(first_of_month(TODAY), 12)


def put_talk(made):
    with as_owner():
        return SpeedDateMeetingFactory(employer=made.employers[0], attendee=made.attendees[0], slot=1)


@pytest.fixture
def contract(cast, owner):
    """A contract halfway its two years, of which nothing has been done: at risk."""

    def made(title="Onderhoud park", **values):
        with owner():
            return ContractFactory(
                **{
                    "title": title,
                    "authority": cast.alice.organisation,
                    "contractor": cast.bram.organisation,
                    "werkplein": cast.carla.organisation,
                    "awarded_on": A_YEAR_AGO,
                    "starts_on": A_YEAR_AGO,
                    "ends_on": IN_A_YEAR,
                    "obligation": Decimal("50000.00"),
                    "first_contact_on": A_YEAR_AGO,
                }
                | values
            )

    return made


def page_of(person):
    answer = person.get()
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def waits(page):
    """The queue as {title: count}."""
    item = re.compile(r'queue__count[^>]*>([\d.]+)</span>.*?queue__title" href="[^"]*">([^<]+)<')
    return {title: count for count, title in item.findall(page)}


def own_queries(person):
    with CaptureQueriesContext(connection) as captured:
        assert person.get().status_code == 200
    return [
        one["sql"]
        for one in captured
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
        and "django_session" not in one["sql"]
        and "organisations_enter" not in one["sql"]
        and 'FROM "organisations_user"' not in one["sql"]
    ]


def test_each_kind_starts_at_a_page_of_its_own(cast):
    titles = {
        "alice": "Gunning invoeren",
        "bram": "Uren doorgeven",
        "carla": "Alle kandidaten",
        "dirk": "Begin met beoordelen",
        "esra": "Rapport maken",
    }
    for name, button in titles.items():
        person = getattr(cast, name)
        page = page_of(person)
        assert button in page
        assert person.user.name in page


@pytest.mark.parametrize("kind", [OrganisationKind.TEMP_AGENCY, OrganisationKind.SCHOOL, OrganisationKind.UWV])
def test_who_registers_people_begins_there(cast, kind):
    register = "aanmeldingen/nieuw/"
    page = page_of(registrant(kind))
    assert register in page
    assert "Mensen die u aanmeldde en die nog gebeld worden" in waits(page)
    if kind == OrganisationKind.TEMP_AGENCY:
        assert next(iter(waits(page))) == "Mensen die u aanmeldde en die nog gebeld worden"
    assert register not in page_of(registrant(kind, role=Role.AUDITOR)), "who reads along registers nobody"
    assert register in page_of(cast.carla)
    for person in (cast.alice, cast.bram, cast.esra):
        assert register not in page_of(person)


def test_a_stranger_gets_the_404_of_a_missing_page(cast):
    for person in (cast.alice, cast.dirk, cast.esra):
        assert cast.frank.client.get(person.url()).status_code == 404


def test_nobody_of_another_region_sees_anything_of_it(cast, contract, owner):
    here = contract("Geheim park", first_contact_on=None)
    with owner():
        line = DeploymentFactory(contract=here, status=LineStatus.SUBMITTED, submitted_at=timezone.now())
        HoursStatementFactory(deployment=line, month=LAST_MONTH, status=LineStatus.RETURNED)
    for stranger in cast.strangers.values():
        page = page_of(stranger)
        assert "Geheim park" not in page
        assert "50.000" not in page
        assert set(waits(page).values()) <= {"0"}


class TestAuthority:
    def test_sees_what_waits_and_what_is_behind(self, cast, contract):
        contract("Stil", first_contact_on=None, awarded_on=TODAY - dt.timedelta(8))
        contract("Praat")
        contract("Afgerekend", settled_on=TODAY, first_contact_on=None)
        contract("Nieuw", awarded_on=TODAY, starts_on=TODAY, first_contact_on=None)
        page = page_of(cast.alice)
        assert waits(page) == {"Eerste contact nog niet gelegd": "2", "Contracten die achterlopen": "2"}
        assert "te laat" in page
        assert "Oudste: Stil" in page
        assert page.index("Contracten die aandacht vragen") < page.index("Laatst gegund")

    def test_sees_the_band_and_never_what_a_person_is_worth(self, cast, contract, owner):
        here = contract("Park")
        with owner():
            line = DeploymentFactory(contract=here, starts_on=A_YEAR_AGO, ends_on=IN_A_YEAR)
            HoursStatementFactory(
                deployment=line, month=LAST_MONTH, status=LineStatus.APPROVED, value=Decimal("12345.67")
            )
        page = page_of(cast.alice)
        assert "12.345" not in page
        assert "12.346" not in page
        assert "Goedgekeurd van personen: 20–25 % van de verplichting" in page
        assert "12.346" in page_of(cast.dirk)

    def test_an_auditor_has_no_button_to_award(self, cast, owner):
        with owner():
            user = UserFactory()
            MembershipFactory(user=user, organisation=cast.alice.organisation, role=Role.AUDITOR)
        auditor = Person(user, cast.alice.organisation)
        log_in(auditor)
        page = page_of(auditor)
        assert "Gunning invoeren" not in page
        assert "Nog geen contracten" in page


class TestContractor:
    def test_sees_that_the_first_contact_is_due(self, cast, contract):
        contract("Stil", first_contact_on=None, awarded_on=TODAY - dt.timedelta(8))
        contract("Zonder social return", first_contact_on=None, percentage=0, obligation=0)
        page = page_of(cast.bram)
        assert waits(page)["Eerste contact nog niet gelegd"] == "1"
        assert "te laat" in page

    def test_counts_who_has_no_hours_of_last_month(self, cast, contract, owner):
        here = contract()
        dates = {"starts_on": A_YEAR_AGO, "ends_on": IN_A_YEAR}
        with owner():
            DeploymentFactory(contract=here, **dates)
            typed = DeploymentFactory(contract=here, **dates)
            HoursStatementFactory(deployment=typed, month=LAST_MONTH, status=LineStatus.CONCEPT)
            handed_in = DeploymentFactory(contract=here, **dates)
            HoursStatementFactory(deployment=handed_in, month=LAST_MONTH, status=LineStatus.SUBMITTED)
            DeploymentFactory(contract=here, status=LineStatus.REJECTED, **dates)
            DeploymentFactory(contract=here, status=LineStatus.CONCEPT, **dates)
            DeploymentFactory(contract=here, starts_on=first_of_month(TODAY), ends_on=IN_A_YEAR)
            DeploymentFactory(contract=here, starts_on=A_YEAR_AGO, ends_on=LAST_MONTH - dt.timedelta(1))
            DeploymentFactory(contract=here, starts_on=A_YEAR_AGO, ends_on=LAST_MONTH)
        page = page_of(cast.bram)
        (title,) = [title for title in waits(page) if title.startswith("Uren van")]
        assert waits(page)[title] == "3"
        assert f"uren/{LAST_MONTH:%Y-%m}/" in page

    def test_counts_the_questions_and_says_how_old_the_oldest_is(self, cast, contract, owner):
        here = contract()
        now = timezone.now()
        with owner():
            DeploymentFactory(contract=here, status=LineStatus.RETURNED, decided_at=now - dt.timedelta(3))
            one = DeploymentFactory(contract=here)
            HoursStatementFactory(deployment=one, status=LineStatus.RETURNED, decided_at=now - dt.timedelta(12))
            ContributionFactory(contract=here, status=LineStatus.RETURNED, decided_at=now)
            elsewhere = contract("Buurwerk", contractor=OrganisationFactory(contractor=True))
            ContributionFactory(contract=elsewhere, status=LineStatus.RETURNED, decided_at=now)
        page = page_of(cast.bram)
        assert waits(page)["Vragen voor u"] == "3"
        assert "12 dagen" in page
        assert "Buurwerk" not in page

    def test_reads_his_own_people_by_name(self, cast, contract, owner):
        here = contract()
        with owner():
            line = DeploymentFactory(
                contract=here, name="Jan Voorbeeld", status=LineStatus.RETURNED, decided_at=timezone.now()
            )
        page = page_of(cast.bram)
        assert "Jan Voorbeeld" in page
        assert line.pseudonym not in page

    def test_every_question_is_a_link_on_the_card(self, cast, contract, owner):
        here, now = contract(), timezone.now()
        with owner():
            people = [
                DeploymentFactory(contract=here, status=LineStatus.RETURNED, decided_at=now - dt.timedelta(9 - n))
                for n in range(4)
            ]
            other = ContributionFactory(contract=here, status=LineStatus.RETURNED, decided_at=now)
        page = page_of(cast.bram)
        assert waits(page)["Vragen voor u"] == "5"
        for path in [*(f"inzet/{one.pk}/" for one in people), f"invulling/{other.pk}/"]:
            assert f'href="{cast.bram.url(path)}"' in page, path
        assert re.search(r'queue__title" href="([^"]*)">Vragen voor u<', page).group(1) == cast.bram.url(
            f"inzet/{people[0].pk}/"
        )

    def test_adds_somebody_first_while_nobody_is_at_work(self, cast, contract, owner):
        add = cast.bram.url("inzet/nieuw/")
        assert add not in page_of(cast.bram)
        here = contract()
        page = page_of(cast.bram)
        assert f'href="{add}?contract={here.pk}">Medewerker toevoegen' in page
        assert "uren/2" not in page.partition("queue")[0]
        contract("Nog een")
        assert f'href="{add}">Medewerker toevoegen' in page_of(cast.bram)
        with owner():
            DeploymentFactory(contract=here, status=LineStatus.CONCEPT, forecast=Decimal("1000.00"))
        assert "Medewerker toevoegen" not in page_of(cast.bram)

    @pytest.mark.parametrize("page", ["", "overzicht/"])
    def test_is_led_to_placed_candidates_who_are_on_no_contract(self, cast, contract, owner, page):
        contract()
        words = "Geplaatste kandidaten die nog niet op een contract staan"
        with CaptureQueriesContext(connection) as none:
            assert words not in cast.bram.get(page).content.decode()
        with owner():
            placement, *_others = (
                PlacementFactory(
                    employer_organisation=cast.bram.organisation, sroi=True, candidate__identity__first_name="Jantje"
                )
                for _number in range(5)
            )
            PlacementFactory(employer_organisation=cast.bram.organisation, sroi=False)
        with CaptureQueriesContext(connection) as some:
            shown = cast.bram.get(page).content.decode()
        assert len(some) == len(none)
        assert words in shown
        assert cast.bram.url(f"plaatsingen/{placement.pk}/") in shown
        assert placement.candidate.reference in shown
        assert "Jantje" not in shown
        assert words not in cast.dirk.get().content.decode()

    def test_the_menu_says_where_he_is(self, cast, contract, owner):
        line_of = contract()
        with owner():
            line = DeploymentFactory(contract=line_of)
        places = {
            "": "Start",
            "uren/": "Uren doorgeven",
            f"uren/{LAST_MONTH:%Y-%m}/": "Uren doorgeven",
            "inzet/": "Medewerkers",
            "inzet/nieuw/": "Medewerkers",
            f"inzet/{line.pk}/": "Medewerkers",
            "contracten/": "Contracten",
            f"contracten/{line_of.pk}/": "Contracten",
        }
        for path, entry in places.items():
            answer = cast.bram.client.get(cast.bram.url(path), follow=True)
            assert menu.marked(answer) == [entry], path
            shown = re.findall(
                r'(?:nav-list|local-nav)__link"\s+href="[^"]+" aria-current="page">([^<]+)<', answer.content.decode()
            )
            assert set(shown) == {entry}, path

    def test_sees_the_bar_and_what_is_left(self, cast, contract, owner):
        here = contract("Park")
        with owner():
            ContributionFactory(contract=here, status=LineStatus.APPROVED, value=Decimal("8000.00"))
        page = page_of(cast.bram)
        assert "Park" in page
        assert "42.000" in page


class TestCoordinationPoint:
    def test_counts_the_work_list_by_kind_with_its_oldest(self, cast, contract, owner):
        here = contract()
        now = timezone.now()
        with owner():
            for days in (1, 9):
                DeploymentFactory(
                    contract=here,
                    status=LineStatus.SUBMITTED,
                    submitted_at=now - dt.timedelta(days),
                    reference=f"D{days}",
                )
            one = DeploymentFactory(contract=here)
            for month in range(1, 4):
                HoursStatementFactory(
                    deployment=one, month=dt.date(2026, month, 1), submitted_at=now, status=LineStatus.SUBMITTED
                )
            ContributionFactory(contract=here, status=LineStatus.APPROVED)
        page = page_of(cast.dirk)
        assert waits(page) == {
            "Tabel bevestigen": "1",
            "Medewerkers beoordelen": "2",
            "Uren beoordelen": "3",
            "Andere invulling beoordelen": "0",
            "Herwaarderen": "0",
            "Nieuwe aanmeldingen": "0",
            "Kandidaten bellen": "0",
            "Eerste contact nog niet gelegd": "0",
            "Contracten die achterlopen": "1",
        }
        # Three months of one person are one line of the work list.
        assert "Er wachten 3 regels op beoordeling" in page
        assert "3 regels wachten" in cast.dirk.get("beoordelen/").content.decode()
        assert "9 dagen" in page
        assert f"oudste van {date_nl(timezone.localdate(now - dt.timedelta(9)))}" in page

    def test_begins_with_what_presses_most_and_ends_with_what_is_done(self, cast, contract, owner):
        contract("Stil", first_contact_on=None, awarded_on=TODAY - dt.timedelta(8))
        titles = list(waits(page_of(cast.dirk)))
        assert titles[:2] == ["Eerste contact nog niet gelegd", "Contracten die achterlopen"]
        assert titles[2] == "Tabel bevestigen"
        counts = list(waits(page_of(cast.dirk)).values())
        assert counts == [one for one in counts if one != "0"] + [one for one in counts if one == "0"]

    def test_is_told_of_a_tariff_that_nobody_confirmed(self, cast, owner):
        assert "is nog niet bevestigd" in page_of(cast.dirk)
        with owner():
            Tariff.objects.filter(region=cast.region).update(confirmed_at=timezone.now())
        assert "is nog niet bevestigd" not in page_of(cast.dirk)

    def test_is_led_to_speed_dates_without_a_plan_and_without_results(self, cast):
        comes = fair(cast, title="Speeddate zorg", day=TODAY + dt.timedelta(days=9))
        been = fair(
            cast, title="Speeddate bouw", day=TODAY - dt.timedelta(days=2), wishes="", state="speeddate_planned"
        )
        talk = put_talk(been)
        fair(cast, title="Zonder wensen", day=TODAY + dt.timedelta(days=9), wishes="")
        page = page_of(cast.dirk)
        assert waits(page)["Speeddates die op een plan wachten"] == "1"
        assert waits(page)["Speeddates die op uitslagen wachten"] == "1"
        assert cast.dirk.url(comes.path + "plan/") in page
        assert cast.dirk.url(been.path + "uitslagen/") in page
        assert "Zonder wensen" not in page
        with as_owner():
            SpeedDateMeeting.objects.filter(pk=talk.pk).update(employer_says="yes", candidate_says="no")
            SpeedDate.objects.filter(pk=comes.event.pk).update(
                state="speeddate_cancelled", cancelled_reason="Te weinig"
            )
        for person in (cast.dirk, cast.frank, *cast.strangers.values()):
            assert "Speeddates die op" not in page_of(person)

    def test_is_told_what_to_set_up_first_until_it_is_done(self, cast, contract, owner):
        person = cast.frank
        with owner():
            Region.objects.filter(pk=cast.other_region.pk).update(accent="", initials="")

        def steps(who):
            return [one["title"] for one in who.get().context["set_up"]]

        first = steps(person)
        assert first[0] == "Vul in hoe de regio te bereiken is"
        assert {"Kies woorden en kleur", "Vraag om de gemeenten van de regio", "Nodig uw collega’s uit"} <= set(first)
        assert "Kies het voorrangsgebied" not in first, "there are no municipalities to choose from"
        with owner():
            RegionContact.objects.create(region=cast.other_region, phone="058 123 45 67")
            Region.objects.filter(pk=cast.other_region.pk).update(initials="NM")
            here = {"region": cast.other_region, "municipality_id": "GM0014", "area": Area.REGION}
            AreaMunicipality.objects.create(**here, valid=DateRange(dt.date(1900, 1, 1), None))
        now = set(steps(person))
        assert not {first[0], "Kies woorden en kleur"} & now
        assert {"Kies het voorrangsgebied", "Zeg welk Werkplein welke gemeente helpt"} <= now
        for step in person.get().context["set_up"]:
            assert person.client.get(step["url"]).status_code == 200, step
        contract()
        assert not {"Nodig uw collega’s uit", "Kies woorden en kleur"} & set(steps(cast.dirk)), "no new region any more"
        with owner():
            MembershipFactory(organisation=person.organisation, role=Role.ADMINISTRATOR)
            person.organisation.memberships.filter(user=person.user).update(role=Role.AUDITOR)
        assert steps(person) == []


class TestWerkplein:
    def test_is_told_who_did_not_say_yes_to_a_speed_date(self, cast):
        made = fair(cast, day=TODAY + dt.timedelta(days=9))
        title = "Kandidaten die nog ja moeten zeggen voor een speeddate"
        assert title not in page_of(cast.carla)
        with as_owner():
            SpeedDateCandidate.objects.filter(pk=made.attendees[0].pk).update(agreed_on=None, agreed_how="")
        assert waits(page_of(cast.carla))[title] == "1"
        with as_owner():
            SpeedDate.objects.filter(pk=made.event.pk).update(day=TODAY - dt.timedelta(days=1))
        assert title not in page_of(cast.carla)

    def test_sees_contracts_it_is_named_on_without_contact(self, cast, contract):
        contract("Genoemd", first_contact_on=None, awarded_on=TODAY - dt.timedelta(8))
        contract("Niet genoemd", first_contact_on=None, werkplein=None)
        page = page_of(cast.carla)
        assert waits(page)["Eerste contact nog niet gelegd"] == "1"
        assert "Genoemd" in page
        assert "Niet genoemd" not in page
        assert "te laat" in page


class TestProgrammeBureau:
    def test_sees_totals_of_this_year_as_a_report_counts_them(self, cast, contract, owner):
        here = contract("Vorig jaar", awarded_on=dt.date(TODAY.year - 1, 12, 31), obligation=Decimal("7.00"))
        contract("Dit jaar", awarded_on=dt.date(TODAY.year, 1, 1), obligation=Decimal("1234.56"))
        with owner():
            line = DeploymentFactory(contract=here)
            rejected = DeploymentFactory(contract=here, status=LineStatus.REJECTED)
            for one, month, value in (
                (line, dt.date(TODAY.year - 1, 12, 1), "1.00"),
                (line, dt.date(TODAY.year, 1, 1), "20.10"),
                (rejected, dt.date(TODAY.year, 1, 1), "99.00"),
            ):
                HoursStatementFactory(deployment=one, month=month, value=Decimal(value), status=LineStatus.APPROVED)
            ContributionFactory(
                contract=here, date=dt.date(TODAY.year, 1, 1), value=Decimal("300.20"), status=LineStatus.APPROVED
            )
        page = page_of(cast.esra)
        assert "€ 1.234,56" in page
        assert "€ 320,30" in page
        year = Period(TODAY.year, Length.YEAR)
        with tenancy.system(Purpose.REPORT, region_id=cast.region.pk):
            window = window_of(cast.region, kind=Kind.YEARLY, period=year, on=TODAY)
            counted = sum(one.period for one in realised_of(cast.region.pk, window).values())
        with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk):
            assert realised(cast.region, first_day=year.first_day, last_day=year.last_day) == counted

    @pytest.mark.parametrize("name", ["alice", "bram", "carla", "frank"])
    def test_the_total_of_a_region_is_for_its_bureau_and_coordination_point_only(self, cast, contract, owner, name):
        here = contract()
        with owner():
            ContributionFactory(contract=here, date=TODAY, value=Decimal("300.20"), status=LineStatus.APPROVED)
        for person, amount in ((getattr(cast, name), Decimal(0)), (cast.dirk, Decimal("300.20"))):
            with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
                assert realised(cast.region, first_day=TODAY, last_day=TODAY) == amount

    def test_sees_where_the_region_stands(self, cast, owner):
        quarter = Period.containing(TODAY, Length.QUARTER)
        assert "nog niet geteld" in page_of(cast.esra)
        with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
            assert standings.count_by_itself(region_id=cast.region.pk, on=TODAY)
            standing = Standing.objects.get(period=str(quarter))
        assert "worden nu geteld" in page_of(cast.esra)
        standings.produce(standing.pk, region_id=cast.region.pk)
        page = page_of(cast.esra)
        assert '<svg class="chart"' in page
        assert "van 1.000" in page
        assert f"/doelen/cijfer/targets.sustained_outflow.actual/?periode={quarter}" in page

    def test_is_told_what_waits(self, cast):
        assert waits(page_of(cast.esra)) == {
            "Uitgaven die op akkoord wachten": "0",
            "Rapporten die nog niet zijn vastgesteld": "0",
        }

    def test_counts_the_reports_that_are_still_to_freeze(self, cast, owner):
        made = {
            "region": cast.region,
            "kind": "quarterly",
            "period": "2026-Q2",
            "snapshot": "{}",
            "sha256": "0",
            "frozen_at": timezone.now(),
            "status": ReportStatus.READY,
        }
        with owner():
            Report.objects.create(version=1, **made)
            Report.objects.create(version=2, **made)
            Report.objects.create(version=1, known_on=dt.date(2026, 7, 1), **made)
        assert waits(page_of(cast.esra))["Rapporten die nog niet zijn vastgesteld"] == "1"


def test_the_operator_sees_the_regions(cast, owner):
    with owner():
        user = UserFactory()
        place = OrganisationFactory(name="Beheer", kind=OrganisationKind.PLATFORM_OPERATOR, region=cast.region)
        MembershipFactory(user=user, organisation=place)
    operator = Person(user, place)
    log_in(operator)
    page = page_of(operator)
    assert "Groningen" in page
    assert "Noordermeer" in page


def test_a_kind_without_work_yet_is_told_so(cast, owner):
    with owner():
        user = UserFactory()
        MembershipFactory(user=user, organisation=OrganisationFactory(name="Bond", kind=OrganisationKind.UNION))
        place = user.memberships.get().organisation
    member = Person(user, place)
    log_in(member)
    assert "Hier staat nog niets voor uw organisatie" in page_of(member)


def test_a_bureau_without_a_region_is_told_so(owner):
    with owner():
        user = UserFactory()
        place = OrganisationFactory(kind=OrganisationKind.PROGRAMME_BUREAU, region=RegionFactory())
        MembershipFactory(user=user, organisation=place)
        place.organisation_regions.all().delete()
    member = Person(user, place)
    log_in(member)
    assert "Nog geen regio" in page_of(member)


def test_takes_as_many_queries_whatever_there_is(cast, contract, owner):
    """Nine at most beside the three of the frame: what only is counted, is counted in one of them."""
    people = (cast.alice, cast.bram, cast.carla, cast.dirk, cast.esra)

    def fill(count):
        for number in range(count):
            here = contract(f"Nummer {number}", first_contact_on=None)
            with owner():
                line = DeploymentFactory(contract=here, status=LineStatus.SUBMITTED, submitted_at=timezone.now())
                HoursStatementFactory(deployment=line, month=LAST_MONTH, status=LineStatus.RETURNED)

    fill(3)
    few = [len(own_queries(person)) for person in people]
    assert max(few) <= 9
    fill(27)
    assert [len(own_queries(person)) for person in people] == few


def test_who_reads_along_finds_on_one_page_what_to_check_and_may_open_it(cast, contract, owner):
    contract("Geheim park")
    for name in ("alice", "bram", "carla", "dirk", "esra", "frank"):
        worker = getattr(cast, name)
        assert worker.get().context["reads"] == []
        reader = auditor_of(worker)
        titles = {}
        for page in reader.get().context["reads"]:
            titles[page["title"]] = answer = reader.client.get(page["url"])
            assert answer.status_code == 200, (name, page)
            assert ("Geheim park" in answer.content.decode()) <= (name != "frank")
        assert {"Wat is er afgesproken en gedaan?", "Wie keek naar wie?", "Wie hoort erbij?"} <= set(titles), name
        assert ("Is een rapport echt?" in titles) == (name != "bram")
