"""Inspect a file in a process of its own, so that a hostile one takes down nothing but that process."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from placements.inspection.faults import Fault
from placements.inspection.found import Found, from_bytes

_ROOT = Path(__file__).resolve().parent.parent.parent
#: By the clock; the child limits its own computing time below that.
_SECONDS = 60
_LONGEST_COMPLAINT = 20_000


def inspect(content: bytes) -> Found:
    """What ``look`` finds. A child that was killed by its limits found a file that is too heavy.

    ``OSError`` or ``ValueError`` when it was not the file that went wrong: then it is tried again.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        given.write(content)
        given.seek(0)
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "placements.inspection"],
                stdin=given,
                stdout=answer,
                stderr=said,
                cwd=tempfile.gettempdir(),
                env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "LANG": "C.UTF-8"},  # nothing of ours to find
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Found(Fault.TOO_HEAVY)
        if ended.returncode < 0:
            return Found(Fault.TOO_HEAVY)
        if ended.returncode:
            said.seek(0)
            complaint = said.read(_LONGEST_COMPLAINT)
            if b"MemoryError" in complaint:
                return Found(Fault.TOO_HEAVY)
            raise OSError(f"the inspection ended with {ended.returncode}: {complaint[-300:]!r}")
        answer.seek(0)
        return from_bytes(answer.read())
