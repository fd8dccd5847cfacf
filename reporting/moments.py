"""Reading the database as it stood at one moment, for figures that must agree with each other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment(*, writes: bool = False) -> Iterator[None]:
    """All queries of the block read the database as it stood at one moment; inside a transaction, at the caller's.

    ``writes``: the block makes temporary tables.
    """
    opens = not connection.in_atomic_block
    with transaction.atomic():
        if opens:
            with connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ{'' if writes else ', READ ONLY'}")
        yield
