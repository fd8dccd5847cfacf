"""The screens of reports: who may, who may not, and who must not know that they exist."""

import datetime as dt
import hashlib
import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.choices import Role
from organisations.models import OutboxMessage
from reporting import pipeline
from reporting.choices import FileFormat, ReportStatus
from reporting.forms.report import early_warning
from reporting.models import Report, ReportFile
from reporting.periods import Period
from tests.cast import Person, log_in
from tests.database import owner as as_owner
from tests.factories.organisations import MembershipFactory, UserFactory
from tests.factories.tenders import ContractFactory

pytestmark = pytest.mark.django_db

ASKED_AT = dt.datetime(2026, 8, 1, 9, 30, tzinfo=dt.UTC)


def make(region, *, period="2026-Q2", version=1, **values):
    return Report.objects.create(
        region=region,
        kind=values.pop("kind", "quarterly"),
        period=period,
        version=version,
        requested_at=values.pop("requested_at", ASKED_AT),
        **values,
    )


@pytest.fixture
def award(cast, owner):
    def awarded(reference, obligation, awarded_on=dt.date(2026, 4, 1)):
        with owner():
            return ContractFactory(
                reference=reference,
                authority=cast.alice.organisation,
                contractor=cast.bram.organisation,
                awarded_on=awarded_on,
                obligation=Decimal(obligation),
            )

    return awarded


def finish(report):
    """Freeze it as a worker does; its files only have to be told apart, and a PDF takes seconds."""
    pipeline._AtWork(report.pk, report.region_id).freeze(report)
    with as_owner():
        for file_format in FileFormat:
            content = f"{file_format} of version {report.version}".encode()
            ReportFile.objects.create(
                report=report,
                format=file_format,
                content=content,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )
        Report.objects.filter(pk=report.pk).update(status=ReportStatus.READY, progress=100)


@pytest.fixture
def ready(cast, owner, award):
    """A finished report of the second quarter of 2026, and its second version with one contract more."""
    award("OP-1", "12500.00")
    with owner():
        first = make(cast.region, manager_text="Het gaat goed.", requested_by=cast.esra.user)
    finish(first)
    award("OP-2", "500.05", dt.date(2026, 6, 30))
    award("OP-3", "9.00", dt.date(2019, 6, 30))
    with owner():
        second = make(cast.region, version=2)
    finish(second)
    return second


def page_of(answer):
    """The page with plain spaces, and without the token that differs each time."""
    page = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")
    return re.sub(r'(csrftoken": "|csrfmiddlewaretoken" value=")[^"]+', r"\1", " ".join(page.split()))


def queries(person, path):
    with CaptureQueriesContext(connection) as captured:
        assert person.get(path).status_code == 200
    return [one for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))]


class TestList:
    def test_shows_the_newest_first_and_narrows(self, cast, owner):
        with owner():
            make(cast.region, period="2024-Q1", status=ReportStatus.FAILED, requested_at=ASKED_AT - dt.timedelta(1))
            make(cast.region, requested_by=cast.esra.user)
            make(cast.other_region, period="2025-Q4")
        page = page_of(cast.esra.get("rapporten/"))
        assert page.index("Kwartaalrapport 2e kwartaal 2026") < page.index("Kwartaalrapport 1e kwartaal 2024")
        assert "2025" not in page
        assert "Rapport maken" in page
        narrowed = page_of(cast.esra.get("rapporten/?jaar=2024&kind=quarterly&stage=draft"))
        assert "Kwartaalrapport 1e kwartaal 2024" in narrowed
        assert "Kwartaalrapport 2e kwartaal 2026" not in narrowed
        assert "Geen rapport gevonden" in page_of(cast.esra.get("rapporten/?kind=final"))

    def test_pages_after_25(self, cast, owner):
        with owner():
            for number in range(1, 28):
                make(cast.region, version=number)
        assert "1 tot en met 25 van 27" in page_of(cast.esra.get("rapporten/"))
        assert "26 tot en met 27 van 27" in page_of(cast.esra.get("rapporten/?page=2"))

    def test_takes_as_many_queries_for_30_as_for_3(self, cast, owner):
        with owner():
            for number in range(1, 4):
                make(cast.region, version=number, requested_by=cast.esra.user)
        few = len(queries(cast.esra, "rapporten/"))
        with owner():
            for number in range(4, 31):
                make(cast.region, version=number, requested_by=cast.esra.user)
        assert len(queries(cast.esra, "rapporten/")) == few <= 8

    def test_the_coordination_point_reads_and_makes_none(self, cast, owner):
        with owner():
            make(cast.region)
        page = page_of(cast.dirk.get("rapporten/"))
        assert "Kwartaalrapport 2e kwartaal 2026" in page
        assert "Rapport maken" not in page


class TestWhoMay:
    PAGES = (
        "",
        "cijfers/sroi.precalculated.period/",
        "cijfers/sroi.realised.period/",
        "bestand/pdf/",
        "bestand/json/",
        "bestand/xlsx/",
    )

    def test_bureau_and_coordination_point_read(self, cast, ready):
        for person in (cast.esra, cast.dirk):
            for page in self.PAGES:
                assert person.get(f"rapporten/{ready.pk}/{page}").status_code == 200

    def test_a_member_of_another_kind_gets_403(self, cast, ready):
        for person in (cast.alice, cast.bram, cast.carla):
            assert person.get("rapporten/").status_code == 403
            for page in self.PAGES:
                # Of figures they read what was published: this report is as one that is not there.
                refused = {403, 404} if page.startswith("cijfers/") else {403}
                assert person.get(f"rapporten/{ready.pk}/{page}").status_code in refused

    def test_another_region_gets_the_404_of_a_missing_row(self, cast, ready):
        missing = uuid.uuid4()
        for person in (cast.frank, cast.strangers["programme_bureau"]):
            for page in (*self.PAGES, "voortgang/"):
                answer = person.get(f"rapporten/{ready.pk}/{page}")
                nothing = person.get(f"rapporten/{missing}/{page}")
                assert answer.status_code == nothing.status_code == 404
                assert page_of(answer) == page_of(nothing)
            assert "2e kwartaal 2026" not in page_of(person.get("rapporten/"))
        stranger = cast.strangers["programme_bureau"]
        assert stranger.post(f"rapporten/{ready.pk}/opnieuw/").status_code == 404
        assert stranger.post(f"rapporten/{missing}/opnieuw/").status_code == 404
        assert cast.frank.client.get(cast.esra.url("rapporten/")).status_code == 404

    def test_only_a_writing_member_of_the_bureau_makes(self, cast, owner, ready):
        asked = {"kind": "quarterly", "period": "2026-Q1", "manager_text": ""}
        for person in (cast.alice, cast.bram, cast.carla, cast.dirk, cast.frank):
            assert person.get("rapporten/nieuw/").status_code == 403
            assert person.post("rapporten/nieuw/", asked).status_code == 403
            assert person.post(f"rapporten/{ready.pk}/opnieuw/").status_code == 403
        with owner():
            user = UserFactory()
            MembershipFactory(user=user, organisation=cast.esra.organisation, role=Role.AUDITOR)
        auditor = Person(user, cast.esra.organisation)
        log_in(auditor)
        assert auditor.get("rapporten/").status_code == 200
        assert auditor.get("rapporten/nieuw/").status_code == 403
        assert auditor.post("rapporten/nieuw/", asked).status_code == 403
        with owner():
            assert Report.objects.count() == 2


class TestRequest:
    def ask(self, person, **changed):
        return person.post("rapporten/nieuw/", {"kind": "quarterly", "period": "2026-Q2", "manager_text": ""} | changed)

    def test_queues_a_report_and_goes_to_its_page(self, cast, owner):
        answer = self.ask(cast.esra, manager_text="Wij lopen voor.")
        with owner():
            report = Report.objects.get()
            assert OutboxMessage.objects.get().payload["report_id"] == str(report.pk)
        assert answer.status_code == 302
        assert answer.url == cast.esra.url(f"rapporten/{report.pk}/")
        assert (report.kind, report.period, report.version) == ("quarterly", "2026-Q2", 1)
        assert (report.manager_text, report.requested_by_id) == ("Wij lopen voor.", cast.esra.user.pk)

    def test_asks_for_one_as_known_on_a_day_beside_the_versions(self, cast, owner):
        answer = self.ask(cast.esra, period="2026-Q1", known_on="1-4-2026")
        with owner():
            report = Report.objects.get()
        assert (answer.status_code, report.known_on, report.version) == (302, dt.date(2026, 4, 1), 1)
        assert "Kwartaalrapport 1e kwartaal 2026" not in page_of(cast.esra.get("rapporten/"))
        apart = page_of(cast.esra.get("rapporten/?toon=bekend"))
        assert "zoals bekend op 1-4-2026" in apart

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"period": "2026"}, "gaat over een kwartaal"),
            ({"kind": "yearly"}, "gaat over een heel jaar"),
            ({"period": "2999-Q1"}, "Kies een periode die begonnen is"),
            ({"kind": "anders"}, "Nog 1 ding"),
            ({"known_on": "1-1-2099"}, "Kies een dag die voorbij is"),
            ({"known_on": "31-3-2026"}, "Kies 1 april 2026 of later"),
            ({"known_on": "gisteren"}, "Vul een datum in"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, cast, owner, changed, sentence):
        answer = self.ask(cast.esra, **changed)
        assert answer.status_code == 422
        assert sentence in page_of(answer)
        with owner():
            assert not Report.objects.exists()

    def test_a_second_time_while_it_is_made_is_refused_with_a_sentence(self, cast, owner):
        self.ask(cast.esra)
        answer = self.ask(cast.esra)
        assert answer.status_code == 422
        assert "Dit rapport wordt al gemaakt" in page_of(answer)
        with owner():
            assert Report.objects.count() == 1

    def test_of_a_running_period_is_made_with_a_warning(self, cast):
        running = str(Period.containing(dt.datetime.now(tz=dt.UTC).date(), Period.parse("2026").length))
        answer = cast.esra.client.post(
            cast.esra.url("rapporten/nieuw/"), {"kind": "yearly", "period": running, "manager_text": ""}, follow=True
        )
        assert "Deze periode loopt nog" in page_of(answer)

    @pytest.mark.parametrize(
        ("on", "warns"),
        [
            (dt.date(2026, 6, 30), "loopt nog"),
            (dt.date(2026, 7, 1), "25 juli"),
            (dt.date(2026, 7, 25), "25 juli"),
            (dt.date(2026, 7, 26), ""),
        ],
    )
    def test_warns_until_the_cut_off_day_has_passed(self, on, warns):
        warning = early_warning(Period.parse("2026-Q2"), on=on).replace("\N{NO-BREAK SPACE}", " ")
        assert bool(warning) == bool(warns)
        assert warns in warning

    def test_the_kind_narrows_the_periods(self, cast):
        everything = page_of(cast.esra.get("rapporten/nieuw/"))
        assert "Kwartalen" in everything
        assert "Halfjaren" in everything
        assert "1e kwartaal 2017" in everything
        assert "kwartaal 2016" not in everything
        narrowed = page_of(cast.esra.get("rapporten/nieuw/?kind=half_yearly"))
        assert "1e halfjaar 2017" in narrowed
        assert "e kwartaal 2017" not in narrowed


class TestProgress:
    def test_shows_how_far_it_is_and_keeps_asking(self, cast, owner):
        with owner():
            report = make(cast.region, status=ReportStatus.RENDERING, progress=55)
        page = page_of(cast.esra.get(f"rapporten/{report.pk}/"))
        assert 'hx-trigger="every 2s"' in page
        assert "55 %" in page
        assert "Ververs" in page
        fragment = page_of(cast.esra.get(f"rapporten/{report.pk}/voortgang/", headers={"hx-request": "true"}))
        assert "<html" not in fragment
        assert fragment in page

    def test_reloads_the_page_once_it_is_over(self, cast, ready):
        answer = cast.esra.get(f"rapporten/{ready.pk}/voortgang/", headers={"hx-request": "true"})
        assert answer["HX-Refresh"] == "true"
        assert "every 2s" not in page_of(cast.esra.get(f"rapporten/{ready.pk}/"))

    def test_without_script_leads_to_the_page(self, cast, ready):
        answer = cast.esra.get(f"rapporten/{ready.pk}/voortgang/")
        assert answer.status_code == 302
        assert answer.url == cast.esra.url(f"rapporten/{ready.pk}/")

    def test_a_failure_says_so_and_can_be_tried_again(self, cast, owner):
        with owner():
            report = make(cast.region, status=ReportStatus.FAILED, error="Er ontbreekt een lettertype.")
        assert "Opnieuw proberen" not in page_of(cast.dirk.get(f"rapporten/{report.pk}/"))
        page = page_of(cast.esra.get(f"rapporten/{report.pk}/"))
        assert "Er ontbreekt een lettertype." in page
        assert "Opnieuw proberen" in page
        assert "Dat is niet gelukt." in page
        assert "Het portaal telt de cijfers." not in page
        assert cast.esra.get(f"rapporten/{report.pk}/opnieuw/").status_code == 405
        assert cast.esra.post(f"rapporten/{report.pk}/opnieuw/").status_code == 302
        with owner():
            report.refresh_from_db()
            assert report.status == ReportStatus.REQUESTED
            assert OutboxMessage.objects.count() == 1
        page = page_of(cast.esra.client.post(cast.esra.url(f"rapporten/{report.pk}/opnieuw/"), follow=True))
        assert "niet mislukt" in page


class TestDetail:
    def test_shows_the_frozen_figures_their_digest_files_and_versions(self, cast, ready, owner):
        with owner():
            ready.refresh_from_db()
        page = page_of(cast.esra.get(f"rapporten/{ready.pk}/"))
        assert "€ 13.000,05" in page
        assert "€ 13.009,05" in page
        assert ready.sha256 in page
        assert "Veranderd in versie 2" in page
        assert "€ 12.500,00" in page
        assert "Versie 1" in page
        for file_format in FileFormat.values:
            assert cast.esra.url(f"rapporten/{ready.pk}/bestand/{file_format}/") in page

    def test_says_how_to_check_figures_and_files(self, cast, ready):
        page = page_of(cast.esra.get(f"rapporten/{ready.pk}/"))
        assert "Neem het JSON-bestand en laat de sleutel sha256 weg." in page
        for file_format in FileFormat.values:
            address = cast.esra.url(f"rapporten/{ready.pk}/bestand/{file_format}/")
            file = page.rsplit(address, 1)[1].split("</li>", 1)[0]
            assert (
                hashlib.sha256(cast.esra.get(f"rapporten/{ready.pk}/bestand/{file_format}/").content).hexdigest()
                in file
            )

    def test_later_entries_do_not_change_it(self, cast, ready, award):
        before = page_of(cast.esra.get(f"rapporten/{ready.pk}/"))
        award("OP-9", "777.77")
        assert page_of(cast.esra.get(f"rapporten/{ready.pk}/")) == before

    def test_explains_a_figure_contract_by_contract(self, cast, ready):
        figures = f"rapporten/{ready.pk}/cijfers/"
        page = page_of(cast.esra.get(f"{figures}sroi.precalculated.cumulative/"))
        for amount in ("12.500,00", "500,05", "9,00", "13.009,05"):
            assert amount in page
        assert page.count('scope="row"><a') == 3
        assert "13.000,05" in page_of(cast.esra.get(f"{figures}sroi.precalculated.period/"))
        assert "Het cijfer is nul" in page_of(cast.esra.get(f"{figures}sroi.realised.cumulative/"))
        assert cast.esra.get(f"{figures}anders/").status_code == 404

    def test_downloads_carry_their_own_name_and_the_stored_bytes(self, cast, ready, owner):
        with owner():
            stored = {one.format: bytes(one.content) for one in ReportFile.objects.filter(report=ready)}
        for file_format, content_type in (
            ("pdf", "application/pdf"),
            ("json", "application/json"),
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ):
            answer = cast.esra.get(f"rapporten/{ready.pk}/bestand/{file_format}/")
            assert answer.content == stored[file_format]
            assert answer["Content-Type"] == content_type
            name = f"kwartaalrapport-groningen-2026-q2-v2.{file_format}"
            assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
            assert answer["X-Content-Type-Options"] == "nosniff"
        assert cast.esra.get(f"rapporten/{ready.pk}/bestand/exe/").status_code == 404

    def test_an_unfinished_report_has_no_files(self, cast, owner, ready):
        with owner():
            Report.objects.filter(pk=ready.pk).update(status=ReportStatus.RENDERING)
        assert cast.esra.get(f"rapporten/{ready.pk}/bestand/pdf/").status_code == 404

    def test_takes_no_more_queries_with_more_contracts_and_versions(self, cast, owner, ready, award):
        few = {
            page: len(queries(cast.esra, f"rapporten/{ready.pk}/{page}"))
            for page in ("", "cijfers/sroi.precalculated.period/")
        }
        for number in range(30):
            award(f"V-{number}", "1.00")
        with owner():
            for number in range(3, 30):
                many = make(cast.region, version=number)
        finish(many)
        for page, count in few.items():
            assert len(queries(cast.esra, f"rapporten/{many.pk}/{page}")) == count <= 12
