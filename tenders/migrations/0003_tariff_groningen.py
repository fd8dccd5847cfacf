"""The default policy and the default tariff of region Groningen, to be confirmed by its coordinator."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations
from psycopg.types.range import DateRange

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "groningen.json"


def load(apps, schema_editor):
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    region = apps.get_model("organisations", "Region").objects.get(code="groningen")
    policy = dict(shipped["policy"])
    valid_from = date.fromisoformat(policy.pop("valid_from"))
    apps.get_model("tenders", "RegionPolicy").objects.create(region=region, valid=DateRange(valid_from, None), **policy)
    tariff = apps.get_model("tenders", "Tariff").objects.create(
        region=region, valid_from=date.fromisoformat(shipped["tariff"]["valid_from"])
    )
    Block = apps.get_model("tenders", "Block")
    Block.objects.bulk_create(
        Block(tariff=tariff, position=position, **block) for position, block in enumerate(shipped["tariff"]["blocks"])
    )


class Migration(migrations.Migration):
    dependencies = [("tenders", "0002_row_security"), ("organisations", "0003_region_groningen")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
