"""The figures of a region through time: a new version holds from a day on, and closes the former the day before."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders.models import Certificate, Contract, RegionPolicy

#: Everything that a version decides.
FIGURES = (
    "threshold_work",
    "threshold_service",
    "threshold_supply",
    "shortest_months",
    "bespoke_below_share",
    "low_below_share",
    "percentage_low",
    "percentage_high",
    "cap",
    "start_up_months",
    "first_contact_days",
    "statement_days",
    "answer_days",
    "automatic_reminder",
    "second_eyes_above",
    "pso_aspirant",
    "pso_step_1",
    "pso_step_2",
    "pso_step_3",
    "surplus_transferable",
    "age_reference",
    "evidence_days",
    "evidence_from",
    "calendar_stale_days",
)


class PolicyRefused(Exception):  # noqa: N818 - reads as a sentence
    """The version cannot begin on this day; the message is for the user."""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version with its days; ``ends_on`` is None while no later one was decided."""

    policy: RegionPolicy
    starts_on: date
    ends_on: date | None

    def holds(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def versions_of(region_id: uuid.UUID) -> list[PolicyVersion]:
    """All versions of a region, the newest first."""
    return [
        PolicyVersion(one, one.valid.lower, one.valid.upper - timedelta(days=1) if one.valid.upper else None)
        for one in RegionPolicy.objects.filter(region_id=region_id).order_by("-valid")
    ]


@transaction.atomic
def decide(acting: Acting, *, region_id: uuid.UUID, valid_from: date, figures: Mapping[str, Any]) -> RegionPolicy:
    """Let these figures hold from ``valid_from`` on. ``PolicyRefused`` when that day is not free.

    On the first day of the newest version they take its place, as long as nothing has been measured by it.
    """
    if region_id not in acting.region_ids:
        raise PolicyRefused(_("Dit is niet uw regio. Kies een regio waarin u werkt."))
    with connection.cursor() as cursor:
        # Two versions at once: the second must see the first, which a lock on the row that was newest does not give.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"policy {region_id}"])
    newest = RegionPolicy.objects.filter(region_id=region_id).order_by("-valid").first()
    if newest is None:
        return _write(RegionPolicy(region_id=region_id), valid_from, figures)
    starts_on = newest.valid.lower
    if starts_on is not None and valid_from < starts_on:
        raise PolicyRefused(
            _("De laatste versie geldt vanaf %(day)s. Kies die dag of een latere.") % {"day": day_nl(starts_on)}
        )
    if valid_from == starts_on:
        if is_used(region_id, since=valid_from):
            raise PolicyRefused(
                _("Op of na %(day)s is al een contract gegund of een certificaat gecontroleerd. Kies een latere dag.")
                % {"day": day_nl(valid_from)}
            )
        return _write(newest, valid_from, figures)
    newest.valid = DateRange(starts_on, valid_from, "[)")
    newest.save(update_fields=["valid"])
    return _write(RegionPolicy(region_id=region_id), valid_from, figures)


def is_used(region_id: uuid.UUID, *, since: date) -> bool:
    """Whether anything was measured by the policy of this day or later: an award, or a discount for a certificate."""
    midnight = timezone.make_aware(datetime.combine(since, time.min))
    return (
        Contract.objects.filter(region_id=region_id, awarded_on__gte=since).exists()
        or Certificate.objects.filter(region_id=region_id, confirmed_at__gte=midnight).exists()
    )


def _write(policy: RegionPolicy, valid_from: date, figures: Mapping[str, Any]) -> RegionPolicy:
    policy.valid = DateRange(valid_from, None, "[)")
    for name in FIGURES:
        setattr(policy, name, figures[name])
    policy.save()
    return policy
