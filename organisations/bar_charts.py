"""Geometry of a chart with horizontal bars: from figures to positions in an SVG drawing.

Pure: no Django. A bar has one part (a plain bar) or several (a stacked bar), and may stand in an outlined box that
shows what was agreed, such as a budget. The tones differ in grey too, some have a pattern besides, each part has
an outline, and where there is room its value stands in it. Positions are text, as in ``organisations.charts``.
"""

import textwrap
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from organisations.rounding import half_up

Value: TypeAlias = int | Decimal

WIDTH = 700
LEFT, RIGHT = 196, 596  # of the bars; the labels stand left of them, the totals right
ROW, THICKNESS = 32, 20
LEGEND_ROW = 24
MARGIN = 6
LETTERS_IN_LABEL = 27
LINE = 15
ROOM_FOR_DIGIT = 9
#: Neighbours differ in lightness, so that a bar can be read from a copy without colour.
TONES = 5


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One line of the chart. ``agreed`` is drawn as an outlined box behind the bar."""

    label: str
    parts: tuple[Value, ...]
    agreed: Value | None = None

    @property
    def total(self) -> Value:
        return sum(self.parts[1:], self.parts[0])


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Bars with one part for each of ``series``; the words around them are the caller's.

    ``about_rows`` heads the labels in the table, ``agreed`` the amounts of the outlined boxes. At most five series and
    no negative part: ValueError. ``is_money``: the values are euros.
    """

    name: str
    title: str
    description: str
    caption: str
    about_rows: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    agreed: str = ""
    is_money: bool = False

    def __post_init__(self) -> None:
        if not self.bars or not 1 <= len(self.series) <= TONES:
            message = f"a chart has bars and one to {TONES} series"
            raise ValueError(message)
        if any(len(bar.parts) != len(self.series) or min(bar.parts) < 0 for bar in self.bars):
            message = "a bar has one part for each series, and none below zero"
            raise ValueError(message)

    @property
    def is_stacked(self) -> bool:
        return len(self.series) > 1

    @property
    def has_agreed(self) -> bool:
        return any(bar.agreed is not None for bar in self.bars)


@dataclass(frozen=True)
class Box:
    """A part of a bar. ``label_at`` is empty where its value does not fit in it.

    ``label_left`` and ``label_width`` are the plain ground under the value, where the part has a pattern.
    """

    left: str
    top: str
    width: str
    value: Value
    tone: int
    label_at: str = ""
    label_left: str = ""
    label_width: str = ""


@dataclass(frozen=True)
class DrawnBar:
    """A bar with the lines of its label (level and text) and its total at ``end``."""

    label: tuple[tuple[str, str], ...]
    boxes: tuple[Box, ...]
    agreed: Box | None
    end: str
    level: str
    total: Value


@dataclass(frozen=True)
class Sign:
    """A line of the legend; ``tone`` is None for the outlined box."""

    at: str
    top: str
    text_at: str
    text_level: str
    text: str
    tone: int | None


@dataclass(frozen=True)
class BarDrawing:
    """Everything a template needs to draw a BarChart."""

    width: int
    height: int
    view_box: str
    thickness: int
    axis: tuple[str, str, str]
    legend: tuple[Sign, ...]
    bars: tuple[DrawnBar, ...]


def draw_bars(chart: BarChart) -> BarDrawing:
    """Place the chart's figures in its drawing, all on one scale that starts at zero."""
    names = [(name, tone) for tone, name in enumerate(chart.series)] if chart.is_stacked else []
    signs: list[tuple[str, int | None]] = [*names]
    if chart.has_agreed:
        signs = [*(names or [(chart.series[0], 0)]), (chart.agreed, None)]
    legend, top = _legend(signs)
    highest = max((max(bar.total, bar.agreed or 0) for bar in chart.bars), default=0)
    scale = Fraction(RIGHT - LEFT) / Fraction(highest) if highest else Fraction(0)
    height = top + len(chart.bars) * ROW + MARGIN
    return BarDrawing(
        width=WIDTH,
        height=height,
        view_box=f"0 0 {WIDTH} {height}",
        thickness=THICKNESS,
        axis=(str(LEFT), str(top), str(height - MARGIN)),
        legend=legend,
        bars=tuple(_bar(bar, top + number * ROW, scale) for number, bar in enumerate(chart.bars)),
    )


def _bar(bar: Bar, top: int, scale: Fraction) -> DrawnBar:
    upper = top + (ROW - THICKNESS) // 2
    boxes: list[Box] = []
    at = Fraction(LEFT)
    for tone, value in enumerate(bar.parts):
        width = Fraction(value) * scale
        if value:
            boxes.append(_box(at, upper, width, value, tone, has_label=len(bar.parts) > 1))
        at += width
    agreed = None
    if bar.agreed is not None:
        width = Fraction(bar.agreed) * scale
        agreed = _box(Fraction(LEFT), upper, width, bar.agreed, 0, has_label=False)
        at = max(at, LEFT + width)
    lines = textwrap.wrap(bar.label, LETTERS_IN_LABEL, max_lines=2, placeholder=" …") or [""]
    middle = Fraction(2 * top + ROW, 2)
    first = middle + Fraction(9, 2) - Fraction(LINE * (len(lines) - 1), 2)
    return DrawnBar(
        label=tuple((_text(first + number * LINE), line) for number, line in enumerate(lines)),
        boxes=tuple(boxes),
        agreed=agreed,
        end=_text(at + 8),
        level=_text(middle + Fraction(9, 2)),
        total=bar.total,
    )


def _box(left: Fraction, top: int, width: Fraction, value: Value, tone: int, *, has_label: bool) -> Box:
    room = ROOM_FOR_DIGIT * (len(f"{value:.0f}") + 1)
    if not has_label or width < room:
        return Box(_text(left), str(top), _text(width), value, tone)
    middle = left + width / 2
    half = Fraction(room, 2)
    return Box(_text(left), str(top), _text(width), value, tone, _text(middle), _text(middle - half), str(room))


def _legend(signs: list[tuple[str, int | None]]) -> tuple[tuple[Sign, ...], int]:
    """Return the legend, over as many lines as it needs, and the level where the bars may begin."""
    placed: list[Sign] = []
    at, line = LEFT, 0
    for text, tone in signs:
        width = 22 + 8 * len(text)
        if at > LEFT and at + width > WIDTH:
            at, line = LEFT, line + 1
        top = MARGIN + line * LEGEND_ROW
        placed.append(Sign(str(at), str(top), str(at + 20), str(top + 12), text, tone))
        at += width + 14
    return tuple(placed), MARGIN + (line + 1) * LEGEND_ROW if placed else MARGIN


def _text(position: Fraction) -> str:
    return str(half_up(position, 1))
