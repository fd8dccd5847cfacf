"""Work with benefit kept, and why somebody may go on longer than the limit."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, IS_MEMBER, WRITING_MEMBER, Protect, of_parent, system


def of_worked(table: str) -> str:
    """Of a candidate of the same region whose file the member works in."""
    return of_parent(
        "candidate_id",
        "candidates_candidate",
        f"parent.worked_by && {AUDIENCES} AND parent.region_id = {table}.region_id",
    )


PERIOD = of_worked("candidates_benefitperiod")
OVERRUN = of_worked("candidates_benefitoverrun")
EVENT = of_worked("candidates_benefitperiodevent")


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0006_registration"),
    ]

    operations = [
        migrations.CreateModel(
            name="BenefitPeriod",
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
                            ("trial", "Proefplaatsing"),
                            ("experience", "Werkervaringsplek"),
                            ("stock", "Op voorraad"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="waar")),
                ("starts_on", models.DateField(verbose_name="eerste dag")),
                ("ends_on", models.DateField(verbose_name="laatste dag")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="weggehaald")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_periods",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "periode met behoud van uitkering",
                "verbose_name_plural": "periodes met behoud van uitkering",
            },
        ),
        migrations.CreateModel(
            name="BenefitPeriodEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("trial", "Proefplaatsing"),
                            ("experience", "Werkervaringsplek"),
                            ("stock", "Op voorraad"),
                        ],
                        max_length=10,
                        verbose_name="soort",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="waar")),
                ("starts_on", models.DateField(verbose_name="eerste dag")),
                ("ends_on", models.DateField(verbose_name="laatste dag")),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="weggehaald")),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_for",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="candidates.benefitperiod",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BenefitOverrun",
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
                    "over",
                    models.CharField(
                        choices=[
                            ("period", "Werk met behoud van uitkering"),
                            ("enrolment", "Scholing met behoud van uitkering"),
                        ],
                        max_length=9,
                        verbose_name="waardoor",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="van")),
                ("last_day", models.DateField(null=True, verbose_name="tot en met")),
                ("days", models.PositiveIntegerField(verbose_name="dagen samen")),
                ("most_days", models.PositiveIntegerField(verbose_name="dagen ten hoogste")),
                ("reason", models.CharField(max_length=500, verbose_name="reden")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_overruns",
                        to="candidates.candidate",
                    ),
                ),
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
                "verbose_name": "reden voor meer tijd met behoud van uitkering",
                "verbose_name_plural": "redenen voor meer tijd met behoud van uitkering",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["candidate", "at"], name="benefit_overrun_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="benefit_overrun_with_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gt", models.F("most_days"))), name="benefit_overrun_is_past"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="benefitperiod",
            index=models.Index(
                condition=models.Q(("removed_at", None)),
                fields=["candidate", "starts_on"],
                name="benefit_period_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="benefitperiod",
            index=models.Index(
                condition=models.Q(("removed_at", None)), fields=["region", "ends_on"], name="benefit_period_running"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="benefit_period_ends_after_start",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benefitperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_benefitperiodevent" ("candidate_id", "ends_on", "entered_at", "entered_by_id", "entered_for_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id", "removed_at", "removed_by_id", "starts_on") VALUES (NEW."candidate_id", NEW."ends_on", NEW."entered_at", NEW."entered_by_id", NEW."entered_for_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."region_id", NEW."removed_at", NEW."removed_by_id", NEW."starts_on"); RETURN NULL;',
                    hash="4ad3799e5db9bcf6c981bf377ac5134127d02104",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a0b8b",
                    table="candidates_benefitperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="benefitperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "candidates_benefitperiodevent" ("candidate_id", "ends_on", "entered_at", "entered_by_id", "entered_for_id", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id", "removed_at", "removed_by_id", "starts_on") VALUES (NEW."candidate_id", NEW."ends_on", NEW."entered_at", NEW."entered_by_id", NEW."entered_for_id", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."region_id", NEW."removed_at", NEW."removed_by_id", NEW."starts_on"); RETURN NULL;',
                    hash="3e1a12f48480e114284e415dde967f5e4a538ae2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9cb0",
                    table="candidates_benefitperiod",
                    when="AFTER",
                ),
            ),
        ),
        Protect(
            "BenefitPeriod",
            select=[f"{IS_MEMBER} AND {PERIOD}", system(Purpose.UPKEEP)],
            insert=[f"{WRITING_MEMBER} AND {PERIOD}"],
            update=[f"{WRITING_MEMBER} AND {PERIOD}", system(Purpose.UPKEEP)],
        ),
        Protect("BenefitPeriodEvent", select=[f"{IS_MEMBER} AND {EVENT}"], insert=["true"]),
        Protect(
            "BenefitOverrun",
            select=[f"{IS_MEMBER} AND {OVERRUN}", system(Purpose.UPKEEP)],
            insert=[f"{WRITING_MEMBER} AND {OVERRUN}"],
        ),
    ]
