"""Events at which employers and candidates talk in short rounds."""

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0022_own_page_row_security"),
        ("organisations", "0021_text_messages"),
        ("placements", "0043_own_page_reads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SpeedDate",
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
                ("title", models.CharField(max_length=120, verbose_name="naam")),
                ("day", models.DateField(verbose_name="dag")),
                ("starts_at", models.TimeField(verbose_name="begint om")),
                (
                    "talk_minutes",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="minuten per gesprek",
                    ),
                ),
                (
                    "between_minutes",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="minuten om te wisselen",
                    ),
                ),
                (
                    "slots",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="aantal rondes",
                    ),
                ),
                ("break_after", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pauze na ronde")),
                (
                    "break_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="minuten pauze",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="waar")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("speeddate_draft", "In voorbereiding"),
                            ("speeddate_planned", "Ingepland"),
                            ("speeddate_held", "Geweest"),
                            ("speeddate_cancelled", "Gaat niet door"),
                        ],
                        default="speeddate_draft",
                        max_length=19,
                        verbose_name="stand",
                    ),
                ),
                ("cancelled_reason", models.CharField(blank=True, max_length=500, verbose_name="waarom niet")),
                (
                    "planning",
                    models.CharField(
                        choices=[
                            ("none", "Nog geen plan"),
                            ("asked", "Plan wordt gemaakt"),
                            ("ready", "Plan klaar"),
                            ("failed", "Plan maken is niet gelukt"),
                        ],
                        default="none",
                        max_length=6,
                        verbose_name="plan",
                    ),
                ),
                ("plan_run", models.UUIDField(editable=False, null=True)),
                ("plan_asked_at", models.DateTimeField(blank=True, null=True, verbose_name="plan gevraagd")),
                ("planned_at", models.DateTimeField(blank=True, null=True, verbose_name="plan gemaakt")),
                ("planned_from", models.DateTimeField(editable=False, null=True)),
                ("most", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speed_dates",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "speeddate",
                "verbose_name_plural": "speeddates",
            },
        ),
        migrations.CreateModel(
            name="SpeedDateCandidate",
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
                ("from_slot", models.PositiveSmallIntegerField(default=1, verbose_name="vanaf ronde")),
                ("to_slot", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tot en met ronde")),
                (
                    "break_slot",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="slaat over: ronde"),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="zei ja op")),
                (
                    "agreed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "aan de telefoon"),
                            ("in_person", "in een gesprek"),
                            ("mail", "per mail of bericht"),
                        ],
                        max_length=9,
                        verbose_name="hoe",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="toegevoegd")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speed_dates",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendees", to="placements.speeddate"
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
                "verbose_name": "kandidaat bij een speeddate",
                "verbose_name_plural": "kandidaten bij een speeddate",
            },
        ),
        migrations.CreateModel(
            name="SpeedDateCandidateEvent",
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
                ("from_slot", models.PositiveSmallIntegerField(default=1, verbose_name="vanaf ronde")),
                ("to_slot", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tot en met ronde")),
                (
                    "break_slot",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="slaat over: ronde"),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="zei ja op")),
                (
                    "agreed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "aan de telefoon"),
                            ("in_person", "in een gesprek"),
                            ("mail", "per mail of bericht"),
                        ],
                        max_length=9,
                        verbose_name="hoe",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="toegevoegd")),
                (
                    "added_by",
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
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.speeddate",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.speeddatecandidate",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeedDateEmployer",
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
                ("from_slot", models.PositiveSmallIntegerField(default=1, verbose_name="vanaf ronde")),
                ("to_slot", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tot en met ronde")),
                (
                    "break_slot",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="slaat over: ronde"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="werkgever")),
                (
                    "tables",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="tafels",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="employers", to="placements.speeddate"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
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
                (
                    "vacancy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speed_dates",
                        to="placements.vacancy",
                    ),
                ),
            ],
            options={
                "verbose_name": "werkgever bij een speeddate",
                "verbose_name_plural": "werkgevers bij een speeddate",
            },
        ),
        migrations.CreateModel(
            name="SpeedDateEvent",
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
                ("title", models.CharField(max_length=120, verbose_name="naam")),
                ("day", models.DateField(verbose_name="dag")),
                ("starts_at", models.TimeField(verbose_name="begint om")),
                (
                    "talk_minutes",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="minuten per gesprek",
                    ),
                ),
                (
                    "between_minutes",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="minuten om te wisselen",
                    ),
                ),
                (
                    "slots",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="aantal rondes",
                    ),
                ),
                ("break_after", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pauze na ronde")),
                (
                    "break_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="minuten pauze",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="waar")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("speeddate_draft", "In voorbereiding"),
                            ("speeddate_planned", "Ingepland"),
                            ("speeddate_held", "Geweest"),
                            ("speeddate_cancelled", "Gaat niet door"),
                        ],
                        default="speeddate_draft",
                        max_length=19,
                        verbose_name="stand",
                    ),
                ),
                ("cancelled_reason", models.CharField(blank=True, max_length=500, verbose_name="waarom niet")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.speeddate",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeedDateMeeting",
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
                ("slot", models.PositiveSmallIntegerField(verbose_name="ronde")),
                ("table", models.PositiveSmallIntegerField(default=1, verbose_name="tafel")),
                ("is_pinned", models.BooleanField(default=False, verbose_name="vastgezet")),
                (
                    "employer_says",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee")],
                        max_length=5,
                        verbose_name="werkgever zegt",
                    ),
                ),
                (
                    "candidate_says",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee")],
                        max_length=5,
                        verbose_name="kandidaat zegt",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="opmerking")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="uitslag ingevuld")),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="placements.speeddatecandidate",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="placements.speeddateemployer",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="placements.speeddate"
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
                "verbose_name": "gesprek bij een speeddate",
                "verbose_name_plural": "gesprekken bij een speeddate",
            },
        ),
        migrations.CreateModel(
            name="SpeedDateMeetingEvent",
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
                ("slot", models.PositiveSmallIntegerField(verbose_name="ronde")),
                ("table", models.PositiveSmallIntegerField(default=1, verbose_name="tafel")),
                ("is_pinned", models.BooleanField(default=False, verbose_name="vastgezet")),
                (
                    "employer_says",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee")],
                        max_length=5,
                        verbose_name="werkgever zegt",
                    ),
                ),
                (
                    "candidate_says",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("maybe", "Misschien"), ("no", "Nee")],
                        max_length=5,
                        verbose_name="kandidaat zegt",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="opmerking")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="uitslag ingevuld")),
                (
                    "attendee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.speeddatecandidate",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.speeddateemployer",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.speeddate",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.speeddatemeeting",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SpeedDateWish",
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
                ("by_employer", models.BooleanField(default=False, verbose_name="werkgever wil")),
                ("by_candidate", models.BooleanField(default=False, verbose_name="kandidaat wil")),
                (
                    "attendee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="placements.speeddatecandidate",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="placements.speeddateemployer",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="placements.speeddate"
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
                "verbose_name": "wens bij een speeddate",
                "verbose_name_plural": "wensen bij een speeddate",
            },
        ),
        migrations.AddIndex(
            model_name="speeddate",
            index=models.Index(fields=["region", "-day"], name="speed_date_by_day"),
        ),
        migrations.AddConstraint(
            model_name="speeddate",
            constraint=models.CheckConstraint(
                condition=models.Q(("slots__gte", 1), ("slots__lte", 30)),
                name="speed_date_has_rounds",
                violation_error_message="Een speeddate heeft 1 tot en met 30 rondes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("break_after", None),
                    models.Q(("break_after__gte", 1), ("break_after__lt", models.F("slots"))),
                    _connector="OR",
                ),
                name="speed_date_break_between_rounds",
                violation_error_message="De pauze ligt tussen twee rondes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "speeddate_cancelled"), _negated=True),
                    models.Q(("cancelled_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="speed_date_cancelled_with_reason",
                violation_error_message="Schrijf op waarom de speeddate niet doorgaat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speeddate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_speeddateevent" ("between_minutes", "break_after", "break_minutes", "cancelled_reason", "created_at", "created_by_id", "day", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id", "slots", "starts_at", "state", "talk_minutes", "title") VALUES (NEW."between_minutes", NEW."break_after", NEW."break_minutes", NEW."cancelled_reason", NEW."created_at", NEW."created_by_id", NEW."day", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."region_id", NEW."slots", NEW."starts_at", NEW."state", NEW."talk_minutes", NEW."title"); RETURN NULL;',
                    hash="51f86a6774052c98f6987ca1b1bfec31aea68434",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_75ff2",
                    table="placements_speeddate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speeddate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."between_minutes" IS DISTINCT FROM (NEW."between_minutes") OR OLD."break_after" IS DISTINCT FROM (NEW."break_after") OR OLD."break_minutes" IS DISTINCT FROM (NEW."break_minutes") OR OLD."cancelled_reason" IS DISTINCT FROM (NEW."cancelled_reason") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."slots" IS DISTINCT FROM (NEW."slots") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."talk_minutes" IS DISTINCT FROM (NEW."talk_minutes") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "placements_speeddateevent" ("between_minutes", "break_after", "break_minutes", "cancelled_reason", "created_at", "created_by_id", "day", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "region_id", "slots", "starts_at", "state", "talk_minutes", "title") VALUES (NEW."between_minutes", NEW."break_after", NEW."break_minutes", NEW."cancelled_reason", NEW."created_at", NEW."created_by_id", NEW."day", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."region_id", NEW."slots", NEW."starts_at", NEW."state", NEW."talk_minutes", NEW."title"); RETURN NULL;',
                    hash="e7b132c73dcb654caf2b01b6463b03c7a1a52456",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cf376",
                    table="placements_speeddate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="speeddatecandidate",
            index=models.Index(fields=["candidate"], name="speed_date_of_candidate"),
        ),
        migrations.AddConstraint(
            model_name="speeddatecandidate",
            constraint=models.UniqueConstraint(
                fields=("event", "candidate"),
                name="speed_date_candidate_once",
                violation_error_message="Deze kandidaat staat al bij deze speeddate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddatecandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_slot__gte", 1),
                    models.Q(("to_slot", None), ("to_slot__gte", models.F("from_slot")), _connector="OR"),
                ),
                name="speed_date_candidate_rounds",
                violation_error_message="De laatste ronde ligt voor de eerste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddatecandidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_how", ""), ("agreed_on", None)),
                    models.Q(("agreed_on__isnull", False), models.Q(("agreed_how", ""), _negated=True)),
                    _connector="OR",
                ),
                name="speed_date_agreed_how",
                violation_error_message="Vul in op welke dag en hoe de kandidaat ja zei.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speeddatecandidate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_speeddatecandidateevent" ("added_at", "added_by_id", "agreed_how", "agreed_on", "break_slot", "candidate_id", "event_id", "from_slot", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "to_slot") VALUES (NEW."added_at", NEW."added_by_id", NEW."agreed_how", NEW."agreed_on", NEW."break_slot", NEW."candidate_id", NEW."event_id", NEW."from_slot", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."to_slot"); RETURN NULL;',
                    hash="ff2ae953f55807311e007a7eab43b5c8adfacacb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4966d",
                    table="placements_speeddatecandidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speeddatecandidate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_speeddatecandidateevent" ("added_at", "added_by_id", "agreed_how", "agreed_on", "break_slot", "candidate_id", "event_id", "from_slot", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "to_slot") VALUES (NEW."added_at", NEW."added_by_id", NEW."agreed_how", NEW."agreed_on", NEW."break_slot", NEW."candidate_id", NEW."event_id", NEW."from_slot", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."to_slot"); RETURN NULL;',
                    hash="d20b97802024ac74e1c226b256cb5a2f5db857d6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_58638",
                    table="placements_speeddatecandidate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddateemployer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("vacancy__isnull", False)),
                fields=("event", "vacancy"),
                name="speed_date_vacancy_once",
                violation_error_message="Deze vacature staat al bij deze speeddate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddateemployer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("vacancy__isnull", True)),
                fields=("event", "name"),
                name="speed_date_employer_once",
                violation_error_message="Deze werkgever staat al bij deze speeddate.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddateemployer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_slot__gte", 1),
                    models.Q(("to_slot", None), ("to_slot__gte", models.F("from_slot")), _connector="OR"),
                ),
                name="speed_date_employer_rounds",
                violation_error_message="De laatste ronde ligt voor de eerste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddateemployer",
            constraint=models.CheckConstraint(
                condition=models.Q(("tables__gte", 1), ("tables__lte", 10)),
                name="speed_date_employer_tables",
                violation_error_message="Een werkgever heeft 1 tot en met 10 tafels.",
            ),
        ),
        migrations.AddIndex(
            model_name="speeddatemeeting",
            index=models.Index(fields=["event", "slot"], name="speed_date_plan"),
        ),
        migrations.AddConstraint(
            model_name="speeddatemeeting",
            constraint=models.UniqueConstraint(
                fields=("attendee", "slot"),
                name="speed_date_candidate_one_talk_a_round",
                violation_error_message="Deze kandidaat heeft in die ronde al een gesprek.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddatemeeting",
            constraint=models.UniqueConstraint(
                fields=("employer", "slot", "table"),
                name="speed_date_table_one_talk_a_round",
                violation_error_message="Aan die tafel is in die ronde al een gesprek.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddatemeeting",
            constraint=models.UniqueConstraint(
                fields=("employer", "attendee"),
                name="speed_date_pair_meets_once",
                violation_error_message="Deze twee hebben al een gesprek.",
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddatemeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("slot__gte", 1), ("table__gte", 1)), name="speed_date_meeting_place"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="speeddatemeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_speeddatemeetingevent" ("answered_at", "attendee_id", "candidate_says", "employer_id", "employer_says", "event_id", "id", "is_pinned", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "slot", "table") VALUES (NEW."answered_at", NEW."attendee_id", NEW."candidate_says", NEW."employer_id", NEW."employer_says", NEW."event_id", NEW."id", NEW."is_pinned", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."slot", NEW."table"); RETURN NULL;',
                    hash="96dcfe99d6f49841e7ec97286c51c8675b0bcd16",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dbeef",
                    table="placements_speeddatemeeting",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="speeddatewish",
            constraint=models.UniqueConstraint(fields=("employer", "attendee"), name="speed_date_wish_once"),
        ),
        migrations.AddConstraint(
            model_name="speeddatewish",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_employer", True), ("by_candidate", True), _connector="OR"),
                name="speed_date_wished",
            ),
        ),
    ]
