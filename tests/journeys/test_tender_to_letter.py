"""The week of a procurement officer: what is coming stands on the calendar, is decided and published; who is behind gets a letter."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

NEXT_YEAR = dt.datetime.now(dt.UTC).year + 1


def enters_tender(alice: Visitor) -> None:
    """A title, a kind and what is known of the money, and it is there for all to see."""
    alice.open("kalender/nieuw/")
    alice.fill("Titel", "Reconstructie Proefkade")
    alice.choose("Soort", "Werk")
    alice.fill("Geplande publicatie", f"1-3-{NEXT_YEAR}")
    alice.fill("Geraamde waarde", "1.200.000")
    alice.fill("Loonaandeel", "40")
    alice.send("Op de kalender zetten")
    assert "Advies: 2 %" in alice.text


def decides(alice: Visitor) -> None:
    """The button of what waits leads to the decision, also when half of it was taken."""
    alice.page.get_by_role("link", name="Besluit nemen").click()
    expect(alice.page.get_by_role("heading", name="Besluit over social return")).to_be_in_viewport()
    alice.page.get_by_role("button", name="Advies volgen: 2 %").click()
    expect(alice.page.locator("#assessment")).to_contain_text("24.000,00")
    alice.page.get_by_role("button", name="Wijzigingen bewaren").click()
    alice.page.get_by_role("link", name="Besluit aanvullen").click()
    alice.page.get_by_role("checkbox", name="Contractvoorwaarde").check()
    alice.page.get_by_role("button", name="Wijzigingen bewaren").click()
    alice.page.get_by_role("link", name="Teksten voor de aanbestedingsstukken").click()
    alice.sees(re.compile(r"De opdrachtnemer besteedt 2\s% van de opdrachtsom"))
    alice.page.go_back()
    alice.page.get_by_role("link", name="Publicatie vastleggen").click()
    alice.page.get_by_role("button", name="Vastleggen", exact=True).click()
    alice.sees("Vastgelegd. De status is nu ‘Gepubliceerd’.")


def writes_to_who_is_behind(alice: Visitor) -> None:
    """The number of a contract in the box of search leads to it; the step that is planned leads to its letter."""
    alice.page.keyboard.press("/")
    alice.page.keyboard.type("C-2019-005")
    alice.key("Enter")
    assert "Beheer werkplekken en servicedesk" in alice.page.title()
    alice.page.set_viewport_size({"width": 320, "height": 900})
    cells = "[...document.querySelectorAll('main td.num')].filter(cell => cell.scrollWidth > cell.clientWidth)"
    assert alice.page.evaluate(f"{cells}.map(cell => cell.innerText)") == []
    alice.page.set_viewport_size({"width": 1280, "height": 900})
    alice.page.get_by_role("link", name="Stappen").click()
    alice.page.get_by_role("link", name="Stap plannen").click()
    expect(alice.page.get_by_role("radio", name=re.compile("^Hoor en wederhoor"))).to_be_checked()
    alice.page.get_by_role("button", name="Plannen").click()
    alice.page.get_by_role("link", name="Brief maken").first.click()
    assert "Beheer werkplekken en servicedesk" in alice.page.get_by_label("Tekst").input_value()


def test_from_a_tender_on_the_calendar_to_a_letter_to_who_is_behind(enter):
    alice = enter(width=1280)
    alice.log_in_as("Alice")
    enters_tender(alice)
    decides(alice)
    writes_to_who_is_behind(alice)
    alice.look()
