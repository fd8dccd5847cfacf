"""Whatever stands in a package: it lands whole or not at all, and the sender is told in words."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.regions import create_region
from placements.models import Contribution, Deployment, HoursStatement
from tenders.models import Block, Contract, ContractVersion
from tests.database import owner
from tests.exchange.packages import SMALL, imported, write

FILES = sorted(SMALL)
NASTY = [
    "", " ", "0", "-0", "-1", "1e400", "NaN", "Infinity", "0,5", "1.000,00", "99999999999999999999", "12.3456789",
    "2019-02-29", "29-02-2020", "9999-12-31", "0001-01-01", "1900-01-01", "2199-12-31", "2019-00", "2199-12", "1900-01",
    "=1+1", "'=1", "''", "\t", "\r", "\0", "\ud7ff", "\ufeff", "\u202e", "\ufdfa" * 40, "ß" * 61, "x" * 61, "x" * 300,
    "approved", "rejected", "concept", "agreed", "opening_balance", "pw", "wajong", "fifty", "activity", "bonus",
    "full_time_year", "invoice_share", "C-1", "C-2", "D-1", "D-2", "gem", "bouw", "werk", "groen", "12345678", "ja", "nee",
    "999999999999.99", "9999999999.9999", "99999.99", "999.99", "32767", "2147483647", "100", "0.0001", '"', ";", ",", "\n",
]  # fmt: skip
cells = st.one_of(st.sampled_from(NASTY), st.text(max_size=12).filter(lambda text: text.isprintable()))
spots = st.tuples(st.sampled_from(FILES), st.integers(0, 12), st.integers(0, 11), cells)
raw = st.tuples(st.sampled_from(FILES), st.integers(0, 400), st.binary(max_size=4))


def mutated(changes, bytes_changes):
    tables = {name: list(csv.reader(io.StringIO(text))) for name, text in SMALL.items()}
    for name, row, column, cell in changes:
        line = tables[name][row % len(tables[name])]
        line[column % len(line)] = cell
    files = {}
    for name, rows in tables.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        files[name] = text.getvalue().encode("utf-8", "surrogatepass")
    for name, at, piece in bytes_changes:
        files[name] = files[name][:at] + piece + files[name][at + len(piece) :]
    return files


def everything():
    with owner():
        return [
            list(model.objects.order_by("pk").values_list("pk", flat=True))
            for model in (Block, Contract, ContractVersion, Deployment, HoursStatement, Contribution)
        ]


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(spots, min_size=1, max_size=4), bytes_changes=st.lists(raw, max_size=1))
def test_a_mutated_package_lands_whole_or_not_at_all(changes, bytes_changes):
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        region = create_region(code="fuzz", name="Fuzz")
        before = everything()
        package = write(Path(folder), mutated(changes, bytes_changes))
        status, lines = imported(package, region=region.code)
        assert lines
        if status:
            assert everything() == before
        else:
            again, lines = imported(package, region=region.code)
            assert (again, lines[-1]) == (0, "Alles stond er al zo; er is niets gewijzigd.")
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(spots, min_size=1, max_size=3))
def test_a_mutated_package_over_one_that_landed_lands_whole_or_not_at_all(changes):
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        region = create_region(code="fuzz", name="Fuzz")
        assert imported(write(Path(folder) / "first"), region=region.code)[0] == 0
        before = everything()
        package = write(Path(folder) / "then", mutated(changes, []))
        status, _lines = imported(package, region=region.code)
        if status:
            assert everything() == before
        else:
            again, lines = imported(package, region=region.code)
            assert (again, lines[-1]) == (0, "Alles stond er al zo; er is niets gewijzigd.")
        transaction.set_rollback(True)
