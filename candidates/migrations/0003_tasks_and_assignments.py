"""Tasks at a candidate's file, and who was given which candidates: for whoever works the file, with the way back."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    IS_MEMBER,
    ORGANISATION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    of_parent,
    system,
)

WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")
#: Who registers somebody that may be there already learns nothing of it, and still asks somebody to look.
ASKS_TO_LOOK = f"{WRITING_MEMBER} AND kind = 'duplicate' AND " + of_parent(
    "candidate_id", "candidates_candidate", f"parent.visible_to && {AUDIENCES}"
)
OWN = f"organisation_id = {ORGANISATION} AND region_id = ANY ({REGIONS})"
#: Only who decided takes it back.
OWN_DECISION = f"{WRITING_MEMBER} AND {OWN} AND made_by_id = {USER}"
PORTAL = system(Purpose.IMPORT, Purpose.UPKEEP)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0002_row_security"),
        ("organisations", "0012_occupations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
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
                        choices=[("triage", "Nieuwe aanmelding verdeeld"), ("coach", "Coach aangewezen")],
                        max_length=8,
                        verbose_name="soort",
                    ),
                ),
                ("changes", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(null=True)),
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
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
                "verbose_name": "verdeling van kandidaten",
                "verbose_name_plural": "verdelingen van kandidaten",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kept", 0), ("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_undone_has_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateTask",
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
                            ("call", "Bellen"),
                            ("follow_up", "Nazorg"),
                            ("benefit", "Behoud van uitkering"),
                            ("duplicate", "Misschien dubbel"),
                            ("other", "Iets anders"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="wat")),
                ("due_on", models.DateField(verbose_name="voor of op")),
                ("origin", models.CharField(blank=True, editable=False, max_length=80)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True, verbose_name="klaar")),
                ("outcome", models.CharField(blank=True, max_length=200, verbose_name="uitkomst")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="candidates.candidate"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "taak bij een kandidaat",
                "verbose_name_plural": "taken bij kandidaten",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["region", "due_on"],
                        name="candidate_task_open",
                    ),
                    models.Index(fields=["candidate", "due_on"], name="candidate_task_of_candidate"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("origin", ""), _negated=True),
                        fields=("candidate", "origin"),
                        name="candidate_task_once_of_origin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", False),
                            models.Q(("done_by__isnull", True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="candidate_task_done_has_moment",
                    ),
                ],
            },
        ),
        Protect(
            "CandidateTask",
            select=[f"{IS_MEMBER} AND {WORKED}", PORTAL],
            insert=[f"{WRITING_MEMBER} AND {WORKED}", ASKS_TO_LOOK, PORTAL],
            update=[f"{WRITING_MEMBER} AND {WORKED}", PORTAL],
        ),
        Protect(
            "Assignment",
            select=[f"{IS_MEMBER} AND {OWN}", system(Purpose.UPKEEP)],
            insert=[OWN_DECISION],
            update=[OWN_DECISION, system(Purpose.UPKEEP)],
        ),
    ]
