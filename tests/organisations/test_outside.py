"""Requests to a provider: to no address inside a network, and for no longer than a person waits."""

import socket
import threading
import time
from contextlib import suppress

import pytest

from organisations import openid, outside
from tests.openid_provider import serving

DRIPPING = 10


def drip(site, begin: bytes) -> None:
    line, _ = site.accept()
    with line, suppress(OSError):
        line.sendall(begin)
        for _ in range(DRIPPING * 10):
            time.sleep(0.1)
            line.sendall(b"x")


@pytest.mark.parametrize(
    "url",
    [
        *("http://login.example.nl", "ftp://login.example.nl", "https://", "https://login", "https://[::1]/"),
        *("https://127.0.0.1/", "https://10.1.2.3", "https://169.254.169.254/latest", "https://100.64.0.1"),
        *(
            "https://[fd00::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "https://[2002:a00:1::]/",
        ),
        *(
            "https://u:p@login.example.nl",
            "https://login.example.nl:x/",
            "https://login.example.nl/\n",
            "localhost",
        ),
        *("http://localhost:5432", "https://localhost/", "https://224.0.0.1/"),
    ],
)
def test_no_address_inside_a_network(settings, url):
    settings.PROVIDERS_ON_OWN_MACHINE = False
    assert not outside.is_allowed(url)
    assert outside.is_allowed("https://login.example.nl/tenant/v2.0")


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "::1", "fe80::1%eth0", "169.254.169.254"])
def test_a_name_that_stands_for_one_is_not_connected_to(settings, monkeypatch, address):
    settings.PROVIDERS_ON_OWN_MACHINE = False
    rows = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (address, 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: rows)
    with pytest.raises(openid.MisconfiguredError, match="inside a network"):
        openid.discover("https://login.example.nl")


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"])
def test_an_answer_that_comes_a_letter_at_a_time_is_not_waited_for(monkeypatch, begin):
    """Each letter was in time: head and all, that could go on for days."""
    monkeypatch.setattr(outside, "_SECONDS_IN_ALL", 1)
    with socket.create_server(("127.0.0.1", 0)) as site:
        threading.Thread(target=drip, args=(site, begin), daemon=True).start()
        started = time.monotonic()
        with pytest.raises(openid.UnreachableError):
            openid.discover(f"http://localhost:{site.getsockname()[1]}")
    assert time.monotonic() - started < DRIPPING / 2


def test_an_answer_without_end_is_not_read():
    with serving() as provider:
        provider.about = {"more": "x" * 400_000}
        with pytest.raises(openid.UnreachableError, match="without end"):
            openid.discover(provider.issuer)
