"""Somebody decides about costs of training while the ABC project leader is away; the database guards that too."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_GUARD = importlib.import_module("candidates.migrations.0005_training").GUARD
_BEGIN, _END = "CREATE FUNCTION candidates_guard_cost()", "$function$;"
#: The guard of 0005, which knew the leader only. Whether somebody stands in is told by the clock of the database.
BEFORE = _GUARD[_GUARD.index(_BEGIN) :].partition(_END)[0] + _END
AFTER = (
    BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace(
        "    leader uuid := (SELECT p.project_leader_id FROM candidates_backofficepolicy p WHERE p.region_id = NEW.region_id);",
        """    day date := (now() AT TIME ZONE 'Europe/Amsterdam')::date;
    decides boolean := EXISTS (
        SELECT FROM candidates_backofficepolicy p
         WHERE p.region_id = NEW.region_id AND p.project_leader_id IS NOT NULL
           AND (p.project_leader_id = NEW.decided_by_id
                OR p.stand_in_id = NEW.decided_by_id AND day BETWEEN p.away_from AND p.away_until));""",
    )
    .replace(
        """(leader IS NULL OR who IS DISTINCT FROM leader OR NEW.decided_by_id IS DISTINCT FROM leader
            OR NEW.entered_by_id = leader)""",
        """(NOT decides OR who IS DISTINCT FROM NEW.decided_by_id OR NEW.entered_by_id = NEW.decided_by_id)""",
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0009_training_plan_groningen"),
        ("organisations", "0016_read_log_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="backofficepolicy",
            name="away_from",
            field=models.DateField(blank=True, null=True, verbose_name="vervangen vanaf"),
        ),
        migrations.AddField(
            model_name="backofficepolicy",
            name="away_until",
            field=models.DateField(blank=True, null=True, verbose_name="vervangen tot en met"),
        ),
        migrations.AddField(
            model_name="backofficepolicy",
            name="stand_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vervanger",
            ),
        ),
        migrations.AddConstraint(
            model_name="backofficepolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("away_from", None), ("away_until", None), ("stand_in", None)),
                    models.Q(
                        ("away_from__isnull", False),
                        ("project_leader__isnull", False),
                        ("stand_in__isnull", False),
                        ("away_until__gte", models.F("away_from")),
                        ("away_until__isnull", False),
                        models.Q(("stand_in", models.F("project_leader")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="back_office_stand_in_while_away",
                violation_error_message="Vul in wie de projectleider vervangt, en op welke dagen.",
            ),
        ),
        migrations.RunSQL(AFTER, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
