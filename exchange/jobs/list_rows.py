"""Rows of a sheet with people in them, and whom it names: who fetches it leaves a line for each of them."""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from candidates.models import Candidate
from exchange.jobs.progress import Telling
from exchange.models import BulkJob
from exchange.sheets import Value

_PORTION = 2000


class Made(NamedTuple):
    """The name of a file that was made, and the candidates whom it names. No name: who asked may not see it any more."""

    name: str
    people: Collection[uuid.UUID] = ()


@dataclass(frozen=True, slots=True)
class ListRows:
    """The rows of ``found`` one at a time, as ``values`` makes them; ``named`` says who is named in a portion of them."""

    job: BulkJob
    found: Any
    values: Callable[[Any], list[Value]]
    named: Callable[[list[Any]], Iterable[Candidate]]
    #: Complete once every row was taken.
    people: set[uuid.UUID] = field(default_factory=set)

    def __iter__(self) -> Iterator[list[Value]]:
        telling = Telling(self.job.pk, self.job.region_id)
        total = self.found.count()
        portion: list[Any] = []
        for number, one in enumerate(self.found.iterator(chunk_size=_PORTION), start=1):
            portion.append(one)
            if len(portion) == _PORTION:
                yield from self._noted(portion)
                telling.reached(number, total)
                portion = []
        yield from self._noted(portion)
        telling.reached(total, total)

    def _noted(self, portion: list[Any]) -> Iterator[list[Value]]:
        self.people.update(one.pk for one in self.named(portion))
        return (self.values(one) for one in portion)
