"""Tenders and contracts with what was approved for them, and persons at work on them without being candidates."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Collate, Greatest, Least

from placements.choices import CLAIMING, LineStatus
from placements.models import Contribution, Deployment, HoursStatement, PersonKey, YearLine
from reporting.collect.surroundings import Named, name_of
from reporting.figures import facts
from tenders.choices import TenderStatus
from tenders.models import Contract, Tender

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Amounts:
    """Euros in the period, and since money counts."""

    period: Decimal = ZERO
    cumulative: Decimal = ZERO

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.period + other.period, self.cumulative + other.cumulative)


NOTHING = Amounts()
ByContract = Mapping[uuid.UUID, Amounts]
FirstAwards = Mapping[uuid.UUID, dt.date]


def contracts_of(
    region_id: uuid.UUID, window: facts.Window, organisations: Mapping[uuid.UUID, Named]
) -> tuple[FirstAwards, tuple[facts.Contract, ...]]:
    """All contracts of the region with approved value by its own month or date; and the first award of each tender.

    Names are not joined: a party that has left the region must not take its contract out of the sum.
    """
    realised = realised_of(region_id, window)
    awards: dict[uuid.UUID, dt.date] = {}
    contracts = []
    rows = Contract.objects.filter(region_id=region_id).order_by("reference")
    for pk, reference, tender, authority, contractor, awarded_on, obligation in rows.values_list(
        "pk", "reference", "tender_id", "authority_id", "contractor_id", "awarded_on", "obligation"
    ):
        if tender is not None:
            awards[tender] = min(awarded_on, awards.get(tender, awarded_on))
        value = realised.get(pk, NOTHING)
        contracts.append(
            facts.Contract(
                reference=reference,
                authority=name_of(organisations, authority),
                contractor=name_of(organisations, contractor),
                awarded_on=awarded_on,
                obligation=obligation,
                realised_in_period=value.period,
                realised_cumulative=value.cumulative,
            )
        )
    return awards, tuple(contracts)


def realised_of(region_id: uuid.UUID, window: facts.Window) -> ByContract:
    """Approved value per contract, of hours, of years that were settled, and of other contributions. Three queries."""
    of_approved = {"deployment__region_id": region_id, "deployment__status": LineStatus.APPROVED}
    parts = (
        _approved(HoursStatement.objects.approved().filter(**of_approved), "deployment__contract_id", "month", window),
        _approved(YearLine.objects.approved().filter(**of_approved), "deployment__contract_id", "date", window),
        _approved(Contribution.objects.approved().filter(region_id=region_id), "contract_id", "date", window),
    )
    found: dict[uuid.UUID, Amounts] = {}
    for part in parts:
        for contract, amounts in part.items():
            found[contract] = found.get(contract, NOTHING) + amounts
    return found


def _approved(rows: QuerySet, contract: str, day: str, window: facts.Window) -> ByContract:
    """Sum the stored values. A reversal is an approved row with the opposite value, so it cancels in its own month."""
    in_period = Q(**{f"{day}__gte": window.first_day})
    since_start = Q(**{f"{day}__gte": window.money_since})
    sums = (
        rows.filter(**{f"{day}__lte": window.last_day})
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


def tenders_of(region_id: uuid.UUID, awards: FirstAwards) -> tuple[facts.Tender, ...]:
    """The tenders of the region with what they are thought to be worth."""
    rows = Tender.objects.filter(region_id=region_id).order_by("reference")
    return tuple(
        facts.Tender(
            reference=reference,
            withdrawn=status == TenderStatus.WITHDRAWN,
            on_calendar_since=since,
            sroi=sroi,
            sroi_reason=reason,
            sroi_reason_kind=reason_kind,
            sroi_percentage=percentage,
            estimated_value=value,
            awarded_on=awards.get(pk),
        )
        for pk, reference, status, since, sroi, reason, reason_kind, percentage, value in rows.values_list(
            "pk", "reference", "status", "on_calendar_since", "sroi", "sroi_reason", "sroi_reason_kind",
            "sroi_percentage", "value__amount",
        )
    )  # fmt: skip


def other_persons(region_id: uuid.UUID, *, by: dt.date) -> tuple[facts.OtherPerson, ...]:
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
            lowest=Min(Collate("reference", "C")),
            begun_on=Min("first_day", filter=Q(first_day__lte=F("last_day"))),
        )
        .filter(candidate="", begun_on__lte=by)
        .values_list("key", "lowest", "begun_on")
    )
    return tuple(facts.OtherPerson(reference=lowest, begun_on=begun_on) for _key, lowest, begun_on in persons)
