import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from organisations.charts import WIDTH, Mark, TargetChart, draw
from organisations.templatetags.charts import target_chart

STYLES = Path(__file__).parents[2] / "static" / "css" / "reports.css"
LABEL_SIZE = 13  # in the drawing's own units
SMALLEST_LETTER = 12  # pixels
CHART = TargetChart(
    name="outflow",
    title="Duurzaam aan het werk",
    description="Doelen per jaar",
    caption="Bron: plan",
    note="nog niet bekend",
    starts_on=dt.date(2018, 1, 1),
    as_of=dt.date(2019, 6, 30),
    milestones=(Mark(dt.date(2019, 1, 1), 150), Mark(dt.date(2020, 1, 1), 450), Mark(dt.date(2022, 1, 1), 1000)),
    current=dt.date(2020, 1, 1),
)


def test_a_milestone_is_a_level_until_its_day_and_nothing_in_between() -> None:
    steps = draw(CHART).steps

    assert [(step.count, step.left, step.right) for step in steps] == [
        (150, "48.0", "204.9"),
        (450, "204.9", "361.8"),
        (1000, "361.8", "676.0"),
    ]
    assert [step.level for step in steps] == ["185.5", "128.5", "24.0"]
    assert [step.is_current for step in steps] == [False, True, False]


@pytest.mark.parametrize(
    ("highest", "counts"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (10, [0, 3, 6, 9, 12]),
        (1000, [0, 250, 500, 750, 1000]),
        (1600, [0, 500, 1000, 1500, 2000]),
    ],
)
def test_the_scale_has_few_round_numbers_and_holds_the_highest(highest: int, counts: list[int]) -> None:
    drawing = draw(replace(CHART, milestones=(Mark(dt.date(2019, 1, 1), highest),)))

    assert [tick.value for tick in drawing.counts] == counts


def test_what_was_reached_is_a_line_of_known_days_only() -> None:
    assert draw(CHART).reached == ""

    drawing = draw(replace(CHART, reached=(Mark(dt.date(2019, 1, 1), 100), Mark(dt.date(2019, 6, 30), 250))))

    assert drawing.reached == "204.9,195.0 282.3,166.5"
    assert drawing.last_level == "166.5"


@pytest.mark.parametrize(("as_of", "anchor"), [(dt.date(2018, 3, 31), "start"), (dt.date(2021, 12, 31), "end")])
def test_the_words_beside_the_reference_date_stay_inside(as_of: dt.date, anchor: str) -> None:
    note = draw(replace(CHART, as_of=as_of)).note

    assert note.anchor == anchor


def test_the_table_holds_every_day_of_the_drawing() -> None:
    rows = target_chart(replace(CHART, reached=(Mark(dt.date(2019, 6, 30), 250),)))["rows"]

    assert [(row["on"].year, row["target"], row["reached"]) for row in rows] == [
        (2019, 150, None),
        (2019, None, 250),
        (2020, 450, None),
        (2022, 1000, None),
    ]


def test_a_chart_too_wide_for_the_screen_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    page = render_to_string("components/target_chart.html", target_chart(CHART))
    before, _svg = page.split("<svg", 1)
    box = before.rsplit("<div", 1)[1]

    assert 'class="chart-box"' in box
    assert 'tabindex="0"' in box
    assert "aria-label=" in box
    (width,) = re.findall(r"\.chart-box > \.chart { min-inline-size: (\d+)rem; }", STYLES.read_text())
    assert int(width) * 16 * LABEL_SIZE >= SMALLEST_LETTER * WIDTH
