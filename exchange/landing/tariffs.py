"""Tariff versions of a package. One in use stands still; the default gives way as long as no contract uses it."""

import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from exchange import collect
from exchange.collect import Held
from exchange.landing.course import Course
from exchange.landing.outcome import Change
from exchange.package import Line, TariffRow
from exchange.package.columns import columns_of
from tenders import tariff_versions
from tenders.choices import BlockKind
from tenders.guidance import shipped_guidance
from tenders.models import Block, Contract, Tariff

FILE = TariffRow.FILE
_Version = tuple[Tariff, list[Held[TariffRow, Block]]]


def land_tariffs(course: Course) -> None:
    tariff_versions.hold(course.region_id)
    held = {version.valid_from: (version, rows) for version, rows in collect.tariffs(course.region_id)}
    brought: dict[date, list[Line[TariffRow]]] = defaultdict(list)
    for line in course.lines(TariffRow):
        brought[line.row.valid_from].append(line)
    in_use = _in_use(course)
    announced = {valid_from for valid_from, _block in course.package.table(TariffRow).keys}
    if announced:
        _give_way(course, held, announced, in_use)
    for valid_from, lines in brought.items():
        known = held.get(valid_from)
        _land_version(course, known, valid_from, _guided(course, lines, known), in_use)
    blocks = Block.objects.filter(tariff__region_id=course.region_id).select_related("tariff")
    course.blocks = {(block.tariff_id, block.code): block for block in blocks.order_by("tariff_id", "code")}


def _in_use(course: Course) -> frozenset[uuid.UUID]:
    used = Contract.objects.filter(region_id=course.region_id).order_by().values_list("tariff_id", flat=True)
    return frozenset(used.distinct())


def _give_way(course: Course, held: dict[date, _Version], announced: set[date], in_use: frozenset[uuid.UUID]) -> None:
    """A version that nobody published or confirmed is the default; it goes when the package brings another start."""
    for valid_from, (version, _rows) in list(held.items()):
        is_default = version.confirmed_at is None and version.published_by_id is None
        if is_default and version.pk not in in_use and valid_from not in announced:
            version.delete()
            course.ledger.replaced += 1
            del held[valid_from]


def _land_version(
    course: Course,
    held: _Version | None,
    valid_from: date,
    lines: list[Line[TariffRow]],
    in_use: frozenset[uuid.UUID],
) -> None:
    if held is None:
        version = Tariff.objects.create(region_id=course.region_id, valid_from=valid_from, confirmed_at=course.at)
        course.ledger.made([version], label="valid_from")
        course.ledger.made(_write_blocks(version, lines), label="code")
        for _line in lines:
            course.outcome.count(FILE, Change.NEW)
        return
    version, rows = held
    before = {one.row.block: one.row for one in rows}
    gone = before.keys() - {block for start, block in course.package.table(TariffRow).keys if start == valid_from}
    differing = [line for line in lines if _values(before.get(line.row.block)) != _values(line.row)]
    if version.pk in in_use:
        _refuse(course, lines, differing, before, gone)
    for line in lines:
        known = before.get(line.row.block)
        course.outcome.count(
            FILE, Change.NEW if known is None else Change.SAME if known == line.row else Change.CHANGED
        )
    _explain(course, lines, rows)
    if (differing or gone) and version.pk not in in_use:
        version.blocks.all().delete()
        course.ledger.replaced += 1
        _write_blocks(version, lines)
        if version.confirmed_at is None:
            version.confirmed_at = course.at
            version.save(update_fields=["confirmed_at"])


def _guided(course: Course, lines: list[Line[TariffRow]], held: _Version | None) -> list[Line[TariffRow]]:
    """Rows with what helps to find their block: what the file has no column for stays, or is what the portal knows."""
    columns = course.package.table(TariffRow).columns
    before = {one.row.block: one.row for one in held[1]} if held else {}
    guided = []
    for line in lines:
        known = before.get(line.row.block)
        own = shipped_guidance().get(line.row.block, {})
        if known is not None and known.kind == line.row.kind:
            own = {name: getattr(known, name) for name in TariffRow.GUIDANCE}
        elif "situation" in own and line.row.kind != BlockKind.FULL_TIME_YEAR:
            own = {}
        added: dict[str, Any] = {
            name: tuple(value) if name == "evidence" else value for name, value in own.items() if name not in columns
        }
        guided.append(Line(line.number, replace(line.row, **added)))
    return guided


def _values(row: TariffRow | None) -> TariffRow | None:
    """The row without what is no value, and so changes in a version in use too."""
    return row and replace(row, situation="", evidence=(), explanation="")


def _explain(course: Course, lines: list[Line[TariffRow]], held: list[Held[TariffRow, Block]]) -> None:
    """Store what helps to find the blocks that stay as they are."""
    by_code = {one.row.block: one for one in held}
    changed = []
    for line in lines:
        known = by_code.get(line.row.block)
        if known is None or known.row == line.row or _values(known.row) != _values(line.row):
            continue
        block = known.record
        block.situation, block.explanation = line.row.situation, line.row.explanation
        block.evidence = list(line.row.evidence)
        changed.append(block)
    if changed:
        course.ledger.replaced += 1
        Block.objects.bulk_update(changed, list(TariffRow.GUIDANCE))


def _refuse(
    course: Course,
    lines: list[Line[TariffRow]],
    differing: list[Line[TariffRow]],
    before: dict[str, TariffRow],
    gone: set[str],
) -> None:
    for line in differing:
        known = before.get(line.row.block)
        reason = _("Contracten gebruiken deze tariefversie; een versie in gebruik verandert niet meer.")
        course.outcome.refuse(FILE, line.number, _first_difference(line.row, known) if known else "block", reason)
    for block in sorted(gone):
        reason = _("Bouwblok %(block)s ontbreekt in deze tariefversie, en contracten gebruiken de versie al.")
        course.outcome.refuse(FILE, lines[0].number, "block", reason % {"block": block})


def _first_difference(row: TariffRow, other: TariffRow) -> str:
    return next(one.name for one in columns_of(TariffRow) if getattr(row, one.name) != getattr(other, one.name))


def _write_blocks(version: Tariff, lines: list[Line[TariffRow]]) -> list[Block]:
    return Block.objects.bulk_create(
        Block(
            tariff=version,
            code=line.row.block,
            label=line.row.label,
            kind=line.row.kind,
            value=line.row.value,
            norm_hours=line.row.norm_hours,
            min_hours=line.row.min_hours,
            max_months=line.row.max_months,
            min_age=line.row.min_age,
            permanent=line.row.permanent,
            situation=line.row.situation,
            evidence=list(line.row.evidence),
            explanation=line.row.explanation,
            position=position,
        )
        for position, line in enumerate(lines)
    )
