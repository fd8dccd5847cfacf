"""The list of occupations of a region, for tenders, training and vacancies."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import REGIONS, WRITING_MEMBER, Protect, audience, system

COORDINATION = f"{WRITING_MEMBER} AND {audience('coordination_point')}"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0011_mail_choices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Occupation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=organisations.models.identifier.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "sector",
                    models.CharField(
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=1000, verbose_name="wat iemand doet")),
                (
                    "certificates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="nodige diploma’s en certificaten",
                    ),
                ),
                ("driving_licence", models.BooleanField(default=False, verbose_name="rijbewijs nodig")),
                (
                    "hours_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uren per week vanaf"),
                ),
                (
                    "hours_to",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uren per week tot en met"),
                ),
                ("circumstances", models.CharField(blank=True, max_length=600, verbose_name="hoe het werk is")),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="niet meer gebruikt sinds")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occupations",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "beroep",
                "verbose_name_plural": "beroepen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "code"),
                        name="occupation_code_unique",
                        violation_error_message="Deze code is al van een ander beroep.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_from", None),
                            ("hours_to", None),
                            ("hours_to__gte", models.F("hours_from")),
                            _connector="OR",
                        ),
                        name="occupation_hours_in_order",
                        violation_error_message="Het hoogste aantal uren ligt onder het laagste.",
                    ),
                ],
            },
        ),
        Protect(
            "Occupation",
            select=[
                f"region_id = ANY ({REGIONS})",
                system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP),
            ],
            insert=[COORDINATION, system(Purpose.IMPORT)],
            update=[COORDINATION, system(Purpose.IMPORT)],
        ),
    ]
