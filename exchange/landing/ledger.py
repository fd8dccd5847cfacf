"""What an import made and changed, with former values: enough to undo it while nothing hangs on it."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from candidates.models import Candidate, CandidateIdentity, CandidateStep, Enrolment, TrainingProgramme
from exchange.choices import RecordTable
from organisations.models import Occupation, Organisation, OrganisationRegion
from placements.models import (
    Contribution,
    DeployedPerson,
    Deployment,
    FollowUp,
    HoursStatement,
    Placement,
    PlacementFile,
    PlacementTerm,
    YearLine,
)
from reporting.models import SpendingLine
from tenders.models import (
    Block,
    Contract,
    ContractVersion,
    ExpectedOccupation,
    Tariff,
    Tender,
    TenderLot,
    TenderStep,
    TenderValue,
)

MODELS: dict[RecordTable, type[models.Model]] = {
    RecordTable.ORGANISATION: Organisation,
    RecordTable.ORGANISATION_REGION: OrganisationRegion,
    RecordTable.OCCUPATION: Occupation,
    RecordTable.TARIFF: Tariff,
    RecordTable.BLOCK: Block,
    RecordTable.TENDER: Tender,
    RecordTable.TENDER_VALUE: TenderValue,
    RecordTable.TENDER_LOT: TenderLot,
    RecordTable.EXPECTED_OCCUPATION: ExpectedOccupation,
    RecordTable.TENDER_STEP: TenderStep,
    RecordTable.CONTRACT: Contract,
    RecordTable.CONTRACT_VERSION: ContractVersion,
    RecordTable.CANDIDATE: Candidate,
    RecordTable.CANDIDATE_IDENTITY: CandidateIdentity,
    RecordTable.CANDIDATE_STEP: CandidateStep,
    RecordTable.PROGRAMME: TrainingProgramme,
    RecordTable.ENROLMENT: Enrolment,
    RecordTable.PLACEMENT: Placement,
    RecordTable.PLACEMENT_FILE: PlacementFile,
    RecordTable.PLACEMENT_TERM: PlacementTerm,
    RecordTable.FOLLOW_UP: FollowUp,
    RecordTable.PERSON: DeployedPerson,
    RecordTable.DEPLOYMENT: Deployment,
    RecordTable.HOURS: HoursStatement,
    RecordTable.YEAR_LINE: YearLine,
    RecordTable.CONTRIBUTION: Contribution,
    RecordTable.SPENDING: SpendingLine,
}
_TABLES = {model: table for table, model in MODELS.items()}
#: Worked out from other rows, and so no sign that somebody changed this one.
_FOLLOWS = frozenset({"forecast", "counts_until", "value", "value_now", "trace", "many_hours", "touched_at"})
_PORTION = 2000


def watched(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields whose values are somebody's decision."""
    return [
        one
        for one in model._meta.concrete_fields  # noqa: SLF001 -- Django's public way to the fields of a model
        if one.editable and not one.primary_key and one.name not in _FOLLOWS
    ]


def values_of(record: models.Model) -> dict[str, Any]:
    """The values of a record that stands as the database has it, as JSON can hold them."""
    return {one.attname: _plain(getattr(record, one.attname)) for one in watched(type(record))}


def fingerprints(table: RecordTable, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """A digest of the watched values of these rows, as they stand now; a row that is gone has none."""
    model = MODELS[table]
    names = [one.attname for one in watched(model)]
    found: dict[uuid.UUID, str] = {}
    for start in range(0, len(ids), _PORTION):
        rows = model._base_manager.filter(pk__in=ids[start : start + _PORTION]).order_by()  # noqa: SLF001 -- as above
        for pk, *values in rows.values_list("pk", *names):
            text = json.dumps([_plain(value) for value in values], ensure_ascii=False)
            found[pk] = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    return found


def restore(record: models.Model, before: dict[str, Any]) -> None:
    """Give a record its former values back; the caller saves it."""
    for one in watched(type(record)):
        if one.attname in before:
            setattr(record, one.attname, one.to_python(before[one.attname]))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return [_plain(one) for one in value] if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class Entry:
    table: RecordTable
    row_id: uuid.UUID
    made: bool
    label: str
    before: dict[str, Any] | None = None


@dataclass(slots=True)
class Ledger:
    entries: list[Entry] = field(default_factory=list)
    #: Former lines, months, contributions and tariffs that gave way: with these an import cannot be undone.
    replaced: int = 0

    def made(self, records: Iterable[models.Model], *, label: str = "") -> None:
        """Write down new records; ``label`` names the field by which people know them."""
        for record in records:
            text = str(getattr(record, label)) if label else ""
            self.entries.append(Entry(_TABLES[type(record)], record.pk, made=True, label=text[:120]))

    def changes(self, record: models.Model, *, label: str = "") -> None:
        """Write down what a record holds, before it is changed."""
        text = str(getattr(record, label)) if label else ""
        table = _TABLES[type(record)]
        self.entries.append(Entry(table, record.pk, made=False, label=text[:120], before=values_of(record)))

    def with_fingerprints(self) -> list[tuple[Entry, str]]:
        """Every entry with the digest of its row as the import leaves it."""
        by_table: dict[RecordTable, list[uuid.UUID]] = {}
        for entry in self.entries:
            by_table.setdefault(entry.table, []).append(entry.row_id)
        found = {table: fingerprints(table, ids) for table, ids in by_table.items()}
        return [(entry, found[entry.table].get(entry.row_id, "")) for entry in self.entries]
