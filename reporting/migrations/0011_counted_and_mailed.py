"""Incomplete data are counted by a worker, mails of the flow go out of jobs, and a draft can be planned."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, USER, WRITING_MEMBER, ProtectAnew, audience, system

BUREAU = f"{WRITING_MEMBER} AND {audience('programme_bureau')}"
WATCHES = [audience("programme_bureau"), audience("coordination_point")]


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0010_spending"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="judgement",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gemaild"),
        ),
        migrations.AddField(
            model_name="reportwarning",
            name="counted_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="geteld"),
        ),
        migrations.AlterField(
            model_name="reportevent",
            name="step",
            field=models.CharField(
                choices=[
                    ("planned", "Concept vanzelf gemaakt na de sluitingsdag"),
                    ("asked", "Oordelen gevraagd"),
                    ("text", "Woorden van de manager aangepast"),
                    ("reopened", "Teruggehaald bij de partners"),
                    ("frozen", "Vastgesteld"),
                    ("published_exact", "Gepubliceerd voor de partners"),
                    ("published_public", "Openbaar gemaakt"),
                    ("withdrawn_exact", "Publicatie voor de partners teruggenomen"),
                    ("withdrawn_public", "Openbare uitgave teruggenomen"),
                    ("sent", "Verstuurd"),
                    ("corrected", "Correctie gevraagd: nieuwe versie"),
                ],
                max_length=20,
                verbose_name="stap",
            ),
        ),
        migrations.AlterField(
            model_name="reportwarning",
            name="at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gezien"),
        ),
        migrations.AlterField(
            model_name="reportwarning",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        ProtectAnew(
            "ReportWarning",
            select=[*WATCHES, system(Purpose.REPORT, Purpose.UPKEEP)],
            insert=[system(Purpose.REPORT)],
            update=[f"{BUREAU} AND (by_id = {USER} OR by_id IS NULL)", system(Purpose.REPORT)],
            delete=[system(Purpose.REPORT)],
        ),
        ProtectAnew(
            "ReportSending",
            select=[*WATCHES, f"organisation_id = {ORGANISATION}", system(Purpose.UPKEEP)],
            insert=[system(Purpose.UPKEEP)],
        ),
    ]
