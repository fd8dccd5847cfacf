"""What is told once a table from payroll stands in the months. Names come from the lines, never from the table."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exchange.models import PayrollUpload
from exchange.payroll.periods import Period, period_of
from organisations.tenancy import Acting
from placements import access
from placements.identity.namesakes import tell_apart
from placements.models import DeployedPerson, Deployment


@dataclass(frozen=True, slots=True)
class Told:
    """Something about one line in one month."""

    line: Deployment
    month: dt.date
    reason: str = ""
    hours: Decimal | None = None
    gap: Period | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    kept: int
    same: int
    submitted: int
    others: int
    months: list[dt.date]
    refused: list[Told]
    waiting: list[Told]


def outcome_of(acting: Acting, upload: PayrollUpload) -> Outcome | None:
    """Read back what came of it in two queries; None for a table that was thrown away."""
    found: Mapping[str, Any] = upload.outcome
    if not found:
        return None
    named = [entry[0] for entry in [*found["refused"], *found["waiting"]]]
    lines = access.deployments_of(acting).filter(pk__in=named).select_related("person", "contract").order_by("pk")
    by_id = {line.pk: line for line in lines}
    namesakes = DeployedPerson.objects.filter(
        contractor_id=acting.organisation_id,
        normalised_name__in={line.person.normalised_name for line in by_id.values()},
    )
    tell_apart([*(line.person for line in by_id.values()), *namesakes.order_by("pk")])
    return Outcome(
        kept=found["kept"],
        same=found["same"],
        submitted=found["submitted"],
        others=found["others"],
        months=[_month(code) for code in found["months"]],
        refused=_sorted(
            Told(by_id[uuid.UUID(line)], _month(month), reason=reason)
            for line, month, reason in found["refused"]
            if uuid.UUID(line) in by_id
        ),
        waiting=_sorted(
            Told(
                by_id[uuid.UUID(line)],
                _month(month),
                hours=Decimal(hours),
                gap=Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last)),
            )
            for line, month, hours, first, last in found["waiting"]
            if uuid.UUID(line) in by_id
        ),
    )


def _month(code: str) -> dt.date:
    return period_of(code).first_day


def _sorted(told: Iterable[Told]) -> list[Told]:
    return sorted(told, key=lambda one: (one.line.person.name.casefold(), one.month, one.line.pk))
