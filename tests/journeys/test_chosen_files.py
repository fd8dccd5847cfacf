"""A chosen file is not lost when something else on the page was wrong, and a paste that is too long stays where it is."""

import pytest
from playwright.sync_api import expect

from tests.placements import evidence_files as files

pytestmark = pytest.mark.browser

FORM = {"name": "formulier.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}


def chosen(page) -> list[str]:
    return page.evaluate("[...document.querySelector('input[type=file]').files].map((one) => one.name)")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_signed_form_stays_chosen_and_goes_along_in_the_end(enter, width):
    visitor = enter(width=width)
    visitor.log_in_as("Dirk")
    page = visitor.page
    visitor.go(visitor.here[: visitor.here.index("/", 6)] + "/namens/")
    page.locator("tbody th a").first.click()
    visitor.settle()
    visitor.follow("Andere invulling toevoegen")
    page.set_input_files("input[type=file]", FORM)
    visitor.press("Indienen")
    assert chosen(page) == ["formulier.pdf"]
    assert page.title().startswith("Fout:")
    page.get_by_role("radio").first.check()
    visitor.fill("Op welke dag?", "1-10-2026")
    visitor.fill("Hoeveel?", "8")
    visitor.fill("Omschrijving", "Gastles")
    visitor.press("Indienen")
    visitor.sees("Een collega moet het beoordelen.")


def test_a_paste_that_is_too_long_stays_in_its_field_with_the_reason(enter):
    visitor = enter(width=1280)
    visitor.log_in_as("Bram")
    visitor.go(visitor.here[: visitor.here.index("/", 6)] + "/uren/inlezen/")
    field = visitor.page.get_by_label("Of plak hier uw regels")
    field.evaluate("(one) => { one.value = 'x'.repeat(2800000); }")
    visitor.press("Nakijken")
    expect(visitor.page.get_by_role("alert").filter(has_text="Dit is te veel om te plakken.")).to_be_visible()
    assert field.evaluate("(one) => one.value.length") == 2_800_000


def test_evidence_that_was_chosen_and_not_sent_holds_back_another_form_of_the_page(enter):
    visitor = enter(width=1280)
    visitor.log_in_as("Bram")
    page = visitor.page
    visitor.go(visitor.here[: visitor.here.index("/", 6)] + "/inzet/")
    lines = [one.get_attribute("href") for one in page.locator("main tbody a").all()]
    others = page.locator("main form[method=post]:not([data-evidence])")
    for line in lines:
        visitor.go(line)
        if page.locator("form[data-evidence]").count() and others.count():
            break
    page.locator("form[data-evidence] input[type=file]").set_input_files(FORM)
    here = page.url
    others.first.evaluate("(form) => form.requestSubmit()")
    visitor.sees("Nog niet gestuurd. Kies eerst 'Bewijs versturen', of 'Niet versturen'.")
    assert page.url == here
    expect(page.get_by_role("button", name="Bewijs versturen")).to_be_focused()
