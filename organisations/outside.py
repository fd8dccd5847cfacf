"""Asking a site that an organisation named, for JSON: by https, never inside a network of ours, and not for long.

The name is looked up once, and what is connected to is the address that was looked at: a name that says something else
a moment later leads nowhere. No redirect is followed, and of a long answer the end is not read.
"""

import base64
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

_SECONDS = 5
_SECONDS_IN_ALL = 8
_LARGEST = 300_000
_OK = 200
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1"})
#: IPv6 addresses that stand for an IPv4 address of which nothing else is known.
_TRANSLATED = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class OutsideError(Exception):
    """The site gave no answer that can be used; the text is for the log."""


class ForbiddenAddressError(OutsideError):
    """An address that the portal asks nothing of."""


def is_allowed(url: str) -> bool:
    """Whether this is an address that could be asked, before its name is looked up."""
    try:
        _parts(url)
    except ForbiddenAddressError:
        return False
    return True


def get_json(url: str, *, bearer: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    return _asked("GET", url, headers, None)


def post_form(url: str, data: dict[str, str], *, user: str = "", password: str = "") -> dict[str, Any]:
    """``user`` and ``password`` go as RFC 6749 chapter 2.3.1 says: each encoded as in a form first."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if user:
        pair = f"{quote(user, safe='')}:{quote(password, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    return _asked("POST", url, headers, urlencode(data).encode())


def _parts(url: str) -> tuple[bool, str, int, str]:
    """Whether it goes by https, the host, port and path; only what an organisation can name."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ForbiddenAddressError(f"not an address: {error}") from error
    own_machine = settings.PROVIDERS_ON_OWN_MACHINE and host in _OWN_MACHINE
    if parts.scheme != "https" and not (own_machine and parts.scheme == "http"):
        raise ForbiddenAddressError("not an https address")
    if not host or parts.username is not None or parts.password is not None or not url.isprintable() or " " in url:
        raise ForbiddenAddressError("no plain host")
    if not own_machine and ("." not in host or not _may_be_asked(host)):
        raise ForbiddenAddressError("a host inside a network")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), path


def _may_be_asked(host: str) -> bool:
    """False for an address in figures that is not of the public internet; a name is looked at when it is looked up."""
    try:
        return _is_public(host)
    except ValueError:
        return True


def _is_public(address: str) -> bool:
    one = ipaddress.ip_address(address)
    if isinstance(one, ipaddress.IPv6Address):
        if one.ipv4_mapped:
            return _is_public(str(one.ipv4_mapped))
        if any(one in network for network in _TRANSLATED):
            return False
    return one.is_global and not one.is_multicast


def _looked_up(host: str, port: int) -> str:
    """The address to connect to; none of those that the name stands for may lie inside a network."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if settings.PROVIDERS_ON_OWN_MACHINE and host in _OWN_MACHINE:
        return found[0]
    if not found or not all(_is_public(one.partition("%")[0]) for one in found):
        raise ForbiddenAddressError(f"{host} lies inside a network")
    return found[0]


class _HungUpInTime:
    """A site that sends one letter every few seconds would keep a web process for hours."""

    is_hung_up = False
    _timer: threading.Timer | None = None

    def _hold(self, line: socket.socket) -> None:
        """From here on it takes no longer than it may, however slowly what comes is coming."""

        def hang_up() -> None:
            self.is_hung_up = True
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

        self._timer = threading.Timer(_SECONDS_IN_ALL, hang_up)
        self._timer.daemon = True
        self._timer.start()

    def let_go(self) -> None:
        if self._timer:
            self._timer.cancel()


class _Plain(_HungUpInTime, HTTPConnection):
    def connect(self) -> None:
        self.sock = socket.create_connection((_looked_up(self.host, self.port), self.port), self.timeout)
        self._hold(self.sock)


class _Encrypted(_HungUpInTime, HTTPSConnection):
    def connect(self) -> None:
        plain = socket.create_connection((_looked_up(self.host, self.port), self.port), self.timeout)
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self._hold(self.sock)
        self.sock.do_handshake()


def _asked(method: str, url: str, headers: dict[str, str], body: bytes | None) -> dict[str, Any]:
    encrypted, host, port, path = _parts(url)
    kind = _Encrypted if encrypted else _Plain
    asking = kind(host, port, timeout=_SECONDS)
    try:
        asking.request(method, path, body, {"Accept": "application/json", "User-Agent": "SROI-portaal", **headers})
        answer = asking.getresponse()
        said = _read(answer)
    except (OSError, HTTPException, ValueError) as error:
        raise OutsideError(f"{host}: {type(error).__name__}: {error}") from error
    finally:
        asking.let_go()
        asking.close()
    if asking.is_hung_up:
        raise OutsideError(f"{host}: an answer that takes too long")
    if answer.status != _OK:
        raise OutsideError(f"{host} answered {answer.status} to {method} {path.partition('?')[0]}{_error_in(said)}")
    found = _json(said)
    if not isinstance(found, dict):
        raise OutsideError(f"{host} answered {path.partition('?')[0]} with something else than an object")
    return found


def _read(answer: HTTPResponse) -> bytes:
    """All of it, unless it is too long."""
    said = b""
    while part := answer.read1(65_536):
        said += part
        if len(said) > _LARGEST:
            raise OutsideError("an answer without end")
    return said


def _error_in(said: bytes) -> str:
    """The word that the standard has for what was wrong: it names no person."""
    found = _json(said)
    word = found.get("error", "") if isinstance(found, dict) else ""
    return f": {word[:60]}" if isinstance(word, str) and word.isprintable() and word else ""


def _json(said: bytes) -> Any:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return None
