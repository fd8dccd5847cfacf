"""The child process: first its limits, then the stranger's file from standard input, the answer to standard output."""

import resource
import sys

_MEMORY = 1_500_000_000
_SECONDS = 30
_LARGEST_ANSWER = 80_000_000


def _limit() -> None:
    """None of these can be raised again from inside."""
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _LARGEST_ANSWER),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def main() -> None:
    from placements.inspection.found import to_bytes  # noqa: PLC0415 - what reads files is loaded inside the limits
    from placements.inspection.look import LARGEST, look  # noqa: PLC0415 - as above

    sys.stdout.buffer.write(to_bytes(look(sys.stdin.buffer.read(LARGEST + 1))))


if __name__ == "__main__":
    _limit()
    main()
