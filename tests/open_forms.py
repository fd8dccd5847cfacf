"""What every test of a form that anybody can send asks for first."""

import pytest
from django.core.cache import cache

from organisations import open_forms


@pytest.fixture(autouse=True)
def _no_counts(monkeypatch):
    """Nobody was here before, and nobody has to wait."""
    cache.clear()
    monkeypatch.setattr(open_forms, "LEAST_SECONDS", -1)
