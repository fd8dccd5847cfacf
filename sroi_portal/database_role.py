"""Refuses to run as a database role that row security does not bind."""

import sys

from django.db import DatabaseError, connection

REFUSED = 3  # gunicorn gives up on this status instead of starting the worker again and again
UNKNOWN = 1  # worth another try once the database is back

POWERS = """
SELECT r.rolsuper,
       r.rolbypassrls,
       EXISTS (SELECT FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
                  AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                  AND pg_has_role(session_user, c.relowner, 'MEMBER'))
  FROM pg_roles r
 WHERE r.rolname = session_user
"""


def powers_of_current_role() -> list[str]:
    """What the log-in has, or can take on, that would let it past row security; empty for the app role."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS)
        superuser, bypasses, owner = cursor.fetchone()
    found = {"is a superuser": superuser, "has BYPASSRLS": bypasses, "owns tables or may become their owner": owner}
    return [power for power, present in found.items() if present]


def refuse_powerful_role() -> None:
    """Ends the process with one sentence when DATABASE_URL logs in as more than the app role.

    Nor does it start when that cannot be found out: whoever calls may swallow an ordinary error and go on.
    """
    try:
        powers = powers_of_current_role()
    except DatabaseError as error:
        sys.stderr.write(f"Not started: the database does not answer, so its role is not known ({error}).\n")
        sys.exit(UNKNOWN)
    finally:
        connection.close()
    if powers:
        sys.stderr.write(
            f"Not started: the database login of DATABASE_URL {' and '.join(powers)}, so row security would not hold. "
            "Use the app role (docs/operations.md, 'Roles'); `./dev up` makes one.\n"
        )
        sys.exit(REFUSED)
