"""A region written as a data package: what another portal, or an empty region here, can read again."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from exchange import collect
from exchange.package import (
    ContractRow,
    ContributionRow,
    DeploymentRow,
    HoursRow,
    OrganisationRow,
    TariffRow,
    write_table,
)
from exchange.package.rows import PackageRow
from organisations import tenancy
from organisations.choices import Purpose

#: A package has no file of tenders yet, so a reference to one could not be read again.
_LEFT_OUT: dict[type[PackageRow], frozenset[str]] = {ContractRow: frozenset({"tender"})}


def write_package(folder: Path, *, region_id: uuid.UUID) -> dict[str, int]:
    """Write all files of the package, over what stands there; gives the number of rows by file."""
    tables = _rows(region_id)
    folder.mkdir(parents=True, exist_ok=True)
    for row_type, rows in tables.items():
        text = write_table(row_type, rows, leave_out=_LEFT_OUT.get(row_type, frozenset()))
        (folder / row_type.FILE).write_text(text, encoding="utf-8", newline="")
    return {row_type.FILE: len(rows) for row_type, rows in tables.items()}


def _rows(region_id: uuid.UUID) -> dict[type[PackageRow], Sequence[PackageRow]]:
    """Everything live, as it was at one moment, though people go on working."""
    with _one_moment(), tenancy.system(Purpose.IMPORT, region_id=region_id):
        return {
            OrganisationRow: [one.row for one in collect.organisations(region_id)],
            TariffRow: [one.row for _version, rows in collect.tariffs(region_id) for one in rows],
            ContractRow: [one.row for one in collect.contracts(region_id)],
            DeploymentRow: [one.row for one in collect.deployments(region_id)],
            HoursRow: [one.row for one in collect.hours(region_id)],
            ContributionRow: [one.row for one in collect.contributions(region_id)],
        }


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction whose queries all see the same; inside another one, that one decides what is seen."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
