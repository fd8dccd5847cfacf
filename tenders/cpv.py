"""CPV codes as people write them: eight digits, often with the check digit, several at once."""

import re

_CODE = re.compile(r"(\d{8})(?:-\d)?")


def parse_cpv(text: str) -> tuple[str, ...]:
    """The codes in the text without check digits, each once, in order. ``ValueError`` with the part that is none."""
    codes: list[str] = []
    for part in re.split(r"[\s,;]+", text.strip()):
        if not part:
            continue
        match = _CODE.fullmatch(part)
        if match is None or not match[1].isascii():
            raise ValueError(part)
        if match[1] not in codes:
            codes.append(match[1])
    return tuple(codes)
