"""Anything but a person at work: purchase, activities, training, agreed effort, an opening balance."""

from decimal import Decimal

from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.lines import moments, opposite, wanted_as
from exchange.landing.outcome import Change, Flag
from exchange.package import ContractRow, ContributionRow, Line, TariffRow
from placements.choices import ContributionKind, LineStatus
from placements.models import Contribution
from placements.worth.appraisal import value_of_contribution
from tenders.choices import BlockKind
from tenders.models import Block, Contract

FILE = ContributionRow.FILE
_OUTSIDE_TARIFF = frozenset({ContributionKind.AGREED.value, ContributionKind.OPENING_BALANCE.value})
_TOO_MUCH = Decimal(10) ** 12
_Held = Held[ContributionRow, Contribution]


def land_contributions(course: Course) -> None:
    references = {line.row.reference for line in course.lines(ContributionRow)}
    held = {one.row.reference: one for one in collect.contributions(course.region_id, references)}
    fresh: list[Contribution] = []
    updated: list[Contribution] = []
    gone: list[Contribution] = []
    for line, current in [*_sent(course, held), *_rebound(course)]:
        bound = _bound(course, line)
        if bound is None:
            continue
        contract, kind, block = bound
        old = current.record if current else None
        same = current is not None and current.row == line.row and current.record.block_id == (block and block.pk)
        if line.number:
            change = Change.NEW if current is None else Change.SAME if same else Change.CHANGED
            course.outcome.count(FILE, change)
        if same:
            continue
        if old is not None and old.status == LineStatus.APPROVED:
            gone.append(old)
        row = line.row
        one = old if old is not None and old.status != LineStatus.APPROVED else Contribution(created_at=course.at)
        one.region_id, one.contract, one.reference = course.region_id, contract, row.reference
        one.kind, one.block, one.date, one.quantity = kind, block, row.date, row.quantity
        one.description = old.description if old else ""
        one.submitted_at, one.decided_at = moments(old, row.status, course.at)
        one.status = row.status
        worth = value_of_contribution(one)
        if worth.value >= _TOO_MUCH:
            course.outcome.refuse(FILE, line.number, "quantity", _("De waarde wordt te groot."))
            continue
        one.value, one.trace = worth.value, worth.trace_as_json()
        (updated if one is old else fresh).append(one)
    _write(course, fresh, updated, gone)


def _sent(course: Course, held: dict[str, _Held]) -> list[tuple[Line[ContributionRow], _Held | None]]:
    kept = course.left_out(ContributionRow)
    lines = []
    for line in course.lines(ContributionRow):
        current = held.get(line.row.reference)
        lines.append((Line(line.number, wanted_as(line.row, current.row if current else None, kept)), current))
    return lines


def _rebound(course: Course) -> list[tuple[Line[ContributionRow], _Held | None]]:
    """Lines the package does not have, of contracts that go to another tariff version."""
    if not course.rebound_contracts:
        return []
    of_contracts = collect.contributions(course.region_id, contract_ids=course.rebound_contracts)
    return [
        (Line(0, one.row), one) for one in of_contracts if not course.is_announced(ContributionRow, one.row.reference)
    ]


def _bound(course: Course, line: Line[ContributionRow]) -> tuple[Contract, str, Block | None] | None:
    row, refuse = line.row, course.outcome.refuse
    contract = course.contracts.get(row.contract)
    if contract is None:
        if not course.is_announced(ContractRow, row.contract):
            refuse(FILE, line.number, "contract", _("Dit contract is niet bekend in de regio."))
        return None
    if line.number and not contract.starts_on <= row.date <= contract.ends_on:
        course.outcome.flags[Flag.CONTRIBUTION_OUTSIDE] += 1
    if row.block in _OUTSIDE_TARIFF:
        return contract, row.block, None
    block = course.block_of(contract, row.block)
    if block is None and not line.number:
        number = course.rebound_contracts[contract.pk]
        reason = _("Er zijn regels met bouwblok %(block)s, en dat staat niet in het tarief dat dan zou gelden.")
        refuse(ContractRow.FILE, number, "awarded_on", reason % {"block": row.block})
    elif block is None:
        if not course.is_announced(TariffRow, contract.tariff.valid_from, row.block):
            refuse(FILE, line.number, "block", _("Dit bouwblok staat niet in het tarief van het contract."))
    elif block.kind in {BlockKind.FULL_TIME_YEAR, BlockKind.BONUS}:
        refuse(
            FILE, line.number, "block", _("Dit bouwblok is voor een persoon aan het werk, niet voor andere invulling.")
        )
        return None
    return (contract, ContributionKind.BLOCK.value, block) if block else None


def _write(course: Course, fresh: list[Contribution], updated: list[Contribution], gone: list[Contribution]) -> None:
    Contribution.objects.filter(pk__in=[old.pk for old in gone]).update(reversed_at=course.at)
    opposites = [
        opposite(
            old,
            course.at,
            region_id=old.region_id,
            contract_id=old.contract_id,
            reference=old.reference,
            kind=old.kind,
            block_id=old.block_id,
            date=old.date,
            quantity=-old.quantity,
            description=old.description,
        )
        for old in gone
    ]
    Contribution.objects.bulk_create([*opposites, *fresh], batch_size=1000)
    fields = ("contract", "kind", "block", "date", "quantity", "status", "submitted_at", "decided_at", "value", "trace")
    Contribution.objects.bulk_update(updated, fields, batch_size=200)
    course.ledger.made(fresh, label="reference")
    course.ledger.replaced += len(gone) + len(updated)
