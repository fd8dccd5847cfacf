"""Employments of candidates, with the versions of their agreed end and the checks of sustained outflow."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, WRITING_MEMBER, Protect, of_parent, system

# What a placement has of its candidate: the region, the number, and who works the file. An employer comes in by its own
# name; an authority never does, not even where it is the employer.
STAMP = """
CREATE FUNCTION placements_stamp_placement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c candidates_candidate;
BEGIN
    SELECT * INTO STRICT c FROM candidates_candidate WHERE id = NEW.candidate_id;
    NEW.region_id := c.region_id;
    NEW.candidate_reference := c.reference;
    NEW.worked_by := c.worked_by;
    NEW.visible_to := c.worked_by || ARRAY(
        SELECT 'o:' || o.id FROM organisations_organisation o
         WHERE o.id = NEW.employer_organisation_id
           AND o.kind IN ('contractor', 'employer', 'sw_company', 'temp_agency', 'training_provider'));
    IF NEW.contract_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM tenders_contract t WHERE t.id = NEW.contract_id AND t.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a placement counts on a contract of its region';
    END IF;
    IF NEW.occupation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM organisations_occupation o WHERE o.id = NEW.occupation_id AND o.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a placement is in an occupation of its region';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER stamp_placement BEFORE INSERT OR UPDATE ON placements_placement
    FOR EACH ROW EXECUTE FUNCTION placements_stamp_placement();

-- A candidate that moves to another Werkplein, or gets another number, takes his placements along.
CREATE FUNCTION placements_restamp_placements() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE placements_placement SET candidate_id = candidate_id WHERE candidate_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_placements AFTER UPDATE ON candidates_candidate
    FOR EACH ROW WHEN (OLD.worked_by IS DISTINCT FROM NEW.worked_by OR OLD.reference IS DISTINCT FROM NEW.reference)
    EXECUTE FUNCTION placements_restamp_placements();

-- The employers that a candidate agreed to be known by.
CREATE FUNCTION placements_share_identity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    touched uuid[] := '{}';
BEGIN
    IF TG_OP <> 'INSERT' THEN
        touched := touched || OLD.candidate_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        touched := touched || NEW.candidate_id;
    END IF;
    UPDATE candidates_candidateidentity i SET shared_with = agreed.with_whom
      FROM (SELECT one AS candidate_id,
                   ARRAY(SELECT DISTINCT o.id FROM placements_placement p
                           JOIN organisations_organisation o ON o.id = p.employer_organisation_id
                          WHERE p.candidate_id = one AND p.candidate_agreed_on IS NOT NULL
                            AND o.kind IN ('contractor', 'employer', 'sw_company', 'temp_agency', 'training_provider')
                          ORDER BY o.id) AS with_whom
              FROM unnest(touched) one) agreed
     WHERE i.candidate_id = agreed.candidate_id AND i.shared_with IS DISTINCT FROM agreed.with_whom;
    RETURN NULL;
END
$function$;
CREATE TRIGGER share_identity AFTER INSERT OR DELETE OR
    UPDATE OF candidate_id, candidate_agreed_on, employer_organisation_id ON placements_placement
    FOR EACH ROW EXECUTE FUNCTION placements_share_identity();

-- What was agreed and seen of a placement that was entered by mistake goes with it.
CREATE FUNCTION placements_drop_of_placement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM placements_placementterm WHERE placement_id = OLD.id;
    DELETE FROM placements_conditioncheck WHERE placement_id = OLD.id;
    RETURN OLD;
END
$function$;
CREATE TRIGGER drop_of_placement BEFORE DELETE ON placements_placement
    FOR EACH ROW EXECUTE FUNCTION placements_drop_of_placement();
"""
DROP = """
DROP TRIGGER restamp_placements ON candidates_candidate;
DROP FUNCTION placements_restamp_placements();
DROP FUNCTION placements_drop_of_placement() CASCADE;
DROP FUNCTION placements_share_identity() CASCADE;
DROP FUNCTION placements_stamp_placement() CASCADE;
"""

WORKS = f"{WRITING_MEMBER} AND worked_by && {AUDIENCES}"
WORKED = of_parent("placement_id", "placements_placement", f"parent.worked_by && {AUDIENCES}")
OF_WORKED = f"{WRITING_MEMBER} AND {WORKED}"
EVENT = of_parent("pgh_obj_id", "placements_placement", f"parent.worked_by && {AUDIENCES}")
#: Tables without a region follow the placement, which the purpose sees in its region.
OF_REGION = of_parent(
    "placement_id", "placements_placement", system(Purpose.IMPORT, Purpose.UPKEEP, region="parent.region_id")
)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0003_tasks_and_assignments"),
        ("organisations", "0012_occupations"),
        ("placements", "0025_visible_row_by_row"),
        ("tenders", "0024_no_band_without_obligation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Placement",
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
                ("reference", models.CharField(max_length=60, verbose_name="kenmerk")),
                (
                    "candidate_reference",
                    models.CharField(editable=False, max_length=60, verbose_name="kandidaatnummer"),
                ),
                ("employer", models.CharField(max_length=200, verbose_name="werkgever")),
                (
                    "sector",
                    models.CharField(
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="eerste werkdag")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="afgesproken einde")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="laatste werkdag")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "Het contract liep af"),
                            ("work_done", "Er was geen werk meer"),
                            ("other_job", "Ander werk gevonden"),
                            ("school", "Naar school of opleiding"),
                            ("by_candidate", "De kandidaat stopte zelf"),
                            ("by_employer", "De werkgever stopte"),
                            ("other", "Anders"),
                            ("unknown", "Niet bekend"),
                        ],
                        max_length=12,
                        verbose_name="reden van het einde",
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=500, verbose_name="toelichting bij het einde")),
                ("hours_per_week", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="uren per week")),
                (
                    "contract_form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "In dienst bij de werkgever"),
                            ("agency", "Uitzendcontract"),
                            ("payroll", "Payroll"),
                            ("secondment", "Detachering"),
                        ],
                        max_length=10,
                        verbose_name="soort contract",
                    ),
                ),
                ("wage_replaces_benefit", models.BooleanField(verbose_name="loon in plaats van uitkering")),
                ("sroi", models.BooleanField(verbose_name="telt voor social return")),
                (
                    "candidate_agreed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="kandidaat vindt goed dat de werkgever zijn naam ziet"
                    ),
                ),
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
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="tenders.contract",
                    ),
                ),
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
                    "employer_organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.occupation",
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
                "verbose_name": "plaatsing",
                "verbose_name_plural": "plaatsingen",
            },
        ),
        migrations.CreateModel(
            name="ConditionCheck",
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
                    "condition",
                    models.CharField(
                        choices=[
                            ("resident", "Woont in de regio"),
                            ("training", "Scholing of traject"),
                            ("contract", "Contract van minstens een half jaar"),
                            ("wage", "Loon in plaats van uitkering"),
                        ],
                        max_length=8,
                        verbose_name="voorwaarde",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("met", "Klopt"), ("not_met", "Klopt niet"), ("unclear", "Nog niet duidelijk")],
                        max_length=7,
                        verbose_name="oordeel",
                    ),
                ),
                ("rule_met", models.BooleanField(verbose_name="volgens de regel")),
                (
                    "seen",
                    models.CharField(
                        choices=[
                            ("contract", "Arbeidscontract"),
                            ("payslip", "Loonstrook"),
                            ("benefit_decision", "Besluit dat de uitkering stopt"),
                            ("certificate", "Diploma of certificaat"),
                            ("trainer", "Opgave van de opleider"),
                            ("address", "Adres in de registratie"),
                            ("employer", "Gesproken met de werkgever"),
                            ("candidate", "Gesproken met de kandidaat"),
                        ],
                        max_length=16,
                        verbose_name="waaraan gezien",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                ("seen_on", models.DateField(verbose_name="gezien op")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                (
                    "by",
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
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="checks", to="placements.placement"
                    ),
                ),
            ],
            options={
                "verbose_name": "controle van een voorwaarde",
                "verbose_name_plural": "controles van voorwaarden",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlacementEvent",
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
                ("reference", models.CharField(max_length=60, verbose_name="kenmerk")),
                (
                    "candidate_reference",
                    models.CharField(editable=False, max_length=60, verbose_name="kandidaatnummer"),
                ),
                ("employer", models.CharField(max_length=200, verbose_name="werkgever")),
                (
                    "sector",
                    models.CharField(
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="eerste werkdag")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="afgesproken einde")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="laatste werkdag")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "Het contract liep af"),
                            ("work_done", "Er was geen werk meer"),
                            ("other_job", "Ander werk gevonden"),
                            ("school", "Naar school of opleiding"),
                            ("by_candidate", "De kandidaat stopte zelf"),
                            ("by_employer", "De werkgever stopte"),
                            ("other", "Anders"),
                            ("unknown", "Niet bekend"),
                        ],
                        max_length=12,
                        verbose_name="reden van het einde",
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=500, verbose_name="toelichting bij het einde")),
                ("hours_per_week", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="uren per week")),
                (
                    "contract_form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "In dienst bij de werkgever"),
                            ("agency", "Uitzendcontract"),
                            ("payroll", "Payroll"),
                            ("secondment", "Detachering"),
                        ],
                        max_length=10,
                        verbose_name="soort contract",
                    ),
                ),
                ("wage_replaces_benefit", models.BooleanField(verbose_name="loon in plaats van uitkering")),
                ("sroi", models.BooleanField(verbose_name="telt voor social return")),
                (
                    "candidate_agreed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="kandidaat vindt goed dat de werkgever zijn naam ziet"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tenders.contract",
                    ),
                ),
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
                    "employer_organisation",
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
                    "occupation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.occupation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.placement",
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
            name="PlacementTerm",
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
                        choices=[("agreed", "Afgesproken"), ("extended", "Verlengd"), ("corrected", "Verbeterd")],
                        max_length=9,
                        verbose_name="soort",
                    ),
                ),
                ("ends_on", models.DateField(null=True, verbose_name="afgesproken einde")),
                ("agreed_on", models.DateField(verbose_name="afgesproken op")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
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
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="terms", to="placements.placement"
                    ),
                ),
            ],
            options={
                "verbose_name": "afgesproken einde van een plaatsing",
                "verbose_name_plural": "afgesproken eindes van plaatsingen",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="placement",
            index=django.contrib.postgres.indexes.GinIndex(fields=["visible_to"], name="placement_visible_to"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["region", "starts_on"], name="placement_by_start"),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["employer_organisation", "starts_on"], name="placement_of_employer"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                fields=("region", "reference"),
                name="placement_reference_unique",
                violation_error_message="Dit kenmerk is al in gebruik.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="placement_ends_after_start",
                violation_error_message="Het afgesproken einde ligt voor de eerste werkdag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("starts_on")), _connector="OR"),
                name="placement_ended_after_start",
                violation_error_message="De laatste werkdag ligt voor de eerste werkdag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_note", ""), ("end_reason", ""), ("ended_on", None)),
                    models.Q(("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="placement_ended_with_reason",
                violation_error_message="Een einde heeft een reden, en een reden een einde.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_per_week__gte", 0)),
                name="placement_hours_not_negative",
                violation_error_message="Uren kunnen niet onder nul zijn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("contract", None), ("sroi", True), _connector="OR"),
                name="placement_on_contract_is_sroi",
                violation_error_message="Een plaatsing op een contract telt voor social return.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("candidate_agreed_on", None), ("employer_organisation__isnull", False), _connector="OR"
                ),
                name="placement_agreed_with_somebody",
                violation_error_message="Kies eerst welke werkgever uit het portaal dit is.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_placementevent" ("candidate_agreed_on", "candidate_id", "candidate_reference", "contract_form", "contract_id", "created_at", "created_by_id", "employer", "employer_organisation_id", "end_note", "end_reason", "ended_on", "ends_on", "hours_per_week", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "region_id", "sector", "sroi", "starts_on", "wage_replaces_benefit") VALUES (NEW."candidate_agreed_on", NEW."candidate_id", NEW."candidate_reference", NEW."contract_form", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."employer", NEW."employer_organisation_id", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."hours_per_week", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."starts_on", NEW."wage_replaces_benefit"); RETURN NULL;',
                    hash="3f63f31158a02a2d755b81f847cb67711f4f5175",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1caba",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."candidate_agreed_on" IS DISTINCT FROM (NEW."candidate_agreed_on") OR OLD."candidate_reference" IS DISTINCT FROM (NEW."candidate_reference") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."contract_form" IS DISTINCT FROM (NEW."contract_form") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."employer" IS DISTINCT FROM (NEW."employer") OR OLD."employer_organisation_id" IS DISTINCT FROM (NEW."employer_organisation_id") OR OLD."end_note" IS DISTINCT FROM (NEW."end_note") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."hours_per_week" IS DISTINCT FROM (NEW."hours_per_week") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."occupation_id" IS DISTINCT FROM (NEW."occupation_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."sroi" IS DISTINCT FROM (NEW."sroi") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."wage_replaces_benefit" IS DISTINCT FROM (NEW."wage_replaces_benefit"))',
                    func='INSERT INTO "placements_placementevent" ("candidate_agreed_on", "candidate_id", "candidate_reference", "contract_form", "contract_id", "created_at", "created_by_id", "employer", "employer_organisation_id", "end_note", "end_reason", "ended_on", "ends_on", "hours_per_week", "id", "occupation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "region_id", "sector", "sroi", "starts_on", "wage_replaces_benefit") VALUES (NEW."candidate_agreed_on", NEW."candidate_id", NEW."candidate_reference", NEW."contract_form", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."employer", NEW."employer_organisation_id", NEW."end_note", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."hours_per_week", NEW."id", NEW."occupation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."region_id", NEW."sector", NEW."sroi", NEW."starts_on", NEW."wage_replaces_benefit"); RETURN NULL;',
                    hash="93f6a73a2db89b183eeb3ba4a7472f73d975a133",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ab36",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="conditioncheck",
            index=models.Index(fields=["placement", "condition", "at"], name="condition_check_in_order"),
        ),
        migrations.AddIndex(
            model_name="placementterm",
            index=models.Index(fields=["placement", "at"], name="placement_term_in_order"),
        ),
        migrations.AddConstraint(
            model_name="placementterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "agreed"), models.Q(("reason", ""), _negated=True), ("by", None), _connector="OR"
                ),
                name="placement_term_with_reason",
                violation_error_message="Schrijf op waarom.",
            ),
        ),
        migrations.RunSQL(STAMP, DROP),
        Protect(
            "Placement",
            select=[f"visible_to && {AUDIENCES}", system(Purpose.IMPORT, Purpose.REPORT, Purpose.UPKEEP)],
            insert=[WORKS, system(Purpose.IMPORT)],
            update=[WORKS, system(Purpose.IMPORT, Purpose.UPKEEP)],
            delete=[WORKS, system(Purpose.IMPORT)],
        ),
        Protect("PlacementEvent", select=[EVENT], insert=["true"]),
        Protect("PlacementTerm", select=[WORKED, OF_REGION], insert=[OF_WORKED, OF_REGION]),
        Protect("ConditionCheck", select=[WORKED, OF_REGION], insert=[OF_WORKED]),
    ]
