"""What stands beside the award while it is filled in: the advice, and the obligation that would follow."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from organisations.rounding import half_up
from tenders.advice import AdvicePolicy, Outcome, advise
from tenders.choices import BlockKind, TenderKind
from tenders.explanations import advice_checks, advice_note, advice_title, obligation_trace
from tenders.models import RegionPolicy, Tariff
from tenders.obligation import explain_obligation
from tenders.terms import discounts_of
from tenders.versions import discount_of


@dataclass(frozen=True, slots=True)
class Assessment:
    """Ready to show; a part that cannot be told yet is None or empty."""

    title: str = ""
    note: str = ""
    checks: tuple[dict[str, str], ...] = ()
    advised: Decimal | None = None
    obligation: Decimal | None = None
    trace: tuple[dict[str, Any], ...] = ()
    person_years: Decimal | None = None  # full-time years of the dearest block, one decimal
    dearest: Decimal | None = None
    first_contact_by: date | None = None
    tariff: Tariff | None = None
    cap: Decimal | None = None
    has_policy: bool = False
    starts_before_award: bool = False
    #: Before the award: nothing is owed yet, and the sum is an estimate.
    is_expected: bool = False
    outcome: str = ""


def assess(
    typed: dict[str, Any],
    *,
    policy: RegionPolicy | None,
    region_id,
    on: date,
    company_id: uuid.UUID | None = None,
    wrong: Collection[str] = (),
) -> Assessment:
    """Weigh what is filled in so far; ``typed`` holds the fields that are right. One query, two for a known company.

    ``wrong`` names the fields that are filled in, but cannot be read.
    """
    figures = policy.for_advice() if policy else AdvicePolicy()
    advice: dict[str, Any] = {}
    if typed.get("kind"):
        kind = TenderKind(typed["kind"])
        starts_on, ends_on = typed.get("starts_on"), typed.get("ends_on")
        given = advise(kind, typed.get("contract_sum"), starts_on, ends_on, typed.get("labour_share"), figures)
        advice = {
            "title": advice_title(given),
            "note": advice_note(given),
            "checks": tuple(
                advice_checks(given, kind=kind, policy=figures, starts_on=starts_on, ends_on=ends_on, wrong=wrong)
            ),
            "outcome": given.outcome,
            "advised": given.percentage if given.outcome == Outcome.PERCENTAGE else None,
        }
    awarded_on = typed.get("awarded_on") or on
    tariff = (
        Tariff.objects.filter(region_id=region_id)
        .in_force(on=awarded_on)
        .annotate(dearest=Max("blocks__value", filter=Q(blocks__kind=BlockKind.FULL_TIME_YEAR)))
        .first()
    )
    return Assessment(
        **advice,
        **_obligation(typed, policy, tariff, region_id, company_id),
        starts_before_award=bool(typed.get("starts_on") and typed["starts_on"] < awarded_on),
        first_contact_by=awarded_on + timedelta(days=policy.first_contact_days) if policy else None,
        tariff=tariff,
        cap=policy.cap if policy else None,
        has_policy=policy is not None,
    )


def of_tender(
    typed: dict[str, Any], *, policy: RegionPolicy | None, region_id, on: date, wrong: Collection[str] = ()
) -> Assessment:
    """The same beside a tender that is not awarded yet: what would be asked of the estimated value."""
    weighed = assess(typed, policy=policy, region_id=region_id, on=on, wrong=wrong)
    trace = tuple(
        {**line, "what": _("Geraamde waarde")} if place == 0 else line for place, line in enumerate(weighed.trace)
    )
    bespoke = _("Neem een percentage van de loonsom: kies ‘Ander percentage’ en leg dat uit bij de reden.")
    return replace(
        weighed,
        trace=trace,
        note=bespoke if weighed.outcome == Outcome.BESPOKE else weighed.note,
        first_contact_by=None,
        starts_before_award=False,
        is_expected=True,
    )


def _obligation(
    typed: dict[str, Any], policy: RegionPolicy | None, tariff, region_id, company_id: uuid.UUID | None
) -> dict[str, Any]:
    amount, percentage = typed.get("basis_amount"), typed.get("percentage")
    if amount is None or percentage is None or not typed.get("decision"):
        return {}
    explained = explain_obligation(amount, percentage, policy.cap if policy else None)
    discount = _discount(explained.amount, typed, region_id, company_id)
    owed = explained.amount - discount
    years = None
    dearest = tariff.dearest if tariff else None
    if dearest and owed:
        years = half_up(owed / dearest, 1)
    return {
        "obligation": owed,
        "trace": tuple(obligation_trace(explained, typed["basis"], discount=discount)),
        "person_years": years or None,
        "dearest": dearest,
    }


def _discount(gross: Decimal, typed: dict[str, Any], region_id, company_id: uuid.UUID | None) -> Decimal:
    """What the company's certificates take off over these days, as the award will record it."""
    starts_on, ends_on = typed.get("starts_on"), typed.get("ends_on")
    if company_id is None or not starts_on or not ends_on or ends_on < starts_on:
        return Decimal(0)
    discounts = discounts_of(region_id, [company_id]).get(company_id, ())
    return discount_of(gross, starts_on, ends_on, discounts)
