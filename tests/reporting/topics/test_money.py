"""Spending, social return, the calendar and the targets, to the cent."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures import facts
from reporting.figures.facts import Contract, Facts
from reporting.figures.topics import figures
from reporting.figures.tree import Tree, to_json, to_rows
from reporting.periods import Kind
from tests.reporting.snapshots import WELDING, candidate, contract, enrolment, milestones, placement, spending, window

D = dt.date
ANNA = candidate("K-1", D(2018, 9, 3))
NUO = candidate("K-2", D(2018, 9, 3), "nuo", werkplein="WP-OLD")


def figures_of(period: str = "2019-Q2", kind: Kind = Kind.QUARTERLY, **values: Any) -> Tree:
    return to_json(figures(Facts(window=window(period, kind), gap_months=6, **values)))


@pytest.mark.parametrize(
    ("day", "period", "cumulative"),
    [
        (D(2016, 12, 31), "0.00", "0.00"),
        (D(2017, 1, 1), "0.00", "100.01"),
        (D(2019, 3, 31), "0.00", "100.01"),
        (D(2019, 4, 1), "100.01", "100.01"),
        (D(2019, 6, 30), "100.01", "100.01"),
        (D(2019, 7, 1), "0.00", "0.00"),
    ],
)
def test_money_counts_since_2017(day: dt.date, period: str, cumulative: str) -> None:
    line = spending("UIT-1", day, "training", "100.01")
    finance = figures_of(spending=(line,))["finance"]

    assert finance["total"] == {"period": period, "cumulative": cumulative}


def test_spending_by_category_programme_and_werkplein() -> None:
    day = D(2019, 5, 1)
    finance = figures_of(
        spending=(
            spending("UIT-1", day, "training", "1000.00", candidate=ANNA, programme="LAS"),
            spending("UIT-2", day, "guidance", "200.00", candidate=ANNA),
            spending("UIT-3", day, "guidance", "30.00", candidate=NUO),
            spending("UIT-4", day, "guidance", "4.00", programme="LAS"),
            spending("UIT-5", day, "coordination", "0.50", candidate=ANNA),
            spending("UIT-6", D(2018, 5, 1), "training", "10000.00", candidate=ANNA, programme="LAS"),
        )
    )["finance"]

    assert finance["by_category"]["period"] == {"training": "1000.00", "guidance": "234.00", "coordination": "0.50"}
    assert finance["by_category"]["cumulative"]["training"] == "11000.00"
    assert finance["cost_per_programme"] == {"LAS": "1004.00"}
    # Without benefit, and linked to nobody, stay in.
    assert finance["guidance_excl_participatiewet"] == "34.00"
    assert finance["cost_by_werkplein"] == {"WP-GRO": "1200.00", "WP-OLD": "30.00"}
    assert finance["cost_by_werkplein_cumulative"] == {"WP-GRO": "11200.00", "WP-OLD": "30.00"}


@pytest.mark.parametrize(("people", "cost"), [(0, None), (1, "100.00"), (3, "33.33"), (6, "16.67")])
def test_cost_per_sustained_is_rounded_half_up_once(people: int, cost: str | None) -> None:
    persons = [candidate(f"K-{number}", D(2018, 9, 3)) for number in range(people)]
    finance = figures_of(
        enrolments=tuple(enrolment(f"D-{one.reference}", one, D(2018, 10, 1), WELDING) for one in persons),
        placements=tuple(placement(f"PL-{one.reference}", one, D(2019, 1, 1)) for one in persons),
        spending=(
            spending("UIT-1", D(2017, 1, 1), "training", "60.00"),
            spending("UIT-2", D(2019, 6, 30), "guidance", "40.00"),
            spending("UIT-3", D(2019, 6, 30), "back_office", "1000.00"),
        ),
    )["finance"]

    assert finance["cost_per_sustained"] == cost


def test_tracks_are_enrolments_that_ended_in_the_period_however() -> None:
    ends = [D(2019, 3, 31), D(2019, 4, 1), D(2019, 6, 30), D(2019, 7, 1), None]
    enrolments = tuple(
        enrolment(f"D-{number}", ANNA, D(2019, 1, 1), WELDING, ended_on=day) for number, day in enumerate(ends)
    )
    assert figures_of(enrolments=enrolments)["finance"]["tracks"] == 2


def test_spending_outside_the_priority_area_stands_apart() -> None:
    day = D(2019, 5, 1)
    found = figures_of(
        spending=(
            spending("UIT-1", day, "training", "1.00", in_priority=True),
            spending("UIT-2", day, "training", "20.00", in_priority=False),
            spending("UIT-3", day, "guidance", "300.00", in_priority=False),
            spending("UIT-4", day, "secretary", "4000.00"),
        )
    )["outside_priority_spending"]["period"]

    assert found == {
        "total": "320.00",
        "by_category": {"guidance": "300.00", "training": "20.00"},
        "inside": "1.00",
        "nobody": "4000.00",
    }


def test_an_obligation_counts_on_the_day_of_its_award() -> None:
    days = {
        "A": (D(2016, 12, 31), "1.01"),
        "B": (D(2017, 1, 1), "20.02"),
        "C": (D(2019, 4, 1), "300.03"),
        "D": (D(2019, 6, 30), "4000.04"),
        "E": (D(2019, 7, 1), "50000.05"),
    }
    sroi = figures_of(contracts=tuple(contract(name, *values) for name, values in days.items()))["sroi"]

    assert sroi["precalculated"] == {"period": "4300.07", "cumulative": "4320.09"}
    assert [row["reference"] for row in sroi["contracts"]] == ["B", "C", "D"]


def test_what_one_contract_realised_stands_in_the_rows_and_not_in_the_document() -> None:
    own = contract("A", D(2019, 5, 1), "1000.00", ("123.45", "678.90"))
    other = contract("B", D(2016, 5, 1), "1000.00", ("1.00", "1.00"))
    tree = figures(Facts(window=window(), gap_months=6, contracts=(own, other)))
    sroi = to_json(tree)["sroi"]

    assert sroi["realised"] == {"period": "124.45", "cumulative": "679.90"}
    assert to_rows(tree)["sroi.realised.period"] == {"A": "123.45", "B": "1.00"}
    assert "123.45" not in str({key: value for key, value in sroi.items() if key != "realised"})


cents = st.integers(0, 10**9).map(lambda number: Decimal(number).scaleb(-2))
contracts = st.lists(
    st.tuples(st.dates(D(2016, 1, 1), D(2020, 1, 1)), cents, st.sampled_from(["Assen", "Groningen", "Nijestee"])),
    max_size=12,
)


@given(contracts)
def test_the_totals_are_the_sums_of_the_contracts_and_of_the_authorities(rows: list[Any]) -> None:
    many: tuple[Contract, ...] = tuple(
        contract(f"OP-{number}", day, str(owed), authority=name) for number, (day, owed, name) in enumerate(rows)
    )
    sroi = figures_of(contracts=many)["sroi"]

    for split in ("period", "cumulative"):
        total = Decimal(sroi["precalculated"][split])
        assert total == sum(Decimal(row[f"precalculated_{split}"]) for row in sroi["contracts"])
        assert total == sum(Decimal(row["precalculated"][split]) for row in sroi["by_authority"])
    assert sum(row["contracts"] for row in sroi["by_authority"]) == len(sroi["contracts"])


def tender(reference: str, **values: Any) -> facts.Tender:
    return facts.Tender(
        **{
            "reference": reference,
            "withdrawn": False,
            "on_calendar_since": D(2019, 4, 1),
            "sroi": "yes",
            "estimated_value": Decimal("1000.30"),
            "sroi_percentage": Decimal(5),
        }
        | values
    )


@pytest.mark.parametrize(
    ("changed", "included", "still_open", "expected"),
    [
        ({}, 1, 1, "50.02"),
        ({"on_calendar_since": D(2019, 6, 30)}, 1, 1, "50.02"),
        ({"on_calendar_since": D(2019, 7, 1)}, 0, 0, "0.00"),
        ({"on_calendar_since": None}, 0, 0, "0.00"),
        ({"withdrawn": True}, 0, 0, "0.00"),
        ({"awarded_on": D(2019, 6, 30)}, 1, 0, "0.00"),
        ({"awarded_on": D(2019, 7, 1)}, 1, 1, "50.02"),
        ({"sroi": "open"}, 1, 1, "0.00"),
        ({"sroi": "no"}, 1, 1, "0.00"),
        ({"estimated_value": None}, 1, 1, "0.00"),
        ({"sroi_percentage": None}, 1, 1, "0.00"),
    ],
)
def test_the_calendar_at_the_periods_end(
    changed: dict[str, Any], included: int, still_open: int, expected: str
) -> None:
    found = figures_of(tenders=(tender("AB-1", **changed),))

    assert found["calendar"] == {"included": included, "open": still_open}
    assert found["sroi"]["expected"] == expected


def test_why_social_return_was_not_applied() -> None:
    reasons = ["Geen arbeid", "Geen arbeid", "", "Te laat op de kalender"]
    tenders = tuple(tender(f"AB-{number}", sroi="no", sroi_reason=reason) for number, reason in enumerate(reasons))
    late = (dataclasses.replace(tenders[3], on_calendar_since=D(2019, 7, 1)), tender("AB-9", sroi_reason="Toch wel"))

    assert figures_of(tenders=(*tenders[:3], *late))["tender_reasons"] == {"Geen arbeid": 2, "unknown": 1}


def test_a_chosen_category_goes_before_the_words_beside_it() -> None:
    given = [("little_labour", "Geen arbeid"), ("little_labour", "Alleen toezicht"), ("", "Geen arbeid"), ("", "")]
    tenders = tuple(
        tender(f"AB-{number}", sroi="no", sroi_reason=words, sroi_reason_kind=kind)
        for number, (kind, words) in enumerate(given)
    )

    assert figures_of(tenders=tenders)["tender_reasons"] == {"Geen arbeid": 1, "little_labour": 2, "unknown": 1}


def test_jobs_from_the_programme_and_others() -> None:
    found = figures_of(
        placements=(placement("PL-1", ANNA, D(2019, 4, 1), sroi=True), placement("PL-2", ANNA, D(2019, 4, 1))),
        other_persons=(
            facts.OtherPerson(reference="IN-1", begun_on=D(2019, 6, 30)),
            facts.OtherPerson(reference="IN-2", begun_on=D(2018, 1, 1)),
            facts.OtherPerson(reference="IN-3", begun_on=D(2017, 12, 31)),
        ),
        spending=(spending("UIT-1", D(2019, 5, 1), "sroi_procurement", "12.50"),),
    )["sroi_jobs"]

    assert found == {
        "period": {"from_programme": 1, "other": 1, "spending": "12.50"},
        "cumulative": {"from_programme": 1, "other": 2, "spending": "12.50"},
    }


@pytest.mark.parametrize(
    ("period", "kind", "due"),
    [
        ("2019-Q1", Kind.QUARTERLY, 450),
        ("2019-H2", Kind.HALF_YEARLY, 450),
        ("2017", Kind.YEARLY, None),
        ("2022", Kind.YEARLY, None),
    ],
)
def test_the_target_is_that_of_the_day_after_the_years_end(period: str, kind: Kind, due: int | None) -> None:
    goals = milestones("intake", 150, 450, 750, 1000)
    people = (candidate("K-1", D(2018, 1, 1)),)
    intake = figures_of(period, kind, milestones=goals, candidates=people)["targets"]["intake"]

    actual = 0 if period == "2017" else 1
    assert (intake["target"], intake["actual"]) == (due, actual)
    assert intake["deviation"] == (None if due is None else actual - due)
    assert len(intake["milestones"]) == 4


def test_targets_by_sector_and_of_one_year() -> None:
    people = {sector: candidate(f"K-{sector}", D(2018, 9, 3)) for sector in ("construction", "engineering", "other")}
    starts = {"construction": D(2018, 12, 31), "engineering": D(2019, 1, 1), "other": D(2019, 6, 30)}
    targets = figures_of(
        enrolments=tuple(enrolment(f"D-{sector}", one, D(2018, 10, 1), WELDING) for sector, one in people.items()),
        placements=tuple(
            placement(f"PL-{sector}", one, starts[sector], sector=sector) for sector, one in people.items()
        ),
        milestones=milestones("sustained_year_minimum", 150, 300),
    )["targets"]

    assert targets["sustained_construction_engineering"]["actual"] == 2
    assert targets["sustained_other"]["actual"] == 1
    minimum = targets["sustained_year_minimum"]
    assert (minimum["target"], minimum["actual"], minimum["deviation"]) == (300, 2, -298)


def test_programmes_of_the_period_in_order_of_their_day() -> None:
    programmes = tuple(
        facts.Programme(code=code, name=f"Opleiding {code}", form="short", developed_on=day)
        for code, day in [("B", D(2019, 4, 1)), ("A", D(2019, 6, 30)), ("C", D(2019, 7, 1)), ("D", None)]
    )
    assert figures_of(programmes=programmes)["programmes_developed"] == [
        {"code": "B", "name": "Opleiding B", "developed_on": "2019-04-01"},
        {"code": "A", "name": "Opleiding A", "developed_on": "2019-06-30"},
    ]


def test_seats_past_others_by_reason() -> None:
    seats = tuple(
        facts.PassedOverSeat(candidate="K-1", group=f"Groep {number}", offered_on=day, reason=reason, nearer=nearer)
        for number, (day, reason, nearer) in enumerate(
            [
                (D(2019, 4, 1), "requirements", True),
                (D(2019, 4, 1), "not_free", False),
                (D(2018, 4, 1), "not_free", True),
            ]
        )
    )
    found = figures_of(passed_over=seats)["pass_over"]

    assert found["period"] == {"total": 2, "nearer": 1, "by_reason": {"not_free": 1, "requirements": 1}}
    assert found["cumulative"]["total"] == 3


def test_texts_of_partners_of_the_quarters_within_the_period() -> None:
    efforts = tuple(
        facts.Effort(partner=partner, text=f"{partner} {quarter}", period=quarter)
        for partner in ("Provincie", "Gemeente")
        for quarter in ("2018-Q4", "2019-Q1", "2019-Q2")
    )
    half = figures_of("2019-H1", Kind.HALF_YEARLY, efforts=efforts)["partner_efforts"]

    assert [(one["partner"], one["period"]) for one in half] == [
        ("Gemeente", "2019-Q1"),
        ("Gemeente", "2019-Q2"),
        ("Provincie", "2019-Q1"),
        ("Provincie", "2019-Q2"),
    ]
