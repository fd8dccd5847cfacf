"""A stranger's file is read in a process of its own, so that a hostile one takes down nothing but that process.

The parent calls ``run``; the module it names calls ``limit`` before it reads anything. Knows neither Django nor the
portal, and hands the child no secret.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_LONGEST_COMPLAINT = 20_000


class TooHeavy(Exception):  # noqa: N818 - reads as a sentence
    """The child was stopped by its limits: the file asks for too much memory or time."""


def run(module: str, *arguments: str, given: bytes, seconds: int) -> bytes:
    """What ``python -m module`` answers to the file; ``seconds`` by the clock, for when its own limits do not stop it.

    ``OSError`` when it was not the file that went wrong.
    """
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        file.write(given)
        file.seek(0)
        try:
            ended = subprocess.run(
                [sys.executable, "-m", module, *arguments],
                stdin=file,
                stdout=answer,
                stderr=said,
                cwd=tempfile.gettempdir(),
                env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "LANG": "C.UTF-8"},  # nothing of ours to find
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TooHeavy from error
        if ended.returncode < 0:
            raise TooHeavy
        if ended.returncode:
            said.seek(0)
            complaint = said.read(_LONGEST_COMPLAINT)
            if b"MemoryError" in complaint:
                raise TooHeavy
            raise OSError(f"{module} ended with {ended.returncode}: {complaint[-300:]!r}")
        answer.seek(0)
        return answer.read()


def limit(*, memory: int, seconds: int, answer: int) -> None:
    """Hold this process to so many bytes, seconds of computing, and bytes of an answer; never raised from inside."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, answer),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
