import pytest
from django.core.exceptions import ImproperlyConfigured

from sroi_portal.settings.addresses import DatabaseAddress, redis_for_cache, redis_for_celery


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://app:p%40ss@db.example:5433/portal", ("portal", "app", "p@ss", "db.example", "5433", {})),
        ("postgres://app@[::1]:5/portal?sslmode=require", ("portal", "app", "", "::1", "5", {"sslmode": "require"})),
        ("postgresql://app@%2Frun%2Fpg/portal", ("portal", "app", "", "/run/pg", "", {})),
        ("postgresql://app@/portal?host=/run/pg&port=6000", ("portal", "app", "", "/run/pg", "6000", {})),
        (
            "postgresql://app:p@db1:5433,db2:5434/portal?target_session_attrs=read-write",
            ("portal", "app", "p", "db1,db2", "5433,5434", {"target_session_attrs": "read-write"}),
        ),
        ("postgresql:///portal", ("portal", "", "", "", "", {})),
    ],
)
def test_database_address(url, expected):
    assert DatabaseAddress.parse(url) == DatabaseAddress(*expected)


@pytest.mark.parametrize("url", ["mysql://app@db/portal", "portal"])
def test_another_database_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        DatabaseAddress.parse(url)


@pytest.mark.parametrize(
    ("url", "cache", "celery"),
    [
        ("redis://h:6379/2", "redis://h:6379/2", "redis://h:6379/2"),
        ("unix:///run/r.sock?db=3", "unix:///run/r.sock?db=3", "redis+socket:///run/r.sock?virtual_host=3"),
        (
            "redis+socket:///run/r.sock?virtual_host=3",
            "unix:///run/r.sock?db=3",
            "redis+socket:///run/r.sock?virtual_host=3",
        ),
    ],
)
def test_redis_address(url, cache, celery):
    assert redis_for_cache(url) == cache
    assert redis_for_celery(url) == celery
