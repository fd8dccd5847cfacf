"""The pictures: each key is drawn, each drawing has a name, and a key nobody drew is no empty place on a screen."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.template import Context, Template

from organisations.pictograms import PICTOGRAMS, WORK_EXAMPLES, WorkPicture

SVG = "{http://www.w3.org/2000/svg}"
SPRITE = Path(__file__).parents[2] / "static/img/pictograms.svg"


def rendered(source: str) -> str:
    return Template("{% load components %}" + source).render(Context())


def test_every_picture_is_drawn_and_every_drawing_has_a_name():
    drawn = [one.get("id") for one in ET.parse(SPRITE).getroot().iter(f"{SVG}symbol")]  # noqa: S314 - our own file
    assert sorted(drawn) == sorted(PICTOGRAMS)


def test_pictures_keep_to_the_colour_of_the_text_so_that_they_print_in_grey():
    for one in ET.parse(SPRITE).getroot().iter():  # noqa: S314 - our own file
        assert one.get("stroke") in {None, "currentColor"}
        assert one.get("fill") in {None, "none", "currentColor", "#fff"}
        assert one.get("style") is None


def test_every_kind_of_work_has_examples():
    assert set(WORK_EXAMPLES) == set(WorkPicture)


def test_beside_words_a_picture_is_silent_and_alone_it_says_what_it_shows():
    beside = rendered('{% pictogram "green" %}')
    assert 'aria-hidden="true"' in beside
    assert "pictograms.svg#green" in beside
    alone = rendered('{% pictogram "bicycle" "l" label=True %}')
    assert 'role="img" aria-label="Fiets"' in alone
    assert "aria-hidden" not in alone


def test_a_picture_nobody_drew_is_a_mistake():
    with pytest.raises(KeyError):
        rendered('{% pictogram "unicorn" %}')
