"""Hours out of payroll: the table that came in, and what is remembered of it. A company sees only its own."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    IS_MEMBER,
    ORGANISATION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    of_parent,
    system,
)

OWN = f"organisation_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
OF_OWN = f"parent.contractor_id = {ORGANISATION}"
# What is kept no longer goes in the daily round.
TENDED = system(Purpose.UPKEEP)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_reminders_come_and_go"),
        ("organisations", "0011_mail_choices"),
        ("placements", "0018_candidate_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PayrollLayout",
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
                ("header", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=list)),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payroll_layouts",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "indeling van de loonadministratie",
                "verbose_name_plural": "indelingen van de loonadministratie",
                "constraints": [
                    models.UniqueConstraint(fields=("region", "organisation", "header"), name="payroll_layout_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PayrollPeriod",
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
                ("first_day", models.DateField(verbose_name="eerste dag")),
                ("last_day", models.DateField(verbose_name="laatste dag")),
                ("hours", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="verloonde uren")),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="payroll_periods",
                        to="placements.deployment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payroll_periods",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "verloonde periode",
                "verbose_name_plural": "verloonde perioden",
                "constraints": [
                    models.UniqueConstraint(fields=("deployment", "first_day"), name="payroll_period_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="payroll_period_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 0)), name="payroll_period_hours_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayrollUpload",
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
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ontvangen")),
                ("title", models.CharField(max_length=150, verbose_name="bestand")),
                ("period", models.CharField(max_length=8, verbose_name="periode")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("columns", "Kolommen kiezen"),
                            ("preview", "Nakijken"),
                            ("used", "Overgenomen"),
                            ("gone", "Weggegooid"),
                        ],
                        default="columns",
                        max_length=7,
                        verbose_name="stand",
                    ),
                ),
                ("header", models.JSONField(default=list)),
                ("rows", models.JSONField(default=list)),
                ("columns", models.JSONField(default=list)),
                ("answers", models.JSONField(default=dict)),
                ("outcome", models.JSONField(default=dict)),
                ("rows_until", models.DateField(verbose_name="bewaard tot en met")),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payroll_uploads",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "bestand uit de loonadministratie",
                "verbose_name_plural": "bestanden uit de loonadministratie",
                "indexes": [models.Index(fields=["organisation", "-uploaded_at"], name="payroll_upload_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["columns", "preview"]),
                            models.Q(("answers", {}), ("done_at__isnull", False), ("header", []), ("rows", [])),
                            _connector="OR",
                        ),
                        name="payroll_upload_done_is_empty",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonnelNumber",
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
                ("number", models.CharField(max_length=40, verbose_name="personeelsnummer")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personnel_numbers",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personnel_numbers",
                        to="placements.deployedperson",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "personeelsnummer",
                "verbose_name_plural": "personeelsnummers",
                "constraints": [
                    models.UniqueConstraint(fields=("region", "organisation", "number"), name="personnel_number_once"),
                    models.UniqueConstraint(fields=("organisation", "person"), name="personnel_number_of_person"),
                ],
            },
        ),
        Protect(
            "PayrollUpload",
            select=[f"{IS_MEMBER} AND {OWN}", TENDED],
            insert=[f"{WRITING_MEMBER} AND {OWN} AND uploaded_by_id = {USER}"],
            update=[f"{WRITING_MEMBER} AND {OWN}", TENDED],
        ),
        Protect(
            "PayrollLayout",
            select=[f"{IS_MEMBER} AND {OWN}"],
            insert=[f"{WRITING_MEMBER} AND {OWN}"],
            update=[f"{WRITING_MEMBER} AND {OWN}"],
        ),
        Protect(
            "PersonnelNumber",
            select=[f"{IS_MEMBER} AND {OWN}"],
            insert=[f"{WRITING_MEMBER} AND {OWN} AND {of_parent('person_id', 'placements_deployedperson', OF_OWN)}"],
            delete=[f"{WRITING_MEMBER} AND {OWN}"],
        ),
        Protect(
            "PayrollPeriod",
            select=[f"{IS_MEMBER} AND {OWN}", TENDED],
            insert=[f"{WRITING_MEMBER} AND {OWN} AND {of_parent('deployment_id', 'placements_deployment', OF_OWN)}"],
            delete=[f"{WRITING_MEMBER} AND {OWN}", TENDED],
        ),
    ]
