"""Counting where a region stands: once at a time, again each night, and the figures of before until then."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from organisations import outbox, tenancy
from organisations.choices import Purpose
from organisations.models import OutboxMessage, Region
from reporting import standings
from reporting.choices import ReportStatus
from reporting.definitions import define
from reporting.figures.tree import leaves
from reporting.models import Standing
from reporting.periods import Length, Period
from tests.database import owner as as_owner
from tests.factories.placing import PlacementFactory
from tests.factories.training import EnrolmentFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
QUARTER = Period.containing(TODAY, Length.QUARTER)
START = dt.date(QUARTER.year, 1, 1)


@pytest.fixture
def region(cast):
    return Region.objects.get(code="groningen")


def count(region, period):
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        standing = standings._queue(region.pk, period, at=timezone.now(), user_id=None)
    assert standing is not None
    standings.produce(standing.pk, region_id=region.pk)
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        return Standing.objects.get(pk=standing.pk)


def jobs():
    with as_owner():
        return list(OutboxMessage.objects.filter(name=standings.TASK).order_by("pk"))


def test_what_is_counted_stands_with_its_rows(region, owner):
    with owner():
        PlacementFactory(reference="P-1", starts_on=START, candidate__reference="K-1", candidate__registered_on=START)
        EnrolmentFactory(reference="S-1", started_on=START, candidate__registered_on=START)
    standing = count(region, QUARTER)
    document, rows = json.loads(standing.document), json.loads(standing.rows)
    assert standing.status == ReportStatus.READY
    assert standing.reference_on == TODAY
    assert document["employments"]["cumulative"]["total"] == 1
    assert rows["employments.cumulative.total"] == ["P-1"]
    assert rows["training_started.cumulative.total"] == ["S-1"]
    # A quarter gets the detail by municipality that a report gives each half-year.
    assert "by_municipality_detail" in document["sustained_outflow"]["cumulative"]


def test_every_figure_with_rows_has_a_definition_and_as_many_rows(region, owner):
    with owner():
        placed = PlacementFactory(starts_on=START, candidate__registered_on=START, sroi=True)
        EnrolmentFactory(candidate=placed.candidate, started_on=START, ended_on=START, outcome="certificate")
        EnrolmentFactory(
            started_on=START, ended_on=START, outcome="dropout", dropout_reason="work", candidate__registered_on=START
        )
    standing = count(region, QUARTER)
    document, rows = json.loads(standing.document), json.loads(standing.rows)
    figures = dict(leaves(document))
    assert len(rows) > 50
    assert not [path for path in rows if define(path) is None]
    counted = {path: refs for path, refs in rows.items() if isinstance(refs, list)}
    assert {path: len(refs) for path, refs in counted.items()} == {path: figures[path] for path in counted}


def test_asking_twice_counts_once(cast, region):
    with tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk) as acting:
        standings.request(acting, period=QUARTER, at=timezone.now())
        with pytest.raises(standings.StandingError, match="al bijgewerkt"):
            standings.request(acting, period=QUARTER, at=timezone.now())
    assert len(jobs()) == 1


def test_a_period_that_has_not_begun_is_not_counted(cast):
    with (
        tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk) as acting,
        pytest.raises(standings.StandingError, match="moet nog beginnen"),
    ):
        standings.request(acting, period=QUARTER.next(), at=timezone.now())
    assert not jobs()


def test_each_night_the_quarter_of_now_and_until_its_cut_off_the_one_before(region):
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        assert standings.count_by_itself(region_id=region.pk, on=dt.date(2026, 7, 25)) == 2
        assert standings.count_by_itself(region_id=region.pk, on=dt.date(2026, 7, 25)) == 0
        periods = Standing.objects.order_by("period").values_list("period", flat=True)
        assert list(periods) == ["2026-Q2", "2026-Q3"]
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        Standing.objects.update(status=ReportStatus.FAILED)
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        assert standings.count_by_itself(region_id=region.pk, on=dt.date(2026, 7, 26)) == 1


def test_the_figures_of_before_stand_until_there_are_new_ones(region):
    before = count(region, QUARTER)
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        standings._queue(region.pk, QUARTER, at=timezone.now(), user_id=None)
        standing = Standing.objects.get()
    assert standing.is_unfinished
    assert standing.document == before.document


def test_when_no_attempt_is_left_the_page_says_so(region):
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        standing = standings._queue(region.pk, QUARTER, at=timezone.now(), user_id=None)
    claim = outbox.Claim(
        id=standing.pk,
        kind="job",
        name=standings.TASK,
        payload={"standing_id": str(standing.pk), "region_id": str(region.pk)},
        message_id="",
        attempt=5,
    )
    standings.give_up(claim, "lost")
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        standing = Standing.objects.get()
    assert standing.has_failed
    assert "Probeer het later" in standing.error
