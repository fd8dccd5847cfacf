"""How everybody reaches a region; and everybody reads how long it keeps what."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    CONTEXT,
    IS_OPERATOR,
    PUBLIC_REGION,
    REGIONS,
    WRITING_MEMBER,
    Protect,
    ProtectAnew,
    audience,
    system,
)

MAY_WRITE = f"{WRITING_MEMBER} AND ({audience('coordination_point')} OR {IS_OPERATOR})"
DECIDES = f"{WRITING_MEMBER} AND {audience('coordination_point')}"


class Migration(migrations.Migration):
    dependencies = [("organisations", "0029_login_by_provider")]

    operations = [
        migrations.CreateModel(
            name="RegionContact",
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
                ("address", models.CharField(blank=True, max_length=300, verbose_name="adres")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefoonnummer")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("hours", models.CharField(blank=True, max_length=300, verbose_name="wanneer bereikbaar")),
                (
                    "responsible",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="wie verantwoordelijk is voor de gegevens"
                    ),
                ),
                (
                    "privacy_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres voor vragen over privacy"),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact",
                        to="organisations.region",
                    ),
                ),
            ],
            options={"verbose_name": "contact van een regio", "verbose_name_plural": "contact van regio’s"},
        ),
        # Whoever registers, opens a link or works here reads how to reach the region.
        Protect("RegionContact", select=[f"{CONTEXT} IS NOT NULL"], insert=[MAY_WRITE], update=[MAY_WRITE]),
        ProtectAnew(
            "RetentionPolicy",
            select=[f"region_id = ANY ({REGIONS})", f"region_id = {PUBLIC_REGION}", system(Purpose.UPKEEP)],
            insert=[DECIDES],
            update=[DECIDES],
        ),
    ]
