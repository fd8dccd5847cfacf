"""The one rounding rule of the portal: half up, once, at the end of a calculation."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

#: The most that one amount can be: a hundred of them still fit in the columns for sums, which are numeric(14, 2).
MOST_EUROS = Decimal("9999999999.99")

# Wide enough for every amount the database can hold times any factor; the default context of 28 digits is not.
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)


def half_up(number: Decimal | Fraction | int, places: int = 2) -> Decimal:
    """`number` rounded to `places` decimals, a half away from zero: 0.005 becomes 0.01.

    A fraction is rounded from its exact value, never from a shortened decimal. Never returns minus zero.
    """
    scaled = abs(Fraction(number)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    signed = -whole if number < 0 else whole
    return Decimal(signed).scaleb(-places, _WIDE)
