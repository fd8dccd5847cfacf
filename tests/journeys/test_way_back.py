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


def test_who_logs_out_leaves_nothing_typed_in_the_tab(enter):
    """Neither what stands on the page that is left, nor what was kept when an earlier page was left."""
    visitor = enter(width=1280)
    visitor.log_in_as("Bram")
    typed, page = "Naam\tUren\nA. Voorbeeld\t120", visitor.page
    workspace = visitor.here.split("?")[0].rstrip("/")
    for steps_aside in (False, True):
        visitor.go(f"{workspace}/uren/inlezen/")
        page.locator("[name=pasted]").fill(typed)
        if steps_aside:
            visitor.go(f"{workspace}/")
            assert "A. Voorbeeld" in kept(page)
        log_out(page)
        assert "A. Voorbeeld" not in kept(page)
        visitor.log_in_as("Bram")


def test_an_answer_that_comes_while_logging_out_keeps_nothing_either(enter):
    """Leaving the field asks for an assessment anew, just before the button is pressed."""
    visitor = enter(width=1280)
    visitor.log_in_as("Alice")
    visitor.follow("Gunning invoeren")
    visitor.page.locator("[name=title]").fill("Brug over het kanaal")
    log_out(visitor.page)
    assert "Brug over het kanaal" not in kept(visitor.page)


def test_what_a_colleague_saved_meanwhile_is_noticed_on_the_way_back(enter):
    """What was typed comes back on a page that shows what he saved: it is still about what was shown before."""
    first, second = enter(width=1280), enter(width=1280)
    for visitor in (first, second):
        visitor.log_in_as("Carla")
        visitor.open("dossiers/?rij=iedereen")
        visitor.send(visitor.page.locator("main tbody a").first)
        visitor.go(f"{visitor.here.split('?')[0].rstrip('/')}/gegevens/")
    typed = first.page.locator("[name=wanted_work]")
    typed.fill("tegels zetten")
    first.follow("Kandidaten")
    second.page.locator("[name=wanted_work]").fill("dakdekken")
    second.send("Bewaren")
    first.page.go_back()
    first.page.wait_for_load_state("networkidle")
    assert typed.input_value() == "tegels zetten"
    first.send("Bewaren")
    first.sees("Er staat nu ‘dakdekken’.")
    assert typed.input_value() == "tegels zetten"


def kept(page) -> str:
    return page.evaluate("JSON.stringify(sessionStorage)")


def log_out(page) -> None:
    page.locator("[popovertarget=account-menu]").click()
    page.locator("#account-menu").get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(lambda url: "/werk/" not in url)
    page.wait_for_load_state("networkidle")
