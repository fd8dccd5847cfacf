"""The child process that reads a book: how, how long and how many rows by its arguments; JSON to standard output."""

import json
import sys
from typing import Any

from organisations import confined

_MEMORY = 700_000_000
_LARGEST_ANSWER = 200_000_000


def main(file_format: str, title: str, most: int) -> None:
    from django.conf import settings  # noqa: PLC0415 - what reads files is loaded inside the limits

    settings.configure(USE_I18N=False)  # no settings of ours; the sentences are Dutch as they stand

    from exchange.choices import TableFormat  # noqa: PLC0415 - as above
    from exchange.sheets.reading import read_here  # noqa: PLC0415 - as above
    from exchange.sheets.refused import SheetRefusedError  # noqa: PLC0415 - as above

    answer: dict[str, Any]
    try:
        records = read_here(sys.stdin.buffer.read(), TableFormat(file_format), title=title, most=most)
        answer = {"records": records}
    except SheetRefusedError as refused:
        answer = {"refused": [str(refused), refused.line]}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    _program, given_format, given_title, given_most, given_seconds = sys.argv
    confined.limit(memory=_MEMORY, seconds=int(given_seconds), answer=_LARGEST_ANSWER)
    main(given_format, given_title, int(given_most))
