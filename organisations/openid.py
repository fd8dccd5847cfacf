"""OpenID Connect as the portal speaks it: the code flow with PKCE, state and nonce, and a signed ID token.

Knows no model and no request: what is asked of a provider, and what it says of somebody. Source: OpenID Connect Core 1.0
and Discovery 1.0, RFC 7636, RFC 9207, and RFC 9700 for what to refuse.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt

from organisations import outside

#: Signed with a key pair: a secret that both sides know is no proof, and `none` even less.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
SCOPE = "openid email profile"
_CLOCKS_DIFFER = 60
_LONGEST_SUBJECT = 255
_CLIENT_REFUSED = ("invalid_client", "unauthorized_client")
#: Microsoft Entra ID says that an address is verified by the optional claim xms_edov.
_OF_MAIL = ("email", "email_verified", "xms_edov")


class ProviderError(Exception):
    """The provider did not do what the standard says, or cannot be reached; the text is for the log."""


class UnreachableError(ProviderError):
    """It gave no answer."""


class MisconfiguredError(ProviderError):
    """It answers, but not as a provider by this address, client and secret would."""


class WrongIssuerError(MisconfiguredError):
    """Another one than the address says, or none, is there."""


class ClientRefusedError(MisconfiguredError):
    """It does not know the portal by this client and secret."""


class NotProvenError(ProviderError):
    """What it says is not proven to be said by it, to us, now."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider tells of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    end_session_endpoint: str
    secret_in_form: bool
    names_itself: bool


@dataclass(frozen=True, slots=True)
class Client:
    """How a provider knows the portal."""

    client_id: str
    secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is sent away with, kept until it is back: each is used once."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider says of somebody who logged in there."""

    issuer: str
    subject: str
    email: str
    is_verified: bool
    methods: tuple[str, ...]
    context: str


def discover(issuer: str) -> Provider:
    """What the provider at this address tells of itself, when it is the one that it says it is."""
    try:
        found = _outside(outside.get_json, issuer.rstrip("/") + "/.well-known/openid-configuration")
    except MisconfiguredError as error:
        raise WrongIssuerError(str(error)) from error
    if found.get("issuer") != issuer:
        raise WrongIssuerError("the provider calls itself by another address than its issuer")
    methods = found.get("token_endpoint_auth_methods_supported")
    return Provider(
        issuer=issuer,
        authorization_endpoint=_address(found, "authorization_endpoint"),
        token_endpoint=_address(found, "token_endpoint"),
        jwks_uri=_address(found, "jwks_uri"),
        userinfo_endpoint=_address(found, "userinfo_endpoint", needed=False),
        end_session_endpoint=_address(found, "end_session_endpoint", needed=False),
        secret_in_form=isinstance(methods, list) and "client_secret_basic" not in methods,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
    )


def keys_of(provider: Provider) -> jwt.PyJWKSet:
    """The keys that it signs with."""
    try:
        return jwt.PyJWKSet.from_dict(_outside(outside.get_json, provider.jwks_uri))
    except (jwt.PyJWTError, AttributeError, TypeError, ValueError) as error:
        raise MisconfiguredError(f"its keys cannot be read: {type(error).__name__}") from error


def ask() -> Asked:
    return Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


def address_to_log_in(provider: Provider, client: Client, asked: Asked, *, email: str, anew: bool = False) -> str:
    """Where the browser goes. ``email`` saves the person typing it twice; ``anew`` lets him be somebody else there."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "scope": SCOPE,
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": email,
    } | ({"prompt": "login"} if anew else {})
    joint = "&" if "?" in provider.authorization_endpoint else "?"
    return f"{provider.authorization_endpoint}{joint}{urlencode(query)}"


def came_back(provider: Provider, client: Client, asked: Asked, answer: Mapping[str, str]) -> Said:
    """Who logged in, out of what the browser came back with: only what is proven."""
    if not hmac.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
        raise NotProvenError("another state than the browser left with")
    if ("iss" in answer or provider.names_itself) and answer.get("iss") != provider.issuer:
        raise NotProvenError("an answer of another provider")
    if not answer.get("code"):
        raise NotProvenError("no code")
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": client.redirect_uri,
        "code_verifier": asked.verifier,
    }
    if provider.secret_in_form:
        form |= {"client_id": client.client_id, "client_secret": client.secret}
        tokens = _outside(outside.post_form, provider.token_endpoint, form)
    else:
        tokens = _outside(
            outside.post_form, provider.token_endpoint, form, user=client.client_id, password=client.secret
        )
    claims = _proven(provider, client, asked, tokens.get("id_token"))
    if "email" not in claims and provider.userinfo_endpoint and isinstance(tokens.get("access_token"), str):
        more = _outside(outside.get_json, provider.userinfo_endpoint, bearer=tokens["access_token"])
        if more.get("sub") != claims["sub"]:
            raise NotProvenError("the userinfo is of somebody else")
        claims = {name: of for name, of in claims.items() if name not in _OF_MAIL} | {
            name: more[name] for name in _OF_MAIL if name in more
        }
    return _said(claims)


def _proven(provider: Provider, client: Client, asked: Asked, token: Any) -> dict[str, Any]:
    if not isinstance(token, str):
        raise MisconfiguredError("no ID token")
    try:
        head = jwt.get_unverified_header(token)
        if head.get("alg") not in ALGORITHMS:
            raise NotProvenError("signed in a way that proves nothing")
        fitting = [
            key
            for key in keys_of(provider).keys
            if key.public_key_use in {None, "sig"} and head.get("kid") in {None, key.key_id}
        ]
        if len(fitting) != 1:
            raise NotProvenError(f"{len(fitting)} keys fit the signature")
        claims: dict[str, Any] = jwt.decode(
            token,
            fitting[0].key,
            algorithms=[head["alg"]],
            audience=client.client_id,
            issuer=provider.issuer,
            leeway=_CLOCKS_DIFFER,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, RecursionError, TypeError, ValueError) as error:
        raise NotProvenError(f"{type(error).__name__}: {error}") from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), asked.nonce.encode()):
        raise NotProvenError("another nonce than the browser left with")
    if claims.get("azp", client.client_id) != client.client_id:
        raise NotProvenError("given out to another client")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise NotProvenError("for several clients, and not said for which")
    if not 0 < len(claims["sub"]) <= _LONGEST_SUBJECT or not claims["sub"].isprintable():
        raise NotProvenError("a subject that cannot be kept")
    return claims


def _said(claims: Mapping[str, Any]) -> Said:
    email, methods = claims.get("email"), claims.get("amr")
    return Said(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=email.strip() if isinstance(email, str) and email.isprintable() else "",
        is_verified=any(claims.get(name) in (True, 1, "true", "True", "1") for name in _OF_MAIL[1:]),
        methods=tuple(one for one in methods if isinstance(one, str)) if isinstance(methods, list) else (),
        context=claims["acr"] if isinstance(claims.get("acr"), str) else "",
    )


def _address(found: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    address = found.get(name)
    if isinstance(address, str) and outside.is_allowed(address):
        return address
    if needed:
        raise MisconfiguredError(f"no {name} that may be asked")
    return ""


def _outside(ask_for: Any, *given: Any, **more: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = ask_for(*given, **more)
    except outside.ForbiddenAddressError as error:
        raise MisconfiguredError(str(error)) from error
    except outside.OutsideError as error:
        if any(str(error).endswith(f": {word}") for word in _CLIENT_REFUSED):
            raise ClientRefusedError(str(error)) from error
        kind = MisconfiguredError if " answered " in str(error) else UnreachableError
        raise kind(str(error)) from error
    return found
