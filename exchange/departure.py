"""A region written as a data package: what another portal, or an empty region here, can read again."""

import uuid
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction

from exchange import collect, collect_candidates, collect_efforts, collect_spending
from exchange.package import (
    CandidateRow,
    ContractRow,
    ContributionRow,
    DeploymentRow,
    EffortRow,
    EnrolmentRow,
    FollowUpRow,
    HoursRow,
    OccupationRow,
    OrganisationRow,
    PlacementRow,
    ProgrammeRow,
    SpendingRow,
    TariffRow,
    TenderRow,
    YearRow,
    write_table,
)
from exchange.package.columns import PackageRow
from organisations import tenancy
from organisations.choices import Purpose


def write_package(folder: Path, *, region_id: uuid.UUID) -> dict[str, int]:
    """Write all files of the package, over what stands there; gives the number of rows by file."""
    tables = rows_of_region(region_id)
    folder.mkdir(parents=True, exist_ok=True)
    for row_type, rows in tables.items():
        (folder / row_type.FILE).write_text(file_text(row_type, rows), encoding="utf-8", newline="")
    return {row_type.FILE: len(rows) for row_type, rows in tables.items()}


def zip_package(target: BinaryIO, *, region_id: uuid.UUID, at: datetime) -> int:
    """Write the package as one ZIP file, the same for the same rows and moment; gives the number of rows."""
    tables = rows_of_region(region_id)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for row_type, rows in tables.items():
            entry = zipfile.ZipInfo(row_type.FILE, date_time=at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file_text(row_type, rows))
    return sum(len(rows) for rows in tables.values())


def file_text(row_type: type[PackageRow], rows: Sequence[PackageRow]) -> str:
    return write_table(row_type, rows)


def rows_of_region(region_id: uuid.UUID) -> dict[type[PackageRow], Sequence[PackageRow]]:
    """Everything live, as it was at one moment, though people go on working."""
    with _one_moment(), tenancy.system(Purpose.IMPORT, region_id=region_id):
        return {
            OrganisationRow: [one.row for one in collect.organisations(region_id)],
            TariffRow: [one.row for _version, rows in collect.tariffs(region_id) for one in rows],
            OccupationRow: [one.row for one in collect.occupations(region_id)],
            TenderRow: [one.row for one in collect.tenders(region_id)],
            ContractRow: [one.row for one in collect.contracts(region_id)],
            CandidateRow: [one.row for one in collect_candidates.candidates(region_id)],
            ProgrammeRow: [one.row for one in collect_candidates.programmes(region_id)],
            EnrolmentRow: [one.row for one in collect_candidates.enrolments(region_id)],
            PlacementRow: [one.row for one in collect_candidates.placements(region_id)],
            FollowUpRow: [one.row for one in collect_candidates.follow_ups(region_id)],
            DeploymentRow: [one.row for one in collect.deployments(region_id)],
            HoursRow: [one.row for one in collect.hours(region_id)],
            YearRow: [one.row for one in collect.years(region_id)],
            ContributionRow: [one.row for one in collect.contributions(region_id)],
            SpendingRow: [one.row for one in collect_spending.spending(region_id)],
            EffortRow: [one.row for one in collect_efforts.efforts(region_id)],
        }


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction whose queries all see the same; inside another one, that one decides what is seen."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
