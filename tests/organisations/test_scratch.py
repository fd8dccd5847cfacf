from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from organisations.models import Region
from tests.database import owner
from tests.factories.organisations import RegionFactory


def test_threads_see_what_was_committed(in_scratch):
    with owner():
        RegionFactory(code="kladblok")

    def seen():
        try:
            return Region.objects.filter(code="kladblok").exists()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert [pool.submit(seen).result() for _ in range(2)] == [True, True]


def test_it_queries_as_the_app_role(scratch):
    with scratch.connect() as app:
        assert app.execute("SELECT current_user").fetchone()[0] == "sroi_app"
