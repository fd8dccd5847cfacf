"""Landing a package in a region: whole or not at all."""

from exchange.landing.course import Course
from exchange.landing.landing import Companion, land_package, wait_for_our_turn
from exchange.landing.outcome import FLAG_TEXTS, Change, Flag, Outcome
from exchange.landing.sender import Sender

__all__ = [
    "FLAG_TEXTS",
    "Change",
    "Companion",
    "Course",
    "Flag",
    "Outcome",
    "Sender",
    "land_package",
    "wait_for_our_turn",
]
