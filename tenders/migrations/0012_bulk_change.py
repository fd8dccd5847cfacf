"""What several contracts got at once is kept by who did it, so that it can be undone."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.row_security import ORGANISATION, WRITING_MEMBER, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0007_saved_view_default"),
        ("tenders", "0011_the_other_side_agrees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkChange",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coordinator", "Accountmanager"),
                            ("responsible", "Verantwoordelijke"),
                            ("stand_in", "Vervanger"),
                        ],
                        max_length=11,
                        verbose_name="wat",
                    ),
                ),
                ("side", models.CharField(blank=True, max_length=10, verbose_name="kant")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="wie")),
                ("changes", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggedraaid")),
                ("kept", models.PositiveIntegerField(default=0)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging van meer contracten",
                "verbose_name_plural": "wijzigingen van meer contracten",
            },
        ),
        Protect(
            "BulkChange",
            select=[f"organisation_id = {ORGANISATION}"],
            insert=[f"{WRITING_MEMBER} AND organisation_id = {ORGANISATION}"],
            update=[f"{WRITING_MEMBER} AND organisation_id = {ORGANISATION}"],
        ),
    ]
