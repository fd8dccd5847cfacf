"""People registered several at once: the table while it is looked at. Only the organisation that brought it sees it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import IS_MEMBER, ORGANISATION, REGIONS, USER, WRITING_MEMBER, Protect, system

OWN = f"organisation_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
# What is kept no longer goes in the daily round.
TENDED = system(Purpose.UPKEEP)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0006_candidates_come_and_go"),
        ("organisations", "0012_occupations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferralUpload",
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
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "Zelf aangemeld"),
                            ("municipality", "Gemeente"),
                            ("uwv", "UWV"),
                            ("sw_company", "SW-bedrijf"),
                            ("school", "School"),
                            ("temp_agency", "Uitzendbureau"),
                        ],
                        max_length=12,
                        verbose_name="aangemeld door",
                    ),
                ),
                ("registrant", models.CharField(blank=True, max_length=200, verbose_name="naam van de aanmelder")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
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
                "verbose_name": "tabel met aanmeldingen",
                "verbose_name_plural": "tabellen met aanmeldingen",
                "indexes": [models.Index(fields=["organisation", "-uploaded_at"], name="referral_upload_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["columns", "preview"]),
                            models.Q(("answers", {}), ("done_at__isnull", False), ("header", []), ("rows", [])),
                            _connector="OR",
                        ),
                        name="referral_upload_done_is_empty",
                    )
                ],
            },
        ),
        Protect(
            "ReferralUpload",
            select=[f"{IS_MEMBER} AND {OWN}", TENDED],
            insert=[f"{WRITING_MEMBER} AND {OWN} AND uploaded_by_id = {USER}"],
            update=[f"{WRITING_MEMBER} AND {OWN}", TENDED],
        ),
    ]
