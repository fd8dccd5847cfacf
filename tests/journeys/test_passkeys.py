"""A passkey, with an authenticator that the browser plays: made, used as the only step and as the second, taken away."""

from contextlib import contextmanager

import pytest

pytestmark = pytest.mark.browser

PASSWORD = "een-lang-wachtwoord"
AS_SECOND_STEP = """
from allauth.account.models import EmailAddress
from organisations.models import User
user = User.objects.get(email="{email}")
user.set_password("{password}")
user.save()
EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={{"verified": True, "primary": True}})
print("had", user.email)
"""


@contextmanager
def authenticator(page):
    """A device in the browser that always says that it saw its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    yield tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def test_a_passkey_is_made_used_in_both_ways_and_taken_away(enter, stack):
    visitor = enter(width=320)
    page = visitor.page
    visitor.log_in_as("Esra")
    email = "esra@demo.example"
    assert email in stack.manage("shell", "-c", AS_SECOND_STEP.format(email=email, password=PASSWORD))
    with authenticator(page) as (tools, device):
        visitor.log_in_as("Esra")
        visitor.go("/account/2fa/webauthn/add/")
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        visitor.send("Ga verder")
        visitor.fill("Naam van de passkey", "Telefoon van het werk")
        visitor.send("Passkey maken")
        assert visitor.here == "/account/2fa/recovery-codes/"
        visitor.go("/account/2fa/")
        visitor.sees("Telefoon van het werk")
        visitor.sees("10 herstelcodes")

        # The same device is not asked twice.
        visitor.go("/account/2fa/webauthn/add/")
        page.get_by_role("button", name="Passkey maken").click()
        visitor.sees("Dit apparaat heeft al een passkey")

        # As the only step: no address is typed, and the page that was asked for opens.
        page.context.clear_cookies()
        visitor.go("/account/login/?next=/account/2fa/")
        visitor.send("Inloggen met passkey")
        assert visitor.here == "/account/2fa/"

        # As the second step, after mail address and password.
        page.context.clear_cookies()
        visitor.go("/account/login/?next=/account/2fa/")
        visitor.fill("E-mailadres", email)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        visitor.send("Inloggen")
        assert visitor.here.startswith("/account/2fa/authenticate/")
        visitor.send("Passkey gebruiken")
        assert visitor.here == "/account/2fa/"

        # A device that does not know its owner says so, and nothing opens.
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        page.context.clear_cookies()
        visitor.go("/account/login/")
        page.get_by_role("button", name="Inloggen met passkey").click()
        visitor.sees("Er is geen passkey gebruikt")
        assert page.evaluate("document.activeElement.hasAttribute('data-passkey-button')")
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})

        visitor.send("Inloggen met passkey")
        visitor.go("/account/2fa/")
        visitor.send(visitor.link("Hernoemen: Telefoon van het werk"))
        visitor.fill("Naam van de passkey", "Sleutel aan mijn bos")
        visitor.send("Bewaren")
        visitor.send(visitor.link("Weghalen: Sleutel aan mijn bos"))
        visitor.send("Weghalen")
        visitor.sees("De passkey is weggehaald")
        page.context.clear_cookies()
        visitor.go("/account/login/")
        visitor.send("Inloggen met passkey")
        visitor.sees("Deze passkey kennen wij niet")
