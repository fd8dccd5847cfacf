"""The use case: one package, one transaction, every fault told."""

import logging
import uuid
from collections import defaultdict
from datetime import date, datetime
from itertools import pairwise

from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from exchange.landing.contracts import land_contracts
from exchange.landing.contributions import land_contributions
from exchange.landing.course import Course
from exchange.landing.deployments import land_deployments
from exchange.landing.hours import land_hours
from exchange.landing.outcome import Flag, Outcome
from exchange.landing.parties import land_organisations
from exchange.landing.tariffs import land_tariffs
from exchange.package import Fault, Package
from organisations import tenancy
from organisations.choices import Purpose
from placements.appraisal import reappraise, record_revaluations
from placements.models import Deployment

_logger = logging.getLogger(__name__)
_ATTEMPTS = 3
_DEADLOCK = "40P01"


def land_package(package: Package, *, region_id: uuid.UUID, at: datetime, on: date, keep: bool = True) -> Outcome:
    """Bring the region to what the package says; nothing is kept when anything is refused, or without ``keep``.

    Values are computed after all rows are in. A deadlock with someone at work in the portal is tried again.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _land(package, region_id=region_id, at=at, on=on, keep=keep)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _DEADLOCK or attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _land(package: Package, *, region_id: uuid.UUID, at: datetime, on: date, keep: bool) -> Outcome:
    outcome = Outcome(faults=list(package.faults))
    course = Course(region_id=region_id, package=package, at=at, on=on, outcome=outcome)
    with tenancy.system(Purpose.IMPORT, region_id=region_id):
        try:
            with transaction.atomic():
                _wait_for_our_turn(region_id)
                _bring(course)
                if outcome.faults or not keep:
                    transaction.set_rollback(True)
        except DataError:
            # No row says it alone: a sum of what they bring passes what an amount can hold.
            _add_unless_explained(outcome, _("Bedragen uit dit pakket zijn samen te groot voor een contract."))
        except IntegrityError as error:
            _logger.exception("an import broke a constraint that no check of its rows explains")
            constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
            _add_unless_explained(
                outcome, _("Het pakket past niet bij wat er al staat (%(rule)s).") % {"rule": constraint}
            )
    return outcome


def _add_unless_explained(outcome: Outcome, reason: str) -> None:
    if not outcome.faults:
        outcome.faults.append(Fault("", 0, "", reason))


def _wait_for_our_turn(region_id: uuid.UUID) -> None:
    """Be alone with the persons of the region: the lock of which everybody who touches one holds a share.

    It comes before any write, as with everybody (placements 0003), so that no two wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(region_id)])


def _bring(course: Course) -> None:
    land_organisations(course)
    land_tariffs(course)
    land_contracts(course)
    land_deployments(course)
    # How long each person counts, before any month is written with the value that follows from it.
    revaluations = reappraise(course.moved, also_others=True)
    land_hours(course)
    land_contributions(course)
    if course.outcome.faults:
        return
    standing = [one for one in revaluations if one.statement.pk not in course.reversed_hours]
    record_revaluations(standing, at=course.at)
    course.outcome.flags[Flag.REVALUATION] += len(standing)
    _flag_overlaps(course)


def _flag_overlaps(course: Course) -> None:
    """Persons with overlapping lines among what the package brought."""
    spans: dict[tuple[str, date], list[tuple[date, date]]] = defaultdict(list)
    lines = Deployment.objects.filter(pk__in=course.deployment_lines).order_by()
    for name, born, first, last in lines.values_list(
        "person__normalised_name", "person__birth_date", "starts_on", "ends_on"
    ):
        spans[name, born].append((first, last))
    course.outcome.flags[Flag.DEPLOYMENTS_OVERLAP] += sum(_overlap(sorted(person)) for person in spans.values())


def _overlap(spans: list[tuple[date, date]]) -> bool:
    return any(later[0] <= earlier[1] for earlier, later in pairwise(spans))
