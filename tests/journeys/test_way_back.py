"""What was typed in a long form is still there after a step aside and back."""

import pytest

pytestmark = pytest.mark.browser


def test_the_award_keeps_what_was_typed_on_the_way_back(enter):
    visitor = enter(width=1280)
    visitor.log_in_as("Alice")
    visitor.follow("Gunning invoeren")
    page = visitor.page
    typed = {"title": "Brug over het kanaal", "contract_sum": "1.250.000", "labour_share": "40"}
    for name, value in typed.items():
        page.locator(f"[name={name}]").fill(value)
    page.wait_for_load_state("networkidle")
    visitor.follow("Contracten")
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert {name: page.locator(f"[name={name}]").input_value() for name in typed} == typed
