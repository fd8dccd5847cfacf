"""The use case: one package, one transaction, every fault told."""

import logging
import uuid
from collections import defaultdict
from datetime import date, datetime

from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from exchange.landing.candidates import land_candidates
from exchange.landing.contracts import land_contracts
from exchange.landing.contributions import land_contributions
from exchange.landing.course import Course
from exchange.landing.deployments import land_deployments
from exchange.landing.efforts import land_efforts
from exchange.landing.follow_ups import land_follow_ups
from exchange.landing.holding import hold, people_in
from exchange.landing.hours import land_hours
from exchange.landing.occupations import land_occupations
from exchange.landing.outcome import Flag, Outcome
from exchange.landing.parties import land_organisations
from exchange.landing.placements import flag_overlaps, land_placements
from exchange.landing.sender import Sender
from exchange.landing.spans import overlap
from exchange.landing.spending import land_spending
from exchange.landing.tariffs import land_tariffs
from exchange.landing.tenders import land_tenders
from exchange.landing.training import land_enrolments, land_programmes
from exchange.landing.years import land_years
from exchange.package import (
    CandidateRow,
    ContractRow,
    ContributionRow,
    DeploymentRow,
    EffortRow,
    EnrolmentRow,
    Fault,
    FollowUpRow,
    HoursRow,
    OccupationRow,
    OrganisationRow,
    Package,
    PlacementRow,
    ProgrammeRow,
    SpendingRow,
    TariffRow,
    TenderRow,
    YearRow,
)
from exchange.package.columns import PackageRow
from organisations import tenancy
from organisations.choices import Purpose
from placements.closed import CONSTRAINT as CLOSED
from placements.models import Deployment
from placements.worth.appraisal import reappraise, record_revaluations

_logger = logging.getLogger(__name__)
_ATTEMPTS = 3
_DEADLOCK = "40P01"


class Companion:
    """Whoever goes along with an import: told how far it is, and part of its transaction. Does nothing by itself."""

    def begins(self) -> bool:
        """Asked once it is our turn, inside the transaction; False: there is nothing to do any more."""
        return True

    def reached(self, done: int, total: int) -> None:
        """So many of all rows have been handled."""

    def landed(self, course: Course) -> None:
        """Everything is in and nothing was refused; called inside the transaction that keeps it."""


def land_package(
    package: Package,
    *,
    region_id: uuid.UUID,
    at: datetime,
    on: date,
    keep: bool = True,
    sender: Sender | None = None,
    companion: Companion | None = None,
) -> Outcome:
    """Bring the region to what the package says; nothing is kept when anything is refused, or without ``keep``.

    Values are computed after all rows are in. A deadlock with someone at work in the portal is tried again.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        outcome = Outcome(faults=list(package.faults))
        course = Course(region_id=region_id, package=package, at=at, on=on, outcome=outcome, sender=sender or Sender())
        try:
            return _land(course, keep=keep, companion=companion or Companion())
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _DEADLOCK or attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _land(course: Course, *, keep: bool, companion: Companion) -> Outcome:
    outcome = course.outcome
    with tenancy.system(Purpose.IMPORT, region_id=course.region_id):
        try:
            with transaction.atomic():
                if keep or _touches_persons(course):
                    wait_for_our_turn(course.region_id)
                if not companion.begins():
                    return outcome
                course.people = people_in(course)
                if keep:
                    hold(course)
                _bring(course, companion)
                if outcome.faults or not keep:
                    transaction.set_rollback(True)
                else:
                    companion.landed(course)
        except DataError:
            # No row says it alone: a sum of what they bring passes what an amount can hold.
            _add_unless_explained(outcome, _("Bedragen uit dit pakket zijn samen te groot voor een contract."))
        except IntegrityError as error:
            constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
            if constraint == CLOSED:
                _add_unless_explained(
                    outcome,
                    _("Van een contract in dit pakket is de afrekening opgemaakt. Zijn regels veranderen niet meer."),
                )
                return outcome
            _logger.exception("an import broke a constraint that no check of its rows explains")
            _add_unless_explained(
                outcome, _("Het pakket past niet bij wat er al staat (%(rule)s).") % {"rule": constraint}
            )
    return outcome


def _add_unless_explained(outcome: Outcome, reason: str) -> None:
    if not outcome.faults:
        outcome.faults.append(Fault("", 0, "", reason))


def _touches_persons(course: Course) -> bool:
    """Whether the rows can move what persons count. A trial of others needs no turn: nobody has to wait for it."""
    package = course.package
    if any(package.table(one).keys for one in (DeploymentRow, HoursRow, YearRow)):
        return True
    references = {line.row.reference for line in package.table(ContractRow)}
    return Deployment.objects.filter(region_id=course.region_id, contract__reference__in=references).exists()


def wait_for_our_turn(region_id: uuid.UUID) -> None:
    """Be alone with the persons of the region: the lock of which everybody who touches one holds a share.

    It comes before any write, as with everybody (placements 0003), so that no two wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(region_id)])


def _bring(course: Course, companion: Companion) -> None:
    progress = _Progress(course, companion)
    land_organisations(course)
    progress.past(OrganisationRow)
    land_tariffs(course)
    progress.past(TariffRow)
    land_occupations(course)
    progress.past(OccupationRow)
    land_tenders(course)
    progress.past(TenderRow)
    land_contracts(course)
    progress.past(ContractRow)
    land_candidates(course)
    progress.past(CandidateRow)
    land_programmes(course)
    progress.past(ProgrammeRow)
    land_enrolments(course)
    progress.past(EnrolmentRow)
    land_placements(course)
    progress.past(PlacementRow)
    land_follow_ups(course)
    progress.past(FollowUpRow)
    land_deployments(course)
    # How long each person counts, before any month is written with the value that follows from it.
    revaluations = reappraise(course.moved, also_others=True)
    progress.past(DeploymentRow)
    land_hours(course)
    progress.past(HoursRow)
    land_years(course)
    progress.past(YearRow)
    land_contributions(course)
    progress.past(ContributionRow)
    land_spending(course)
    progress.past(SpendingRow)
    land_efforts(course)
    progress.past(EffortRow)
    if course.outcome.faults:
        return
    standing = [one for one in revaluations if one.statement.pk not in course.reversed_hours]
    record_revaluations(standing, at=course.at)
    course.outcome.flags[Flag.REVALUATION] += len(standing)
    _flag_overlaps(course)
    flag_overlaps(course)


class _Progress:
    """Tells how many rows have been handled, file by file."""

    def __init__(self, course: Course, companion: Companion) -> None:
        self.rows = {row_type: len(table) for row_type, table in course.package.tables.items()}
        self.companion = companion
        self.done = 0

    def past(self, row_type: type[PackageRow]) -> None:
        rows = self.rows.get(row_type, 0)
        if rows:
            self.done += rows
            self.companion.reached(self.done, sum(self.rows.values()))


def _flag_overlaps(course: Course) -> None:
    """Persons with overlapping lines among what the package brought."""
    spans: dict[tuple[str, date], list[tuple[date, date]]] = defaultdict(list)
    lines = Deployment.objects.filter(pk__in=course.deployment_lines).order_by()
    for name, born, first, last in lines.values_list(
        "person__normalised_name", "person__birth_date", "starts_on", "ends_on"
    ):
        spans[name, born].append((first, last))
    course.outcome.flags[Flag.DEPLOYMENTS_OVERLAP] += sum(overlap(person) for person in spans.values())
