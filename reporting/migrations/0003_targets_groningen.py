"""Targets, budget, cover and State tranches of the 1.000-banenplan."""

import json
from pathlib import Path

from django.db import migrations

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "groningen.json"


def load(apps, schema_editor):
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    region = apps.get_model("organisations", "Region").objects.get(code="groningen")
    Target = apps.get_model("reporting", "Target")
    Target.objects.bulk_create(Target(region=region, **row) for row in shipped["targets"])
    BudgetLine = apps.get_model("reporting", "BudgetLine")
    plan = shipped["budget"][0]["source"]
    BudgetLine.objects.bulk_create(
        [BudgetLine(region=region, side="spending", **row) for row in shipped["budget"]]
        + [
            BudgetLine(
                region=region, side="cover", category=row["source"], year=row["year"], amount=row["amount"], source=plan
            )
            for row in shipped["cover"]
        ]
        + [BudgetLine(region=region, side="tranche", category="state", **row) for row in shipped["tranches"]]
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_row_security"), ("organisations", "0003_region_groningen")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
