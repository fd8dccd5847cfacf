"""Each figure that differs opens the rows that moved it, with what happened to them, for who may see those rows."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.db.models import Q
from django.utils import timezone

from candidates.models import Candidate
from organisations import tenancy
from organisations.erasure_rules import event_model
from reporting import pipeline
from reporting.choices import ReportStatus
from reporting.figures import canonical
from reporting.models import Report
from tests.database import owner as as_owner
from tests.factories.candidates import CandidateFactory
from tests.factories.training import EnrolmentFactory

pytestmark = pytest.mark.django_db

SCHEMA_1 = Path(__file__).with_name("schema_1.json")
DAY = dt.date(2026, 5, 1)
GROUP = "registrations.period.by_group.participatiewet"
TOTAL = "registrations.cumulative.total"


def made(region, *, period="2026-Q2", version=1, frozen_by=None):
    with as_owner():
        report = Report.objects.create(region=region, kind="quarterly", period=period, version=version)
    pipeline._AtWork(report.pk, region.pk).freeze(report)
    with as_owner():
        ready = Report.objects.filter(pk=report.pk)
        ready.update(status=ReportStatus.READY)
        if frozen_by is not None:
            ready.update(stage="frozen", adopted_at=timezone.now(), adopted_by=frozen_by.user)
    return report


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def references(page):
    return re.findall(r'scope="row"><a[^>]*>([^<]+)</a>', page)


@pytest.fixture
def moved(cast):
    """A candidate of Dirk's region changes group, and one is registered, after the first version was made."""
    with as_owner():
        for number in range(2):
            CandidateFactory(
                reference=f"K-{number}",
                registered_on=DAY,
                target_group="participatiewet",
                municipality="GM0014",
                identity__last_name="Geheimenaam",
            )
    made(cast.region, frozen_by=cast.esra)
    entered = tenancy.acting_for(user_id=cast.dirk.user.pk, organisation_id=cast.dirk.organisation.pk)
    with entered:
        Candidate.objects.filter(reference="K-1").update(target_group="ww")
    with as_owner():
        CandidateFactory(reference="K-9", registered_on=DAY, target_group="ww", municipality="GM0106")
        # A test is one transaction, and the database dates all that happens in it by its beginning.
        events = event_model(Candidate).objects
        events.filter(Q(reference="K-1", pgh_label="update") | Q(reference="K-9")).update(pgh_created_at=timezone.now())


@pytest.fixture
def corrected(cast, moved):
    return made(cast.region, version=2)


def test_the_report_leads_to_each_figure_that_changed(cast, corrected):
    page = text_of(cast.dirk.get(f"rapporten/{corrected.pk}/"))
    assert cast.dirk.url(f"rapporten/{corrected.pk}/veranderd/{GROUP}/") in page


def test_the_coordination_point_sees_what_happened_to_which_row(cast, corrected):
    page = text_of(cast.dirk.get(f"rapporten/{corrected.pk}/veranderd/{GROUP}/"))
    assert references(page) == ["K-1"]
    assert "doelgroep Participatiewet → WW" in page
    assert "Eraf" in page
    assert cast.dirk.user.name in page
    assert "Geheimenaam" not in page


def test_a_new_row_is_said_to_be_added(cast, corrected):
    page = text_of(cast.dirk.get(f"rapporten/{corrected.pk}/veranderd/{TOTAL}/"))
    assert references(page) == ["K-9"]
    assert "Kandidaat toegevoegd" in page
    assert "Erbij" in page


def test_the_bureau_sees_numbers_and_what_the_figure_means(cast, corrected):
    page = text_of(cast.esra.get(f"rapporten/{corrected.pk}/veranderd/{GROUP}/"))
    assert "Regels eraf</dt><dd>1</dd>" in page
    assert "Elke kandidaat die is aangemeld telt één keer" in page
    assert "U ziet van mensen alleen aantallen" in page
    assert "K-1" not in page


def test_what_came_late_opens_its_rows_as_well(cast, moved):
    report = made(cast.region, period="2026-Q3")
    page = text_of(cast.dirk.get(f"rapporten/{report.pk}/"))
    address = f"rapporten/{report.pk}/nagekomen/{TOTAL}/"
    assert cast.dirk.url(address) in page
    late = text_of(cast.dirk.get(address))
    assert references(late) == ["K-9"]
    assert "Nagekomen over 2e kwartaal 2026" in late
    assert "Kandidaat toegevoegd" in late


def test_nobody_else_has_these_pages_and_what_did_not_change_has_none(cast, corrected):
    address = f"rapporten/{corrected.pk}/veranderd/{GROUP}/"
    for person in (cast.alice, cast.bram, cast.carla):
        assert person.get(address).status_code in {403, 404}
    assert cast.frank.get(address).status_code == 404
    for figure in ("employments.period.total", "onzin", "manager_text"):
        assert cast.dirk.get(f"rapporten/{corrected.pk}/veranderd/{figure}/").status_code == 404
        assert cast.dirk.get(f"rapporten/{corrected.pk}/nagekomen/{figure}/").status_code == 404


def test_a_report_of_the_first_schema_says_why_it_has_no_rows(cast):
    content = json.loads(SCHEMA_1.read_text())
    content.pop(canonical.DIGEST_KEY, None)
    with as_owner():
        old = Report.objects.create(
            region=cast.region,
            kind="quarterly",
            period="2026-Q2",
            version=1,
            snapshot=canonical.canonical_bytes(content).decode(),
            sha256=canonical.digest(content),
            frozen_at=timezone.now(),
        )
    page = text_of(cast.dirk.get(f"rapporten/{old.pk}/cijfers/sroi.precalculated.period/"))
    assert "voordat het portaal bewaarde welke regels" in page
    assert cast.dirk.get(f"rapporten/{old.pk}/").status_code == 200


def test_each_amount_and_each_number_reached_on_a_report_opens_its_own_rows(cast, corrected):
    page = text_of(cast.dirk.get(f"rapporten/{corrected.pk}/"))
    for figure in (
        *(f"sroi.{what}.{split}" for what in ("precalculated", "realised") for split in ("period", "cumulative")),
        *("sroi_jobs.period.other", "sroi_jobs.cumulative.other"),
        *(f"targets.{target}.actual" for target in ("intake", "started", "sustained_outflow")),
    ):
        address = f"rapporten/{corrected.pk}/cijfers/{figure}/"
        assert f'href="{cast.dirk.url(address)}"' in page
        assert cast.dirk.get(address).status_code == 200


def test_a_programme_is_called_by_its_name(cast):
    with as_owner():
        enrolment = EnrolmentFactory(candidate=CandidateFactory(registered_on=DAY), started_on=DAY)
        programme = enrolment.programme
    report = made(cast.region)
    page = text_of(
        cast.esra.get(f"rapporten/{report.pk}/cijfers/training_started.period.by_programme.{programme.code}/")
    )
    assert f"<span>{programme.name}</span>" in page
