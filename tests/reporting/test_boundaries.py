"""Midnight, leap day, the week over New Year and the days on which municipalities merged: on which side a figure falls."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from candidates.models import Candidate
from organisations.models import Region
from placements.choices import LineStatus
from reporting import pipeline
from reporting.models import Target
from reporting.periods import Kind, Period
from tests.candidates.registrants import SOMEBODY
from tests.exchange.packages import imported, write
from tests.factories.candidates import CandidateFactory
from tests.factories.placements import DeploymentFactory, HoursStatementFactory
from tests.factories.tenders import ContractFactory
from tests.reporting.made_reports import brought, made

pytestmark = pytest.mark.django_db
#: Half an hour before and after midnight in Groningen; summer time began that day, so in UTC both are 31 March.
BEFORE = dt.datetime(2019, 3, 31, 21, 30, tzinfo=dt.UTC)
AFTER = dt.datetime(2019, 3, 31, 22, 30, tzinfo=dt.UTC)
MIDNIGHT = [(BEFORE, "2019-Q1"), (AFTER, "2019-Q2")]
QUARTERS = ("2019-Q1", "2019-Q2")


@pytest.fixture
def clock(monkeypatch):
    def stands_at(moment: dt.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return stands_at


def quarters_with(region: Region, *path: str) -> list[str]:
    """The quarters about midnight in which a figure is anything at all."""
    found = []
    for period in QUARTERS:
        figure: Any = made(region, "quarterly", period)[0]
        for key in path:
            figure = figure[key]
        found += [period] if figure not in (0, "0.00") else []
    return found


@pytest.mark.parametrize(("moment", "period"), MIDNIGHT)
def test_who_registers_about_midnight_counts_on_the_dutch_day(cast, clock, moment, period):
    clock(moment)
    assert cast.dirk.post("aanmeldingen/nieuw/", SOMEBODY).status_code == 302
    assert quarters_with(cast.region, "registrations", "period", "total") == [period]


@pytest.mark.parametrize(("moment", "period"), MIDNIGHT)
def test_a_tender_that_comes_about_midnight_is_on_the_calendar_from_the_dutch_day(
    cast, clock, tmp_path, moment, period
):
    row = "A-1,gem-groningen,Brug,work,other,2019-06-01,yes,planned"
    header = "reference,authority,title,kind,procedure,planned_publication,sroi,status"
    clock(moment)
    assert imported(write(tmp_path / "in", {"tenders.csv": f"{header}\n{row}\n"}), region="groningen")[0] == 0
    # Once there it stays: in the quarter of that day and in all that follow.
    assert quarters_with(cast.region, "calendar", "included") == [one for one in QUARTERS if one >= period]


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_a_month_is_of_its_period_whenever_it_was_approved(cast, owner, moment):
    with owner():
        contract = ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation)
        line = DeploymentFactory(contract=contract, status=LineStatus.APPROVED)
        HoursStatementFactory(
            deployment=line, month=dt.date(2019, 3, 1), value=100, status=LineStatus.APPROVED, decided_at=moment
        )
    assert quarters_with(cast.region, "sroi", "realised", "period") == ["2019-Q1"]


def version(region: Region, *, at: dt.datetime, known_on: dt.date | None = None) -> dict[str, Any]:
    """A new version of the first quarter, made in this process."""
    report = pipeline.version_for(
        region, kind=Kind.QUARTERLY, period=Period.parse("2019-Q1"), fresh=True, at=at, known_on=known_on
    )
    at_work = pipeline._AtWork(report.pk, region.pk)
    at_work.freeze(at_work.report())
    return dict(pipeline.document_of(at_work.report()))


@pytest.mark.parametrize(("moment", "target"), [(BEFORE, 450), (AFTER, 500)])
def test_a_target_that_holds_from_the_first_of_april_is_that_of_reports_from_that_midnight_on(
    cast, owner, clock, moment, target
):
    with owner():
        Target.objects.create(
            region=cast.region, kind="sustained_outflow", on=dt.date(2020, 1, 1), value=500, source="Besluit",
            version_on=dt.date(2019, 4, 1),
        )  # fmt: skip
    clock(moment)
    said = version(cast.region, at=moment)["targets"]["sustained_outflow"]
    assert (said["target"], said["deviation"]) == (target, -target)


def test_what_was_known_on_a_day_is_what_was_written_before_its_dutch_midnight(cast, owner):
    with owner():
        for number, moment in enumerate((BEFORE, AFTER)):
            one = CandidateFactory(reference=f"K-{number}", registered_on=dt.date(2019, 3, 29))
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE candidates_candidateevent SET pgh_created_at = %s WHERE pgh_obj_id = %s", [moment, one.pk]
                )
        assert Candidate.objects.count() == 2
    later = dt.datetime(2019, 5, 1, 12, 0, tzinfo=dt.UTC)
    known = [
        version(cast.region, at=later, known_on=day)["registrations"]["period"]["total"]
        for day in (dt.date(2019, 3, 30), dt.date(2019, 3, 31), dt.date(2019, 4, 1))
    ]
    assert known == [0, 1, 2]


#: Days, and the quarter each is of. 28 December 2020 to 3 January 2021 is week 53.
DAYS = {
    "2020-02-28": "2020-Q1", "2020-02-29": "2020-Q1", "2020-03-01": "2020-Q1", "2020-03-31": "2020-Q1",
    "2020-04-01": "2020-Q2", "2020-12-28": "2020-Q4", "2020-12-31": "2020-Q4", "2021-01-01": "2021-Q1",
    "2021-01-03": "2021-Q1", "2021-01-04": "2021-Q1",
}  # fmt: skip


def test_leap_day_and_week_53_fall_in_the_quarter_of_the_calendar(tmp_path):
    rows = "".join(f"K-{day},{day},self,ww,GM0014\n" for day in DAYS)
    region = brought(tmp_path, {"candidates.csv": f"reference,registered_on,source,target_group,municipality\n{rows}"})
    for period in {"2020-Q3", *DAYS.values()}:
        _document, behind = made(region, "quarterly", period)
        expected = sorted(f"K-{day}" for day, of in DAYS.items() if of == period)
        assert behind["registrations.period.total"] == expected, period


#: First working day; the quarter in which half a year was reached; that in which the check after six months is due.
HALF_YEARS = [
    ("2019-06-30", "2019-Q4", "2019-Q4"),
    ("2019-07-01", "2019-Q4", "2020-Q1"),
    ("2019-08-31", "2020-Q1", "2020-Q1"),
    ("2019-09-30", "2020-Q1", "2020-Q1"),
    ("2019-10-01", "2020-Q1", "2020-Q2"),
    ("2019-12-31", "2020-Q2", "2020-Q2"),
    ("2020-02-29", "2020-Q3", "2020-Q3"),
]


@pytest.mark.parametrize(("start", "reached", "due"), HALF_YEARS)
def test_half_a_year_from_the_end_of_a_month(tmp_path, start, reached, due):
    region = brought(
        tmp_path,
        {
            "candidates.csv": "reference,registered_on,source,target_group,municipality\nK,2019-01-01,self,ww,GM0014\n",
            "placements.csv": "reference,candidate,employer,sector,starts_on,hours_per_week,wage_replaces_benefit,sroi\n"
            f"W,K,Bedrijf,other,{start},36,yes,no\n",
        },
    )
    for period in ("2019-Q4", "2020-Q1", "2020-Q2", "2020-Q3"):
        document = made(region, "quarterly", period)[0]
        assert document["half_year_at_work"]["period"] == (period == reached), period
        assert document["at_work_after"]["6"]["due"] == (period >= due), period


RESIDENT, PRIORITY, NEITHER = "resident", "priority", "neither"
#: Where somebody lived, on which day he registered, and what he was then (domain.md section 9).
MOVED = [
    ("GM0053", "2018-12-31", PRIORITY), ("GM0053", "2019-01-01", NEITHER),  # Winsum
    ("GM0009", "2018-12-31", PRIORITY), ("GM0009", "2019-01-01", NEITHER),  # Ten Boer
    ("GM0017", "2018-12-31", RESIDENT), ("GM0017", "2019-01-01", NEITHER),  # Haren
    ("GM1966", "2018-12-31", NEITHER), ("GM1966", "2019-01-01", PRIORITY),  # Het Hogeland
    ("GM1969", "2018-12-31", NEITHER), ("GM1969", "2019-01-01", RESIDENT),  # Westerkwartier
    ("GM0022", "2018-12-31", RESIDENT), ("GM0022", "2019-01-01", NEITHER),  # Leek
    ("GM0040", "2017-12-31", PRIORITY), ("GM0040", "2018-01-01", NEITHER),  # Slochteren
    ("GM1952", "2017-12-31", NEITHER), ("GM1952", "2018-01-01", PRIORITY),  # Midden-Groningen
    ("GM0007", "2017-12-31", RESIDENT), ("GM0007", "2018-01-01", NEITHER),  # Bellingwedde
    ("GM1950", "2017-12-31", NEITHER), ("GM1950", "2018-01-01", RESIDENT),  # Westerwolde
    ("GM0010", "2020-12-31", PRIORITY), ("GM0010", "2021-01-01", NEITHER),  # Delfzijl
    ("GM1979", "2020-12-31", NEITHER), ("GM1979", "2021-01-01", PRIORITY),  # Eemsdelta
    ("GM0014", "2018-12-31", PRIORITY), ("GM0014", "2021-01-01", PRIORITY),  # Groningen
    ("GM0106", "2018-12-31", RESIDENT), ("GM0363", "2018-12-31", NEITHER), ("GM9999", "2018-12-31", NEITHER),
]  # fmt: skip
#: What some of them are in the division of today. Winsum was divided over two, so it stays under its own code.
NOW = {"GM0017": "GM0014", "GM0009": "GM0014", "GM0022": "GM1969", "GM0040": "GM1952",
       "GM0007": "GM1950", "GM0010": "GM1979"}  # fmt: skip


def test_where_somebody_lived_is_judged_by_the_municipalities_of_the_day_he_registered(tmp_path):
    people = [(f"K-{code}-{day}", code, day, what) for code, day, what in MOVED]
    region = brought(
        tmp_path,
        {
            "candidates.csv": "reference,registered_on,source,target_group,municipality\n"
            + "".join(f"{one},{day},self,ww,{code}\n" for one, code, day, _what in people),
            "programmes.csv": "code,name,form\nP,Scholing,short\n",
            "enrolments.csv": "reference,candidate,programme,started_on,ended_on,outcome\n"
            + "".join(f"E{one},{one},P,2021-02-01,2021-02-26,certificate\n" for one, *_rest in people),
            "placements.csv": "reference,candidate,employer,sector,starts_on,hours_per_week,wage_replaces_benefit,sroi\n"
            + "".join(f"W{one},{one},Bedrijf,other,2021-03-01,36,yes,no\n" for one, *_rest in people),
        },
    )
    document, rows = made(region, "quarterly", "2021-Q1")
    residents = sorted(f"W{one}" for one, _code, _day, what in people if what != NEITHER)
    first_in_line = sorted(f"W{one}" for one, _code, _day, what in people if what == PRIORITY)
    assert rows["sustained_outflow.period.total"] == residents
    assert rows["sustained_outflow.period.priority_area"] == first_in_line
    assert rows["training_started.period.priority_area"] == [f"E{one[1:]}" for one in first_in_line]
    # Everybody who began counts, from wherever, under the code of registration; and once in the division of now.
    started = document["training_started"]["period"]
    assert started["by_municipality"] == {
        code: sum(one[0] == code for one in MOVED) for code in {one[0] for one in MOVED}
    }
    expected: dict[str, int] = {}
    for code, _day, _what in MOVED:
        expected[NOW.get(code, code)] = expected.get(NOW.get(code, code), 0) + 1
    assert started["by_municipality_now"] == expected
