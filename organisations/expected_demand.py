"""How many people the work ahead will ask, by occupation and quarter. The app that knows the work registers here.

Whoever plans training may read it, and knows nothing of tenders.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class ExpectedDemand:
    """People asked of some occupations together, in the quarters ahead; each quarter with its name."""

    by_quarter: Sequence[tuple[str, int]]
    #: After the last quarter, and without a day.
    later: int
    undated: int
    tenders: int
    #: The page that says the same at length.
    url: str

    @property
    def total(self) -> int:
        return sum(count for _name, count in self.by_quarter) + self.later + self.undated


Reader = Callable[[Acting, uuid.UUID, Sequence[str], date], ExpectedDemand]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Called once, when the app that knows the work is ready."""
    _readers[:] = [reader]


def expected_demand(
    acting: Acting, *, region_id: uuid.UUID, occupations: Sequence[str], on: date
) -> ExpectedDemand | None:
    """What is asked of the occupations with these codes, as the member reads it; None where there are none to ask of."""
    if not occupations or not _readers:
        return None
    return _readers[0](acting, region_id, occupations, on)
