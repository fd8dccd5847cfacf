"""Why somebody has no talk at an event, of a plan as it stands. Pure."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Without(StrEnum):
    """Why somebody has no talk."""

    #: Nobody asked for him, and he asked for nobody.
    NO_WISH = "no_wish"
    #: He and those of his wishes are never there in the same round.
    NEVER_TOGETHER = "never_together"
    #: Every round in which they could talk was needed for others.
    FULL = "full"


def without_talk(
    slots: Mapping[str, frozenset[int]],
    others: Mapping[str, frozenset[int]],
    wishes: Collection[tuple[str, str]],
    talking: Collection[str],
) -> dict[str, Without]:
    """Who of ``slots`` (when each is there) is not among ``talking``, and why; ``wishes`` name him first, then another."""
    wished = {one for one, other in wishes if other in others}
    together = {one for one, other in wishes if slots.get(one, frozenset()) & others.get(other, frozenset())}
    return {
        one: Without.NO_WISH if one not in wished else Without.NEVER_TOGETHER if one not in together else Without.FULL
        for one in slots
        if one not in talking
    }
