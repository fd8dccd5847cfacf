"""An administrator connects the provider of his organisation, and logs in by it: over two sites, under our strict CSP."""

import pytest

from tests.openid_provider import CLIENT, SECRET, serving

pytestmark = pytest.mark.browser


def test_from_connecting_a_provider_to_logging_in_by_it(enter):
    visitor = enter(width=320)
    page = visitor.page
    with serving() as provider:
        visitor.log_in_as("Alice")
        visitor.open("organisatie/")
        visitor.send(visitor.link("Inloggen met het account van de organisatie"))
        settings = visitor.here
        visitor.fill("Adres van de inlogdienst", provider.issuer)
        visitor.fill("Client-ID", CLIENT)
        visitor.fill("Client-secret", SECRET)
        visitor.send("Bewaren")
        page.get_by_role("button", name="Test de koppeling").click()
        page.wait_for_url(f"**{settings}")
        visitor.sees("De koppeling werkt")
        visitor.look()
        page.get_by_label("Aan: het kan ook met het account van de organisatie").check()
        visitor.send("Bewaren")

        page.context.clear_cookies()
        visitor.go("/account/login/")
        visitor.send(visitor.link("Inloggen met het account van uw organisatie"))
        visitor.fill("E-mailadres van uw werk", "alice@demo.example")
        page.get_by_role("button", name="Ga verder").click()
        visitor.look()
        page.get_by_role("button", name="localhost").click()
        page.wait_for_url("**/werk/**")
        visitor.look()
        visitor.go("/account/2fa/")
        visitor.sees("kunt u zo niet wijzigen")

        visitor.go(settings)
        page.get_by_label("Uit: iedereen logt in met zijn account van het portaal").check()
        page.get_by_role("button", name="Bewaren").click()
        page.wait_for_load_state()
        visitor.go(settings)
        visitor.sees("heeft de manier van inloggen veranderd")
