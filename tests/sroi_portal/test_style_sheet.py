"""The sheet that every page has: what is used stays, what cannot match is left out, and it stays light."""

import re

import brotli
import tinycss2
from django.contrib.staticfiles import finders

from sroi_portal.style_sheet import COMPONENTS, NAME, OWN, TOKENS, PortalStyleSheet, style_sheet

#: Of all that a page shows, at most a sixth of what it may weigh.
HEAVIEST = 25_000
CLASS = re.compile(r"\.(utrecht-[\w-]+)")


def test_what_is_used_stays_and_what_is_not_goes():
    offered = set(CLASS.findall(COMPONENTS.read_text()))
    sheet = set(CLASS.findall(style_sheet())) & offered
    assert {"utrecht-button", "utrecht-button--primary-action", "utrecht-table__cell", "utrecht-skip-link"} <= sheet
    assert len(sheet) < len(offered) / 3


def test_a_class_of_which_the_end_is_worked_out_stays():
    """``utrecht-button--{% if … %}`` names no button in one piece."""
    of_buttons = {one for one in CLASS.findall(COMPONENTS.read_text()) if one.startswith("utrecht-button--")}
    assert of_buttons <= set(CLASS.findall(style_sheet()))


def test_every_token_that_a_rule_reads_is_there():
    sheet = style_sheet()
    rules = tinycss2.parse_stylesheet(TOKENS.read_text(), skip_comments=True, skip_whitespace=True)
    assert [rule.type for rule in rules] == ["qualified-rule"], "all tokens stand in one rule"
    known = set(re.findall(r"^\s*(--[\w-]+):", TOKENS.read_text(), re.MULTILINE))
    read = set(re.findall(r"var\((--[\w-]+)", sheet)) & known
    assert read
    assert read - set(re.findall(r"(--[\w-]+):", sheet)) == set()


def test_a_browser_can_read_all_of_it():
    sheet = style_sheet()
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    assert [one.message for one in rules if one.type == "error"] == []
    assert "/*" not in sheet.partition("\n")[2]


def test_it_is_light():
    assert len(brotli.compress(style_sheet().encode())) < HEAVIEST


def test_our_own_rules_come_after_those_of_the_design_system():
    sheet = style_sheet()
    assert sheet.index(".utrecht-table") < sheet.index("@font-face") < sheet.index(".portal-header")
    assert len(OWN) == len(set(OWN))


def test_it_is_found_and_collected():
    path = finders.find(NAME)
    assert path.endswith("style/css/portal.css")
    [(name, storage)] = PortalStyleSheet().list(None)
    with storage.open(name) as file:
        assert file.read().decode() == style_sheet()
