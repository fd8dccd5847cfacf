"""The plan per quarter against what happened, counted by hand; and the numbers that are shipped."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest

from candidates.models import TrainingPlan
from candidates.training.plan import against_plan
from candidates.training_choices import PlanMeasure, TrainingForm
from organisations.models import OrganisationRegion
from tests.candidates.files import TODAY, candidate
from tests.database import owner as as_owner
from tests.factories.organisations import RegionFactory
from tests.factories.training import EnrolmentFactory, ProgrammeFactory
from tests.placements.workspace import act

pytestmark = pytest.mark.usefixtures("mid_june")

PATH = "scholing/plan/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def numbers(cast, measure, year):
    with as_owner():
        rows = TrainingPlan.objects.filter(region=cast.region, measure=measure, year=year).order_by("quarter")
        return list(rows.values_list("number", flat=True))


@pytest.mark.parametrize(
    ("measure", "years"),
    [
        (PlanMeasure.INTAKE, {2018: 480, 2019: 480, 2020: 320, 2021: 320}),
        (PlanMeasure.INTENSIVE, {2018: 225, 2019: 225, 2020: 150, 2021: 150}),
        (PlanMeasure.SHORT, {2018: 75, 2019: 75, 2020: 50, 2021: 50}),
    ],
)
def test_the_shipped_quarters_add_up_to_the_years_of_the_plan(cast, measure, years):
    assert {year: sum(numbers(cast, measure, year)) for year in years} == years
    assert all(len(numbers(cast, measure, year)) == 4 for year in years)


def enrolment(cast, started_on, form, **values):
    with as_owner():
        programme = ProgrammeFactory(region=cast.region, form=form)
        return EnrolmentFactory(programme=programme, candidate=candidate(cast), started_on=started_on, **values)


def cells(cast, measure, year):
    with act(cast.dirk):
        found = against_plan(cast.region.pk, since=dt.date(2018, 1, 1), on=TODAY)[measure]
    return [cell for cell in found if cell.year == year]


def test_training_counts_in_the_quarter_of_its_first_day(cast):
    for day in (dt.date(2018, 3, 31), dt.date(2018, 4, 1), dt.date(2018, 6, 30), dt.date(2017, 12, 31)):
        enrolment(cast, day, TrainingForm.INTENSIVE)
    enrolment(cast, dt.date(2018, 5, 1), TrainingForm.SHORT)
    enrolment(cast, dt.date(2018, 5, 1), TrainingForm.COMPARABLE)
    year = cells(cast, PlanMeasure.INTENSIVE, 2018)
    assert [cell.actual for cell in year] == [1, 2, 0, 0]
    assert [cell.actual_so_far for cell in year] == [1, 3, 3, 3]
    assert [cell.planned for cell in year] == [56, 57, 56, 56]
    assert [cell.behind for cell in year] == [55, 110, 166, 222]
    assert [cell.actual for cell in cells(cast, PlanMeasure.SHORT, 2018)] == [0, 1, 0, 0]


def test_registrations_count_on_their_day_and_a_merged_file_is_nobody(cast):
    kept = candidate(cast, registered_on=dt.date(2019, 1, 1))
    candidate(cast, registered_on=dt.date(2019, 12, 31))
    candidate(cast, registered_on=dt.date(2019, 2, 1), merged_into=kept)
    assert [cell.actual for cell in cells(cast, PlanMeasure.INTAKE, 2019)] == [1, 0, 0, 1]


def test_quarters_to_come_are_no_arrears(cast):
    year = cells(cast, PlanMeasure.INTAKE, 2026)
    assert [cell.is_future for cell in year] == [False, False, True, True]


def typed(**values):
    given = {f"{measure}_{quarter}": "10" for measure in PlanMeasure for quarter in (1, 2, 3, 4)}
    return given | {"source": "Stuurgroep 3 juni 2026"} | values


def test_the_coordination_point_sets_a_year_and_says_where_that_was_decided(cast):
    answer = cast.dirk.post(f"{PATH}2027/", typed(short_2="14"), follow=True)
    assert "12 getallen veranderd." in words(answer)
    assert numbers(cast, PlanMeasure.SHORT, 2027) == [10, 14, 10, 10]
    assert "Stuurgroep 3 juni 2026" in words(cast.dirk.get(f"{PATH}?jaar=2027"))
    cast.dirk.post(f"{PATH}2027/", typed(short_2="15", source="Stuurgroep 1 juli 2026"))
    with as_owner():
        rows = TrainingPlan.objects.filter(region=cast.region, year=2027, source__contains="juli")
        assert [(row.measure, row.quarter, row.number) for row in rows] == [("short", 2, 15)]
        assert rows.get().changed_by_id == cast.dirk.user.pk


@pytest.mark.parametrize("wrong", [{"short_2": "-1"}, {"short_2": "veel"}, {"source": ""}])
def test_a_wrong_number_changes_nothing(cast, wrong):
    assert cast.dirk.post(f"{PATH}2027/", typed(**wrong)).status_code == 422
    assert numbers(cast, PlanMeasure.SHORT, 2027) == []


@pytest.mark.parametrize("who", ["alice", "bram", "carla", "esra"])
def test_the_plan_is_for_the_coordination_point(cast, who):
    person = getattr(cast, who)
    for answer in (person.get(PATH), person.get(f"{PATH}2018/"), person.post(f"{PATH}2018/", typed())):
        assert answer.status_code == 403
    assert sum(numbers(cast, PlanMeasure.INTAKE, 2018)) == 480


def test_another_region_has_a_plan_of_its_own(cast):
    enrolment(cast, dt.date(2018, 5, 1), TrainingForm.SHORT)
    cast.frank.post(f"{PATH}2018/", typed())
    assert sum(numbers(cast, PlanMeasure.INTAKE, 2018)) == 480
    page = cast.frank.get(f"{PATH}?jaar=2018")
    assert {cell.actual for row in page.context["measures"] for cell in row["cells"]} == {0}
    assert {cell.planned for row in page.context["measures"] for cell in row["cells"]} == {10}


def test_who_works_in_several_regions_chooses_one(cast, owner):
    """The numbers, the years and the form are of the region in the address; a region of others is not there."""
    with owner():
        second = RegionFactory(code="drenthe", name="Drenthe")
        OrganisationRegion.objects.create(organisation=cast.dirk.organisation, region=second, code="csr-2")
        for region, number in ((cast.region, 11), (second, 77)):
            TrainingPlan.objects.update_or_create(
                region=region, measure=PlanMeasure.INTAKE, year=2026, quarter=1, defaults={"number": number}
            )
        stranger = RegionFactory(code="elders", name="Elders")
    page = words(cast.dirk.get(f"{PATH}?jaar=2026&regio=drenthe"))
    assert "Groningen" in page
    assert "Drenthe" in page
    assert " 77 " in page
    assert " 11 " not in page
    assert cast.dirk.get(f"{PATH}?regio={stranger.code}").status_code == 404
    raw = cast.dirk.get(f"{PATH}?jaar=2026&regio=drenthe").content.decode()
    assert "jaar=2026&amp;regio=drenthe" in raw
    form = cast.dirk.get(f"{PATH}2026/?regio=drenthe").context["form"]
    sent = {box.html_name: box.value() for box in form if box.value() is not None}
    first = next(name for name, value in sent.items() if value == 77)
    answer = cast.dirk.post(f"{PATH}2026/?regio=drenthe", sent | {first: "78", "source": "Besluit"})
    assert answer.url.endswith("?jaar=2026&regio=drenthe")
    with owner():
        rows = TrainingPlan.objects.filter(measure=PlanMeasure.INTAKE, year=2026, quarter=1)
        assert dict(rows.values_list("region__code", "number")) == {cast.region.code: 11, "drenthe": 78}


def test_a_quarter_without_a_plan_stays_without_one(cast):
    empty = {f"{measure}_{quarter}": "" for measure in PlanMeasure for quarter in (1, 2, 3, 4)}
    sent = empty | {"intake_1": "5", "intake_2": "6", "source": "Stuurgroep"}
    answer = cast.dirk.post(f"{PATH}2031/", sent, follow=True)
    assert "2 getallen veranderd." in words(answer)
    assert numbers(cast, PlanMeasure.INTAKE, 2031) == [5, 6]
    assert numbers(cast, PlanMeasure.SHORT, 2031) == []
    assert cast.dirk.post(f"{PATH}2031/", sent | {"intake_1": ""}).status_code == 422


@pytest.mark.parametrize("year", ["²", "٢٠٢٦", "9" * 5000, "x"])
def test_what_is_no_year_shows_this_one(cast, year):
    assert cast.dirk.get(f"{PATH}?{urlencode({'jaar': year})}").context["year"] == TODAY.year


def test_a_year_that_was_typed_wrongly_makes_no_years_in_the_plan(cast):
    enrolment(cast, dt.date(2099, 1, 5), TrainingForm.INTENSIVE)
    assert max(cast.dirk.get(PATH).context["years"]) <= TODAY.year + 2
