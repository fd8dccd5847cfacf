"""The page is read aloud sentence by sentence where the browser has a Dutch voice; elsewhere nothing is offered."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PAGE = "/groningen/zo-werkt-het/"

#: A voice that keeps what it is told to say, and says that it is done when the test asks for it.
VOICE = """
window.said = [];
window.waiting = null;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => ["en-US", LANG].filter(Boolean).map((lang) => ({ lang, localService: true, name: lang })),
  speak(one) { window.said.push([one.text, one.lang]); window.waiting = one; },
  cancel() { const one = window.waiting; window.waiting = null; one?.onerror?.({ error: "canceled" }); },
  addEventListener() {},
} });
"""


def with_voice(enter, lang="nl-NL", **options):
    visitor = enter(**options)
    visitor.page.add_init_script(VOICE.replace("LANG", f'"{lang}"' if lang else '""'))
    return visitor


def said(page):
    return [text for text, _lang in page.evaluate("window.said")]


def go_on(page):
    page.evaluate("(() => { const one = window.waiting; window.waiting = null; one.onend({}); })()")


@pytest.mark.parametrize("width", [1280, 320])
def test_sentence_by_sentence_with_pause_and_stop(enter, width):
    visitor = with_voice(enter, width=width)
    visitor.go(PAGE)
    page = visitor.page
    start = page.get_by_role("button", name="Lees voor")
    pause, stop = page.get_by_role("button", name="Pauze"), page.get_by_role("button", name="Stop")
    expect(start).to_be_visible()
    expect(stop).to_be_hidden()
    start.click()
    assert page.evaluate("window.said") == [["Zo zoeken wij werk dat bij u past", "nl-NL"]]
    expect(pause).to_be_focused()
    visitor.look()
    for _time in range(3):
        go_on(page)
    # The line under the title is two sentences; menu, buttons and pictures are no words of the page.
    assert said(page)[1:4] == ["Mensen kiezen.", "De computer zet alleen een lijst klaar.", "Stap voor stap"]
    pause.click()
    on = page.get_by_role("button", name="Verder")
    expect(on).to_be_visible()
    assert page.evaluate("window.waiting") is None
    on.click()
    assert said(page)[-1] == "Stap voor stap"
    stop.click()
    expect(start).to_be_focused()
    expect(stop).to_be_hidden()
    assert page.evaluate("window.waiting") is None


def test_to_the_end_without_the_menu_and_the_foot(enter):
    visitor = with_voice(enter)
    visitor.go(PAGE)
    page = visitor.page
    page.get_by_role("button", name="Lees voor").click()
    for _time in range(400):
        if page.evaluate("window.waiting === null"):
            break
        go_on(page)
    heard = said(page)
    assert "in welke gemeente u woont (voor: Reizen)" in heard
    assert "De computer kiest niemand en wijst niemand af." in heard
    for silent in ("Afdrukken", "Vacatures", "Toegankelijkheid", "Inloggen", "Lees voor"):
        assert silent not in heard
    expect(page.get_by_role("button", name="Lees voor")).to_be_visible()


def test_without_a_dutch_voice_nothing_is_offered(enter):
    visitor = with_voice(enter, lang="")
    visitor.go(PAGE)
    expect(visitor.page.get_by_role("button", name="Lees voor")).to_be_hidden()


def test_without_scripts_nothing_is_offered(enter):
    visitor = enter(has_script=False)
    visitor.go(PAGE)
    assert not visitor.page.get_by_text("Lees voor").is_visible()
