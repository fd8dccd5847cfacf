"""What waits for the verifier, oldest first: persons with all that waits of them, other contributions, revaluations."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import BoolOr
from django.db import models
from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from placements.choices import ContributionKind, LineStatus
from placements.flags import FAR_ABOVE, Flag
from placements.models import Contribution, Deployment, HoursStatement, RevaluationTask
from placements.participation import with_participation

_NOTHING = Value(Decimal("0.00"), output_field=models.DecimalField(max_digits=14, decimal_places=2))
_TEXT = models.TextField()
_LONGEST_MONTH = Decimal(31)


class Kind(models.TextChoices):
    """What an entry of the list is about; the value stands in addresses."""

    PERSON = "inzet", _("Personen en uren")
    CONTRIBUTION = "invulling", _("Andere invulling")
    REVALUATION = "herwaardering", _("Herwaardering")


@dataclass(frozen=True, slots=True)
class Asked:
    """How the list is narrowed."""

    kind: str = ""
    contractor_id: uuid.UUID | None = None
    contract_id: uuid.UUID | None = None


class Entry(NamedTuple):
    """One entry, in the order of the columns of the query."""

    kind: str
    id: uuid.UUID
    oldest: datetime
    title: str
    party: str
    value: Decimal
    lines: int
    flag: str
    first_month: date | None

    @property
    def what(self) -> str:
        if self.kind == Kind.CONTRIBUTION and self.title in ContributionKind.values:
            return str(ContributionKind(self.title).label)
        return self.title

    @property
    def flag_text(self) -> str:
        return str(Flag(self.flag).label) if self.flag else ""


def work_list(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    """Rows for ``Entry`` of what one verifies, oldest first. Slice and count it: nothing is read before."""
    parts = {
        Kind.PERSON: _persons(verified_as, asked),
        Kind.CONTRIBUTION: _contributions(verified_as, asked),
        Kind.REVALUATION: _revaluations(verified_as, asked),
    }
    chosen = [part for kind, part in parts.items() if asked.kind in {"", kind}]
    first, *others = chosen
    rows = first.union(*others, all=True) if others else first
    return rows.order_by("oldest", "id")


def entries(rows: Iterable[Any]) -> list[Entry]:
    return [Entry(*row) for row in rows]


def _persons(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    """Lines that wait, or of which hours wait. A line that is back with the contractor waits for him."""
    waits = Q(statements__status=LineStatus.SUBMITTED, statements__reversed_at__isnull=True)
    waiting_hours = HoursStatement.objects.live().submitted().values("deployment_id")
    lines = Deployment.objects.live().filter(
        Q(status=LineStatus.SUBMITTED) | Q(status=LineStatus.APPROVED, pk__in=waiting_hours),
        **_narrowed("contract__", verified_as, asked),
    )
    far_above = Q(statements__paid_hours__gt=F("hours_per_week") * (FAR_ABOVE * _LONGEST_MONTH / 7))
    takes_no_part = (
        Q(starts_on__lt=F("company_joined")) | Q(starts_on__gt=F("company_left")) | Q(last_month__gt=F("company_left"))
    )
    lines = with_participation(lines)
    return lines.annotate(
        kind=Value(Kind.PERSON.value, output_field=_TEXT),
        oldest=Least(
            Case(When(status=LineStatus.SUBMITTED, then=F("submitted_at"))),
            Min("statements__submitted_at", filter=waits),
        ),
        title=F("pseudonym"),
        party=F("contractor__name"),
        lines=Count("statements", filter=waits),
        worth=Case(
            When(lines=0, then=F("forecast")), default=Coalesce(Sum("statements__value", filter=waits), _NOTHING)
        ),
        first_month=Min("statements__month", filter=waits),
        last_month=Max("statements__month", filter=waits),
        many=Coalesce(BoolOr("statements__many_hours", filter=waits), Value(value=False)),
        above=Coalesce(
            BoolOr(Case(When(far_above, then=Value(value=True)), default=Value(value=False)), filter=waits),
            Value(value=False),
        ),
        flag=Case(
            When(hours_per_week__lt=F("block__min_hours"), then=Value(Flag.FEW_HOURS.value)),
            When(counts_none=True, then=Value(Flag.NO_DAYS.value)),
            When(many=True, then=Value(Flag.MANY_HOURS.value)),
            When(above=True, then=Value(Flag.FAR_ABOVE.value)),
            When(
                Q(starts_on__lt=F("contract__starts_on")) | Q(ends_on__gt=F("contract__ends_on")),
                then=Value(Flag.OUTSIDE.value),
            ),
            When(takes_no_part, then=Value(Flag.NOT_TAKING_PART.value)),
            When(counts_until__lt=F("ends_on"), then=Value(Flag.LIMIT.value)),
            default=Value(""),
            output_field=_TEXT,
        ),
    ).values_list("kind", "id", "oldest", "title", "party", "worth", "lines", "flag", "first_month")


def _contributions(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    outside = Q(date__lt=F("contract__starts_on")) | Q(date__gt=F("contract__ends_on"))
    return (
        Contribution.objects.live()
        .submitted()
        .filter(**_narrowed("contract__", verified_as, asked))
        .annotate(
            what=Value(Kind.CONTRIBUTION.value, output_field=_TEXT),
            title=Coalesce("block__label", "kind", output_field=_TEXT),
            oldest=F("submitted_at"),
            party=F("contractor__name"),
            lines=Value(1),
            first_month=Value(None, output_field=models.DateField()),
            flag=Case(When(outside, then=Value(Flag.OUTSIDE.value)), default=Value(""), output_field=_TEXT),
        )
        .values_list("what", "id", "oldest", "title", "party", "value", "lines", "flag", "first_month")
    )


def _revaluations(verified_as: Sequence[str], asked: Asked) -> QuerySet[Any, Any]:
    return (
        RevaluationTask.objects.filter(
            done_at__isnull=True, **_narrowed("statement__deployment__contract__", verified_as, asked)
        )
        .annotate(
            kind=Value(Kind.REVALUATION.value, output_field=_TEXT),
            oldest=F("noticed_at"),
            title=F("statement__deployment__pseudonym"),
            party=F("statement__deployment__contractor__name"),
            lines=Value(1),
            first_month=F("statement__month"),
            flag=Value(Flag.CHANGED.value, output_field=_TEXT),
        )
        .values_list("kind", "id", "oldest", "title", "party", "new_value", "lines", "flag", "first_month")
    )


def _narrowed(contract: str, verified_as: Sequence[str], asked: Asked) -> dict[str, Any]:
    where: dict[str, Any] = {f"{contract}verified_by__in": list(verified_as)}
    if asked.contractor_id:
        where[f"{contract.removesuffix('contract__')}contractor_id"] = asked.contractor_id
    if asked.contract_id:
        where[f"{contract.removesuffix('__')}_id"] = asked.contract_id
    return where
