"""Which lines a sample takes: by lot, and the same ones again for whoever holds the seed. No database."""

import hashlib
import uuid
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal


def drawn(seed: str, ids: Iterable[uuid.UUID], number: int) -> list[uuid.UUID]:
    """``number`` of these in the order of their lots: SHA-256 of the seed, a line end and the identifier.

    Nobody can steer the lot of a line, and lines that are added or left out do not change those of the others.
    """
    return sorted(ids, key=lambda one: (_lot(seed, one), one))[:number]


def share_of(population: int, percentage: Decimal) -> int:
    """How many lines a percentage takes, rounded up: a small share of a few lines is still one."""
    return int((population * percentage / 100).to_integral_value(rounding=ROUND_CEILING))


def _lot(seed: str, one: uuid.UUID) -> str:
    return hashlib.sha256(f"{seed}\n{one}".encode()).hexdigest()
