"""Region Groningen is shipped: its municipalities through time and its priority area."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations
from psycopg.types.range import DateRange

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "groningen.json"


def _day(text):
    return date.fromisoformat(text) if text else None


def load(apps, schema_editor):
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    region = apps.get_model("organisations", "Region").objects.create(
        code=shipped["region"]["code"],
        name=shipped["region"]["name"],
        werkplein_label=shipped["region"]["werkplein_label"],
        programme_start=_day(shipped["region"]["programme_start"]),
        money_start=_day(shipped["region"]["money_start"]),
    )
    Municipality = apps.get_model("organisations", "Municipality")
    Municipality.objects.bulk_create(
        Municipality(
            code=row["code"], name=row["name"], valid=DateRange(_day(row["valid_from"]), _day(row["valid_to"]))
        )
        for row in shipped["municipalities"]
    )
    Successor = Municipality.successors.through
    Successor.objects.bulk_create(
        Successor(from_municipality_id=row["code"], to_municipality_id=code)
        for row in shipped["municipalities"]
        for code in row["successors"]
    )
    AreaMunicipality = apps.get_model("organisations", "AreaMunicipality")
    AreaMunicipality.objects.bulk_create(
        AreaMunicipality(
            region=region,
            municipality_id=row["code"],
            area=area,
            valid=DateRange(_day(row["from"]), _day(row["to"])),
        )
        for area, key in (("region", "region_municipalities"), ("priority", "priority_area"))
        for row in shipped[key]
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_row_security")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
