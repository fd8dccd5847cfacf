"""The child process: first its limits, then the stranger's file from standard input, the answer to standard output."""

import sys

from organisations import confined

_MEMORY = 1_500_000_000
_SECONDS = 30
_LARGEST_ANSWER = 80_000_000


def main() -> None:
    from organisations.inspection.found import to_bytes  # noqa: PLC0415 - what reads files is loaded inside the limits
    from organisations.inspection.look import LARGEST, look  # noqa: PLC0415 - as above

    sys.stdout.buffer.write(to_bytes(look(sys.stdin.buffer.read(LARGEST + 1))))


if __name__ == "__main__":
    confined.limit(memory=_MEMORY, seconds=_SECONDS, answer=_LARGEST_ANSWER)
    main()
