"""Where the region stands, figure by figure: for whom, with which rows, and never counted by a page."""

import datetime as dt
import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import tenancy
from organisations.choices import OrganisationKind, Purpose, Role
from organisations.models import OutboxMessage, Region
from reporting import pipeline, standings
from reporting.choices import Edition, FileFormat, ReportStatus
from reporting.models import Report, ReportFile, ReportPublication, Standing
from reporting.overviews.dashboard import comparing
from reporting.overviews.dashboard.source import Figure
from reporting.periods import Length, Period
from tests.cast import Person, log_in
from tests.database import owner as as_owner
from tests.factories.candidates import CandidateFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.placing import PlacementFactory
from tests.factories.tenders import ContractFactory
from tests.factories.training import EnrolmentFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
QUARTER = Period.containing(TODAY, Length.QUARTER)
DAY = QUARTER.first_day
CANDIDATES = "registrations.period.total"
OWED = "sroi.precalculated.period"


@pytest.fixture
def region(cast):
    return Region.objects.get(code="groningen")


@pytest.fixture
def people(cast, owner):
    """Three candidates of Carla's Werkplein and two of another, each with training and work."""
    with owner():
        other = OrganisationFactory(name="Werkplein Elders", kind=OrganisationKind.WERKPLEIN)
        for number in range(5):
            candidate = CandidateFactory(
                reference=f"K-{number}",
                registered_on=DAY,
                werkplein=cast.carla.organisation if number < 3 else other,
                identity__last_name="Geheimenaam",
            )
            EnrolmentFactory(candidate=candidate, started_on=DAY, reference=f"S-{number}")
            PlacementFactory(candidate=candidate, starts_on=DAY, reference=f"P-{number}")


def count(region, period=QUARTER):
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        standing = standings._queue(region.pk, period, at=timezone.now(), user_id=None)
    standings.produce(standing.pk, region_id=region.pk)


def publish(region, esra):
    """A quarterly report of the period, frozen and published for the partners."""
    with as_owner():
        report = Report.objects.create(region=region, kind="quarterly", period=str(QUARTER), version=1)
    pipeline._AtWork(report.pk, region.pk).freeze(report)
    with as_owner():
        report.refresh_from_db()
        content = pipeline.render_json(pipeline.document_of(report))
        ReportFile.objects.create(
            report=report, format=FileFormat.JSON, content=content, size=len(content), sha256="0" * 64
        )
        Report.objects.filter(pk=report.pk).update(
            status=ReportStatus.READY, stage="frozen", adopted_at=timezone.now(), adopted_by=esra.user
        )
        ReportPublication.objects.create(region=region, report=report, edition=Edition.EXACT, published_by=esra.user)
    return report


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def references(page):
    return re.findall(r'scope="row"><a[^>]*>([^<]+)</a>', page)


class TestWhoSeesIt:
    def test_the_bureau_sees_where_the_region_stands(self, cast, region, people):
        count(region)
        page = text_of(cast.esra.get("doelen/"))
        assert "Tegen het doel" in page
        assert re.search(r'registrations\.cumulative\.total/\?periode=[^"]*">5</a>', page)
        assert "Geheimenaam" not in page

    def test_the_coordination_point_too_and_a_contractor_not(self, cast, region, people):
        count(region)
        assert "Tegen het doel" in text_of(cast.dirk.get("doelen/"))
        assert cast.bram.get("doelen/").status_code == 403
        assert cast.bram.get(f"doelen/cijfer/{CANDIDATES}/").status_code == 403

    def test_another_region_sees_none_of_it(self, cast, region, people):
        count(region)
        frank = cast.frank.client
        for path in ("doelen/", f"doelen/cijfer/{CANDIDATES}/", "doelen/vergelijken/"):
            assert frank.get(cast.esra.url(path)).status_code == 404
        assert frank.post(cast.esra.url("doelen/bijwerken/")).status_code == 404
        assert "nog niets geteld" in text_of(cast.frank.get("doelen/"))
        with as_owner():
            standing = Standing.objects.get(region=region)
        assert frank.get(cast.frank.url(f"doelen/{standing.pk}/voortgang/")).status_code == 404

    def test_an_authority_waits_for_a_published_report(self, cast, region, people):
        count(region)
        page = text_of(cast.alice.get("doelen/"))
        assert "nog geen rapport gepubliceerd" in page
        assert "Tegen het doel" not in page
        assert cast.alice.get(f"doelen/cijfer/{CANDIDATES}/").status_code == 403
        assert cast.alice.get("doelen/vergelijken/").status_code == 403

    def test_after_that_it_reads_those_figures_and_no_rows(self, cast, region, people):
        report = publish(region, cast.esra)
        with as_owner():
            CandidateFactory(registered_on=DAY)
        count(region)
        page = text_of(cast.alice.get("doelen/"))
        assert f"rapporten/{report.pk}/cijfers/registrations.cumulative.total/" in page
        figure = text_of(cast.alice.get(f"rapporten/{report.pk}/cijfers/{CANDIDATES}/"))
        assert '<p class="big-figure">5</p>' in figure
        assert "gepubliceerd rapport" in figure
        assert "K-0" not in figure
        assert text_of(cast.carla.get("doelen/"))

    def test_a_report_that_is_not_published_has_no_figures_for_them(self, cast, region, people):
        report = publish(region, cast.esra)
        with as_owner():
            ReportPublication.objects.all().delete()
        assert cast.alice.get(f"rapporten/{report.pk}/cijfers/{CANDIDATES}/").status_code == 404


class TestNoFiguresYet:
    def test_it_says_what_to_do(self, cast, region):
        assert "Maak de stand nu" in text_of(cast.esra.get("doelen/"))

    def test_asking_queues_the_job_and_shows_how_far_it_is(self, cast, region):
        answer = cast.esra.client.post(cast.esra.url("doelen/bijwerken/"), {"periode": str(QUARTER)})
        assert answer.status_code == 302
        with as_owner():
            assert OutboxMessage.objects.filter(name=standings.TASK).count() == 1
        page = text_of(cast.esra.client.get(answer["Location"]))
        assert "Wordt bijgewerkt" in page
        assert "Maak de stand nu" not in page
        with as_owner():
            standing = Standing.objects.get()
        part = cast.esra.client.get(cast.esra.url(f"doelen/{standing.pk}/voortgang/"), headers={"HX-Request": "true"})
        assert "/voortgang/" in part.content.decode()
        standings.produce(standing.pk, region_id=region.pk)
        done = cast.esra.client.get(cast.esra.url(f"doelen/{standing.pk}/voortgang/"), headers={"HX-Request": "true"})
        assert done.headers["HX-Refresh"] == "true"

    def test_who_only_reads_may_not_ask(self, cast, region):
        with as_owner():
            user = UserFactory()
            MembershipFactory(user=user, organisation=cast.esra.organisation, role=Role.AUDITOR)
        reader = Person(user, cast.esra.organisation)
        log_in(reader)
        assert "Maak de stand nu" not in text_of(reader.get("doelen/"))
        assert reader.client.post(reader.url("doelen/bijwerken/")).status_code == 403


class TestFigure:
    def test_the_bureau_knows_numbers_of_people_only(self, cast, region, people):
        count(region)
        page = text_of(cast.esra.get(f"doelen/cijfer/{CANDIDATES}/"))
        assert '<p class="big-figure">5</p>' in page
        assert "Achter dit cijfer staan 5 regels over mensen" in page
        assert "K-0" not in page

    @pytest.mark.parametrize(
        ("figure", "rows"),
        [
            (CANDIDATES, "K"),
            ("training_started.period.total", "S"),
            ("employments.period.total", "P"),
            ("funnel.placed", "K"),
        ],
    )
    def test_the_coordination_point_opens_the_rows(self, cast, region, people, figure, rows):
        count(region)
        page = text_of(cast.dirk.get(f"doelen/cijfer/{figure}/"))
        assert '<p class="big-figure">5</p>' in page
        assert references(page) == [f"{rows}-{number}" for number in range(5)]
        assert "Geheimenaam" not in page

    def test_a_search_narrows_the_rows(self, cast, region, people):
        count(region)
        assert references(text_of(cast.dirk.get(f"doelen/cijfer/{CANDIDATES}/?zoek=K-3"))) == ["K-3"]
        assert "Niets gevonden" in text_of(cast.dirk.get(f"doelen/cijfer/{CANDIDATES}/?zoek=onzin"))

    def test_money_opens_for_the_bureau_to_the_cent(self, cast, region, owner):
        with owner():
            for number, owed in enumerate(("1000.10", "2000.05")):
                ContractFactory(
                    reference=f"C-{number}",
                    authority=cast.alice.organisation,
                    contractor=cast.bram.organisation,
                    awarded_on=DAY,
                    obligation=Decimal(owed),
                )
        count(region)
        page = text_of(cast.esra.get(f"doelen/cijfer/{OWED}/"))
        assert "€ 3.000,15" in page
        assert references(page) == ["C-0", "C-1"]
        assert "€ 1.000,10" in page
        assert "€ 2.000,05" in page

    def test_a_row_that_is_there_no_more_is_said_to_be_hidden(self, cast, region, people, owner):
        count(region)
        with owner():
            CandidateFactory._meta.model.objects.filter(reference="K-4").update(
                merged_into=CandidateFactory._meta.model.objects.get(reference="K-3")
            )
        page = text_of(cast.dirk.get(f"doelen/cijfer/{CANDIDATES}/"))
        assert '<p class="big-figure">5</p>' in page
        assert len(references(page)) == 4
        assert "Daarvan ziet u er 1 niet" in page

    def test_the_same_page_explains_a_report(self, cast, region, people):
        report = publish(region, cast.esra)
        page = text_of(cast.dirk.get(f"rapporten/{report.pk}/cijfers/{CANDIDATES}/"))
        assert references(page) == [f"K-{number}" for number in range(5)]
        assert 'data-label="Gemeente">Groningen</td>' in page
        assert "Achter dit cijfer" in text_of(cast.esra.get(f"rapporten/{report.pk}/cijfers/{CANDIDATES}/"))

    @pytest.mark.parametrize(
        ("figure", "rows"),
        [(CANDIDATES, "K"), ("training_started.period.total", "S"), ("employments.period.total", "P")],
    )
    def test_a_werkplein_opens_its_own_rows_of_a_published_report(self, cast, region, people, figure, rows):
        report = publish(region, cast.esra)
        page = text_of(cast.carla.get(f"rapporten/{report.pk}/cijfers/{figure}/"))
        assert '<p class="big-figure">5</p>' in page
        assert references(page) == [f"{rows}-{number}" for number in range(3)]
        assert "Daarvan ziet u er 2 niet" in page
        assert f"{rows}-3" not in page
        assert f"{rows}-4" not in page

    def test_a_werkplein_knows_no_rows_of_money_or_contracts(self, cast, region, people):
        report = publish(region, cast.esra)
        page = text_of(cast.carla.get(f"rapporten/{report.pk}/cijfers/{OWED}/"))
        assert "gepubliceerd rapport" in page

    def test_the_database_gives_own_rows_of_what_was_published_only(self, cast, region, people):
        """What row security keeps, the function that goes past it keeps too, whatever kind is asked for."""

        def own(person, kind="candidates"):
            acting_for = tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk)
            with acting_for, connection.cursor() as cursor:
                cursor.execute("SELECT reporting_own_rows(%s, %s, %s)", [report.pk, CANDIDATES, kind])
                (found,) = cursor.fetchone()
            return None if found is None else json.loads(found)

        report = publish(region, cast.esra)
        assert own(cast.carla) == {"own": ["K-0", "K-1", "K-2"], "total": 5}
        for kind in ("spending", "placements", "enrolments", "onzin"):
            assert own(cast.carla, kind)["own"] == []
        for person in (cast.alice, cast.bram, cast.frank):
            assert own(person) is None
        with as_owner():
            ReportPublication.objects.all().delete()
        assert own(cast.carla) is None

    def test_what_is_no_figure_has_no_page(self, cast, region, people):
        count(region)
        for figure in ("onzin", "period", "registrations", "registrations.period.by_group.geen", "made_at"):
            assert cast.esra.get(f"doelen/cijfer/{figure}/").status_code == 404


class TestComparing:
    def test_two_periods_stand_beside_each_other(self, cast, region, people):
        before = QUARTER.previous()
        count(region)
        count(region, before)
        page = text_of(cast.esra.get(f"doelen/vergelijken/?van={before}&met={QUARTER}&wat=registrations"))
        assert before.label in page
        assert "+5" in page

    def test_less_money_has_its_sign_before_the_euro_as_more_has(self):
        less = comparing.Pair("Uitgaven", Figure(Decimal("3000.00"), in_euros=True), Figure(Decimal(1), in_euros=True))
        assert less.difference_text == "−€\N{NO-BREAK SPACE}2.999"
        more = comparing.Pair("Uitgaven", less.after, less.before)
        assert more.difference_text == "+€\N{NO-BREAK SPACE}2.999"
        assert comparing.Pair("Uitgaven", more.after, more.after).difference_text == "€\N{NO-BREAK SPACE}0"

    def test_a_period_that_was_not_counted_is_asked_for(self, cast, region, people):
        count(region)
        page = text_of(cast.esra.get(f"doelen/vergelijken/?met={QUARTER}"))
        assert f"Van {QUARTER.previous().label} zijn nog geen cijfers" in page
        assert "Maak de stand nu" in page

    def test_municipalities_are_divided_as_of_then_or_of_now(self, cast, region, owner):
        with owner():
            CandidateFactory(municipality="GM0053", registered_on=dt.date(2018, 5, 1))
            CandidateFactory(municipality="GM0009", registered_on=dt.date(2018, 5, 1))
        count(region)
        then, now = text_of(cast.esra.get("doelen/")), text_of(cast.esra.get("doelen/?indeling=nu"))
        assert "Ten Boer" in then
        assert "Ten Boer" not in now
        assert "by_municipality_now.GM0014/" in now


@pytest.mark.parametrize(
    "page", ["doelen/", f"doelen/cijfer/{CANDIDATES}/", f"doelen/vergelijken/?van={QUARTER}&met={QUARTER}"]
)
def test_a_page_takes_as_many_queries_at_thirty_rows_as_at_three(cast, region, owner, page):
    def queries():
        count(region)
        with CaptureQueriesContext(connection) as captured:
            assert cast.dirk.get(page).status_code == 200
        return len([one for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    def more(first, last):
        with owner():
            for number in range(first, last):
                PlacementFactory(
                    candidate=CandidateFactory(registered_on=DAY, municipality="GM0014"),
                    starts_on=DAY,
                    reference=f"R-{number}",
                )

    more(0, 3)
    cast.dirk.get(page)
    few = queries()
    more(3, 30)
    assert queries() == few
    assert few <= 3 + 9
