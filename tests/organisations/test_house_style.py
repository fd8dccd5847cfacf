import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.house_style import (
    CANVAS,
    INK,
    READABLE,
    VISIBLE,
    WHITE,
    HouseStyle,
    HouseStyleError,
    contrast,
    least_contrast,
    readable_shade,
    style_sheet,
)

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@settings(deadline=None, max_examples=60)
@given(colours)
def test_every_colour_has_a_shade_that_can_be_read_wherever_the_portal_writes_in_it(colour: str) -> None:
    style = HouseStyle(readable_shade(colour))
    steps = style.steps
    for ground in (WHITE, CANVAS, steps[50], steps[100]):
        assert contrast(steps[500], ground) >= READABLE
        assert contrast(steps[700], ground) >= READABLE
    for ground in (steps[50], steps[100], steps[200]):
        assert contrast(INK, ground) >= READABLE
    assert contrast(steps[700], steps[200]) >= READABLE
    assert contrast(steps[400], WHITE) >= VISIBLE


@settings(deadline=None, max_examples=60)
@given(colours)
def test_a_colour_that_can_be_read_is_left_alone_and_another_is_refused(colour: str) -> None:
    if least_contrast(colour) >= READABLE:
        assert readable_shade(colour) == HouseStyle(colour).accent == colour
    else:
        with pytest.raises(HouseStyleError):
            HouseStyle(colour)


def test_the_style_sheet_replaces_the_eight_steps_and_nothing_else() -> None:
    lines = style_sheet(HouseStyle("#004b93")).splitlines()
    assert (lines[0], lines[-1]) == (".portal-theme {", "}")
    assert [line.split(":")[0].strip() for line in lines[1:-1]] == [
        f"--voorbeeld-kleuren-violet-{step}" for step in (50, 100, 200, 300, 400, 500, 600, 700)
    ]
    assert "  --voorbeeld-kleuren-violet-500: #004b93;" in lines
