"""Persons at work. A changed approved line gives way to a new one, with all that hangs on it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import connection
from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import moments, take_stock, wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.landing.persons import find_or_make
from exchange.package import CandidateRow, ContractRow, DeploymentRow, HoursRow, Line, TariffRow
from organisations.data_kinds import ERASED
from placements.choices import LineStatus
from placements.identity.persons import normalise, person_key, pseudonym
from placements.models import Deployment, HoursStatement
from tenders.choices import BlockKind
from tenders.models import Block, Contract

FILE = DeploymentRow.FILE
_LONGEST_NAME = 120
_Held = Held[DeploymentRow, Deployment]
_WRITTEN = (
    "contract", "person", "pseudonym", "birth_year", "block", "starts_on", "ends_on", "hours_per_week", "permanent",
    "candidate_reference", "status", "submitted_at", "decided_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row with what its codes stand for; ``number`` is 0 for a line the package only touches by its contract."""

    number: int
    row: DeploymentRow
    contract: Contract
    block: Block
    held: _Held | None

    @property
    def is_same(self) -> bool:
        """Nothing to write: equal in words, and bound to the same tariff version and contractor."""
        if self.held is None:
            return False
        line = self.held.record
        before = replace(self.held.row, person=normalise(self.held.row.person))
        return (
            replace(self.row, person=normalise(self.row.person)) == before
            and line.block_id == self.block.pk
            and line.person.contractor_id == self.contract.contractor_id
        )

    @property
    def stays_erased(self) -> bool:
        """Of whom nobody knows who it was: he is no other by what happens to his contract."""
        if self.held is None:
            return False
        person = self.held.record.person
        return person.name == ERASED and person.contractor_id == self.contract.contractor_id


def land_deployments(course: Course) -> None:
    references = {line.row.reference for line in course.lines(DeploymentRow)}
    references |= {line.row.deployment for line in course.lines(HoursRow)}
    held = {one.row.reference: one for one in collect.deployments(course.region_id, references)}
    touched = course.revalued_contracts | course.rebound_contracts.keys()
    by_contract = collect.deployments(course.region_id, contract_ids=touched) if touched else []
    course.moved |= {one.record.pk for one in by_contract}
    course.deployments = {reference: one.record for reference, one in held.items()}
    wanted = list(_wanted(course, held, by_contract))
    new = [one for one in wanted if one.held is None]
    changed = [one for one in wanted if one.held is not None and not one.is_same]
    for one in wanted:
        if one.number and one.is_same:
            course.outcome.count(FILE, Change.SAME)
    _remember_others(course, changed)
    _write(course, new, changed)


def _wanted(course: Course, held: dict[str, _Held], by_contract: list[_Held]) -> Iterator[_Wanted]:
    kept = course.left_out(DeploymentRow)
    for line in course.lines(DeploymentRow):
        current = held.get(line.row.reference)
        row = wanted_as(line.row, current.row if current else None, kept)
        if current is not None and current.record.person.name == ERASED:
            course.outcome.count(FILE, Change.SAME)
            course.outcome.flags[Flag.PERSON_ERASED] += row != current.row
            continue
        if course.is_closed(row.candidate) or (current is not None and current.row.candidate == ERASED):
            row = replace(row, candidate=ERASED)
        bound = _bound(course, Line(line.number, row))
        if bound is None:
            course.deployments.pop(line.row.reference, None)
        else:
            yield _Wanted(line.number, row, *bound, current)
    for one in by_contract:
        number = course.rebound_contracts.get(one.record.contract_id)
        if number is None or course.is_announced(DeploymentRow, one.row.reference):
            continue
        contract = course.contracts[one.row.contract]
        block = course.block_of(contract, one.row.block)
        if block is None:
            reason = _("Er zijn regels met bouwblok %(block)s, en dat staat niet in het tarief dat dan zou gelden.")
            course.outcome.refuse(ContractRow.FILE, number, "awarded_on", reason % {"block": one.row.block})
        else:
            yield _Wanted(0, one.row, contract, block, one)


def _bound(course: Course, line: Line[DeploymentRow]) -> tuple[Contract, Block] | None:
    row, refuse = line.row, course.outcome.refuse
    normalised = normalise(row.person)
    if not 0 < len(normalised) <= _LONGEST_NAME:
        refuse(FILE, line.number, "person", _("Deze naam is te lang. Schrijf alleen voornaam en achternaam."))
    contract = course.contracts.get(row.contract)
    if contract is None:
        if not course.is_announced(ContractRow, row.contract):
            refuse(FILE, line.number, "contract", _("Dit contract is niet bekend in de regio."))
        return None
    block = course.block_of(contract, row.block)
    if block is None:
        if not course.is_announced(TariffRow, contract.tariff.valid_from, row.block):
            refuse(FILE, line.number, "block", _("Dit bouwblok staat niet in het tarief van het contract."))
        return None
    if block.kind != BlockKind.FULL_TIME_YEAR:
        refuse(FILE, line.number, "block", _("Dit bouwblok is niet voor een persoon aan het werk."))
        return None
    if len(normalised) > _LONGEST_NAME:
        return None
    _flag(course, row, contract)
    return contract, block


def _flag(course: Course, row: DeploymentRow, contract: Contract) -> None:
    flags = course.outcome.flags
    if row.starts_on < contract.starts_on or row.ends_on > contract.ends_on:
        flags[Flag.DEPLOYMENT_OUTSIDE] += 1
    if row.birth_date >= row.starts_on:
        flags[Flag.BORN_AFTER_START] += 1
    is_known = row.candidate in course.candidates or course.is_announced(CandidateRow, row.candidate)
    if row.candidate not in {"", ERASED} and not is_known:
        flags[Flag.CANDIDATE_UNKNOWN] += 1


def _remember_others(course: Course, changed: list[_Wanted]) -> None:
    """Other lines of the persons as they are now: when a line goes to another person, theirs may count longer."""
    ids = [one.held.record.pk for one in changed if one.held is not None]
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM placements_deployment WHERE status <> 'concept'"
            " AND id = ANY (ARRAY(SELECT placements_lines_of_persons(%s)))",
            [ids],
        )
        course.moved |= {row[0] for row in cursor.fetchall()}


def _write(course: Course, new: list[_Wanted], changed: list[_Wanted]) -> None:
    named = [one for one in [*new, *changed] if not one.stays_erased]
    persons = find_or_make(course, [(one.contract.contractor_id, one.row.person, one.row.birth_date) for one in named])
    approved = _with_approved_hours(changed)
    fresh: list[Deployment] = []
    updated: list[Deployment] = []
    given_way: list[Deployment] = []
    for one in [*new, *changed]:
        row = one.row
        old = one.held.record if one.held else None
        gives_way = old is not None and (old.status == LineStatus.APPROVED or old.pk in approved)
        line = (
            old if old is not None and not gives_way else Deployment(region_id=course.region_id, created_at=course.at)
        )
        if old is not None and gives_way:
            line.person_informed = old.person_informed
            given_way.append(old)
            course.replaced[old.pk] = line
            course.moved.discard(old.pk)
        line.reference = row.reference
        line.contract = one.contract
        if old is not None and one.stays_erased:
            line.person, line.pseudonym = old.person, old.pseudonym
        else:
            line.person = persons[one.contract.contractor_id, normalise(row.person), row.birth_date]
            line.pseudonym = pseudonym(one.contract.pk, person_key(course.region_id, row.person, row.birth_date))
        line.birth_year = row.birth_date.year
        line.block = one.block
        line.starts_on, line.ends_on = row.starts_on, row.ends_on
        line.hours_per_week, line.permanent = row.hours_per_week, row.permanent
        line.candidate_reference = row.candidate
        line.submitted_at, line.decided_at = moments(old, row.status, course.at)
        line.status = row.status
        (updated if line is old else fresh).append(line)
        course.deployments[row.reference] = line
        course.moved.add(line.pk)
        if one.number:
            course.deployment_lines[line.pk] = one.number
            course.outcome.count(FILE, Change.NEW if old is None else Change.CHANGED)
    Deployment.objects.filter(pk__in=[old.pk for old in given_way]).update(reversed_at=course.at)
    Deployment.objects.bulk_create(fresh, batch_size=5000)
    Deployment.objects.bulk_update(updated, _WRITTEN, batch_size=200)
    take_stock(len(fresh))
    course.ledger.made(fresh, label="reference")
    course.ledger.replaced += len(given_way) + len(updated)


def _with_approved_hours(changed: list[_Wanted]) -> frozenset[uuid.UUID]:
    ids = [one.held.record.pk for one in changed if one.held is not None]
    approved = HoursStatement.objects.live().approved().filter(deployment_id__in=ids).order_by()
    return frozenset(approved.values_list("deployment_id", flat=True).distinct())
