"""From any page to any other by keyboard: the one search field, the list of keys, and what was opened last."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def recent(page) -> list[dict]:
    return json.loads(page.evaluate("localStorage.getItem('portal.recent')") or '{"items": []}')["items"]


def log_out(page) -> None:
    page.locator("[popovertarget=account-menu]").click()
    page.locator("#account-menu").get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(lambda url: "/werk/" not in url)


@pytest.mark.parametrize("width", [1280, 320])
def test_found_by_keyboard_and_back_by_what_was_opened_last(enter, width):
    visitor = enter(width=width)
    visitor.log_in_as("Dirk")
    page = visitor.page
    page.keyboard.press("/")
    expect(page.locator("#overal")).to_be_focused()
    page.keyboard.type("school")
    visitor.key("Enter")
    first = page.locator("main .todo a").first
    title = first.inner_text()
    visitor.send(first)
    assert title in visitor.text
    opened = visitor.here
    visitor.open("zoeken/")
    expect(page.locator("[data-recent]")).to_be_visible()
    assert [one["url"] for one in recent(page)] == [opened]
    assert title not in json.dumps(recent(page)), "numbers and addresses, no words"
    visitor.send(page.locator("[data-recent] a").first)
    assert visitor.here == opened


def test_who_logs_out_takes_the_list_along_and_a_colleague_has_none(enter):
    visitor = enter()
    visitor.log_in_as("Dirk")
    page = visitor.page
    visitor.open("zoeken/?q=school")
    visitor.send(page.locator("main .todo a").first)
    assert len(recent(page)) == 1
    log_out(page)
    assert page.evaluate("localStorage.getItem('portal.recent')") is None
    page.evaluate("localStorage.setItem('portal.recent', JSON.stringify({who: 'x', items: [{url: '/werk/x/'}]}))")
    visitor.log_in_as("Carla")
    expect(page.locator("[data-recent]")).to_be_hidden()


def test_the_list_of_keys_says_what_they_do_and_turns_them_off(enter):
    visitor = enter()
    visitor.log_in_as("Carla")
    visitor.open("dossiers/")
    page = visitor.page
    listed, button = page.locator("#toetsen"), page.get_by_role("button", name="Sneltoetsen")
    page.keyboard.press("?")
    expect(listed).to_be_visible()
    visitor.look()
    for key, what in (("/", "Zoek in het portaal"), ("T", "Taken"), ("?", "Deze lijst")):
        assert f"{key}\n{what}" in listed.locator("dl").inner_text()
    expect(page.locator("#overal")).to_have_attribute("aria-keyshortcuts", "/")
    listed.get_by_label("Zet deze toetsen uit").check()
    page.keyboard.press("Escape")
    for key in ("?", "/", "t"):
        page.keyboard.press(key)
    expect(listed).to_be_hidden()
    expect(page.locator("#overal")).not_to_be_focused()
    assert page.locator("#overal").get_attribute("aria-keyshortcuts") is None
    assert visitor.here.endswith("/dossiers/"), "no key does a thing"
    button.click()
    expect(listed).to_be_visible()
    listed.get_by_label("Zet deze toetsen uit").uncheck()
    listed.get_by_role("button", name="Sluiten").click()
    page.keyboard.press("/")
    expect(page.locator("#overal")).to_be_focused()


def test_without_script_it_finds_and_lists_nothing_that_does_not_work(enter):
    visitor = enter(has_script=False)
    visitor.log_in_as("Bram")
    page = visitor.page
    expect(page.get_by_role("button", name="Sneltoetsen")).to_be_hidden()
    page.locator("#overal").fill("hulp")
    visitor.key("Enter")
    assert "Hulp" in visitor.text
    expect(page.locator("[data-recent]")).to_have_count(0)


def test_the_open_menu_on_a_phone_hides_what_it_covers(enter):
    """Half a link under its edge can be neither read nor pressed."""
    visitor = enter(width=320)
    visitor.log_in_as("Dirk")
    visitor.press("Menu")
    covered = [visitor.page.locator("#overal"), visitor.page.locator("main a").first]
    for one in covered:
        expect(one).to_be_hidden()
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.page.keyboard.press("Escape")
    for one in covered:
        expect(one).to_be_visible()
