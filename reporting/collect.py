"""Counts the figures of a report from what the region's organisations entered (domain rules, section 10).

Runs inside ``tenancy.system(Purpose.REPORT)`` of the region. The number of queries is the same for any region; sums
are made by the database. Events belong to the period in which their date falls, both ends inclusive.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Greatest, Least

from organisations.models import Organisation, Region
from placements.choices import CLAIMING, LineStatus
from placements.models import Contribution, Deployment, HoursStatement, PersonKey, YearLine
from reporting.models import Target as TargetRow
from reporting.periods import FIRST_YEAR, Kind, Period
from reporting.snapshot import Amounts, ContractLine, Milestone, Snapshot, Span, Sroi, SroiJobs, Target, Targets
from tenders.models import Contract

PROGRAMME = "1.000-banenplan"
#: For a region that has set no start: everything counts.
SINCE_EVER = dt.date(FIRST_YEAR, 1, 1)
UNKNOWN = "onbekend"
ZERO = Decimal("0.00")

ByContract = Mapping[uuid.UUID, Amounts]


def collect(
    region: Region, *, kind: Kind, period: Period, version: int, manager_text: str, at: dt.datetime, on: dt.date
) -> Snapshot:
    """Return the figures of the period as they stand at this moment. ``on`` decides which targets are in force."""
    money_since = region.money_start or SINCE_EVER
    programme_start = region.programme_start or SINCE_EVER
    span = Span.of(period, money_since=money_since)
    return Snapshot(
        region=region.code,
        region_name=f"Arbeidsmarktregio {region.name}",
        programme=PROGRAMME,
        programme_started_on=programme_start,
        money_since=money_since,
        kind=kind,
        period=period,
        version=version,
        made_at=at,
        manager_text=manager_text,
        sroi_jobs=jobs_outside_programme(region.pk, period=period, programme_start=programme_start),
        sroi=social_return(region.pk, span),
        targets=targets_in_force(region.pk, on=on),
    )


def social_return(region_id: uuid.UUID, span: Span) -> Sroi:
    """Obligations by day of award and approved value by its own month or date, contract by contract."""
    of_persons = _approved(
        HoursStatement.objects.approved().filter(
            deployment__region_id=region_id, deployment__status=LineStatus.APPROVED
        ),
        contract="deployment__contract_id",
        day="month",
        span=span,
    )
    of_years = _approved(
        YearLine.objects.approved().filter(deployment__region_id=region_id, deployment__status=LineStatus.APPROVED),
        contract="deployment__contract_id",
        day="date",
        span=span,
    )
    of_others = _approved(
        Contribution.objects.approved().filter(region_id=region_id), contract="contract_id", day="date", span=span
    )
    lines = []
    # Not joined: a party that has left the region must not take its contract out of the sum.
    names = dict(Organisation.objects.filter(regions=region_id).values_list("pk", "name"))
    contracts = Contract.objects.filter(region_id=region_id).order_by("reference")
    for pk, reference, authority, contractor, awarded_on, obligation in contracts.values_list(
        "pk", "reference", "authority_id", "contractor_id", "awarded_on", "obligation"
    ):
        realised = _sum(of_persons.get(pk), of_years.get(pk), of_others.get(pk))
        owed = span.of_award(obligation, awarded_on)
        counts_award = span.last_day >= awarded_on >= min(span.first_day, span.money_since)
        if counts_award or any((owed.period, owed.cumulative, realised.period, realised.cumulative)):
            lines.append(
                ContractLine(
                    reference=reference,
                    authority=names.get(authority, UNKNOWN),
                    contractor=names.get(contractor, UNKNOWN),
                    awarded_on=awarded_on,
                    obligation=obligation,
                    realised=realised,
                )
            )
    return Sroi(tuple(lines))


def _approved(rows: QuerySet, *, contract: str, day: str, span: Span) -> ByContract:
    """Sum the stored values. A reversal is an approved row with the opposite value, so it cancels in its own month."""
    in_period = Q(**{f"{day}__gte": span.first_day})
    since_start = Q(**{f"{day}__gte": span.money_since})
    sums = (
        rows.filter(**{f"{day}__lte": span.last_day})
        .filter(in_period | since_start)
        .order_by(contract)
        .values(contract)
        .annotate(
            period=Sum("value", filter=in_period, default=ZERO),
            cumulative=Sum("value", filter=since_start, default=ZERO),
        )
        .values_list(contract, "period", "cumulative")
    )
    return {pk: Amounts(period=period, cumulative=cumulative) for pk, period, cumulative in sums}


def _sum(*parts: Amounts | None) -> Amounts:
    known = [part for part in parts if part is not None]
    return Amounts(
        period=sum((part.period for part in known), ZERO),
        cumulative=sum((part.cumulative for part in known), ZERO),
    )


def jobs_outside_programme(region_id: uuid.UUID, *, period: Period, programme_start: dt.date) -> SroiJobs:
    """Persons none of whose deployments names a candidate, each once, on the first deployed day within a contract.

    The same person at two contractors is one person: ``PersonKey`` tells. Concept and rejected lines do not count.
    """
    first_day = Greatest(F("starts_on"), F("contract__starts_on"))
    last_day = Least(F("ends_on"), F("contract__ends_on"))
    lines = Deployment.objects.live().filter(region_id=region_id, status__in=CLAIMING)
    key = PersonKey.objects.filter(person_id=OuterRef("person_id")).values("key")
    persons = (
        lines.annotate(key=Subquery(key), first_day=first_day, last_day=last_day)
        .order_by("key")
        .values("key")
        .annotate(
            candidate=Max("candidate_reference"),
            begun_on=Min("first_day", filter=Q(first_day__lte=F("last_day"))),
        )
        .filter(candidate="", begun_on__lte=period.last_day)
    )
    counts = persons.aggregate(
        in_period=Count("key", filter=Q(begun_on__gte=period.first_day)),
        cumulative=Count("key", filter=Q(begun_on__gte=programme_start)),
    )
    return SroiJobs(other_in_period=counts["in_period"], other_cumulative=counts["cumulative"])


def targets_in_force(region_id: uuid.UUID, *, on: dt.date) -> Targets:
    """The programme's targets by the newest decision of or before this day, milestone by milestone."""
    rows = (
        TargetRow.objects.filter(region_id=region_id, kind__in=Targets.names(), version_on__lte=on)
        .order_by("kind", "on", "-version_on")
        .distinct("kind", "on")
        .values_list("kind", "on", "value", "source")
    )
    milestones: dict[str, list[Milestone]] = {name: [] for name in Targets.names()}
    sources: dict[str, list[str]] = {name: [] for name in Targets.names()}
    for kind, day, value, source in rows:
        milestones[kind].append(Milestone(day, value))
        if source not in sources[kind]:
            sources[kind].append(source)
    return Targets(
        **{
            name: Target(milestones=tuple(milestones[name]), source="; ".join(sources[name]))
            for name in Targets.names()
        }
    )
