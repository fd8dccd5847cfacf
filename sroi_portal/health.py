"""Is the process alive, and can it do its work: `/healthz` and `/readyz`."""

import logging
import sys
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from organisations.access import open_to_all
from sroi_portal.settings.addresses import redis_for_cache

log = logging.getLogger(__name__)


@open_to_all
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@open_to_all
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """503 with the name of the first part that fails, and nothing more about it."""
    for name, check in PARTS.items():
        try:
            check()
        except Exception:  # noqa: BLE001 -- whatever it is, the answer is the same: this part is not ready
            log.warning("Not ready: %s (%s)", name, sys.exc_info()[1])
            return HttpResponse(name, status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_redis() -> None:
    with redis.Redis.from_url(
        redis_for_cache(settings.REDIS_URL), socket_timeout=2, socket_connect_timeout=2
    ) as server:
        server.ping()


class PendingMigrationsError(Exception):
    """The database is behind the code."""


def check_migrations() -> None:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        raise PendingMigrationsError(", ".join(str(migration) for migration, _backwards in pending))


PARTS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "redis": check_redis,
    "migrations": check_migrations,
}
