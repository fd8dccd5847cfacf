"""A new region, with the default policy and the default tariff; a coordinator changes or confirms them."""

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from candidates.models import TrainingPlan
from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import AreaMunicipality, Region
from reporting.models import Target
from tenders.guidance import shipped_guidance
from tenders.models import Block, RegionPolicy, Tariff


class RegionExistsError(Exception):
    """The code is taken; the text is for who asked."""


@transaction.atomic
def create_region(*, code: str, name: str, like: Region | None = None, is_demo: bool = False) -> Region:
    """Make a region. From ``like`` come municipalities, priority area, programme start and targets; never people."""
    if Region.objects.filter(code=code).exists():
        raise RegionExistsError(_("Regio %(code)s bestaat al.") % {"code": code})
    region = Region(code=code, name=name, is_demo=is_demo)
    if like is not None:
        region.programme_start, region.money_start = like.programme_start, like.money_start
    region.full_clean()
    region.save(force_insert=True)
    targets, plan = _targets_of(like) if like is not None else ([], [])
    with tenancy.system(Purpose.SETUP, region_id=region.pk):
        _write_default_terms(region)
        Target.objects.bulk_create(Target(region=region, **target) for target in targets)
        TrainingPlan.objects.bulk_create(TrainingPlan(region=region, **quarter) for quarter in plan)
    if like is not None:
        AreaMunicipality.objects.bulk_create(
            AreaMunicipality(region=region, municipality_id=row.municipality_id, area=row.area, valid=row.valid)
            for row in AreaMunicipality.objects.filter(region=like).order_by("pk")
        )
    return region


@transaction.atomic
def set_up(region_id: uuid.UUID | str, *, like_id: uuid.UUID | str, at: datetime) -> None:
    """Put terms in a region that the operator made: a copy of another's, or the default ones. A second time does nothing."""
    region = Region.objects.select_for_update().get(pk=region_id)
    if region.set_up_at is not None:
        return
    copied = _terms_of(like_id) if like_id else None
    with tenancy.system(Purpose.SETUP, region_id=region.pk):
        if copied is None:
            _write_default_terms(region)
        else:
            _write_terms(region, *copied)
    region.set_up_at = at
    region.save(update_fields=["set_up_at"])


def _terms_of(
    like_id: uuid.UUID | str,
) -> tuple[list[dict[str, Any]], list[tuple[dict[str, Any], list[dict[str, Any]]]]]:
    """What holds in a region from day to day: its policy, and each published version of its tariff with the blocks."""
    with tenancy.system(Purpose.SETUP, region_id=like_id):
        policies = list(RegionPolicy.objects.filter(region_id=like_id).order_by("valid").values(*_COPIED_OF_POLICY))
        tariffs = Tariff.objects.filter(region_id=like_id, published_at__isnull=False).order_by("valid_from")
        return policies, [
            ({"valid_from": one.valid_from}, list(one.blocks.order_by("position", "code").values(*_COPIED_OF_BLOCK)))
            for one in tariffs
        ]


def _write_terms(
    region: Region, policies: list[dict[str, Any]], tariffs: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    RegionPolicy.objects.bulk_create(RegionPolicy(region=region, **one) for one in policies)
    for version, blocks in tariffs:
        tariff = Tariff.objects.create(region=region, **version)
        Block.objects.bulk_create(Block(tariff=tariff, **_said(block, region)) for block in blocks)


def _said(block: Mapping[str, Any], region: Region) -> dict[str, Any]:
    """The block with its explanation in the words of the region."""
    return {**block} | {"explanation": region.words.say(str(block.get("explanation", "")))}


def _columns(model: type[Model], *but: str) -> list[str]:
    return [one.attname for one in model._meta.concrete_fields if one.name not in {"id", "region", *but}]  # noqa: SLF001 - the public way to the fields of a model


_COPIED_OF_POLICY = _columns(RegionPolicy)
_COPIED_OF_BLOCK = _columns(Block, "tariff")


def _targets_of(like: Region) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The milestones of reports, and what the plan wants of training per quarter; not who changed them."""
    with tenancy.system(Purpose.SETUP, region_id=like.pk):
        rows = Target.objects.filter(region=like).order_by("kind", "on", "version_on")
        plan = TrainingPlan.objects.filter(region=like).order_by("measure", "year", "quarter")
        return (
            [dict(row) for row in rows.values("kind", "on", "value", "source", "version_on")],
            [dict(row) for row in plan.values("measure", "year", "quarter", "number", "source")],
        )


def _write_default_terms(region: Region) -> None:
    text = resources.files("tenders").joinpath("shipped", "groningen.json").read_text(encoding="utf-8")
    defaults = json.loads(text)
    policy = dict(defaults["policy"])
    valid_from = date.fromisoformat(policy.pop("valid_from"))
    RegionPolicy.objects.create(region=region, valid=DateRange(valid_from, None), **policy)
    tariff = Tariff.objects.create(region=region, valid_from=date.fromisoformat(defaults["tariff"]["valid_from"]))
    guidance = shipped_guidance()
    Block.objects.bulk_create(
        Block(tariff=tariff, position=position, **block, **_said(guidance.get(block["code"], {}), region))
        for position, block in enumerate(defaults["tariff"]["blocks"])
    )
