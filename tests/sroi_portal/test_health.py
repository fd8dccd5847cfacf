import pytest
from django.db import connection

from sroi_portal.health import PARTS, PendingMigrationsError


def test_healthz_needs_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_names_redis_and_nothing_more(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"redis")


@pytest.mark.django_db
def test_the_migrations_are_all_there():
    PARTS["migrations"]()


@pytest.mark.django_db
def test_a_pending_migration_is_seen(owner):
    with owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    with pytest.raises(PendingMigrationsError, match="sessions"):
        PARTS["migrations"]()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_never_kept(client, path, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert "no-store" in client.get(path).headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_read_only(client, path):
    assert client.post(path).status_code == 405
