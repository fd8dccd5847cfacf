"""Bars: positions from figures, and tones that can be told apart on a copy without colour."""

import re
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from django.template.loader import render_to_string

from organisations.bar_charts import LEFT, RIGHT, TONES, WIDTH, Bar, BarChart, draw_bars
from organisations.templatetags.charts import PALETTE, bar_chart, ink_on, pattern

READABLE = Decimal("4.5")


def chart(*bars: Bar, series: tuple[str, ...] = ("Aantal",), **more: object) -> BarChart:
    words = {"name": "b", "title": "Titel", "description": "Woorden", "caption": "Bron", "about_rows": "Wie"}
    return BarChart(series=series, bars=bars, **(words | more))  # type: ignore[arg-type]


def lightness(colour: str) -> Decimal:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [Decimal(int(colour[at : at + 2], 16)) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / Decimal("12.92")
        if part <= Decimal("0.04045")
        else ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
        for part in parts
    )
    return Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue


def contrast(one: str, other: str) -> Decimal:
    dark, light = sorted((lightness(one), lightness(other)))
    return (light + Decimal("0.05")) / (dark + Decimal("0.05"))


def test_the_longest_bar_fills_the_room_and_the_others_are_in_proportion() -> None:
    drawing = draw_bars(chart(Bar(label="Aangemeld", parts=(400,)), Bar(label="Gestart", parts=(100,))))

    assert [box.width for bar in drawing.bars for box in bar.boxes] == [f"{RIGHT - LEFT}.0", "100.0"]
    assert {box.left for bar in drawing.bars for box in bar.boxes} == {f"{LEFT}.0"}


def test_parts_follow_each_other_and_a_part_of_nothing_is_not_drawn() -> None:
    (bar,) = draw_bars(chart(Bar(label="UWV", parts=(30, 0, 10)), series=("a", "b", "c"))).bars

    assert [(box.left, box.width, box.tone) for box in bar.boxes] == [("196.0", "300.0", 0), ("496.0", "100.0", 2)]
    assert bar.total == 40


def test_what_was_agreed_stands_around_the_bar_and_sets_the_scale() -> None:
    drawing = draw_bars(
        chart(Bar(label="Scholing", parts=(Decimal("50.00"),), agreed=Decimal("100.00")), agreed="Begroot")
    )

    (bar,) = drawing.bars
    assert bar.agreed is not None
    assert (bar.boxes[0].width, bar.agreed.width) == ("200.0", "400.0")
    assert [(sign.text, sign.tone) for sign in drawing.legend] == [("Aantal", 0), ("Begroot", None)]


def test_only_zeros_give_an_empty_drawing() -> None:
    (bar,) = draw_bars(chart(Bar(label="Niets", parts=(0,)))).bars

    assert bar.boxes == ()


def test_a_legend_that_does_not_fit_goes_on_below() -> None:
    names = tuple(f"Een lange naam van een groep {number}" for number in range(TONES))
    drawing = draw_bars(chart(Bar(label="x", parts=(1,) * TONES), series=names))

    assert [sign.text for sign in drawing.legend] == list(names)
    assert len({sign.top for sign in drawing.legend}) > 1
    assert all(int(sign.at) < WIDTH - 100 for sign in drawing.legend)
    assert all(int(sign.top) + 14 < int(drawing.axis[1]) for sign in drawing.legend)


def test_a_long_label_has_two_lines() -> None:
    (bar,) = draw_bars(chart(Bar(label="Gemeente Midden-Groningen en alle andere gemeenten daar", parts=(1,)))).bars

    assert [line for _level, line in bar.label] == ["Gemeente Midden-Groningen", "en alle andere gemeenten …"]


@pytest.mark.parametrize(
    ("bars", "series"),
    [
        ((), ("a",)),
        ((Bar(label="x", parts=(1, 2)),), ("a",)),
        ((Bar(label="x", parts=(-1,)),), ("a",)),
        ((Bar(label="x", parts=(1,) * 6),), tuple("abcdef")),
    ],
)
def test_what_cannot_be_drawn_is_refused(bars: tuple[Bar, ...], series: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"chart|bar"):
        chart(*bars, series=series)


def test_neighbours_can_be_told_apart_in_grey_and_numbers_can_be_read() -> None:
    assert len(PALETTE) == TONES
    assert all(contrast(one, other) >= 2 for one, other in pairwise(PALETTE))
    assert all(contrast(PALETTE[tone], ink_on(tone)) >= READABLE for tone in range(TONES))


def test_the_table_has_every_number_of_the_drawing() -> None:
    bars = (Bar(label="Scholing", parts=(Decimal("1234.50"),), agreed=Decimal("2000.00")), Bar(label="B", parts=(0,)))
    context = bar_chart(chart(*bars, agreed="Begroot", is_money=True))
    page = render_to_string("components/bar_chart.html", context)

    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", page.replace("\N{NO-BREAK SPACE}", " "))
    assert cells == ["Wie", "Aantal", "Begroot", "Scholing", "€ 1.234,50", "€ 2.000,00", "B", "€ 0,00", "–"]
    assert "<table" not in render_to_string("components/bar_chart.html", context | {"has_table": False})


def test_no_two_tones_are_alike_in_grey():
    """By how light it is, or by a pattern over it; its number stands on plain ground."""
    for tone, other in combinations(range(TONES), 2):
        apart = contrast(PALETTE[tone], PALETTE[other]) >= READABLE / 2
        assert apart or pattern(tone) != pattern(other), (tone, other)
    context = bar_chart(chart(Bar(label="Een", parts=(100, 200, 300)), series=("A", "B", "C")))
    page = render_to_string("components/bar_chart.html", context)
    (box,) = (one for one in context["drawing"].bars[0].boxes if one.tone == 2)
    assert page.count(f"url(#{context['chart'].name}-stripes)") == len(("legend", "bar"))
    assert f'class="chart__ground-2" x="{box.label_left}"' in page
