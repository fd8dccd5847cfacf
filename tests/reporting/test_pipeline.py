"""From request to stored files: every step can be repeated, and what is frozen stands."""

import datetime as dt
import hashlib
import json
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from organisations import outbox, tenancy
from organisations.models import OutboxMessage
from reporting import pipeline
from reporting.choices import FileFormat, ReportStage, ReportStatus
from reporting.figures import canonical
from reporting.figures.canonical import digest
from reporting.models import Report, ReportFile
from reporting.periods import Kind, Period
from reporting.tasks import make_report
from tenders.models import Contract
from tests.cast import make_cast
from tests.database import owner as as_owner
from tests.factories.tenders import ContractFactory

AT = dt.datetime(2026, 7, 26, 8, 0, tzinfo=dt.UTC)
Q2 = Period.parse("2026-Q2")


@pytest.fixture
def ask(cast, owner):
    with owner():
        ContractFactory(
            authority=cast.alice.organisation,
            contractor=cast.bram.organisation,
            awarded_on=dt.date(2026, 4, 1),
            obligation=Decimal("12500.00"),
        )

    def asked(manager_text="Toelichting", period=Q2):
        with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk) as acting:
            return pipeline.request(acting, kind=Kind.QUARTERLY, period=period, manager_text=manager_text, at=AT)

    return asked


def award_of(owner):
    with owner():
        return Contract.objects.get().reference


def as_stored(owner, report):
    with owner():
        stored = Report.objects.get(pk=report.pk)
        files = list(ReportFile.objects.filter(report=report).order_by("format"))
    return stored, files


@pytest.mark.django_db
class TestRequest:
    def test_makes_the_next_version_with_a_job_beside_it(self, ask, owner, cast):
        report = ask()
        stored, _files = as_stored(owner, report)
        assert (stored.version, stored.status, stored.progress) == (1, ReportStatus.REQUESTED, 0)
        assert stored.requested_by_id == cast.esra.user.pk
        with owner():
            job = OutboxMessage.objects.get()
        assert job.name == "reporting.tasks.make_report"
        assert job.payload == {"report_id": str(report.pk), "region_id": str(cast.region.pk)}

    def test_is_refused_while_the_same_report_is_being_made(self, ask, owner):
        ask()
        with pytest.raises(pipeline.ReportError, match="wordt al gemaakt"):
            ask()
        assert ask(period=Period.parse("2026-Q1")).version == 1
        with owner():
            assert Report.objects.count() == 2

    def test_after_a_failure_without_figures_takes_the_same_version_with_the_new_text(self, ask, owner):
        report = ask("eerst")
        with owner():
            Report.objects.update(status=ReportStatus.FAILED)
        assert ask("later") == report
        stored, _files = as_stored(owner, report)
        assert (stored.version, stored.status, stored.manager_text) == (1, ReportStatus.REQUESTED, "later")

    def test_by_the_coordination_point_is_refused_by_the_database(self, cast):
        person = cast.dirk
        with (
            pytest.raises(Exception, match="row-level security"),
            tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting,
        ):
            pipeline.request(acting, kind=Kind.QUARTERLY, period=Q2, manager_text="", at=AT)


@pytest.mark.django_db
class TestProduce:
    def test_freezes_renders_and_stores_each_file_once(self, ask, owner):
        report = ask()
        pipeline.produce(report.pk, region_id=report.region_id)
        stored, files = as_stored(owner, report)
        assert (stored.status, stored.progress, stored.error) == (ReportStatus.READY, 100, "")
        assert stored.ready_at is not None
        assert [one.format for one in files] == [FileFormat.JSON, FileFormat.ODS, FileFormat.PDF, FileFormat.XLSX]
        for one in files:
            assert one.sha256 == hashlib.sha256(one.content).hexdigest()
            assert one.size == len(one.content)
        document = json.loads(bytes(files[0].content))
        assert document["sroi"]["precalculated"]["period"] == "12500.00"
        assert document["manager_text"] == "Toelichting"
        assert document["sha256"] == stored.sha256 == digest(document)
        assert hashlib.sha256(stored.snapshot.encode()).hexdigest() == stored.sha256
        assert bytes(files[2].content).startswith(b"%PDF")
        assert json.loads(stored.rows)["sroi.precalculated.period"] == {award_of(owner): "12500.00"}
        assert document["rows_sha256"] == stored.rows_sha256 == hashlib.sha256(stored.rows.encode()).hexdigest()

    def test_again_changes_nothing(self, ask, owner):
        report = ask()
        pipeline.produce(report.pk, region_id=report.region_id)
        before = as_stored(owner, report)
        pipeline.produce(report.pk, region_id=report.region_id)
        after = as_stored(owner, report)
        assert [(one.pk, one.made_at) for one in after[1]] == [(one.pk, one.made_at) for one in before[1]]
        assert after[0].ready_at == before[0].ready_at

    @pytest.mark.parametrize("kept", [(), (FileFormat.JSON, FileFormat.XLSX)])
    def test_goes_on_from_the_frozen_figures_after_a_stop(self, ask, owner, cast, kept):
        report = ask()
        pipeline.produce(report.pk, region_id=report.region_id)
        before, files = as_stored(owner, report)
        contents = {one.format: bytes(one.content) for one in files}
        with owner():
            ReportFile.objects.exclude(format__in=kept).delete()
            Report.objects.update(status=ReportStatus.RENDERING, ready_at=None)
            ContractFactory(awarded_on=dt.date(2026, 4, 1), authority=cast.alice.organisation)
        pipeline.produce(report.pk, region_id=report.region_id)
        after, files = as_stored(owner, report)
        assert after.status == ReportStatus.READY
        assert (after.sha256, after.snapshot) == (before.sha256, before.snapshot)
        assert {one.format: bytes(one.content) for one in files} == contents

    def test_a_new_version_says_what_changed(self, ask, owner, cast):
        first = ask()
        pipeline.produce(first.pk, region_id=first.region_id)
        with owner():
            ContractFactory(
                reference="LATER",
                awarded_on=dt.date(2026, 6, 30),
                obligation=Decimal("500.05"),
                authority=cast.alice.organisation,
                contractor=cast.bram.organisation,
            )
        second = ask("")
        assert second.version == 2
        pipeline.produce(second.pk, region_id=second.region_id)
        stored, _files = as_stored(owner, second)
        changes = {one["path"]: (one["before"], one["after"]) for one in json.loads(stored.snapshot)["changes"]}
        assert changes["sroi.precalculated.period"] == ("12500.00", "13000.05")
        assert changes["sroi.contracts[LATER].obligation"] == (None, "500.05")
        assert changes["manager_text"] == ("Toelichting", "")
        assert as_stored(owner, first)[0].status == ReportStatus.READY

    def test_figures_that_were_tampered_with_fail_with_a_sentence(self, ask, owner):
        report = ask()
        with owner():
            Report.objects.update(snapshot='{"schema_version": 1}', sha256="0" * 64, frozen_at=AT)
        pipeline.produce(report.pk, region_id=report.region_id)
        stored, files = as_stored(owner, report)
        assert stored.status == ReportStatus.FAILED
        assert "SHA-256" in stored.error
        assert files == []

    def test_a_failed_report_can_be_tried_again(self, ask, owner, cast):
        report = ask()
        with owner():
            Report.objects.update(status=ReportStatus.FAILED, error="Mislukt.", progress=30)
        with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk):
            pipeline.retry(report.pk)
            with pytest.raises(pipeline.ReportError, match="niet mislukt"):
                pipeline.retry(report.pk)
        stored, _files = as_stored(owner, report)
        assert (stored.status, stored.error, stored.progress) == (ReportStatus.REQUESTED, "", 0)
        with owner():
            assert OutboxMessage.objects.count() == 2

    def test_an_unexpected_error_is_for_a_later_attempt(self, ask, owner, settings):
        report = ask()
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [], "APP_DIRS": False}]
        with pytest.raises(Exception, match=r"reporting/pdf/report\.html"):
            pipeline.produce(report.pk, region_id=report.region_id)
        stored, files = as_stored(owner, report)
        assert stored.status == ReportStatus.RENDERING
        assert "vanzelf opnieuw" in stored.error
        assert [one.format for one in files] == [FileFormat.JSON, FileFormat.ODS, FileFormat.XLSX]


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_frozen_report(ask, owner):
    report = ask()
    pipeline.produce(report.pk, region_id=report.region_id)
    before, files = as_stored(owner, report)
    for changed in (
        {"snapshot": "{}"},
        {"sha256": "1" * 64},
        {"rows": "{}"},
        {"version": 7},
        {"period": "2019"},
        {"snapshot": "", "sha256": "", "frozen_at": None, "status": ReportStatus.REQUESTED},
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), owner():
            Report.objects.filter(pk=report.pk).update(**changed)
    after, _files = as_stored(owner, report)
    assert (after.snapshot, after.manager_text, after.version) == (before.snapshot, "Toelichting", 1)
    assert len(files) == len(pipeline.FILES)


@pytest.mark.django_db
def test_the_texts_of_a_report_may_grow_until_it_is_frozen(ask, owner):
    report = ask()
    pipeline.produce(report.pk, region_id=report.region_id)
    document = json.loads(as_stored(owner, report)[0].snapshot) | {"manager_text": "Beter gezegd"}
    grown = {
        "manager_text": "Beter gezegd",
        "snapshot": canonical.canonical_bytes(document).decode(),
        "sha256": digest(document),
    }
    with owner():
        Report.objects.filter(pk=report.pk).update(**grown)
        Report.objects.filter(pk=report.pk).update(stage=ReportStage.FROZEN, adopted_at=AT)
    for changed in (
        {"manager_text": "Toch niet"},
        {"stage": ReportStage.DRAFT, "adopted_at": None},
        {"adopted_at": AT + dt.timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), owner():
            Report.objects.filter(pk=report.pk).update(**changed)


def committed_request():
    cast = make_cast()
    with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk) as acting:
        report = pipeline.request(acting, kind=Kind.QUARTERLY, period=Q2, manager_text="", at=AT)
    with as_owner():
        return report, OutboxMessage.objects.get().pk


@pytest.mark.usefixtures("in_scratch")
class TestTask:
    def test_is_done_once_however_often_it_is_hinted(self):
        report, job = committed_request()
        make_report(outbox_id=str(job))
        first = as_stored(as_owner, report)
        make_report(outbox_id=str(job))
        make_report(outbox_id=str(uuid.uuid4()))
        assert first[0].status == ReportStatus.READY
        assert as_stored(as_owner, report)[0].ready_at == first[0].ready_at
        assert len(first[1]) == len(pipeline.FILES)
        with as_owner():
            assert OutboxMessage.objects.get(pk=job).done_at is not None

    def test_fails_on_the_page_when_no_attempt_is_left(self):
        report, job = committed_request()
        with as_owner():
            OutboxMessage.objects.filter(pk=job).update(attempts=outbox.ATTEMPTS["job"])
        make_report(outbox_id=str(job))
        stored, _files = as_stored(as_owner, report)
        assert stored.status == ReportStatus.FAILED
        assert "Probeer het later opnieuw" in stored.error
