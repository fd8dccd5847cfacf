"""A firm puts itself in the register on a telephone, without JavaScript; the coordination point takes it in."""

import pytest

from tests.journeys.visitor import Visitor, link_mailed_to

pytestmark = pytest.mark.browser
MAIL, NAME = "vera@verf.example", "Veras Verfwinkel"


def fills_in(vera: Visitor) -> None:
    for name, value in (
        ("name", NAME),
        ("kvk", "55667788"),
        ("does", "Wij schilderen huizen en scholen."),
        ("cpv_codes", "45442100"),
        ("contact_name", "Vera Verf"),
        ("contact_email", MAIL),
    ):
        vera.page.locator(f"#id_{name}").fill(value)
    vera.page.locator("#id_municipality").select_option("GM0014")


def test_from_a_telephone_into_the_register(enter, stack):
    vera = enter(width=320, has_script=False)
    vera.go("/groningen/bedrijven/aanmelden/")
    fills_in(vera)
    vera.send("Aanmelden")
    vera.sees("Zonder deze toestemming")
    vera.page.locator("#id_agrees").check()
    # A person needs longer than this to read a page.
    vera.page.wait_for_timeout(4000)
    vera.send("Aanmelden")
    vera.sees("Kijk in uw mail")
    vera.go(link_mailed_to(stack, MAIL, leads_to="bedrijf"))
    vera.send("Ja, dit klopt")
    vera.sees("kijkt uw aanmelding na")

    dirk = enter(width=1280)
    dirk.log_in_as("Dirk")
    dirk.open("bedrijven/")
    # Two of the demo wait as well.
    dirk.sees("3 bedrijven wachten op uw besluit")
    dirk.send(dirk.link(NAME))
    dirk.send("Opnemen in het register")
    dirk.sees("Het bedrijf staat in het register.")

    alice = enter(width=320)
    alice.log_in_as("Alice")
    alice.open("bedrijven/")
    alice.send(alice.link(NAME))
    alice.sees(MAIL)

    vera.go(link_mailed_to(stack, MAIL, leads_to="bedrijf"))
    vera.send("Alles klopt nog")
    vera.follow("Wijzigen")
    vera.page.locator("#id_does").fill("Wij schilderen en behangen.")
    vera.send("Bewaren")
    vera.sees("behangen")
    vera.send("Uitschrijven")
    vera.sees("staat niet meer in het register")
