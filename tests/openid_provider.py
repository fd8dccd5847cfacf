"""An OpenID provider on this machine that logs in whoever is asked for, and lies when a test tells it to.

To try the portal with it: `python -m tests.openid_provider 9000`, issuer http://localhost:9000, client `portaal`, secret
`geheim: 1+1`. It says the mail address that was typed in the portal, verified, and that there were two steps.
"""

import base64
import hashlib
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

CLIENT, SECRET = "portaal", "geheim: 1+1"
AUTHORIZATION = "Basic " + base64.b64encode(f"{CLIENT}:geheim%3A%201%2B1".encode()).decode()
KEY, OTHER_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))


class Provider(ThreadingHTTPServer):
    """``claims`` go over what it would say in the ID token, ``about`` over what it says of itself."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.issuer = f"http://localhost:{self.server_port}"
        self.codes: dict[str, dict[str, str]] = {}
        self.tell_the_truth()

    def tell_the_truth(self) -> None:
        self.claims: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.sign: Any = lambda claims: jwt.encode(claims, KEY, "ES256", {"kid": "1"})
        self.asked: list[str] = []

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        } | self.about

    def log_in(self, address: str) -> str:
        """Where the browser is sent back to, that went to this address."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """None for a client, code or verifier that is not right; a code is good for once."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or authorization != AUTHORIZATION or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        email, now = asked.get("login_hint", ""), int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": hashlib.sha256(email.encode()).hexdigest(),
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            "email": email,
            "email_verified": True,
            "amr": ["pwd", "mfa"],
        } | self.claims
        said = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "t", "token_type": "Bearer", "id_token": self.sign(said)}


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.log_in(self.path))
            self.end_headers()
        elif path == "/.well-known/openid-configuration":
            self._say(self.server.configuration())
        elif path == "/keys":
            self._say({"keys": [json.loads(ECAlgorithm.to_jwk(KEY.public_key())) | {"kid": "1", "use": "sig"}]})
        elif path == "/userinfo" and self.headers["Authorization"] == "Bearer t":
            self._say(self.server.userinfo)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        found = self.server.tokens(form, self.headers["Authorization"] or "")
        known = self.headers["Authorization"] == AUTHORIZATION
        self._say(found or {"error": "invalid_grant" if known else "invalid_client"}, status=200 if found else 400)

    def _say(self, what: dict[str, Any], *, status: int = 200) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(port: int = 0) -> Iterator[Provider]:
    with Provider(port) as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        try:
            yield provider
        finally:
            provider.shutdown()


if __name__ == "__main__":
    Provider(int(sys.argv[1])).serve_forever()
