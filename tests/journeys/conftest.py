"""The real portal and a real browser, once a session."""

import os
from collections.abc import Iterator

import pytest

from tests.journeys.visitor import Visitor, visitor
from tests.scratch import made_scratch
from tests.stack import Stack, running

# Playwright leaves its event loop on in this thread; the tests that follow query the database from it all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def stack(django_db_setup, django_db_blocker) -> Iterator[Stack]:
    with (
        django_db_blocker.unblock(),
        made_scratch() as scratch,
        running(app_url=scratch.portal_url, owner_url=scratch.owner_url, demo=True) as one,
    ):
        yield one


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM") or "/usr/bin/chromium",
        "args": [*quiet, "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
    }


@pytest.fixture
def enter(browser, stack):
    """Open a browser of one's own: ``enter(width=320)``; what it saw wrong fails the test at the end."""
    entered: list[Visitor] = []

    def open_one(**options) -> Visitor:
        entered.append(visitor(browser, stack, **options))
        return entered[-1]

    yield open_one
    wrong = [line for one in entered for line in one.wrong]
    for one in entered:
        one.page.context.close()
    assert not wrong, "\n".join(dict.fromkeys(wrong))
