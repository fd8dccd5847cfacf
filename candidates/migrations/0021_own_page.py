"""Somebody opens his own page by a link, without a password."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0020_steps_for_reports"),
        ("organisations", "0020_mail_about_the_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnPage",
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
                    "way",
                    models.CharField(
                        choices=[("browser", "in de browser, na het aanmelden"), ("mail", "mail"), ("sms", "sms")],
                        max_length=7,
                        verbose_name="verstuurd per",
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemaakt")),
                ("expires_at", models.DateTimeField(verbose_name="werkt tot")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="voor het eerst geopend")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="beëindigd")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_pages", to="candidates.candidate"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "link naar de eigen pagina",
                "verbose_name_plural": "links naar eigen pagina’s",
                "indexes": [models.Index(fields=["candidate", "-made_at"], name="own_page_of_candidate")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="own_page_works_for_a_while"
                    )
                ],
            },
        ),
    ]
