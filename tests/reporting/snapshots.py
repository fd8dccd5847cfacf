"""A small report whose every figure can be checked by hand, and one as it was stored before all topics were counted."""

import dataclasses
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from reporting.figures import facts
from reporting.figures.facts import Facts, Window
from reporting.figures.snapshot import Snapshot
from reporting.figures.topics import figures
from reporting.figures.topics.progress import target as target_of
from reporting.figures.tree import Refs, Tree
from reporting.periods import Kind, Period

MADE_AT = dt.datetime(2019, 7, 26, 8, 30, tzinfo=dt.UTC)
SOURCE = "Plan van aanpak, hoofdstuk 1"
FULL_TIME = Decimal("36.00")


def stored_in_schema_1() -> dict[str, Any]:
    """The document of an older report, with ``null`` for what nobody counted yet."""
    stored = Path(__file__).with_name("schema_1.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(stored)
    return document


def window(period: str = "2019-Q2", kind: Kind = Kind.QUARTERLY) -> Window:
    return Window(
        kind=kind,
        period=Period.parse(period),
        programme_start=dt.date(2018, 1, 1),
        money_since=dt.date(2017, 1, 1),
        on=dt.date(2019, 7, 26),
    )


def contract(
    reference: str, awarded_on: dt.date, obligation: str, realised: tuple[str, str] = ("0.00", "0.00"), **names: str
) -> facts.Contract:
    return facts.Contract(
        reference=reference,
        authority=names.get("authority", "Gemeente Groningen"),
        contractor=names.get("contractor", "Bouwbedrijf Łukasz B.V."),
        awarded_on=awarded_on,
        obligation=Decimal(obligation),
        realised_in_period=Decimal(realised[0]),
        realised_cumulative=Decimal(realised[1]),
    )


def candidate(reference: str, registered_on: dt.date, group: str = "participatiewet", **values: Any) -> facts.Candidate:
    return facts.Candidate(
        **{
            "reference": reference,
            "registered_on": registered_on,
            "group": group,
            "source": "municipality",
            "municipality": "GM0014",
            "in_region": True,
            "in_priority": True,
            "werkplein": "WP-GRO",
        }
        | values
    )


def enrolment(
    reference: str, person: facts.Candidate, started_on: dt.date, programme: facts.Programme, **values: Any
) -> facts.Enrolment:
    return facts.Enrolment(reference=reference, candidate=person, programme=programme, started_on=started_on, **values)


def placement(reference: str, person: facts.Candidate, starts_on: dt.date, **values: Any) -> facts.Placement:
    return facts.Placement(
        **{
            "reference": reference,
            "candidate": person,
            "starts_on": starts_on,
            "sector": "construction",
            "hours_per_week": FULL_TIME,
            "wage_replaces_benefit": True,
            "sroi": False,
        }
        | values
    )


def spending(reference: str, on: dt.date, category: str, amount: str, **values: Any) -> facts.Spending:
    return facts.Spending(
        **{"reference": reference, "on": on, "category": category, "amount": Decimal(amount), "year": on.year} | values
    )


def milestones(kind: str, *counts: int) -> tuple[facts.Milestone, ...]:
    """Of 1 January of 2019 and of the years after it."""
    return tuple(
        facts.Milestone(kind=kind, on=dt.date(year, 1, 1), count=count, source=SOURCE)
        for year, count in enumerate(counts, start=2019)
    )


def target(*counts: int, actual: int | None = None) -> Tree:
    """One target as it stands in the figures of 2019."""
    reached = None if actual is None else Refs.of(f"PL-{number:04}" for number in range(actual))
    return target_of(milestones("goal", *counts), "goal", dt.date(2020, 1, 1), reached)


CONTRACTS = (
    contract("OP-1", dt.date(2019, 4, 1), "12500.00", ("1000.10", "1000.10")),
    contract("OP-3", dt.date(2017, 1, 1), "20000.00", ("333.33", "4444.44")),
    contract("OP-4", dt.date(2016, 12, 31), "99999.99", ("10.00", "20.00")),
    contract("OP-2", dt.date(2019, 6, 30), "7500.55", authority="Provincie Groningen"),
)
CHANGES = (
    {"path": "sroi.realised.period", "before": "1243.43", "after": "1343.43"},
    {"path": "registrations.period.total", "before": 1, "after": 2},
)

WELDING = facts.Programme(code="LAS", name="Lassen", form="intensive", developed_on=dt.date(2019, 5, 20))
SAFETY = facts.Programme(code="VCA", name="Veilig werken", form="short", developed_on=dt.date(2018, 3, 1))
AMINA = candidate("K-1", dt.date(2018, 9, 3), intake_on=dt.date(2018, 9, 10))
BERT = candidate("K-2", dt.date(2019, 4, 1), "nuo", source="self", municipality="GM0053", werkplein="")
CHRIS = candidate(
    "K-3", dt.date(2019, 6, 30), "ww", source="uwv", municipality="GM0363", in_region=False, in_priority=False
)
PEOPLE = (AMINA, BERT, CHRIS)
MUNICIPALITIES = {
    one.code: one
    for one in (
        facts.Municipality(code="GM0014", name="Groningen", in_region=True, in_priority=True),
        facts.Municipality(
            code="GM0053",
            name="Winsum",
            in_region=True,
            in_priority=True,
            ended_on=dt.date(2019, 1, 1),
            successors=("GM1966", "GM1969"),
        ),
        facts.Municipality(code="GM0363", name="Amsterdam"),
    )
}
FACTS = Facts(
    window=window(),
    gap_months=6,
    candidates=PEOPLE,
    programmes=(WELDING, SAFETY),
    enrolments=(
        enrolment(
            "D-1",
            AMINA,
            dt.date(2018, 10, 1),
            WELDING,
            ended_on=dt.date(2019, 4, 12),
            outcome="certificate",
            cost=Decimal("2500.00"),
        ),
        enrolment("D-2", BERT, dt.date(2019, 5, 6), SAFETY),
        enrolment(
            "D-3",
            CHRIS,
            dt.date(2019, 6, 30),
            SAFETY,
            ended_on=dt.date(2019, 6, 30),
            outcome="dropout",
            dropout_reason="work",
        ),
    ),
    placements=(
        placement(
            "PL-1",
            AMINA,
            dt.date(2019, 4, 15),
            sroi=True,
            checks=(facts.Check(months=6, checked_on=dt.date(2019, 10, 15), at_work=True),),
        ),
        placement("PL-2", CHRIS, dt.date(2018, 11, 1), ends_on=dt.date(2019, 4, 30), hours_per_week=Decimal("11.99")),
    ),
    spending=(
        spending("UIT-1", dt.date(2017, 11, 1), "back_office", "1000.00"),
        spending(
            "UIT-2", dt.date(2019, 4, 30), "training", "2500.00", programme="LAS", candidate=AMINA, in_priority=True
        ),
        spending("UIT-3", dt.date(2019, 5, 31), "guidance", "300.50", candidate=AMINA, in_priority=True),
        spending("UIT-4", dt.date(2019, 6, 30), "guidance", "99.50", candidate=CHRIS, in_priority=False),
    ),
    contracts=CONTRACTS,
    other_persons=(
        facts.OtherPerson(reference="IN-1", begun_on=dt.date(2019, 6, 3)),
        facts.OtherPerson(reference="IN-2", begun_on=dt.date(2018, 2, 1)),
    ),
    tenders=(
        facts.Tender(
            reference="AB-1",
            withdrawn=False,
            on_calendar_since=dt.date(2019, 6, 30),
            sroi="yes",
            estimated_value=Decimal("400000.00"),
            sroi_percentage=Decimal(5),
        ),
        facts.Tender(
            reference="AB-2",
            withdrawn=False,
            on_calendar_since=dt.date(2019, 1, 1),
            sroi="no",
            sroi_reason="Onder de drempel",
            awarded_on=dt.date(2019, 6, 30),
        ),
    ),
    efforts=(facts.Effort(partner="Gemeente Groningen", text="Wij spraken met tien werkgevers.", period="2019-Q2"),),
    milestones=(
        *milestones("sustained_outflow", 150, 450, 750, 1000),
        *milestones("intake", 480, 960, 1280, 1600),
        *milestones("started", 300, 600, 800, 1000),
    ),
    municipalities=MUNICIPALITIES,
)
_OF_FACTS = {field.name for field in dataclasses.fields(Facts)}
_OF_SNAPSHOT = {field.name for field in dataclasses.fields(Snapshot)}


def snapshot(**changed: Any) -> Snapshot:
    """Return the second quarter of 2019 of Groningen, with what the test is about changed.

    That is a part of the facts, a topic of the figures, or the header.
    """
    header: dict[str, Any] = {
        "region": "groningen",
        "region_name": "Arbeidsmarktregio Groningen",
        "programme": "1.000-banenplan",
        "programme_started_on": dt.date(2018, 1, 1),
        "money_since": dt.date(2017, 1, 1),
        "kind": Kind.QUARTERLY,
        "period": Period.parse("2019-Q2"),
        "version": 1,
        "made_at": MADE_AT,
    } | {key: value for key, value in changed.items() if key in _OF_SNAPSHOT}
    about = window(str(header["period"]), header["kind"])
    counted = {"window": about} | {key: value for key, value in changed.items() if key in _OF_FACTS}
    topics = {key: value for key, value in changed.items() if key not in _OF_SNAPSHOT | _OF_FACTS}
    return Snapshot(**header, figures=figures(dataclasses.replace(FACTS, **counted)) | topics)
