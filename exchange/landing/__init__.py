"""Landing a package in a region: whole or not at all."""

from exchange.landing.landing import land_package
from exchange.landing.outcome import FLAG_TEXTS, Change, Flag, Outcome

__all__ = ["FLAG_TEXTS", "Change", "Flag", "Outcome", "land_package"]
