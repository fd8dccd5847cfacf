"""Whether periods run on the same day."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise


def overlap(spans: Iterable[tuple[date, date]]) -> bool:
    """Whether any two of these periods, both ends inclusive, have a day in common."""
    return any(later[0] <= earlier[1] for earlier, later in pairwise(sorted(spans)))
