"""Which reminders to partners went out: written by the portal itself, seen by nobody."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import Protect, system


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0017_covenant_partners"),
        ("reporting", "0013_look_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="CovenantReminder",
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
                ("key", models.CharField(max_length=40, verbose_name="waarvan")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="verstuurd")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "herinnering aan partners",
                "verbose_name_plural": "herinneringen aan partners",
                "constraints": [models.UniqueConstraint(fields=("region", "key"), name="covenant_reminder_once")],
            },
        ),
        Protect("CovenantReminder", select=[system(Purpose.UPKEEP)], insert=[system(Purpose.UPKEEP)]),
    ]
