"""Inspect a file in a process of its own, so that a hostile one takes down nothing but that process."""

from organisations import confined
from organisations.inspection.faults import Fault
from organisations.inspection.found import Found, from_bytes

#: By the clock; the child limits its own computing time below that.
_SECONDS = 60


def inspect(content: bytes) -> Found:
    """What ``look`` finds. A child that was killed by its limits found a file that is too heavy.

    ``OSError`` or ``ValueError`` when it was not the file that went wrong: then it is tried again.
    """
    try:
        return from_bytes(confined.run("organisations.inspection", given=content, seconds=_SECONDS))
    except confined.TooHeavy:
        return Found(Fault.TOO_HEAVY)
