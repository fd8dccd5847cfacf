"""`value_contract` equals an independent, day-by-day reading of the rules for packages at random, to the cent.

`RANDOM_PACKAGES` sets how many; each is named by the seed that makes it again.
"""

import os
from functools import cache

import pytest

from exchange.regions import create_region
from tests.exchange.naive_package import NaivePackage
from tests.exchange.packages import imported, write
from tests.exchange.random_packages import random_package
from tests.exchange.test_value_contract import value_contract
from tests.placements.valuation import naive

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(int(os.environ.get("RANDOM_PACKAGES", "8"))))
def test_every_contract_of_a_random_package_to_the_cent(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(naive, "counted", cache(naive.counted))
    create_region(code="proef", name="Proef")
    files = random_package(seed)
    status, lines = imported(write(tmp_path, files))
    assert status == 0, lines
    package = NaivePackage(files)
    for reference in package.contracts:
        assert value_contract(reference) == package.value(reference)
