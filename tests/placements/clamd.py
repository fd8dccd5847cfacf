"""A scanner on a socket that speaks as clamd does, for the one test file that every scanner knows."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Not a virus: what scanners answer to when they are tried out. In two parts, so that no scanner stops at this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def clamd(*, answer: bytes | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and all that it was given to scan. ``answer`` is what it says whatever it was given."""
    given: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        worker = threading.Thread(target=_serve, args=(server, given, answer), daemon=True)
        worker.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", given
        server.shutdown(socket.SHUT_RDWR)
        worker.join()


def _serve(server: socket.socket, given: list[bytes], answer: bytes | None) -> None:
    while True:
        try:
            line, _address = server.accept()
        except OSError:
            return
        with line, line.makefile("rb") as stream:
            if stream.read(10) != b"zINSTREAM\0":
                line.sendall(b"UNKNOWN COMMAND\0")
                continue
            content = b""
            while length := struct.unpack(">I", stream.read(4))[0]:
                content += stream.read(length)
            given.append(content)
            found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
            line.sendall(found if answer is None else answer)
