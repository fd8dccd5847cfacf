"""The colours of a region: one that it chooses, and the steps that follow from it. Pure arithmetic.

A region chooses one colour. It stands under white letters and is itself the colour of letters and links, on every ground
that the portal has. What people cannot read there is refused (WCAG 2.2: 4.5 to 1), with a darker shade of the same colour
that they can.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

ACCENT: Final = "#0e6270"
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
#: Letters on the tints of the colour itself, and the ground of the page (``--canvas`` in tokens.css).
INK: Final = "#001a40"
CANVAS: Final = "#f5f6f8"
READABLE: Final = Decimal("4.5")
#: Shapes and lines without letters.
VISIBLE: Final = Decimal(3)
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class HouseStyleError(ValueError):
    """A colour that is none, or that people cannot read."""


@dataclass(frozen=True)
class HouseStyle:
    """``accent``: six hexadecimal digits. Raises HouseStyleError."""

    accent: str = ACCENT

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.accent):
            message = f"{self.accent!r} is not a colour like {ACCENT}"
            raise HouseStyleError(message)
        if least_contrast(self.accent) < READABLE:
            message = f"{self.accent} on a ground of the portal is less than {READABLE} to 1"
            raise HouseStyleError(message)

    @classmethod
    def of(cls, accent: str) -> "HouseStyle":
        """The style with the colour that a region chose, or the portal's own when it chose none."""
        return cls(accent) if accent else cls()

    @property
    def strong(self) -> str:
        return mixed(self.accent, BLACK, 50)

    @property
    def soft(self) -> str:
        return mixed(self.accent, WHITE, 72)

    @property
    def wash(self) -> str:
        return mixed(self.accent, WHITE, 94)

    @property
    def steps(self) -> dict[int, str]:
        """The eight steps of the ramp that a region replaces in the tokens, from light to dark."""
        return _steps(self.accent) | {
            400: self._middle,
            500: self.accent,
            600: mixed(self.accent, BLACK, 25),
            700: self.strong,
        }

    @cached_property
    def palette(self) -> tuple[str, ...]:
        """The parts of a bar, neighbours apart in grey as well; the portal's own for its own colour."""
        return self.accent, self.soft, self.strong, WHITE, mixed(self.accent, WHITE, 50)

    @property
    def _middle(self) -> str:
        """Lighter than the colour, and still seen on white."""
        lighter = (mixed(self.accent, WHITE, percentage) for percentage in range(25, 0, -1))
        return next((one for one in lighter if contrast(one, WHITE) >= VISIBLE), self.accent)


def least_contrast(colour: str) -> Decimal:
    """How readable it is where that is worst: on white and with white on it, on the page, and on its own tints."""
    tints = _steps(colour)
    return min(contrast(colour, ground) for ground in (WHITE, CANVAS, tints[50], tints[100]))


def readable_shade(colour: str) -> str:
    """The lightest shade of the same colour that can be read everywhere; the colour itself when it can."""
    shades = [mixed(colour, BLACK, percentage) for percentage in range(101)]
    return shades[bisect_left(shades, True, key=lambda one: least_contrast(one) >= READABLE)]  # noqa: FBT003 - what is sought


def contrast(one: str, other: str) -> Decimal:
    """Return the contrast of two colours (WCAG 2.2): from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + Decimal("0.05")) / (dark + Decimal("0.05"))


def mixed(colour: str, with_colour: str, percentage: int) -> str:
    """Return a colour with so much of another in it."""
    pairs = zip(_parts(colour), _parts(with_colour), strict=True)
    return "#" + "".join(f"{(own * (100 - percentage) + other * percentage) // 100:02x}" for own, other in pairs)


def style_sheet(style: HouseStyle) -> str:
    """The steps as the tokens that tokens.css reads."""
    lines = "".join(f"  --voorbeeld-kleuren-violet-{step}: {colour};\n" for step, colour in sorted(style.steps.items()))
    return f".portal-theme {{\n{lines}}}\n"


def _steps(colour: str) -> dict[int, str]:
    return {
        50: mixed(colour, WHITE, 95),
        100: mixed(colour, WHITE, 88),
        200: mixed(colour, WHITE, 73),
        300: mixed(colour, WHITE, 50),
    }


def _luminance(colour: str) -> Decimal:
    red, green, blue = (_linear(Decimal(part) / 255) for part in _parts(colour))
    return Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue


def _linear(part: Decimal) -> Decimal:
    if part <= Decimal("0.04045"):
        return part / Decimal("12.92")
    return ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
