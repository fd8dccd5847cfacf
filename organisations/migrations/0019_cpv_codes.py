"""The European list of CPV codes with words of daily life, and the occupations of a region for its public calendar."""

import csv
from pathlib import Path

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.cpv_codes import plain
from organisations.row_security import PUBLIC_REGION, REGIONS, WRITING_MEMBER, ProtectAnew, audience, system

SHIPPED = Path(__file__).resolve().parent.parent / "shipped"
COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"


def read(name: str) -> list[list[str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def load(apps, schema_editor):
    words = dict(read("cpv_words.csv"))
    with (
        schema_editor.connection.cursor() as cursor,
        cursor.copy("COPY organisations_cpvcode (code, label, plain) FROM STDIN") as copy,
    ):
        for code, label in read("cpv.csv"):
            copy.write_row((code, label, plain(f"{label} {words.get(code, '')}")))


class Migration(migrations.Migration):
    dependencies = [("organisations", "0018_centre_municipality")]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="CpvCode",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False, verbose_name="code")),
                ("label", models.CharField(max_length=200, verbose_name="omschrijving")),
                ("plain", models.CharField(max_length=600)),
            ],
            options={"verbose_name": "CPV-code", "verbose_name_plural": "CPV-codes"},
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.AddIndex("cpvcode", GinIndex(fields=["plain"], name="cpv_code_plain", opclasses=["gin_trgm_ops"])),
        ProtectAnew(
            "Occupation",
            select=[
                f"region_id = ANY ({REGIONS})",
                f"region_id = {PUBLIC_REGION}",
                system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP),
            ],
            insert=[COORDINATION, system(Purpose.IMPORT)],
            update=[COORDINATION, system(Purpose.IMPORT)],
        ),
    ]
