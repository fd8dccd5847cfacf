import pytest

from exchange.regions import create_region
from organisations.models import Region
from tests.exchange.packages import SMALL, imported, write


@pytest.fixture
def region(db) -> Region:
    """A region without organisations, with the default tariff."""
    return create_region(code="proef", name="Proefregio")


@pytest.fixture
def landed(region, tmp_path) -> Region:
    """The region with the small package in it."""
    status, lines = imported(write(tmp_path / "landed", SMALL))
    assert status == 0, lines
    return region
