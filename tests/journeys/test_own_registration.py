"""Somebody registers himself on a telephone, without JavaScript, and tells more; a coach finds him on the list."""

import pytest

from tests.journeys.visitor import Visitor, link_mailed_to

pytestmark = pytest.mark.browser
MAIL = "hanna@werkzoekend.example"
#: What a finger does to register: a box, a key, a button. Typing in a box counts once.
MOST_ACTIONS = 8


class Finger:
    """Counts what somebody does."""

    def __init__(self, visitor: Visitor) -> None:
        self.page, self.actions = visitor.page, 0

    def types(self, name: str, text: str) -> None:
        self.page.locator(f"#id_{name}").fill(text)
        self.actions += 1

    def chooses(self, name: str, value: str) -> None:
        self.page.locator(f"#id_{name}").select_option(value)
        self.actions += 1

    def ticks(self, value: str) -> None:
        self.page.locator(value).check()
        self.actions += 1


def large_enough(visitor: Visitor) -> None:
    """What somebody touches is at least 44 pixels high: the card or the line of a box, not the box itself."""
    for selector in (
        ".choice-card",
        ".oneself .choice",
        ".oneself input[type=text]",
        ".oneself select",
        "button[type=submit]",
    ):
        for found in visitor.page.locator(selector).all():
            box = found.bounding_box()
            if box and found.is_visible() and box["width"] > 2:
                assert box["height"] >= 43.5, (selector, box)


def test_from_a_telephone_to_the_list_of_the_coach(enter, stack):
    hanna = enter(width=320, has_script=False)
    hanna.go("/groningen/aanmelden/")
    large_enough(hanna)
    finger = Finger(hanna)
    finger.types("name", "Hanna Zoekwerk")
    finger.types("email", MAIL)
    finger.chooses("municipality", "GM0014")
    finger.ticks("input[value=cleaning]")
    # A person needs longer than this to read a page.
    hanna.page.wait_for_timeout(4000)
    hanna.send("Aanmelden")
    hanna.sees("Zet dan hier een vinkje")
    assert hanna.page.locator("#id_name").input_value() == "Hanna Zoekwerk"
    assert hanna.page.locator("input[value=cleaning]").is_checked()
    finger.ticks("#id_agrees")
    hanna.send("Aanmelden")
    assert finger.actions + 1 <= MOST_ACTIONS
    hanna.sees("U bent aangemeld")
    hanna.sees("Aanmelden verandert niets aan uw uitkering")

    hanna.follow("Meer vertellen")
    large_enough(hanna)
    hanna.page.locator("input[value='28']").check()
    hanna.send("Bewaren en verder")
    hanna.sees("Op welke dagen kunt u werken?")
    hanna.send("Bewaren en later verder")
    hanna.sees("U krijgt een mail met een link")

    # Days later, at another telephone.
    again = enter(width=320)
    again.go(link_mailed_to(stack, MAIL, leads_to="aanvullen"))
    again.sees("Vraag 2 van 8")
    again.follow("Uw aanmelding")
    again.go(again.here + "cv/")
    again.follow("Maak een cv")
    again.fill("Welk werk deed u?", "Schoonmaakster in een school")
    again.send("Maak mijn cv")
    again.sees("Wij maken nu uw cv")

    dirk = enter(width=1280)
    dirk.log_in_as("Dirk")
    dirk.open("dossiers/?zoek=Zoekwerk")
    dirk.sees("Zoekwerk")
    dirk.sees("Schoonmaken")


def test_both_forms_are_accessible(enter):
    for width in (1280, 320):
        visitor = enter(width=width)
        visitor.go("/groningen/aanmelden/")
        visitor.go("/groningen/iemand-aanmelden/")
        visitor.page.locator("input[value=temp_agency]").check()
        visitor.sees("Op welke dag overlegde u hierover")
        visitor.look()
