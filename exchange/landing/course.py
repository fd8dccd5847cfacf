"""What the parts of one import share: where it lands, when, and what has landed so far."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from candidates.models import Candidate, TrainingProgramme
from exchange.landing.ledger import Ledger
from exchange.landing.outcome import Outcome
from exchange.landing.sender import Sender
from exchange.package import FollowUpRow, Line, Package
from exchange.package.columns import PackageRow, columns_of
from organisations.models import Organisation
from placements.models import Deployment, Placement
from tenders.models import Block, Contract

Row = TypeVar("Row", bound=PackageRow)


@dataclass(slots=True)
class Course:
    """One import on its way. Each part fills in what the next ones refer to."""

    region_id: uuid.UUID
    package: Package
    at: datetime
    on: date
    outcome: Outcome
    sender: Sender = field(default_factory=Sender)
    ledger: Ledger = field(default_factory=Ledger)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    #: Blocks of every tariff version of the region, by version and code.
    blocks: dict[tuple[uuid.UUID, str], Block] = field(default_factory=dict)
    #: Contracts of which a term changed that values follow from.
    revalued_contracts: set[uuid.UUID] = field(default_factory=set)
    #: Contracts whose lines point at a tariff version or contractor that is no longer theirs, with their line.
    rebound_contracts: dict[uuid.UUID, int] = field(default_factory=dict)
    #: The numbers of the candidates whom the package is about, in whatever file.
    people: set[str] = field(default_factory=set)
    #: The file that each number of a candidate stands for: the one it was merged into, where it was.
    candidates: dict[str, Candidate] = field(default_factory=dict)
    #: Numbers of candidates who were made anonymous: a package does not bring them back.
    erased: set[str] = field(default_factory=set)
    programmes: dict[str, TrainingProgramme] = field(default_factory=dict)
    placements: dict[str, Placement] = field(default_factory=dict)
    #: Candidates whose training, and whose work, the package made or changed.
    trained: set[uuid.UUID] = field(default_factory=set)
    placed: set[uuid.UUID] = field(default_factory=set)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    #: Approved lines that a newer one takes the place of: the old one's id and the new line.
    replaced: dict[uuid.UUID, Deployment] = field(default_factory=dict)
    #: Deployments whose own value, or that of the same person's other lines, may have changed.
    moved: set[uuid.UUID] = field(default_factory=set)
    #: Approved months that were reversed.
    reversed_hours: set[uuid.UUID] = field(default_factory=set)
    #: The line of the package on which a deployment stands, by its id.
    deployment_lines: dict[uuid.UUID, int] = field(default_factory=dict)

    def lines(self, row_type: type[Row]) -> Iterator[Line[Row]]:
        yield from self.package.table(row_type)

    def is_announced(self, row_type: type[PackageRow], *key: object) -> bool:
        """Whether the package has a row with this key, though it may be a faulty one."""
        return key in self.package.table(row_type).keys

    def is_closed(self, candidate: str) -> bool:
        """Whether nothing can be brought about this candidate any more."""
        return candidate in self.erased

    def followed_up(self) -> set[str]:
        """The placements that the package tells how they went on."""
        return {line.row.placement for line in self.lines(FollowUpRow)}

    def left_out(self, row_type: type[PackageRow]) -> frozenset[str]:
        """Columns that the file does not have: what they hold stays as it is."""
        given = self.package.table(row_type).columns
        return frozenset(column.name for column in columns_of(row_type) if column.name not in given)

    def block_of(self, contract: Contract, code: str) -> Block | None:
        return self.blocks.get((contract.tariff_id, code))
