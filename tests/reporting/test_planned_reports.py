"""What the portal does by itself: drafts after the cut-off day, told of once; and the yearly evaluation."""

import datetime as dt
import json
import re

import pytest

from organisations import tenancy
from organisations.choices import OutboxKind, Purpose
from organisations.models import OutboxMessage, Region
from organisations.refused import Refused
from reporting.choices import ReportStatus, ReportStep
from reporting.flow import evaluating, planning
from reporting.models import Evaluation, Report, ReportEvent, ReportPolicy
from reporting.tasks import make_planned_report
from tests.cast import log_in
from tests.covenant_rows import partner_of
from tests.database import owner as as_owner

pytestmark = pytest.mark.django_db

DUE = dt.date(2026, 7, 28)


@pytest.fixture
def region(cast, owner) -> Region:
    with owner():
        Region.objects.filter(pk=cast.region.pk).update(money_start=dt.date(2026, 1, 1))
    return cast.region


def plan(region, on=DUE) -> int:
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        return planning.plan(region_id=region.pk, on=on)


def jobs() -> list[OutboxMessage]:
    with as_owner():
        return list(OutboxMessage.objects.filter(kind=OutboxKind.JOB, name=planning.TASK).order_by("pk"))


def mails(name: str) -> list[str]:
    with as_owner():
        found = OutboxMessage.objects.filter(kind=OutboxKind.MAIL, name=name).order_by("pk")
        return [json.dumps(one.payload) for one in found]


class TestDrafts:
    def test_each_draft_is_asked_for_once(self, region, cast):
        assert plan(region, on=DUE - dt.timedelta(days=1)) == 0
        assert plan(region) == 2
        assert plan(region) == 0, "the same day again, as after a restart"
        assert plan(region, on=DUE + dt.timedelta(days=1)) == 0
        with as_owner():
            asked = set(Report.objects.filter(region=region).values_list("kind", "period", "version"))
        assert asked == {("quarterly", "2026-Q2", 1), ("half_yearly", "2026-H1", 1)}
        assert len(jobs()) == 2

    def test_not_what_somebody_asked_for_earlier(self, region, cast):
        with as_owner():
            Report.objects.create(region=region, kind="quarterly", period="2026-Q2", version=1)
        assert plan(region) == 1

    def test_on_the_day_that_the_region_chose(self, region, cast, owner):
        with owner():
            ReportPolicy.objects.create(region=region, cut_off_day=10)
        assert plan(region, on=dt.date(2026, 7, 10)) == 0
        assert plan(region, on=dt.date(2026, 7, 11)) == 2

    def test_is_made_and_told_of_once_with_what_is_missing(self, region, cast, owner):
        with owner():
            partner_of(region)
        plan(region)
        first = jobs()[0]
        for _again in range(2):
            make_planned_report(outbox_id=str(first.pk))
            with as_owner():
                OutboxMessage.objects.filter(pk=first.pk).update(done_at=None, payload=first.payload)
        with as_owner():
            report = Report.objects.get(pk=first.payload["report_id"])
            assert (report.status, report.requested_by_id) == (ReportStatus.READY, None)
            assert ReportEvent.objects.filter(report=report, step=ReportStep.PLANNED).count() == 1
        told = mails("report_draft")
        assert len(told) == 2, "the bureau and the coordination point"
        assert any(cast.esra.user.email in one for one in told)
        assert any(cast.dirk.user.email in one for one in told)
        assert all("Teksten over de inzet van partners die nog ontbreken: " in one for one in told)
        assert not any(cast.frank.user.email in one for one in told)


class TestEvaluation:
    def test_is_due_a_month_after_the_meeting_and_reminded_of_once(self, region, cast):
        with tenancy.acting_for(user_id=cast.esra.user.pk, organisation_id=cast.esra.organisation.pk) as esra:
            planned = evaluating.plan(esra, year=2025, meeting_on=dt.date(2026, 1, 31))
            assert planned.due_on == dt.date(2026, 2, 28)
            with pytest.raises(Refused, match="al een evaluatie"):
                evaluating.plan(esra, year=2025, meeting_on=dt.date(2026, 1, 30))
            with pytest.raises(Refused, match="nog niet geweest"):
                evaluating.record(esra, planned.pk, text="Verslag", at=dt.datetime(2026, 1, 30, tzinfo=dt.UTC))
        for day, reminded in ((20, 0), (21, 1), (22, 0)):
            with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
                assert evaluating.remind(region_id=region.pk, on=dt.date(2026, 2, day)) == reminded
        assert len(mails("evaluation_due")) == 1

    def test_bureau_writes_and_a_partner_says_what_it_thinks_otherwise(self, region, cast, owner):
        with owner():
            union = partner_of(region)
            evaluation = Evaluation.objects.create(
                region=region, year=2024, meeting_on=dt.date(2025, 1, 6), due_on=dt.date(2025, 2, 6)
            )
        log_in(union)
        path = f"evaluaties/{evaluation.pk}/"
        cast.esra.client.post(cast.esra.url(path), {"record": "Wij keken terug op het jaar."})
        assert "Wij keken terug op het jaar." in union.get(path).text
        assert union.client.post(union.url(path), {"record": "Iets anders"}).status_code == 403
        opinion = {"partner": str(union.organisation.pk), "text": "Wij vinden de begeleiding te kort."}
        assert union.client.post(union.url(f"{path}mening/"), opinion).status_code == 302
        other = opinion | {"partner": str(cast.alice.organisation.pk)}
        assert union.client.post(union.url(f"{path}mening/"), other).status_code == 422
        assert "Wij vinden de begeleiding te kort." in cast.esra.get(path).text
        assert cast.dirk.get(path).status_code == 200
        assert cast.dirk.client.post(cast.dirk.url(f"{path}mening/"), opinion).status_code == 403
        assert cast.bram.get(path).status_code == 403
        assert cast.frank.get(path).status_code == 404

    def test_the_region_chooses_its_days(self, region, cast):
        esra = cast.esra
        assert (
            esra.client.post(
                esra.url("rapporten/afspraken/"), {"cut_off_day": "29", "judgement_days": "14"}
            ).status_code
            == 422
        )
        esra.client.post(esra.url("rapporten/afspraken/"), {"cut_off_day": "20", "judgement_days": "10"})
        with as_owner():
            assert list(ReportPolicy.objects.values_list("region", "cut_off_day", "judgement_days")) == [
                (region.pk, 20, 10)
            ]
        assert cast.dirk.get("rapporten/afspraken/").status_code == 403

    def test_the_bureau_sees_which_drafts_come(self, region, cast, owner):
        text = cast.esra.get("rapporten/afspraken/").text
        assert re.search(r"Kwartaalrapport .*Sluit op .*concept op ", text.replace("\n", " "))
        with owner():
            Region.objects.filter(pk=region.pk).update(money_start=None)
        text = cast.esra.get("rapporten/afspraken/").text
        assert "niet bekend vanaf welke dag het geld telt" in text
