"""Rows and what they are worth: fills the pure rules of ``placements.valuation`` and stores their answers.

Values of approved months stand. What would now be worth something else is handed back, so that a verifier
can reverse it and approve it anew. The number of queries is the same for one line and for ten thousand.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from placements import valuation
from placements.choices import CLAIMING, ContributionKind, LineStatus
from placements.identity.asking import ask
from placements.identity.persons import normalise
from placements.models import Contribution, Deployment, HoursStatement, RevaluationTask, YearLine
from placements.valuation import Bonus, DeploymentFacts, StatedMonth, Valuation
from placements.worth import year_values
from tenders.choices import AgeReference, BlockKind, SettlementState
from tenders.models import Block, Contract, RegionPolicy, Settlement


@dataclass(frozen=True, slots=True)
class Appraisable:
    """One deployment with all that its value follows from."""

    deployment_id: uuid.UUID | None
    facts: DeploymentFacts
    block: valuation.Block
    bonuses: tuple[Bonus, ...]

    def forecast(self) -> Valuation:
        return valuation.forecast(self.facts, self.block, self.bonuses)

    def month(self, month: date, paid_hours: Decimal) -> Valuation:
        """What these paid hours give, or would give once approved."""
        return valuation.month_value(self.facts, self.block, self.bonuses, month=month, paid_hours=paid_hours)

    def year(self, year: int, approved: Iterable[StatedMonth]) -> Valuation:
        """What the uneven months of a calendar year still give, after what the approved ones gave."""
        return valuation.settlement(self.facts, self.block, self.bonuses, year=year, approved=approved)

    def counted_days(self, month: date) -> int:
        return valuation.counted_days(self.facts, self.block).get(month.replace(day=1), 0)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a deployment and each of its live statements and years are worth now; approved ones by today's knowledge."""

    forecast: Valuation
    months: dict[uuid.UUID, Valuation]
    years: dict[uuid.UUID, Valuation]


@dataclass(frozen=True, slots=True)
class Revaluation:
    """An approved statement, and what it would be worth now."""

    statement: HoursStatement
    new_value: Decimal
    trace: list[dict[str, str]]


def reappraise(deployment_ids: Iterable[uuid.UUID], *, also_others: bool = False) -> list[Revaluation]:
    """Value these deployments and their months anew and store it; approved months keep their value.

    ``also_others`` carries on to every other line of the same persons in the region, which only the verifier
    and an import may (concepts excepted: they know no other contractor's lines). Gives the approved live
    statements whose value would now differ. Call ``lock_persons_of`` first.
    """
    ids = list(dict.fromkeys(deployment_ids))
    if also_others:
        ids = _with_others(ids)
    if not ids:
        return []
    lines = {line.deployment_id: line for line in appraisables(Deployment.objects.filter(pk__in=ids), fresh=True)}
    _store_forecasts(list(lines.values()))

    changed: list[tuple[HoursStatement, Valuation]] = []
    differing: list[Revaluation] = []
    for statement in HoursStatement.objects.live().filter(deployment_id__in=ids).order_by("month", "pk"):
        value = lines[statement.deployment_id].month(statement.month, statement.paid_hours)
        if statement.status != LineStatus.APPROVED:
            changed.append((statement, value))
        elif value.value != statement.value:
            differing.append(Revaluation(statement, value.value, value.trace_as_json()))
    _store_values(HoursStatement, changed)
    _store_years({pk: line for pk, line in lines.items() if pk is not None})
    return differing


def reappraise_years(deployment_ids: Iterable[uuid.UUID]) -> None:
    """Value the lines of years anew after months were approved or reversed, as ``reappraise`` does after the rest."""
    lines = appraisables(Deployment.objects.filter(pk__in=list(deployment_ids)), fresh=True)
    _store_years({line.deployment_id: line for line in lines if line.deployment_id is not None})


def record_revaluations(revaluations: Iterable[Revaluation], *, at: datetime) -> None:
    """Put these on the verifier's list, or bring what already stands there up to date."""
    by_statement = {one.statement.pk: one for one in revaluations}
    if not by_statement:
        return
    # What was settled stands; should the settlement be taken back, then its contract is valued anew.
    settled = Settlement.objects.exclude(state=SettlementState.WITHDRAWN).values("contract_id")
    of_settled = HoursStatement.objects.filter(pk__in=by_statement, deployment__contract_id__in=settled)
    for pk in of_settled.values_list("pk", flat=True):
        del by_statement[pk]
    open_tasks = list(RevaluationTask.objects.filter(statement_id__in=by_statement, done_at__isnull=True))
    for task in open_tasks:
        task.new_value = by_statement.pop(task.statement_id).new_value
    RevaluationTask.objects.bulk_update(open_tasks, ["new_value"])
    RevaluationTask.objects.bulk_create(
        RevaluationTask(statement=one.statement, new_value=one.new_value, noticed_at=at)
        for one in by_statement.values()
    )


def value_now(deployments: QuerySet[Deployment]) -> dict[uuid.UUID, Worth]:
    """What these deployments and all their live statements are worth by what is known now. Writes nothing."""
    lines = {line.deployment_id: line for line in appraisables(deployments, fresh=True)}
    months: dict[uuid.UUID | None, dict[uuid.UUID, Valuation]] = defaultdict(dict)
    for statement in HoursStatement.objects.live().filter(deployment_id__in=lines).order_by("month", "pk"):
        line = lines[statement.deployment_id]
        months[statement.deployment_id][statement.pk] = line.month(statement.month, statement.paid_hours)
    known = {key: line for key, line in lines.items() if key is not None}
    years = year_values.values_now(known)
    return {key: Worth(line.forecast(), months[key], years.get(key, {})) for key, line in known.items()}


def value_of_contribution(contribution: Contribution) -> Valuation:
    """What this contribution is worth. Reads ``contribution.block``; writes nothing."""
    if contribution.kind == ContributionKind.BLOCK and contribution.block is not None:
        block = contribution.block
        return valuation.contribution_value(block.kind, contribution.quantity, rate=block.value)
    return valuation.contribution_value(contribution.kind, contribution.quantity)


def live_forecast(  # noqa: PLR0913 - a deployment that is still being typed
    *,
    contract: Contract,
    block: Block,
    name: str,
    birth_date: date,
    starts_on: date,
    ends_on: date,
    hours_per_week: Decimal,
    permanent: bool,
    company_id: uuid.UUID | None = None,
    besides: uuid.UUID | None = None,
) -> Appraisable:
    """A deployment while it is typed, by the company's own lines of this person only; the contractor's unless told.

    It must not tell where else the person worked. ``besides`` is the deployment being corrected.
    """
    facts = DeploymentFacts(
        starts_on=starts_on,
        ends_on=ends_on,
        hours_per_week=hours_per_week,
        permanent=permanent,
        birth_date=birth_date,
        contract_starts_on=contract.starts_on,
        contract_ends_on=contract.ends_on,
        counted_until=_counted_until_by_own_lines(
            contract,
            block,
            company_id=company_id or contract.contractor_id,
            name=name,
            birth_date=birth_date,
            starts_on=starts_on,
            ends_on=ends_on,
            besides=besides,
        ),
        ages_on=_ages_on(contract, _policies([contract.region_id])),
    )
    return Appraisable(besides, facts, as_rule(block), _bonuses([contract.tariff_id])[contract.tariff_id])


def store_live_forecast(deployment: Deployment, line: Appraisable) -> None:
    """Keep the forecast of a concept as it was shown while typing, and its months by the same days."""
    worth = line.forecast()
    deployment.forecast = worth.value
    deployment.trace = worth.trace_as_json()
    deployment.counts_until = line.facts.counted_until
    deployment.counts_none = line.block.max_months is not None and line.facts.counted_until is None
    deployment.save(update_fields=["forecast", "trace", "counts_until", "counts_none"])
    months = HoursStatement.objects.live().filter(deployment=deployment).exclude(status=LineStatus.APPROVED)
    _store_values(HoursStatement, [(one, line.month(one.month, one.paid_hours)) for one in months.order_by("pk")])


def appraisables(deployments: Iterable[Deployment], *, fresh: bool = False) -> list[Appraisable]:
    """All that the values of these deployments follow from, in their order: two queries for any number of rows.

    ``fresh`` asks the database how long each person counts (one more query); otherwise what was stored holds.
    Rows must carry their contract, block and person; a queryset gets them here.
    """
    if isinstance(deployments, QuerySet):
        deployments = deployments.select_related("contract", "block", "person")
    rows = list(deployments)
    if not rows:
        return []
    until = counted_until([row.pk for row in rows]) if fresh else {row.pk: row.counts_until for row in rows}
    policies = _policies({row.region_id for row in rows})
    bonuses = _bonuses({row.contract.tariff_id for row in rows})
    return [
        Appraisable(
            row.pk,
            DeploymentFacts(
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                hours_per_week=row.hours_per_week,
                permanent=row.permanent,
                birth_date=row.person.birth_date,
                contract_starts_on=row.contract.starts_on,
                contract_ends_on=row.contract.ends_on,
                counted_until=until.get(row.pk),
                ages_on=_ages_on(row.contract, policies),
                rejected=row.status == LineStatus.REJECTED,
            ),
            as_rule(row.block),
            bonuses[row.contract.tariff_id],
        )
        for row in rows
    ]


def counted_until(deployment_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, date | None]:
    """The last day that counts, for lines whose block has a longest period; None when no day does."""
    return dict(ask("SELECT deployment_id, counts_until FROM placements_counts_until(%s)", [list(deployment_ids)]))


def as_rule(block: Block) -> valuation.Block:
    """A row of the tariff as the rules know it."""
    return valuation.Block(
        code=block.code,
        label=block.label,
        kind=block.kind,
        value=block.value,
        norm_hours=block.norm_hours or valuation.DEFAULT_NORM_HOURS,
        min_hours=valuation.DEFAULT_MIN_HOURS if block.min_hours is None else block.min_hours,
        max_months=block.max_months,
    )


def _with_others(ids: list[uuid.UUID]) -> list[uuid.UUID]:
    rows = ask(
        "SELECT id FROM placements_deployment WHERE status <> %s"
        " AND id = ANY (ARRAY(SELECT placements_lines_of_persons(%s)))",
        [LineStatus.CONCEPT, ids],
    )
    return list(dict.fromkeys([*ids, *(row[0] for row in rows)]))


def ages_on_award(contract: Contract) -> date | None:
    """The day on which ages are taken, where the region takes them on the award date; else None."""
    return _ages_on(contract, _policies([contract.region_id]))


def _policies(region_ids: Iterable[uuid.UUID]) -> list[RegionPolicy]:
    return list(RegionPolicy.objects.filter(region_id__in=list(region_ids)).order_by("region_id", "valid"))


def _ages_on(contract: Contract, policies: Iterable[RegionPolicy]) -> date | None:
    """The award date where the region's policy of that day takes ages then; None means the first working day."""
    for policy in policies:
        if policy.region_id == contract.region_id and contract.awarded_on in policy.valid:
            return contract.awarded_on if policy.age_reference == AgeReference.AWARD_DATE else None
    return None


def _bonuses(tariff_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[Bonus, ...]]:
    found: dict[uuid.UUID, list[Bonus]] = {tariff_id: [] for tariff_id in tariff_ids}
    rows = Block.objects.filter(tariff_id__in=list(found), kind=BlockKind.BONUS).order_by("tariff_id", "position", "pk")
    for row in rows:
        found[row.tariff_id].append(Bonus(row.label, row.value, row.min_age, row.permanent))
    return {tariff_id: tuple(rows_of_tariff) for tariff_id, rows_of_tariff in found.items()}


def _counted_until_by_own_lines(
    contract: Contract,
    block: Block,
    *,
    company_id: uuid.UUID,
    name: str,
    birth_date: date,
    starts_on: date,
    ends_on: date,
    besides: uuid.UUID | None,
) -> date | None:
    if block.max_months is None:
        return None
    own = (
        Deployment.objects.live()
        .filter(
            region_id=contract.region_id,
            person__contractor_id=company_id,
            person__normalised_name=normalise(name),
            person__birth_date=birth_date,
            status__in=CLAIMING,
        )
        .exclude(pk=besides)
        .values_list("starts_on", "ends_on", "contract__starts_on", "contract__ends_on")
    )
    spans = [
        f"[{max(first, contract_first)},{min(last, contract_last)}]"
        for first, last, contract_first, contract_last in own
        if max(first, contract_first) <= min(last, contract_last)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sroi_counted_until(%s::text[]::daterange[], %s, %s, %s)",
            [spans, max(starts_on, contract.starts_on), min(ends_on, contract.ends_on), block.max_months],
        )
        (until,) = cursor.fetchone()
    return until


def _store_forecasts(lines: Sequence[Appraisable]) -> None:
    """One statement for all; rows that stay the same are not touched, so that history stays quiet."""
    worths = [line.forecast() for line in lines]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE placements_deployment AS d
               SET forecast = n.forecast, trace = n.trace, counts_until = n.counts_until, counts_none = n.counts_none
              FROM unnest(%s::uuid[], %s::numeric[], %s::text[]::jsonb[], %s::date[], %s::boolean[])
                AS n (id, forecast, trace, counts_until, counts_none)
             WHERE d.id = n.id AND (d.forecast, d.trace, d.counts_until, d.counts_none)
                   IS DISTINCT FROM (n.forecast, n.trace, n.counts_until, n.counts_none)
            """,
            [
                [line.deployment_id for line in lines],
                [worth.value for worth in worths],
                [json.dumps(worth.trace_as_json()) for worth in worths],
                [line.facts.counted_until for line in lines],
                [line.block.max_months is not None and line.facts.counted_until is None for line in lines],
            ],
        )


def _store_years(lines: Mapping[uuid.UUID, Appraisable]) -> None:
    open_lines, changed = year_values.worths(lines)
    _store_values(YearLine, open_lines)
    year_values.mark_changed(changed)


def _store_values(model: type[HoursStatement] | type[YearLine], rows: Sequence[tuple[Any, Valuation]]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - the public way to a table's name
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {table} AS s SET value = n.value, trace = n.trace
              FROM unnest(%s::uuid[], %s::numeric[], %s::text[]::jsonb[]) AS n (id, value, trace)
             WHERE s.id = n.id AND s.status <> 'approved'
               AND (s.value, s.trace) IS DISTINCT FROM (n.value, n.trace)
            """,  # noqa: S608 - the name of our own table
            [
                [row.pk for row, _value in rows],
                [value.value for _row, value in rows],
                [json.dumps(value.trace_as_json()) for _row, value in rows],
            ],
        )
