"""A data package: a folder of CSV files, read to rows and written from rows. Knows no database."""

from exchange.package.effort_row import EffortRow
from exchange.package.faults import Fault, Line, Package, Table
from exchange.package.reading import read_files, read_package, records_of, table_of, text_of
from exchange.package.rows import (
    FILES,
    CandidateRow,
    ContractRow,
    ContributionRow,
    DeploymentRow,
    EnrolmentRow,
    FollowUpRow,
    HoursRow,
    OrganisationRow,
    PlacementRow,
    ProgrammeRow,
    TariffRow,
    YearRow,
)
from exchange.package.spending_row import SpendingRow
from exchange.package.tender_row import OccupationRow, TenderRow
from exchange.package.writing import write_table

__all__ = [
    "FILES",
    "CandidateRow",
    "ContractRow",
    "ContributionRow",
    "DeploymentRow",
    "EffortRow",
    "EnrolmentRow",
    "Fault",
    "FollowUpRow",
    "HoursRow",
    "Line",
    "OccupationRow",
    "OrganisationRow",
    "Package",
    "PlacementRow",
    "ProgrammeRow",
    "SpendingRow",
    "Table",
    "TariffRow",
    "TenderRow",
    "YearRow",
    "read_files",
    "read_package",
    "records_of",
    "table_of",
    "text_of",
    "write_table",
]
