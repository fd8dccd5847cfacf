"""Numbers as Dutch people write and read them: a point between thousands, a comma before the decimals."""

import re
from decimal import Decimal, InvalidOperation

from organisations.rounding import half_up

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
Amount = Decimal | int

_POINTS_BETWEEN_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def dutch_number(value: Amount, places: int | None = None) -> str:
    """Return ``value`` with points between thousands and a decimal comma, and a real minus sign.

    ``places`` rounds half up to that many decimals; without it the value is written as exact as it is, without
    trailing zeros. A float is a ``TypeError``.
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        msg = f"a number on screen is a Decimal or an int, not {type(value).__name__}"
        raise TypeError(msg)
    exact = Decimal(value)
    if places is not None:
        exact = half_up(exact, places)
        text = f"{abs(exact):,.{places}f}"
    else:
        text = f"{abs(exact):,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if exact < 0 else text


def dutch_euros(value: Amount, places: int = 2) -> str:
    """Return an amount with its sign before the euro, as a difference has it: ``€ 1.234,50`` and ``−€ 432,00``."""
    text = dutch_number(value, places)
    return f"{MINUS}€{NBSP}{text[1:]}" if text.startswith(MINUS) else f"€{NBSP}{text}"


def parse_dutch_number(text: str) -> Decimal:
    """Return the number a person typed: ``1.250,50``, ``1250,5``, ``1250.50`` and ``€ 1.250`` are all understood.

    A single point with three digits after it separates thousands, as in ``1.250``. ``ValueError`` for anything else.
    """
    bare = re.sub(r"[\s€%]", "", text).replace(MINUS, "-")
    if "," in bare:
        whole, _, decimals = bare.partition(",")
        if "." in whole and not _POINTS_BETWEEN_THOUSANDS.fullmatch(whole):
            raise ValueError(text)
        bare = f"{whole.replace('.', '')}.{decimals}"
    elif _POINTS_BETWEEN_THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    if not bare.isascii() or not _PLAIN_NUMBER.fullmatch(bare):
        raise ValueError(text)
    try:
        return Decimal(bare)
    except InvalidOperation as error:
        raise ValueError(text) from error
