"""The plan's money tables come out row for row, and spending against them is computed as the rules say."""

import datetime as dt
import json
from decimal import Decimal
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.budgeting import contribution, forecast, plan_line_of, share, total_of, year_lines
from reporting.figures.facts import Facts, KeyRow, PlanLine, Spending, Window
from reporting.figures.topics.budget import budget
from reporting.figures.tree import to_json, to_rows
from reporting.periods import Kind, Period

SHIPPED = json.loads(resources.files("reporting").joinpath("shipped", "groningen.json").read_text(encoding="utf-8"))
KEY = SHIPPED["contribution_key"]


@pytest.mark.parametrize("row", KEY["rows"], ids=lambda row: row["name"])
def test_the_contribution_key_gives_the_table_of_the_plan(row):
    made = contribution(amount=Decimal(KEY["amount"]), inhabitants=row["inhabitants"], of=KEY["inhabitants"])
    assert made == Decimal(row["amount"])
    assert share(inhabitants=row["inhabitants"], of=KEY["inhabitants"]) == Decimal(row["share"])


def test_groups_are_rounded_on_their_own_inhabitants():
    """Rounding the members of the first group gives 35 419 as well, but of Midden-Groningen one euro less."""
    rows = {row["name"]: row for row in KEY["rows"]}
    group = rows["Midden-Groningen"]
    members = [row for row in KEY["rows"] if row.get("code") in group["codes"]]
    assert sum(Decimal(row["amount"]) for row in members) == Decimal(group["amount"]) - 1


def test_spending_stands_under_the_line_of_the_plan():
    assert [plan_line_of(one) for one in ("training", "guidance", "coordination", "back_office", "secretary")] == [
        "training",
        "training",
        "back_office",
        "back_office",
        "secretary",
    ]


@pytest.mark.parametrize(
    ("on", "by_plan", "by_pace"),
    [
        (dt.date(2018, 12, 31), "300.00", None),
        (dt.date(2019, 1, 1), "299.45", "36500.00"),
        (dt.date(2019, 3, 31), "250.68", "405.56"),
        (dt.date(2019, 12, 31), "100.00", "100.00"),
        (dt.date(2021, 5, 5), "100.00", "100.00"),
    ],
)
def test_the_end_of_the_year_by_plan_and_by_pace(on, by_plan, by_pace):
    """200 of budget, 100 spent; before the year began all of the budget is still to come."""
    made = forecast(spent=Decimal(100), budget=Decimal(200), year=2019, on=on)
    assert made.by_plan == Decimal(by_plan)
    assert made.by_pace == (None if by_pace is None else Decimal(by_pace))


@given(
    st.dictionaries(
        st.sampled_from(["training", "guidance", "coordination", "back_office", "sroi_procurement", "secretary"]),
        st.decimals(min_value=0, max_value=9_999_999, places=2),
    ),
    st.dictionaries(
        st.sampled_from(["training", "back_office", "sroi_procurement", "secretary"]),
        st.decimals(min_value=0, max_value=9_999_999, places=2),
    ),
)
def test_nothing_that_was_spent_gets_lost_between_the_lines(spent, planned):
    lines = year_lines(budget=planned, spent=spent, year=2019, on=dt.date(2019, 7, 1))
    total = total_of(lines, year=2019, on=dt.date(2019, 7, 1))
    assert total.spent == sum(spent.values(), Decimal(0))
    assert total.budget == sum(planned.values(), Decimal(0))
    assert total.deviation == sum((line.deviation for line in lines), Decimal(0))


def _facts(*lines: Spending) -> Facts:
    plan = [
        *(PlanLine(side="spending", **_of(row)) for row in SHIPPED["budget"]),
        *(PlanLine(side="detail", **_of(row, "item")) for row in SHIPPED["back_office_detail"]),
        *(
            PlanLine(
                side="cover", category=row["source"], year=row["year"], amount=Decimal(row["amount"]), source="plan"
            )
            for row in SHIPPED["cover"]
        ),
        *(
            PlanLine(
                side="tranche", category="state", year=row["year"], amount=Decimal(row["amount"]), source="art. 3d"
            )
            for row in SHIPPED["tranches"]
        ),
        PlanLine(side="received", category="state", year=2018, amount=Decimal(1_850_000), source="bank"),
    ]
    window = Window(
        kind=Kind.YEARLY,
        period=Period.parse("2019"),
        programme_start=dt.date(2018, 1, 1),
        money_since=dt.date(2017, 1, 1),
        on=dt.date(2020, 1, 20),
    )
    rows = tuple(KeyRow(name=row["name"], kind=row["kind"], inhabitants=row["inhabitants"]) for row in KEY["rows"])
    return Facts(window=window, gap_months=6, spending=lines, plan=tuple(plan), contribution_key=rows)


def _of(row, name="category"):
    return {
        "category": row[name],
        "year": row["year"],
        "amount": Decimal(row["amount"]),
        "source": row["source"],
    }


def _line(reference, on, category, amount, **more):
    return Spending(
        reference=reference,
        on=dt.date.fromisoformat(on),
        category=category,
        amount=Decimal(amount),
        **({"year": int(on[:4])} | more),
    )


def test_the_topic_holds_spending_against_the_plan():
    facts = _facts(
        _line("U-1", "2018-03-01", "training", "1000.00", source="state"),
        _line("U-2", "2019-03-01", "guidance", "200.50", source="state"),
        _line("U-3", "2019-01-10", "coordination", "40.00", year=2018, source="Stichting Voorbeeld"),
        _line("U-4", "2020-01-02", "training", "99999.00"),
        _line("U-5", "2016-12-31", "training", "88888.00"),
        _line("U-6", "2019-12-31", "secretary", "11.00"),
    )
    tree = budget(facts)
    made = to_json(tree)
    assert made["by_category"]["training"]["2018"] == {
        "budget": "1708500.00",
        "spent": "1000.00",
        "deviation": "-1707500.00",
    }
    assert made["by_category"]["training"]["2019"]["spent"] == "200.50"
    assert made["by_category"]["back_office"]["2018"]["spent"] == "40.00"
    assert made["by_category"]["training"]["all"]["budget"] == "5774000.00"
    assert made["total"]["all"] == {"budget": "6658000.00", "spent": "1251.50", "deviation": "-6656748.50"}
    assert made["by_source"]["state"]["all"] == {
        "cover": "6230000.00",
        "spent": "1200.50",
        "deviation": "-6228799.50",
    }
    assert made["by_source"]["Stichting Voorbeeld"]["2018"]["cover"] == "0.00"
    assert made["by_source"]["unknown"]["2019"]["spent"] == "11.00"
    assert made["tranches"][0] == {"year": 2018, "promised": "1900000.00", "received": "1850000.00"}
    assert made["back_office_detail"]["back_office"]["all"] == "511000.00"
    rows = to_rows(tree)
    assert rows["by_category.training.all.spent"] == {
        "U-1": "1000.00",
        "U-2": "200.50",
    }


def test_the_totals_of_the_plan_come_out():
    """003 chapter 11, the last row and column of its table."""
    made = to_json(budget(_facts()))
    assert {year: one["budget"] for year, one in made["total"].items()} == {
        "2017": "194000.00",
        "2018": "1995500.00",
        "2019": "1904500.00",
        "2020": "1282000.00",
        "2021": "1282000.00",
        "all": "6658000.00",
    }
    assert {name: one["all"]["cover"] for name, one in made["by_source"].items()} == {
        "municipalities": "278000.00",
        "ncg": "100000.00",
        "province": "50000.00",
        "state": "6230000.00",
    }
    assert [row["amount"] for row in made["contribution_key"]["rows"]] == [row["amount"] for row in KEY["rows"]]
