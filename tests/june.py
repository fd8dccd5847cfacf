"""The middle of June 2026, on which many tests stand: ``pytestmark = pytest.mark.usefixtures("mid_june")``."""

import datetime as dt

import pytest
from django.utils import timezone

TODAY = dt.date(2026, 6, 15)
_real = timezone.localdate


@pytest.fixture
def mid_june(monkeypatch) -> None:
    """Let it be that day; a moment that is asked for keeps its own."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY if value is None else _real(value))
