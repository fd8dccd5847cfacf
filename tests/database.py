from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction


@contextmanager
def owner():
    """Be the owner of the tables inside the block, for factories and for what tests assert."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('role')")
            before = cursor.fetchone()[0]
            _become(cursor, settings.DATABASE_OWNER["USER"])
        yield
        with connection.cursor() as cursor:
            _become(cursor, before)


def _become(cursor, role: str) -> None:
    cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(role)}")
