"""A month of hours in the browser: by the keyboard, out of payroll, and with text that survives what goes wrong."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HOURS = "input[name$='-hours']"
TABLE = """Personeelsnr\tMedewerker\tBSN\tGewerkte uren
{number}\tA. Voorbeeld\t111222333\tveel
199\tK. Kantoorman\t123456782\t160"""


def at_this_month(visitor):
    """The month that has begun and of which nothing is stated yet, by way of the last whole one."""
    visitor.log_in_as("Bram")
    visitor.go(re.sub(r"(/werk/[^/]+/).*", r"\1uren/", visitor.here))
    visitor.go(visitor.page.locator("a[rel=next]").get_attribute("href"))


def test_hours_go_in_by_the_keyboard_and_come_back_after_a_step_aside_and_an_ended_session(enter):
    visitor = enter(width=1280)
    at_this_month(visitor)
    page, fields = visitor.page, visitor.page.locator(HOURS)
    fields.nth(0).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("41")
    page.keyboard.press("Enter")
    expect(fields.nth(2)).to_be_focused()
    visitor.settle()
    visitor.sees("uit 1 van")
    page.keyboard.press("ArrowUp")
    expect(fields.nth(1)).to_be_focused()
    assert fields.nth(1).input_value() == "41"

    fields.nth(3).focus()
    page.keyboard.type("33,5")
    page.evaluate("document.querySelector('a[rel=prev]').click()")
    page.wait_for_url(re.compile(r"/uren/\d{4}-\d{2}/$"))
    visitor.settle()
    page.go_back()
    visitor.settle()
    assert fields.nth(3).input_value() == "33,5"
    visitor.sees("Wat u had ingevuld, staat er weer.")

    fields.nth(4).fill("28")
    page.context.clear_cookies()
    page.evaluate("document.querySelector('[name=action][value=save]').click()")
    page.wait_for_url("**/account/login/**")
    page.locator(".cast__button", has_text="Bram").first.click()
    page.wait_for_url("**/uren/**")
    visitor.settle()
    assert fields.nth(4).input_value() == "28"


@pytest.mark.parametrize("width", [1280, 320])
def test_payroll_asks_only_what_is_unclear(enter, width):
    visitor = enter(width=width)
    at_this_month(visitor)
    visitor.follow("Inlezen uit uw loonadministratie")
    visitor.page.get_by_label("Of plak hier uw regels").fill(TABLE.format(number=width))
    visitor.press("Nakijken")
    visitor.sees("Niet bewaard, want het portaal heeft dit niet nodig: BSN.")
    if "kolommen" in visitor.here:
        visitor.press("Nakijken")
    visitor.sees("Gaat dit over deze persoon?")
    visitor.press("In de maand zetten en indienen")
    visitor.sees("Er is nog niets overgenomen.")
    visitor.page.locator("select[name='row-2']").select_option(index=1)
    visitor.page.get_by_label("Gewerkte uren").fill(f"{width / 10:.0f}:30")
    visitor.press("In de maand zetten")
    if "kijk na" in visitor.text:
        visitor.press("In de maand zetten")
    visitor.sees("1 maand van een medewerker is bijgewerkt.")
    visitor.follow(re.compile(r"^Naar \w+ \d{4}$"))
    assert f"{width // 10},50" in [one.input_value() for one in visitor.page.locator(HOURS).all()]
