"""The file of a candidate: facts apart from identity, steps, and how the back office works."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

import organisations.models.identifier


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0012_occupations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Candidate",
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
                ("reference", models.CharField(max_length=60, verbose_name="kandidaatnummer")),
                ("registered_on", models.DateField(verbose_name="aangemeld op")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "Zelf aangemeld"),
                            ("municipality", "Gemeente"),
                            ("uwv", "UWV"),
                            ("sw_company", "SW-bedrijf"),
                            ("school", "School"),
                            ("temp_agency", "Uitzendbureau"),
                        ],
                        max_length=12,
                        verbose_name="aangemeld door",
                    ),
                ),
                ("registrant", models.CharField(blank=True, max_length=200, verbose_name="naam van de aanmelder")),
                (
                    "target_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("participatiewet", "Participatiewet"),
                            ("nuo", "Geen uitkering (NUG)"),
                            ("ww", "WW"),
                            ("uwv_other", "Andere uitkering van UWV"),
                            ("wsw", "Wsw"),
                            ("work_to_work", "Van werk naar werk"),
                        ],
                        max_length=15,
                        verbose_name="doelgroep",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^GM\\d{4}$", "Een gemeentecode is GM met vier cijfers."
                            )
                        ],
                        verbose_name="gemeente bij aanmelding",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("wanted_work", models.CharField(blank=True, max_length=200, verbose_name="soort werk")),
                ("wants_call", models.BooleanField(default=False, verbose_name="wil gebeld worden")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "Aangemeld"),
                            ("intake", "Intake"),
                            ("diagnosis", "Diagnose"),
                            ("training", "In scholing"),
                            ("ready", "Klaar voor werk"),
                            ("proposed", "Voorgesteld"),
                            ("placed", "Geplaatst"),
                            ("follow_up", "Nazorg"),
                            ("on_hold", "Even niet beschikbaar"),
                            ("withdrawn", "Teruggetrokken"),
                        ],
                        default="registered",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("state_since", models.DateField(verbose_name="sinds")),
                ("call_by", models.DateField(blank=True, null=True, verbose_name="bellen voor of op")),
                ("last_contact_on", models.DateField(blank=True, null=True, verbose_name="laatste contact")),
                ("ready_since", models.DateField(blank=True, null=True, verbose_name="klaar voor werk sinds")),
                ("anonymised_at", models.DateTimeField(editable=False, null=True, verbose_name="anoniem gemaakt")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "visible_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "worked_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "registrant_organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "werkplein",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "kandidaat",
                "verbose_name_plural": "kandidaten",
            },
        ),
        migrations.CreateModel(
            name="CandidateEvent",
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
                ("reference", models.CharField(max_length=60, verbose_name="kandidaatnummer")),
                ("registered_on", models.DateField(verbose_name="aangemeld op")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "Zelf aangemeld"),
                            ("municipality", "Gemeente"),
                            ("uwv", "UWV"),
                            ("sw_company", "SW-bedrijf"),
                            ("school", "School"),
                            ("temp_agency", "Uitzendbureau"),
                        ],
                        max_length=12,
                        verbose_name="aangemeld door",
                    ),
                ),
                ("registrant", models.CharField(blank=True, max_length=200, verbose_name="naam van de aanmelder")),
                (
                    "target_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("participatiewet", "Participatiewet"),
                            ("nuo", "Geen uitkering (NUG)"),
                            ("ww", "WW"),
                            ("uwv_other", "Andere uitkering van UWV"),
                            ("wsw", "Wsw"),
                            ("work_to_work", "Van werk naar werk"),
                        ],
                        max_length=15,
                        verbose_name="doelgroep",
                    ),
                ),
                (
                    "municipality",
                    models.CharField(
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^GM\\d{4}$", "Een gemeentecode is GM met vier cijfers."
                            )
                        ],
                        verbose_name="gemeente bij aanmelding",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("wanted_work", models.CharField(blank=True, max_length=200, verbose_name="soort werk")),
                ("wants_call", models.BooleanField(default=False, verbose_name="wil gebeld worden")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "Aangemeld"),
                            ("intake", "Intake"),
                            ("diagnosis", "Diagnose"),
                            ("training", "In scholing"),
                            ("ready", "Klaar voor werk"),
                            ("proposed", "Voorgesteld"),
                            ("placed", "Geplaatst"),
                            ("follow_up", "Nazorg"),
                            ("on_hold", "Even niet beschikbaar"),
                            ("withdrawn", "Teruggetrokken"),
                        ],
                        default="registered",
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("state_since", models.DateField(verbose_name="sinds")),
                ("call_by", models.DateField(blank=True, null=True, verbose_name="bellen voor of op")),
                ("last_contact_on", models.DateField(blank=True, null=True, verbose_name="laatste contact")),
                ("ready_since", models.DateField(blank=True, null=True, verbose_name="klaar voor werk sinds")),
                ("anonymised_at", models.DateTimeField(editable=False, null=True, verbose_name="anoniem gemaakt")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "coach",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="candidates.candidate",
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
                    "registrant_organisation",
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
                    "werkplein",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CandidateIdentity",
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
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="voornaam")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="achternaam")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefoon")),
                ("normalised_name", models.CharField(blank=True, editable=False, max_length=121)),
                ("normalised_phone", models.CharField(blank=True, editable=False, max_length=20)),
                (
                    "shared_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "visible_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identity", to="candidates.candidate"
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
                "verbose_name": "persoonsgegevens van een kandidaat",
                "verbose_name_plural": "persoonsgegevens van kandidaten",
            },
        ),
        migrations.CreateModel(
            name="CandidateIdentityEvent",
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
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="voornaam")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="achternaam")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefoon")),
                (
                    "shared_with",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, editable=False, size=None
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="candidates.candidateidentity",
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
            name="CandidateStep",
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
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "Aangemeld"),
                            ("intake", "Intake"),
                            ("diagnosis", "Diagnose"),
                            ("training", "In scholing"),
                            ("ready", "Klaar voor werk"),
                            ("proposed", "Voorgesteld"),
                            ("placed", "Geplaatst"),
                            ("follow_up", "Nazorg"),
                            ("on_hold", "Even niet beschikbaar"),
                            ("withdrawn", "Teruggetrokken"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("registered", "Aangemeld"),
                            ("intake", "Intake"),
                            ("diagnosis", "Diagnose"),
                            ("training", "In scholing"),
                            ("ready", "Klaar voor werk"),
                            ("proposed", "Voorgesteld"),
                            ("placed", "Geplaatst"),
                            ("follow_up", "Nazorg"),
                            ("on_hold", "Even niet beschikbaar"),
                            ("withdrawn", "Teruggetrokken"),
                        ],
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("on", models.DateField(verbose_name="op")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                (
                    "by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="candidates.candidate"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "owner",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van een kandidaat",
                "verbose_name_plural": "stappen van een kandidaat",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WerkpleinArea",
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
                ("municipality", models.CharField(max_length=6, verbose_name="gemeentecode")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "werkplein",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "werkgebied van een Werkplein",
                "verbose_name_plural": "werkgebieden van Werkpleinen",
            },
        ),
        migrations.CreateModel(
            name="BackOfficePolicy",
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
                    "contact_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="bellen binnen (dagen)",
                    ),
                ),
                (
                    "benefit_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="met behoud van uitkering: ten hoogste (maanden)",
                    ),
                ),
                (
                    "benefit_warn_months",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="met behoud van uitkering: waarschuwen na (maanden)",
                    ),
                ),
                (
                    "training_gap_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(24),
                        ],
                        verbose_name="tijd tussen scholing en werk die nog meetelt (maanden)",
                    ),
                ),
                (
                    "project_leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="projectleider ABC",
                    ),
                ),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="back_office_policy",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "werkwijze van de back office",
                "verbose_name_plural": "werkwijzen van de back office",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("benefit_warn_months__lte", models.F("benefit_months"))),
                        name="back_office_warns_before_the_limit",
                        violation_error_message="Waarschuwen kan niet na de grens.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=django.contrib.postgres.indexes.GinIndex(fields=["visible_to"], name="candidate_visible_to"),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["region", "state", "registered_on"], name="candidate_in_state"),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("call_by__isnull", False), ("merged_into__isnull", True)),
                fields=["region", "call_by"],
                name="candidate_to_call",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                fields=("region", "reference"),
                name="candidate_reference_unique",
                violation_error_message="Dit kandidaatnummer is al in gebruik.",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("municipality__regex", "^GM\\d{4}$")),
                name="candidate_municipality_code",
                violation_error_message="Een gemeentecode is GM met vier cijfers.",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                name="candidate_not_merged_into_itself",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_candidateevent" ("anonymised_at", "call_by", "coach_id", "created_at", "id", "last_contact_on", "merged_into_id", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_since", "reference", "region_id", "registered_on", "registrant", "registrant_organisation_id", "sector", "source", "state", "state_since", "target_group", "wanted_work", "wants_call", "werkplein_id") VALUES (NEW."anonymised_at", NEW."call_by", NEW."coach_id", NEW."created_at", NEW."id", NEW."last_contact_on", NEW."merged_into_id", NEW."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."ready_since", NEW."reference", NEW."region_id", NEW."registered_on", NEW."registrant", NEW."registrant_organisation_id", NEW."sector", NEW."source", NEW."state", NEW."state_since", NEW."target_group", NEW."wanted_work", NEW."wants_call", NEW."werkplein_id"); RETURN NULL;',
                    hash="ab9a6b16aac1391ec8bd50b2481bbbfb19192c61",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f5e2b",
                    table="candidates_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."anonymised_at" IS DISTINCT FROM (NEW."anonymised_at") OR OLD."call_by" IS DISTINCT FROM (NEW."call_by") OR OLD."coach_id" IS DISTINCT FROM (NEW."coach_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_contact_on" IS DISTINCT FROM (NEW."last_contact_on") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."municipality" IS DISTINCT FROM (NEW."municipality") OR OLD."ready_since" IS DISTINCT FROM (NEW."ready_since") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."registered_on" IS DISTINCT FROM (NEW."registered_on") OR OLD."registrant" IS DISTINCT FROM (NEW."registrant") OR OLD."registrant_organisation_id" IS DISTINCT FROM (NEW."registrant_organisation_id") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."target_group" IS DISTINCT FROM (NEW."target_group") OR OLD."wanted_work" IS DISTINCT FROM (NEW."wanted_work") OR OLD."wants_call" IS DISTINCT FROM (NEW."wants_call") OR OLD."werkplein_id" IS DISTINCT FROM (NEW."werkplein_id"))',
                    func='INSERT INTO "candidates_candidateevent" ("anonymised_at", "call_by", "coach_id", "created_at", "id", "last_contact_on", "merged_into_id", "municipality", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ready_since", "reference", "region_id", "registered_on", "registrant", "registrant_organisation_id", "sector", "source", "state", "state_since", "target_group", "wanted_work", "wants_call", "werkplein_id") VALUES (NEW."anonymised_at", NEW."call_by", NEW."coach_id", NEW."created_at", NEW."id", NEW."last_contact_on", NEW."merged_into_id", NEW."municipality", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."ready_since", NEW."reference", NEW."region_id", NEW."registered_on", NEW."registrant", NEW."registrant_organisation_id", NEW."sector", NEW."source", NEW."state", NEW."state_since", NEW."target_group", NEW."wanted_work", NEW."wants_call", NEW."werkplein_id"); RETURN NULL;',
                    hash="9168bc9edc510e3ea7815b0527e04df1acedb507",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_23607",
                    table="candidates_candidate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="candidateidentity",
            index=django.contrib.postgres.indexes.GinIndex(fields=["visible_to"], name="candidate_identity_visible_to"),
        ),
        migrations.AddIndex(
            model_name="candidateidentity",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("normalised_name", name="gin_trgm_ops"),
                name="candidate_identity_name",
            ),
        ),
        migrations.AddIndex(
            model_name="candidateidentity",
            index=models.Index(fields=["region", "normalised_phone"], name="candidate_identity_phone"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidateidentity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_candidateidentityevent" ("birth_date", "candidate_id", "email", "first_name", "id", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_id", "shared_with") VALUES (NEW."birth_date", NEW."candidate_id", NEW."email", NEW."first_name", NEW."id", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."region_id", NEW."shared_with"); RETURN NULL;',
                    hash="0c9ccd74c3544e2494737384f713dce3e8fb7c33",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_04f87",
                    table="candidates_candidateidentity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidateidentity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."birth_date" IS DISTINCT FROM (NEW."birth_date") OR OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."shared_with" IS DISTINCT FROM (NEW."shared_with"))',
                    func='INSERT INTO "candidates_candidateidentityevent" ("birth_date", "candidate_id", "email", "first_name", "id", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_id", "shared_with") VALUES (NEW."birth_date", NEW."candidate_id", NEW."email", NEW."first_name", NEW."id", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."region_id", NEW."shared_with"); RETURN NULL;',
                    hash="c6db4895daa501fe9e9d582c06440ed454c0ba3b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e467e",
                    table="candidates_candidateidentity",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="candidatestep",
            index=models.Index(fields=["candidate", "at"], name="candidate_step_in_order"),
        ),
        migrations.AddConstraint(
            model_name="candidatestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("to_state__in", ["on_hold", "withdrawn"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    ("by__isnull", True),
                    _connector="OR",
                ),
                name="candidate_step_with_reason",
                violation_error_message="Schrijf op waarom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="werkpleinarea",
            constraint=models.UniqueConstraint(fields=("region", "municipality"), name="werkplein_area_once"),
        ),
        migrations.AddConstraint(
            model_name="werkpleinarea",
            constraint=models.CheckConstraint(
                condition=models.Q(("municipality__regex", "^GM\\d{4}$")), name="werkplein_area_code"
            ),
        ),
    ]
