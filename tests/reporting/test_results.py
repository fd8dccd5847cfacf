"""The public results: everybody reads what was published, and nothing that stands behind it."""

import csv
import datetime as dt
import io
import json
import random
import zipfile

import outloud
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from organisations import tenancy
from organisations.models import Region
from reporting import pipeline
from reporting.choices import Edition, FileFormat, ReportStage, ReportStatus
from reporting.figures import canonical
from reporting.models import Report, ReportFile, ReportPublication, Story
from reporting.publication import public_edition
from reporting.publication.open_data import render_csv, render_description, rows_of
from reporting.publication.results import results_of
from reporting.render.public_files import render_public_ods, render_public_pdf, render_public_xlsx
from reporting.suppression import make_public
from tests.database import owner
from tests.reporting.full_document import full_document
from tests.reporting.random_reports import region as random_region

PAGE = "/groningen/resultaten/"
SECRET = "Drie mensen uit de Wsw vonden werk."


def frozen(cast, exact, *, version=1):
    content = canonical.canonical_bytes(exact).decode()
    at = timezone.now()
    return Report.objects.create(
        region=cast.region,
        kind=exact["kind"],
        period=exact["period"],
        version=version,
        stage=ReportStage.FROZEN,
        status=ReportStatus.READY,
        snapshot=content,
        sha256=canonical.digest(exact),
        rows="{}",
        rows_sha256="0" * 64,
        frozen_at=at,
        adopted_at=at,
        adopted_by=cast.esra.user,
        ready_at=at,
        manager_text=SECRET,
    )


def publish(cast, exact, **named):
    with owner():
        report = frozen(cast, exact, **named)
        ReportPublication.objects.create(
            report=report,
            region=cast.region,
            edition=Edition.PUBLIC,
            kind=report.kind,
            period=report.period,
            version=report.version,
            published_by=cast.esra.user,
        )
    return report


@pytest.fixture
def year():
    """The quarters, halves and year of a small region, in order of publication."""
    return random_region(random.Random(7), busy=40)  # noqa: S311 -- repeatable data, no secret


@pytest.fixture
def published(cast, year, monkeypatch):
    """Two quarters are public; the half-year is frozen, and exact files of it exist."""
    monkeypatch.setitem(public_edition.FILES, FileFormat.PDF, lambda _document: b"%PDF-")
    for exact in year[:2]:
        publish(cast, exact)
        public_edition.produce(cast.region.pk)
    with owner():
        draft = frozen(cast, year[2])
        for format_ in (FileFormat.JSON, FileFormat.CSV):
            ReportFile.objects.create(
                report=draft, edition=Edition.EXACT, format=format_, content=SECRET.encode(), size=1
            )
    return year


class TestPage:
    def test_everybody_reads_the_newest_figures(self, cast, published):
        answer = Client().get(PAGE)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "2e kwartaal 2018" in text
        assert f'value="quarterly-{published[0]["period"]}"' in text
        assert SECRET not in text

    def test_another_quarter_is_chosen_by_its_address(self, cast, published):
        text = Client().get(PAGE, {"rapport": "quarterly-2018-Q1"}).content.decode()
        assert "<title>Resultaten Groningen, 1e kwartaal 2018" in " ".join(text.split())
        assert Client().get(PAGE, {"rapport": "half_yearly-2018-H1"}).status_code == 404

    def test_nothing_published_yet(self, cast):
        text = Client().get(PAGE).content.decode()
        assert "Er zijn nog geen openbare cijfers" in text
        assert Client().get("/nergens/resultaten/").status_code == 404

    def test_the_answer_is_the_same_for_everybody_and_may_be_kept(self, cast, published):
        answer, of_esra = Client().get(PAGE), cast.esra.client.get(PAGE)
        assert answer.content == of_esra.content
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Cache-Control"] == "public, max-age=60"
        again = Client().get(PAGE, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_a_count_that_is_left_out_is_no_number_of_people(self, cast, published):
        with owner():
            file = ReportFile.objects.get(report__period=published[1]["period"], edition="public", format="json")
            document = json.loads(bytes(file.content))
            document["targets"]["sustained_outflow"]["actual"] = "x"
            ReportFile.objects.filter(pk=file.pk).update(content=json.dumps(document).encode())
        text = " ".join(Client().get(PAGE).content.decode().split())
        assert "duurzaam aan het werk waren, laten we weg" in text
        assert ">x</p>" not in text

    def test_it_takes_no_post(self, cast):
        assert Client().post(PAGE).status_code == 405

    def test_no_other_region_has_these_figures(self, cast, published):
        assert "Er zijn nog geen openbare cijfers" in Client().get("/noordermeer/resultaten/").content.decode()
        assert Client().get("/noordermeer/resultaten/quarterly-2018-Q2/json/").status_code == 404


class TestFiles:
    def test_the_command_still_gives_the_exact_file_beside_a_public_one(self, cast, published):
        with owner():
            report = Report.objects.get(period=published[0]["period"])
            ReportFile.objects.create(report=report, edition=Edition.EXACT, format="json", content=b"exact", size=5)
        assert pipeline.file_of(report, FileFormat.JSON) == b"exact"

    def test_the_command_offers_no_format_of_which_it_makes_no_file(self, cast):
        with pytest.raises(CommandError, match="csv"):
            call_command("report", region="groningen", kind="quarterly", period="2018-Q1", format="csv", output="-")

    def test_each_file_is_made_once_and_says_what_the_page_says(self, cast, published):
        with owner():
            made = ReportFile.objects.filter(edition=Edition.PUBLIC)
            before = set(made.values_list("pk", "sha256"))
        assert len(before) == 2 * len(public_edition.FILES)
        public_edition.produce(cast.region.pk)
        with owner():
            assert set(ReportFile.objects.filter(edition=Edition.PUBLIC).values_list("pk", "sha256")) == before

    def test_the_table_can_be_found_with_its_description(self, cast, published):
        answer = Client().get(f"{PAGE}quarterly-2018-Q2/csv/")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        described = Client().get(answer["Link"].split(">")[0].strip("<"))
        columns = [one["name"] for one in json.loads(described.content)["tableSchema"]["columns"]]
        assert columns == next(csv.reader(io.StringIO(answer.content.decode())))

    @pytest.mark.parametrize("name", ["exact", "pdfx", "ods2"])
    def test_a_file_that_is_not_there(self, cast, published, name):
        assert Client().get(f"{PAGE}quarterly-2018-Q2/{name}/").status_code == 404

    def test_what_is_not_published_is_in_no_answer(self, cast, published):
        assert Client().get(f"{PAGE}half_yearly-2018-H1/json/").status_code == 404
        for format_ in FileFormat.values:
            answer = Client().get(f"{PAGE}quarterly-2018-Q2/{format_}/")
            assert answer.status_code == 200, format_
            for part in parts_of(answer.content):
                assert SECRET.encode() not in part
                assert canonical.digest(published[1]).encode() not in part

    def test_who_published_later_hides_beside_what_was_published_first(self, cast, published):
        with tenancy.public(cast.region.pk):
            documents = {result.key: result.document for result in results_of(cast.region.pk)}
        assert documents["quarterly-2018-Q1"] == make_public(published[0])
        second = documents["quarterly-2018-Q2"]
        assert canonical.is_intact(second)
        assert second != make_public(published[1])

    def test_an_earlier_period_comes_too_late(self, cast, year):
        publish(cast, year[1])
        with owner():
            first = frozen(cast, year[0])
        with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk):
            assert public_edition.is_out_of_order(first)


class TestRowSecurity:
    def test_the_public_sees_no_exact_row(self, cast, published):
        with tenancy.public(cast.region.pk):
            assert not Report.objects.exists()
            assert set(ReportFile.objects.values_list("edition", flat=True)) == {Edition.PUBLIC}
            assert not ReportFile.objects.filter(content=SECRET.encode()).exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM reporting_reportpublication WHERE edition = 'exact'")
                assert cursor.fetchone() == (0,)

    def test_taken_back_it_is_gone_at_once(self, cast, published):
        with owner():
            ReportPublication.objects.filter(period="2018-Q2").delete()
        assert "2e kwartaal 2018" not in Client().get(PAGE).content.decode()
        assert Client().get(f"{PAGE}quarterly-2018-Q2/json/").status_code == 404

    def test_another_region_sees_nothing(self, cast, published):
        with owner():
            elsewhere = Region.objects.get(code="noordermeer")
        with tenancy.public(elsewhere.pk):
            assert not ReportFile.objects.exists()


def parts_of(content):
    """The bytes of a file, and of what is packed in it."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


class TestFullReport:
    """A report with every topic, by the renderers themselves."""

    @pytest.mark.parametrize("kind", ["quarterly", "half_yearly", "yearly", "final"])
    def test_every_kind_becomes_a_public_edition(self, kind):
        public = make_public(full_document(kind))
        assert canonical.is_intact(public)
        for render in (render_public_xlsx, render_public_ods):
            assert render(public) == render(public)
        rows = list(rows_of(public))
        assert len({row[:3] + row[6:10] for row in rows}) == len(rows)
        assert {row.hidden for row in rows} <= {"", "small", "secondary"}
        assert all(bool(row.value) != bool(row.hidden) for row in rows)

    def test_no_count_of_a_few_persons_is_in_the_table(self):
        public = make_public(full_document("yearly"))
        for row in csv.DictReader(io.StringIO(render_csv(public).decode())):
            if row["unit"] == "count" and row["topic"] not in {"calendar", "tender_reasons", "targets"}:
                assert row["value"] == "" or int(row["value"]) not in {1, 2, 3, 4}, row

    def test_the_pdf_is_tagged_and_the_same_again(self, tmp_path):
        public = make_public(full_document())
        made = render_public_pdf(public)
        assert made.startswith(b"%PDF-")
        assert made == render_public_pdf(public)
        file = tmp_path / "public.pdf"
        file.write_bytes(made)
        result = outloud.check(str(file))
        assert result.error is None
        assert [finding.rule for finding in result.findings] == []

    def test_the_description_names_its_standard(self):
        described = json.loads(render_description(make_public(full_document()), url="x.csv"))
        assert described["@context"][0] == "http://www.w3.org/ns/csvw"


class TestStories:
    def story(self, cast, **values):
        given = {
            "region": cast.region,
            "title": "Weer aan het werk",
            "text": "Vroeger stond ik aan de lopende band.",
            "consent_given_on": dt.date(2026, 1, 5),
            "consent_how": "paper",
            "written_by": cast.esra.user,
        }
        with owner():
            made = Story.objects.create(**(given | values))
            Story.objects.filter(pk=made.pk).update(approved_by=cast.dirk.user, approved_at=timezone.now())
        return made

    def test_an_approved_story_is_told_until_the_consent_is_withdrawn(self, cast):
        story = self.story(cast)
        assert "lopende band" in Client().get(PAGE).content.decode()
        with owner():
            Story.objects.filter(pk=story.pk).update(withdrawn_at=timezone.now())
            story.refresh_from_db()
        assert "lopende band" not in Client().get(PAGE).content.decode()
        assert (story.title, story.text, story.approved_at) == ("", "", None)

    @pytest.mark.parametrize(
        "values",
        [
            {"consent_given_on": dt.date(2999, 1, 1)},
            {"consent_ends_on": dt.date(2026, 1, 6)},
        ],
    )
    def test_a_consent_holds_from_its_first_to_its_last_day(self, cast, values):
        self.story(cast, **values)
        assert "lopende band" not in Client().get(PAGE).content.decode()
        with tenancy.public(cast.region.pk):
            assert not Story.objects.exists()

    def test_other_words_ask_for_approval_anew(self, cast):
        story = self.story(cast)
        with owner():
            Story.objects.filter(pk=story.pk).update(text="Ik won de loterij.")
        assert "loterij" not in Client().get(PAGE).content.decode()

    def test_nobody_approves_what_he_wrote(self, cast):
        story = self.story(cast)
        with pytest.raises(Exception, match="story_approved_by_another"), owner(), transaction.atomic():
            Story.objects.filter(pk=story.pk).update(approved_by=cast.esra.user)

    def test_another_region_tells_its_own(self, cast):
        self.story(cast)
        assert "lopende band" not in Client().get("/noordermeer/resultaten/").content.decode()
