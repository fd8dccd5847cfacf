"""Citizen service numbers (BSN), which are stored nowhere: nine digits that pass the eleven test."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_NINE_DIGITS = re.compile(r"(?<!\d)(?:\d{9}|\d{4}[. ]\d\d[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3})(?!\d)", re.ASCII)
_WEIGHTS, _ELEVEN = (9, 8, 7, 6, 5, 4, 3, 2, -1), 11


def is_citizen_number(text: str) -> bool:
    """Whether this text, dots and spaces aside, is such a number and nothing else."""
    digits = [int(one) for one in text if one.isascii() and one.isdigit()]
    return _NINE_DIGITS.fullmatch(text) is not None and not (
        sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True)) % _ELEVEN
    )


def without_citizen_numbers(text: str) -> str:
    """The text with xxx for each such number in it."""
    return _NINE_DIGITS.sub(lambda found: "xxx" if is_citizen_number(found[0]) else found[0], text)


def holds_citizen_number(text: str) -> bool:
    """Whether such a number stands in the text, also between signs that nobody sees or in other digits than 0–9."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    plain = "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in seen)
    return any(is_citizen_number(found[0]) for found in _NINE_DIGITS.finditer(plain))


def refuse_citizen_number(text: str) -> None:
    """For a field with free text."""
    if holds_citizen_number(text):
        raise ValidationError(sentence(), code="citizen_number")


def sentence() -> str:
    return _("Dit lijkt een burgerservicenummer (BSN). Haal het weg: het portaal bewaart dat nooit.")
