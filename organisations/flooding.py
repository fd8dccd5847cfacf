"""What is sent without logging in is counted by the database, which refuses more in an hour than people send."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction

from organisations.refused import Refused

#: What the triggers raise: too much for a region, or of one and the same. The calendar has codes of its own.
_FOR_REGION = frozenset({"FL001", "CF001"})
_OF_ONE = frozenset({"FL002", "CF002"})


class Flooded(Refused):
    """More in an hour than people send."""


class SentEnough(Flooded):
    """One and the same sent as much as one may."""


@contextmanager
def bounded(too_many: str, *, of_one: str = "") -> Iterator[None]:
    """Keep what is saved inside, or nothing of it: ``Flooded`` with the sentence where the region got too much."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state in _OF_ONE:
            raise SentEnough(of_one or too_many) from error
        if state in _FOR_REGION:
            raise Flooded(too_many) from error
        raise
