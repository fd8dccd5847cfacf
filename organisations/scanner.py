"""A virus scanner, when one is configured: clamd, asked with its INSTREAM command over a socket."""

import socket
import struct
from contextlib import suppress

from django.conf import settings

_SECONDS = 60
_CHUNK = 65_536
_LONGEST_ANSWER = 4096
_LENGTH = struct.Struct(">I")


class ScannerAway(Exception):  # noqa: N818 - reads as a sentence
    """The scanner is configured and does not answer as a scanner does: nothing may pass unscanned."""


def is_clean(content: bytes) -> bool:
    """Whether the scanner found nothing; always so where none is configured. ``ScannerAway`` when it cannot tell."""
    if not settings.CLAMAV_ADDRESS:
        return True
    try:
        answer = _ask(settings.CLAMAV_ADDRESS, content)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    if answer.endswith("FOUND"):
        return False
    if answer.endswith(": OK"):
        return True
    raise ScannerAway(answer)


def _ask(address: str, content: bytes) -> str:
    with _connected(address) as line:
        # A scanner that has seen enough hangs up before the end: then its answer waits already.
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                part = content[start : start + _CHUNK]
                line.sendall(_LENGTH.pack(len(part)) + part)
            line.sendall(_LENGTH.pack(0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            part = line.recv(_LONGEST_ANSWER)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)
