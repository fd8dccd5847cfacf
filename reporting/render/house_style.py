"""A region's house style in print: its own colour, and the tints that follow from it.

Data of the product (`reporting/shipped/house_styles.json`); a region that is not in it has the portal's own colour. A
colour on which white cannot be read, or that cannot be read on white, is refused: WCAG 2.2 asks 4.5 to 1.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final

ACCENT: Final = "#0e6270"
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
READABLE: Final = Decimal("4.5")
STYLES: Final = Path(__file__).parents[1] / "shipped" / "house_styles.json"
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
        if contrast(self.accent, WHITE) < READABLE:
            message = f"{self.accent} on white is less than {READABLE} to 1"
            raise HouseStyleError(message)

    @property
    def strong(self) -> str:
        return mixed(self.accent, BLACK, 50)

    @property
    def soft(self) -> str:
        return mixed(self.accent, WHITE, 72)

    @property
    def wash(self) -> str:
        return mixed(self.accent, WHITE, 94)

    @cached_property
    def palette(self) -> tuple[str, ...]:
        """The parts of a bar, neighbours apart in grey as well; the portal's own for its own colour."""
        return self.accent, self.soft, self.strong, WHITE, mixed(self.accent, WHITE, 50)


def house_style_of(region: str) -> HouseStyle:
    """Return the style of a region by its code."""
    styles: dict[str, dict[str, str]] = json.loads(STYLES.read_text(encoding="utf-8"))
    return HouseStyle(**styles.get(region, {}))


def contrast(one: str, other: str) -> Decimal:
    """Return the contrast of two colours (WCAG 2.2): from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + Decimal("0.05")) / (dark + Decimal("0.05"))


def mixed(colour: str, with_colour: str, percentage: int) -> str:
    """Return a colour with so much of another in it."""
    pairs = zip(_parts(colour), _parts(with_colour), strict=True)
    return "#" + "".join(f"{(own * (100 - percentage) + other * percentage) // 100:02x}" for own, other in pairs)


def _luminance(colour: str) -> Decimal:
    red, green, blue = (_linear(Decimal(part) / 255) for part in _parts(colour))
    return Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue


def _linear(part: Decimal) -> Decimal:
    if part <= Decimal("0.04045"):
        return part / Decimal("12.92")
    return ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
