"""The screens on which a report goes its way: for whom they are, and what they cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reporting.flow import planning
from reporting.models import (
    Judgement,
    ReportWarning,
)
from tests.database import owner as as_owner
from tests.reporting.report_steps import (
    TEXT,
    finish,
    freeze,
    made,
    publish,
    stored,
)

pytestmark = pytest.mark.django_db


class TestScreens:
    PAGES = ("", "oordelen/", "controle/", "publiceren/", "opgehaald/")
    ACTIONS = (
        "oordelen/",
        "oordelen/terug/",
        "controle/",
        "controle/tellen/",
        "woorden/",
        "vaststellen/",
        "publiceren/",
        "publiceren/exact/",
        "terugnemen/exact/",
        "versturen/",
        "correctie/",
    )

    def test_pages_for_the_bureau_and_the_coordination_point_only(self, cast, report):
        for page in self.PAGES:
            path = f"rapporten/{report.pk}/{page}"
            for person, status in (
                (cast.esra, 200),
                (cast.dirk, 200),
                (cast.alice, 403),
                (cast.carla, 403),
                (cast.frank, 404),
            ):
                assert person.get(path).status_code == status, (page, person.user.name)

    def test_steps_for_the_bureau_only(self, cast, report):
        before = stored(report)
        for action in self.ACTIONS:
            path = f"rapporten/{report.pk}/{action}"
            for person, allowed in ((cast.dirk, {302, 403}), (cast.alice, {403}), (cast.frank, {403, 404})):
                assert person.client.post(person.url(path), {}).status_code in allowed, (action, person.user.name)
        after = stored(report)
        assert (after.stage, after.manager_text, after.sha256) == (before.stage, before.manager_text, before.sha256)

    def test_a_reader_is_told_that_he_may_not_ask_and_not_that_it_is_frozen(self, cast, report):
        path = cast.dirk.url(f"rapporten/{report.pk}/oordelen/")
        assert cast.dirk.client.post(path, {}).status_code == 403

    def test_from_draft_to_the_partners_in_the_browser(self, cast, report, union):
        path = f"rapporten/{report.pk}/"
        assert "Oordelen vragen" in cast.esra.get(path).text
        due = f"{timezone.localdate() + dt.timedelta(days=14):%d-%m-%Y}"
        cast.esra.client.post(
            cast.esra.url(f"{path}oordelen/"), {"partners": [str(union.organisation.pk)], "due_on": due}
        )
        assert "Oordelen bekijken" in cast.esra.get(path).text
        with as_owner():
            judgement = Judgement.objects.get()
        page = f"oordelen/{judgement.pk}/"
        assert cast.alice.get(page).status_code == 404
        assert union.get(f"{page}bestand/").status_code == 200
        union.client.post(union.url(page), {"text": TEXT, "spoken_by": "Vakbond"})
        planning.count_warnings(report.pk, region_id=report.region_id)
        with as_owner():
            codes = list(ReportWarning.objects.values_list("code", flat=True))
        assert "Controleren" in cast.esra.get(path).text
        cast.esra.client.post(cast.esra.url(f"{path}controle/"), {f"seen_{code}": "on" for code in codes})
        cast.esra.client.post(cast.esra.url(f"{path}vaststellen/"))
        finish(report)
        assert "Publiceren" in cast.esra.get(path).text
        cast.esra.client.post(cast.esra.url(f"{path}publiceren/exact/"))
        assert "Kwartaalrapport" in union.get("rapporten/gepubliceerd/").text
        assert TEXT in cast.esra.get(f"{path}oordelen/").text

    def test_as_many_queries_with_thirty_reports_as_with_three(self, cast, union):
        def queries(person, path):
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert person.get(path).status_code == 200
            return len(found)

        for number in (1, 2, 3):
            one = made(cast.region, period=f"2024-Q{number}")
            freeze(cast, one)
            publish(cast, one)
        few = [queries(cast.esra, "rapporten/"), queries(union, "rapporten/gepubliceerd/")]
        for year in (2022, 2023):
            for number in (1, 2, 3, 4):
                one = made(cast.region, period=f"{year}-Q{number}")
                freeze(cast, one)
                publish(cast, one)
        assert [queries(cast.esra, "rapporten/"), queries(union, "rapporten/gepubliceerd/")] == few
