"""A passkey as the only step: the device has to have seen its owner, whatever the portal asked for on an earlier page."""

import json

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PASSWORD = "een-lang-wachtwoord"
TOUCHED, SEEN = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Key:
    """A key that is put into a computer: whoever has it can touch it, its PIN knows its owner only."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())

    def of(self, user) -> None:
        cose = ES256.from_cryptography_key(self.key.public_key())
        kept = AttestedCredentialData.create(Aaguid.NONE, b"a-key", cose)
        data = AuthenticatorData.create(sha256(b"testserver"), SEEN | AuthenticatorData.FLAG.AT, 0, kept)
        made = {
            "id": websafe_encode(b"a-key"),
            "rawId": websafe_encode(b"a-key"),
            "type": "public-key",
            "response": {
                "clientDataJSON": self._said("webauthn.create", "AAAA"),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
        }
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "sleutel", "credential": made}
        )

    def sign(self, user, challenge: str, flags: AuthenticatorData.FLAG) -> str:
        """What the browser sends."""
        data = AuthenticatorData.create(sha256(b"testserver"), flags, 1)
        said = CollectedClientData.create("webauthn.get", challenge, "https://testserver")
        return json.dumps(
            {
                "id": websafe_encode(b"a-key"),
                "rawId": websafe_encode(b"a-key"),
                "type": "public-key",
                "response": {
                    "clientDataJSON": websafe_encode(said),
                    "authenticatorData": websafe_encode(data),
                    "signature": websafe_encode(self.key.sign(data + said.hash, ec.ECDSA(SHA256()))),
                    "userHandle": websafe_encode(str(user.pk).encode()),
                },
            }
        )

    def _said(self, kind: str, challenge: str) -> str:
        return websafe_encode(CollectedClientData.create(kind, challenge, "https://testserver"))


@pytest.fixture
def browser():
    cache.clear()
    return Client(headers={"host": "testserver"}, SERVER_NAME="testserver")


def challenge_of_a_second_step(client, user) -> str:
    """Asked of who typed the right password of an account of his own: there a touch is enough."""
    client.post("/account/login/", {"login": user.email, "password": PASSWORD}, secure=True)
    page = client.get("/account/2fa/authenticate/", secure=True)
    return page.context["js_data"]["request_options"]["publicKey"]["challenge"]


@pytest.mark.parametrize(("flags", "opens"), [(SEEN, True), (TOUCHED, False)])
def test_a_key_that_was_found_opens_nothing_without_its_pin(browser, cast, owner, settings, flags, opens):
    """What was asked for a second step may not be answered as the only one."""
    key = Key()
    with owner():
        cast.bram.user.set_password(PASSWORD)
        cast.bram.user.save()
    Key().of(cast.bram.user)
    key.of(cast.alice.user)
    challenge = challenge_of_a_second_step(browser, cast.bram.user)
    settings.ACCOUNT_LOGIN_TIMEOUT = -1  # he waited until that log-in was forgotten, which its challenge is not
    credential = key.sign(cast.alice.user, challenge, flags)
    browser.post("/account/2fa/webauthn/login/", {"credential": credential}, secure=True)
    assert (browser.session.get("_auth_user_id") == str(cast.alice.user.pk)) is opens
