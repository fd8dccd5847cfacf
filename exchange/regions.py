"""A new region, with the default policy and the default tariff; a coordinator changes or confirms them."""

import json
from datetime import date
from importlib import resources
from typing import Any

from django.db import transaction
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
        Block(tariff=tariff, position=position, **block, **guidance.get(block["code"], {}))
        for position, block in enumerate(defaults["tariff"]["blocks"])
    )
