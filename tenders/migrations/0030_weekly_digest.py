"""Which authority was told this week what its calendar asks for: the portal's own memory."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import Protect, system


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0020_mail_about_the_calendar"),
        ("tenders", "0029_steps_by_themselves"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDigest",
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
                ("week", models.DateField(verbose_name="week")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="verstuurd")),
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
            ],
            options={
                "verbose_name": "weekbericht over de kalender",
                "verbose_name_plural": "weekberichten over de kalender",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "organisation", "week"), name="calendar_digest_once_a_week"
                    )
                ],
            },
        ),
        Protect("CalendarDigest", select=[system(Purpose.UPKEEP)], insert=[system(Purpose.UPKEEP)]),
    ]
