import pytest

from tests.candidates.erasing.traces import somebody


@pytest.fixture
def candidate(cast):
    return somebody(cast)
