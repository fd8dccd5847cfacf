"""Rows of a sheet with people in them: a portion is in the read log before it is in the file."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from candidates.models import Candidate
from candidates.reading import log_seen
from exchange.jobs.progress import Telling
from exchange.models import BulkJob
from exchange.sheets import Value
from organisations.tenancy import Acting

_PORTION = 2000


@dataclass(frozen=True, slots=True)
class LoggedRows:
    """The rows of ``found`` one at a time, as ``values`` makes them; ``seen`` says who is named in a portion of them."""

    job: BulkJob
    acting: Acting
    found: Any
    values: Callable[[Any], list[Value]]
    seen: Callable[[list[Any]], Iterable[Candidate]]
    purpose: str
    at: dt.datetime

    def __iter__(self) -> Iterator[list[Value]]:
        telling = Telling(self.job.pk, self.job.region_id)
        total = self.found.count()
        portion: list[Any] = []
        for number, one in enumerate(self.found.iterator(chunk_size=_PORTION), start=1):
            portion.append(one)
            if len(portion) == _PORTION:
                yield from self._logged(portion)
                telling.reached(number, total)
                portion = []
        yield from self._logged(portion)
        telling.reached(total, total)

    def _logged(self, portion: list[Any]) -> Iterator[list[Value]]:
        log_seen(self.acting, self.seen(portion), purpose=self.purpose, at=self.at)
        return (self.values(one) for one in portion)
