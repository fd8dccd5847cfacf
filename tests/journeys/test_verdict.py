"""A verifier looks at the next line, at the name and back: what he filled in is there, and the keys take him along."""

import re

import pytest

pytestmark = pytest.mark.browser

BOX, SAID = "[name=deployment]:not([disabled]), [name=statement]:not([disabled])", "#said"
LONG = " 1-1-2026 – 31-12-2029 en nog een lange waarde van meerdere woorden"


def state(page) -> tuple[list[bool], str]:
    return page.locator(BOX).evaluate_all("boxes => boxes.map(box => box.checked)"), page.locator(SAID).input_value()


def work_list(visitor) -> str:
    visitor.log_in_as("Dirk")
    return re.sub(r"/werk/([^/]+)/.*", r"/werk/\1/beoordelen/", visitor.here) + "?soort=inzet"


def test_what_was_filled_in_stays_over_the_next_line_and_the_name(enter):
    visitor = enter(width=1280)
    visitor.go(work_list(visitor))
    page = visitor.page
    page.locator(BOX).first.uncheck()
    page.locator(SAID).fill("Halve vraag")
    filled = state(page)
    page.locator("#regel").focus()
    page.keyboard.press("j")
    visitor.settle()
    assert state(page) != filled
    page.keyboard.press("k")
    visitor.settle()
    assert state(page) == filled
    page.get_by_text("Naam bekijken").click()
    page.locator("#reason").fill("Bewijs vergelijken")
    page.locator("#reason").press("Enter")
    visitor.settle()
    visitor.look()
    assert "geboren op" in page.evaluate("document.activeElement.innerText")
    assert state(page) == filled
    assert page.url.split("?")[0].endswith("/naam/") is False


def test_at_320_px_a_long_value_stands_under_its_name(enter):
    visitor = enter(width=320)
    visitor.go(work_list(visitor))
    page = visitor.page
    page.locator(".work-list a").first.click()
    visitor.settle()
    signal = page.locator(".checks > li:visible", has=page.locator(".checks__value")).first
    signal.locator(".checks__value").evaluate("(value, long) => value.append(long)", LONG)
    name, value = (signal.locator(one).bounding_box() for one in ("> span:first-child", ".checks__value"))
    assert name["width"] > 150
    assert value["y"] >= name["y"] + name["height"]
    visitor.look()
