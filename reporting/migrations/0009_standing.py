"""Where a region stands in a period, counted by a worker, so that the dashboard is quick."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import WRITING_MEMBER, Protect, audience, system

READERS = [audience("programme_bureau"), audience("coordination_point")]
WORKER = system(Purpose.REPORT, Purpose.UPKEEP)
WRITERS = [f"{WRITING_MEMBER} AND {reader}" for reader in READERS]


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0017_covenant_partners"),
        ("reporting", "0008_judged_and_published"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
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
                ("period", models.CharField(max_length=7, verbose_name="periode")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "In de wachtrij"),
                            ("collecting", "Cijfers verzamelen"),
                            ("rendering", "Documenten maken"),
                            ("ready", "Gemaakt"),
                            ("failed", "Mislukt"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="aangevraagd"),
                ),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="cijfers verzameld")),
                ("reference_on", models.DateField(blank=True, null=True, verbose_name="peildatum")),
                ("document", models.TextField(blank=True)),
                ("rows", models.TextField(blank=True)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="wat er misging")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="organisations.region",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stand van zaken",
                "verbose_name_plural": "standen van zaken",
                "constraints": [
                    models.UniqueConstraint(fields=("region", "period"), name="standing_once_per_period"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", ""), ("made_at", None), ("reference_on", None)),
                            models.Q(
                                models.Q(("document", ""), _negated=True),
                                models.Q(("made_at", None), _negated=True),
                                models.Q(("reference_on", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="standing_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "ready"), _negated=True),
                            models.Q(("document", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="standing_ready_filled",
                    ),
                ],
            },
        ),
        Protect(
            "Standing",
            select=[*READERS, WORKER],
            insert=[*WRITERS, WORKER],
            update=[*WRITERS, WORKER],
        ),
    ]
