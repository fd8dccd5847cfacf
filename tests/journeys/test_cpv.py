"""CPV codes are chosen by somebody who knows words and no codes: with keys, on a telephone and without JavaScript."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CLEANING = "90910000"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_word_finds_codes_and_ticks_choose_them(enter, width):
    visitor = enter(width=width)
    visitor.log_in_as("Alice")
    visitor.open("gunningen/nieuw/")
    page, address = visitor.page, visitor.page.url
    page.locator("#id_cpv").fill("schoonmak")
    visitor.settle()
    expect(page.locator("#id_cpv_gevonden")).to_contain_text("‘schoonmak’")
    page.locator(f"[name=cpv_gekozen][value='{CLEANING}']").focus()
    page.keyboard.press("Space")
    visitor.settle()
    visitor.look()
    # Enter looks, and does not send the form.
    page.locator("#id_cpv").fill("groenonderhoud")
    page.locator("#id_cpv").press("Enter")
    visitor.settle()
    assert page.url == address
    expect(page.locator(f"[name=cpv_gekozen][value='{CLEANING}']")).to_be_checked()
    expect(page.locator("[name=cpv_gekozen][value='77310000']")).not_to_be_checked()
    visitor.look()


def test_ticks_come_back_after_a_log_in_on_the_way(enter):
    visitor = enter(width=1280)
    visitor.log_in_as("Alice")
    visitor.open("gunningen/nieuw/")
    page = visitor.page
    page.locator("#id_cpv").fill("schoonmaak")
    visitor.settle()
    page.locator(f"[name=cpv_gekozen][value='{CLEANING}']").check()
    visitor.settle()
    page.context.clear_cookies(name="sessionid")
    visitor.send("Gunning vastleggen")
    page.locator(".cast__button", has_text="Alice").first.click()
    page.wait_for_url("**/gunningen/nieuw/")
    expect(page.locator("#id_cpv")).to_have_value(f"schoonmaak, {CLEANING}")


def test_without_script_a_button_looks_and_the_page_comes_back_at_the_list(enter):
    visitor = enter(width=1280, has_script=False)
    visitor.log_in_as("Alice")
    visitor.open("gunningen/nieuw/")
    page = visitor.page
    page.locator("#id_title").fill("Schoonmaak van het stadhuis")
    page.locator("#id_cpv").fill("schoonmaak")
    visitor.send("Zoeken")
    expect(page.locator("#id_title")).to_have_value("Schoonmaak van het stadhuis")
    expect(page.locator("#id_cpv")).to_be_focused()
    page.locator(f"[name=cpv_gekozen][value='{CLEANING}']").check()
    visitor.send("Gunning vastleggen")
    expect(page.locator(f"[name=cpv_gekozen][value='{CLEANING}']")).to_be_checked()
    expect(page.locator("#id_title")).to_have_value("Schoonmaak van het stadhuis")
