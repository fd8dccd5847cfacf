"""What the plan of region Groningen wants per quarter, to be changed by its coordination point."""

import json
from pathlib import Path

from django.db import migrations

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "groningen.json"
QUARTERS = 4


def load(apps, schema_editor):
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    region = apps.get_model("organisations", "Region").objects.get(code="groningen")
    TrainingPlan = apps.get_model("candidates", "TrainingPlan")
    TrainingPlan.objects.bulk_create(
        TrainingPlan(
            region=region,
            measure=measure,
            year=int(year),
            quarter=quarter,
            # The quarters add up to the year: each brings the sum so far to its share, a half upwards.
            number=_share(number, quarter) - _share(number, quarter - 1),
            source=shipped["source"],
        )
        for year, numbers in shipped["years"].items()
        for measure, number in numbers.items()
        for quarter in range(1, QUARTERS + 1)
    )


def _share(number, quarter):
    return (2 * number * quarter + QUARTERS) // (2 * QUARTERS)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0008_documents"), ("organisations", "0003_region_groningen")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
