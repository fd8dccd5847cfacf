"""What was spent, with somebody else's approval; the rest of the plan's money tables; and targets that are never edited."""

import json
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import REGIONS, USER, WRITING_MEMBER, Protect, ProtectAnew, audience, of_parent, system

GUARD = """
-- What a line was spent on lies in its region; a number of a candidate that somebody types leads to the file, without
-- his seeing it; and whether that person lived in the priority area is decided as at the registration.
CREATE FUNCTION reporting_stamp_spending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    c candidates_candidate;
    code text;
    day date;
BEGIN
    IF NEW.programme_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM candidates_trainingprogramme p WHERE p.id = NEW.programme_id AND p.region_id = NEW.region_id)
       OR NEW.training_cost_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM candidates_trainingcost t WHERE t.id = NEW.training_cost_id AND t.region_id = NEW.region_id)
    THEN
        RAISE foreign_key_violation USING MESSAGE = 'spending belongs to one region';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.candidate_id IS NULL AND NEW.candidate_reference <> ''
       OR TG_OP = 'UPDATE' AND NEW.candidate_id IS NOT DISTINCT FROM OLD.candidate_id
          AND NEW.candidate_reference IS DISTINCT FROM OLD.candidate_reference AND OLD.state = 'spending_entered' THEN
        NEW.candidate_id := NULL;
        IF NEW.candidate_reference <> '' THEN
            SELECT coalesce(o.merged_into_id, o.id) INTO NEW.candidate_id FROM candidates_candidate o
             WHERE o.region_id = NEW.region_id AND o.reference = NEW.candidate_reference;
            IF NEW.candidate_id IS NULL THEN
                RAISE check_violation USING MESSAGE = 'no candidate has this number',
                    CONSTRAINT = 'spending_candidate_known';
            END IF;
        END IF;
    END IF;
    code := NEW.municipality;
    day := NEW."on";
    NEW.candidate_reference := '';
    IF NEW.candidate_id IS NOT NULL THEN
        SELECT * INTO c FROM candidates_candidate WHERE id = NEW.candidate_id;
        IF c.region_id IS DISTINCT FROM NEW.region_id THEN
            RAISE foreign_key_violation USING MESSAGE = 'spending belongs to one region';
        END IF;
        NEW.candidate_reference := c.reference;
        code := c.municipality;
        day := c.registered_on;
    END IF;
    NEW.in_priority_area := CASE WHEN coalesce(code, '') = '' THEN NULL ELSE EXISTS (
        SELECT FROM organisations_areamunicipality a
         WHERE a.region_id = NEW.region_id AND a.area = 'priority' AND a.municipality_id = code AND a.valid @> day) END;
    RETURN NEW;
END
$function$;

-- Whoever entered a line does not decide about it, and what was approved stands: it is reversed, by a line that equals it.
CREATE FUNCTION reporting_guard_spending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    who uuid := nullif(current_setting('app.user', true), '')::uuid;
    is_member boolean := coalesce(current_setting('app.context', true), '') = 'member';
    kept text[] := ARRAY['state', 'decided_by_id', 'decided_at', 'reason', 'reversed_at', 'candidate_id',
                         'candidate_reference', 'in_priority_area'];
    alike text[] := ARRAY['region_id', 'reference', 'on', 'year', 'category', 'amount', 'source', 'programme_id',
                          'candidate_id', 'municipality'];
    original reporting_spendingline;
    one text;
BEGIN
    -- Nobody says himself since when a line counts no more.
    NEW.reversed_at := (SELECT min(r.decided_at) FROM reporting_spendingline r
                         WHERE r.reverses_id = NEW.id AND r.state = 'spending_approved');
    IF NEW.reverses_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.state = 'spending_approved' AND OLD.state <> NEW.state)
    THEN
        SELECT * INTO original FROM reporting_spendingline WHERE id = NEW.reverses_id;
        IF original.state IS DISTINCT FROM 'spending_approved' OR original.reverses_id IS NOT NULL
           OR original.reversed_at IS NOT NULL THEN
            RAISE check_violation USING MESSAGE = 'only what counts is reversed', CONSTRAINT = 'spending_reversal_equal';
        END IF;
        FOREACH one IN ARRAY alike LOOP
            IF to_jsonb(NEW) -> one IS DISTINCT FROM to_jsonb(original) -> one THEN
                RAISE check_violation USING MESSAGE = 'a reversal equals what it reverses',
                    CONSTRAINT = 'spending_reversal_equal';
            END IF;
        END LOOP;
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM reporting_spendingline o WHERE o.id = NEW.replaces_id AND o.region_id = NEW.region_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'spending belongs to one region';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF is_member AND NEW.state <> 'spending_entered' THEN
            RAISE check_violation USING MESSAGE = 'spending begins without a decision',
                CONSTRAINT = 'spending_begins_entered';
        END IF;
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - kept) IS DISTINCT FROM (to_jsonb(OLD) - kept)
       AND (OLD.state <> 'spending_entered' OR is_member AND who IS DISTINCT FROM OLD.entered_by_id)
       -- Of a file that became one with another, the lines go along.
       OR NEW.candidate_id IS DISTINCT FROM OLD.candidate_id
          AND (OLD.state <> 'spending_entered' OR is_member AND who IS DISTINCT FROM OLD.entered_by_id)
          AND NOT EXISTS (SELECT FROM candidates_candidatemerge m
                           WHERE NEW.candidate_id IN (m.kept_id, m.gone_id)
                             AND OLD.candidate_id IN (m.kept_id, m.gone_id))
       OR OLD.state <> 'spending_entered'
          AND (NEW.state, NEW.decided_by_id, NEW.decided_at, NEW.reason)
              IS DISTINCT FROM (OLD.state, OLD.decided_by_id, OLD.decided_at, OLD.reason) THEN
        RAISE check_violation USING MESSAGE = 'what was decided about spending stands',
            CONSTRAINT = 'spending_stands';
    END IF;
    IF is_member AND OLD.state = 'spending_entered' AND (
           NEW.state IN ('spending_approved', 'spending_refused')
           AND (NEW.decided_by_id IS DISTINCT FROM who OR OLD.entered_by_id IS NOT DISTINCT FROM who)
           OR NEW.state = 'spending_withdrawn' AND OLD.entered_by_id IS DISTINCT FROM who) THEN
        RAISE insufficient_privilege USING MESSAGE = 'somebody else decides about spending';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER a_stamp_spending BEFORE INSERT OR UPDATE ON reporting_spendingline
    FOR EACH ROW WHEN (NOT organisations_erases_now()) EXECUTE FUNCTION reporting_stamp_spending();
CREATE TRIGGER guard_spending BEFORE INSERT OR UPDATE ON reporting_spendingline
    FOR EACH ROW WHEN (NOT organisations_erases_now()) EXECUTE FUNCTION reporting_guard_spending();

-- A line that was reversed, and one whose reversal an import took back, is looked at anew.
CREATE FUNCTION reporting_mark_reversed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE reporting_spendingline SET reversed_at = reversed_at
     WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.reverses_id ELSE NEW.reverses_id END;
    RETURN NULL;
END
$function$;
CREATE TRIGGER mark_reversed AFTER INSERT OR UPDATE OF state ON reporting_spendingline
    FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION reporting_mark_reversed();
CREATE TRIGGER mark_not_reversed AFTER DELETE ON reporting_spendingline
    FOR EACH ROW WHEN (OLD.reverses_id IS NOT NULL) EXECUTE FUNCTION reporting_mark_reversed();

-- What is corrected about a candidate is corrected of what was spent on him.
CREATE FUNCTION reporting_restamp_spending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE reporting_spendingline SET candidate_id = candidate_id WHERE candidate_id = NEW.id;
    RETURN NULL;
END
$function$;
CREATE TRIGGER restamp_spending AFTER UPDATE ON candidates_candidate
    FOR EACH ROW WHEN ((OLD.reference, OLD.municipality, OLD.registered_on)
                       IS DISTINCT FROM (NEW.reference, NEW.municipality, NEW.registered_on))
    EXECUTE FUNCTION reporting_restamp_spending();
"""
DROP = """
DROP FUNCTION reporting_restamp_spending() CASCADE;
DROP FUNCTION reporting_mark_reversed() CASCADE;
DROP FUNCTION reporting_guard_spending() CASCADE;
DROP FUNCTION reporting_stamp_spending() CASCADE;
"""

COORDINATION = audience("coordination_point")
#: Who keeps the money: the programme bureau and the municipality that is the centre of the region.
KEEPERS = f"({audience('programme_bureau')} OR {audience('centre')})"
KEEPS = f"{WRITING_MEMBER} AND {KEEPERS}"
#: The coordination point takes over invoices for training that were paid: the bureau may not see whose they are.
TAKES_OVER = f"{WRITING_MEMBER} AND {COORDINATION} AND training_cost_id IS NOT NULL"
READERS = [KEEPERS, COORDINATION, system(Purpose.REPORT, Purpose.IMPORT)]
PLAN_READERS = [KEEPERS, COORDINATION, system(Purpose.REPORT, Purpose.SETUP)]
IMPORT = system(Purpose.IMPORT)
SETUP = system(Purpose.SETUP)
SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "groningen.json"


def load(apps, schema_editor):
    """What the plan of Groningen has besides budget, cover and tranches: the back office in detail, the cap and the key."""
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    region = apps.get_model("organisations", "Region").objects.get(code="groningen")
    BudgetLine = apps.get_model("reporting", "BudgetLine")
    BudgetLine.objects.bulk_create(
        BudgetLine(
            region=region, side="detail", category=row["item"], year=row["year"], amount=row["amount"],
            source=row["source"],
        )
        for row in shipped["back_office_detail"]
    )  # fmt: skip
    BudgetLine.objects.create(
        region=region, side="limit", category="municipalities", year=2018, **shipped["municipal_cap"]
    )
    key = shipped["contribution_key"]
    ContributionShare = apps.get_model("reporting", "ContributionShare")
    ContributionShare.objects.bulk_create(
        ContributionShare(
            region=region,
            position=position,
            kind=row["kind"],
            name=row["name"],
            codes=row.get("codes", [row["code"]] if "code" in row else []),
            inhabitants=row["inhabitants"],
            stated=row["amount"],
            source=key["source"],
        )
        for position, row in enumerate(key["rows"])
    )


def lay(apps, schema_editor):
    schema_editor.execute(GUARD, params=None)


def take_back(apps, schema_editor):
    schema_editor.execute(DROP, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0018_programmes_for_money"),
        ("organisations", "0018_centre_municipality"),
        ("reporting", "0009_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="target",
            name="entered_at",
            field=models.DateTimeField(null=True, verbose_name="ingevoerd"),
        ),
        migrations.AddField(
            model_name="target",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="budgetline",
            name="side",
            field=models.CharField(
                choices=[
                    ("spending", "Begroting"),
                    ("cover", "Dekking"),
                    ("tranche", "Termijn van het Rijk"),
                    ("detail", "Onderdeel van de backoffice"),
                    ("limit", "Hoogste bijdrage"),
                    ("received", "Ontvangen termijn"),
                ],
                max_length=8,
                verbose_name="kant",
            ),
        ),
        migrations.AlterField(
            model_name="target",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sustained_outflow", "Duurzame uitstroom"),
                    ("sustained_year_minimum", "Duurzame uitstroom, minimum in het jaar"),
                    ("sustained_participatiewet", "Duurzame uitstroom, Participatiewet"),
                    ("sustained_ww", "Duurzame uitstroom, WW"),
                    ("sustained_nuo", "Duurzame uitstroom, NUG"),
                    ("sustained_construction_engineering", "Duurzame uitstroom, bouw en techniek"),
                    ("sustained_other", "Duurzame uitstroom, andere sectoren"),
                    ("intake", "Aanmeldingen"),
                    ("started", "Begonnen met scholing"),
                    ("start_intensive", "Begonnen, intensief"),
                    ("start_short", "Begonnen, kort"),
                ],
                max_length=60,
                verbose_name="wat",
            ),
        ),
        migrations.CreateModel(
            name="SpendingLine",
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
                ("on", models.DateField(verbose_name="datum")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar van de begroting")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("training", "Scholing"),
                            ("guidance", "Begeleiding"),
                            ("coordination", "Coördinatie"),
                            ("back_office", "Arbeidsbemiddeling (ABC)"),
                            ("sroi_procurement", "Social Return en inkoop"),
                            ("secretary", "Secretaris van het programma"),
                        ],
                        max_length=16,
                        verbose_name="post",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="bedrag")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="waarvan betaald")),
                (
                    "candidate_reference",
                    models.CharField(blank=True, editable=False, max_length=60, verbose_name="kandidaatnummer"),
                ),
                ("municipality", models.CharField(blank=True, max_length=6, verbose_name="gemeentecode")),
                (
                    "in_priority_area",
                    models.BooleanField(editable=False, null=True, verbose_name="inwoner van het voorrangsgebied"),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="omschrijving")),
                ("reversed_at", models.DateTimeField(editable=False, null=True, verbose_name="teruggedraaid")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("spending_entered", "Wacht op akkoord"),
                            ("spending_approved", "Telt mee"),
                            ("spending_refused", "Geen akkoord"),
                            ("spending_withdrawn", "Ingetrokken"),
                        ],
                        default="spending_entered",
                        max_length=18,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ingevoerd")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="besloten")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                (
                    "candidate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="candidates.candidate",
                        verbose_name="kandidaat",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="candidates.trainingprogramme",
                        verbose_name="scholing",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="reporting.spendingline",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversals",
                        to="reporting.spendingline",
                    ),
                ),
                (
                    "training_cost",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="candidates.trainingcost",
                    ),
                ),
            ],
            options={
                "verbose_name": "uitgave",
                "verbose_name_plural": "uitgaven",
            },
        ),
        migrations.CreateModel(
            name="SpendingLineEvent",
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
                ("on", models.DateField(verbose_name="datum")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar van de begroting")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("training", "Scholing"),
                            ("guidance", "Begeleiding"),
                            ("coordination", "Coördinatie"),
                            ("back_office", "Arbeidsbemiddeling (ABC)"),
                            ("sroi_procurement", "Social Return en inkoop"),
                            ("secretary", "Secretaris van het programma"),
                        ],
                        max_length=16,
                        verbose_name="post",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="bedrag")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="waarvan betaald")),
                (
                    "candidate_reference",
                    models.CharField(blank=True, editable=False, max_length=60, verbose_name="kandidaatnummer"),
                ),
                ("municipality", models.CharField(blank=True, max_length=6, verbose_name="gemeentecode")),
                (
                    "in_priority_area",
                    models.BooleanField(editable=False, null=True, verbose_name="inwoner van het voorrangsgebied"),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="omschrijving")),
                ("reversed_at", models.DateTimeField(editable=False, null=True, verbose_name="teruggedraaid")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("spending_entered", "Wacht op akkoord"),
                            ("spending_approved", "Telt mee"),
                            ("spending_refused", "Geen akkoord"),
                            ("spending_withdrawn", "Ingetrokken"),
                        ],
                        default="spending_entered",
                        max_length=18,
                        verbose_name="stand",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ingevoerd")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="besloten")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reden")),
                (
                    "candidate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.candidate",
                        verbose_name="kandidaat",
                    ),
                ),
                (
                    "decided_by",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reporting.spendingline",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.trainingprogramme",
                        verbose_name="scholing",
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
                    "replaces",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.spendingline",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.spendingline",
                    ),
                ),
                (
                    "training_cost",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.trainingcost",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContributionShare",
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
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("municipality", "Gemeente"), ("group", "Groep"), ("total", "Totaal")],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=6), default=list, size=None, verbose_name="gemeentecodes"
                    ),
                ),
                ("inhabitants", models.PositiveIntegerField(verbose_name="inwoners")),
                ("stated", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="bedrag in het plan")),
                ("source", models.CharField(max_length=200, verbose_name="bron")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contribution_shares",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "regel van de verdeelsleutel",
                "verbose_name_plural": "regels van de verdeelsleutel",
                "constraints": [
                    models.UniqueConstraint(fields=("region", "position"), name="contribution_share_place")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="spendingline",
            index=models.Index(fields=["region", "on"], name="spending_by_day"),
        ),
        migrations.AddIndex(
            model_name="spendingline",
            index=models.Index(fields=["region", "state", "year"], name="spending_in_state"),
        ),
        migrations.AddConstraint(
            model_name="spendingline",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["spending_refused", "spending_withdrawn"]), _negated=True),
                    ("reversed_at", None),
                    ("reverses", None),
                ),
                fields=("region", "reference"),
                name="spending_reference_unique",
                violation_error_message="Dit kenmerk is al van een andere uitgave.",
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["spending_refused", "spending_withdrawn"]), _negated=True),
                fields=("reverses",),
                name="spending_reversed_once",
                violation_error_message="Deze uitgave wordt al verbeterd.",
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingline",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["spending_refused", "spending_withdrawn"]), _negated=True),
                    ("replaces", None),
                    ("reversed_at", None),
                    ("reverses", None),
                ),
                fields=("training_cost",),
                name="spending_of_invoice_once",
                violation_error_message="Deze factuur is al overgenomen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)),
                name="spending_amount",
                violation_error_message="Een bedrag is 0 of meer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    ("entered_by", None),
                    models.Q(("decided_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="spending_two_people",
                violation_error_message="Wie een uitgave invoert, geeft er geen akkoord op.",
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state__in", ["spending_entered", "spending_withdrawn"])),
                    models.Q(("decided_at__isnull", False), ("state__in", ["spending_approved", "spending_refused"])),
                    _connector="OR",
                ),
                name="spending_decided_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "spending_refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="spending_refused_with_reason",
                violation_error_message="Schrijf op waarom u geen akkoord geeft.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="spendingline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reporting_spendinglineevent" ("amount", "candidate_id", "candidate_reference", "category", "decided_at", "decided_by_id", "description", "entered_at", "entered_by_id", "id", "in_priority_area", "municipality", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "reference", "region_id", "replaces_id", "reversed_at", "reverses_id", "source", "state", "training_cost_id", "year") VALUES (NEW."amount", NEW."candidate_id", NEW."candidate_reference", NEW."category", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."in_priority_area", NEW."municipality", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."reason", NEW."reference", NEW."region_id", NEW."replaces_id", NEW."reversed_at", NEW."reverses_id", NEW."source", NEW."state", NEW."training_cost_id", NEW."year"); RETURN NULL;',
                    hash="9f12b3b56efad5aaacce9aacf7b3deed8df802dd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9e390",
                    table="reporting_spendingline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="spendingline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reporting_spendinglineevent" ("amount", "candidate_id", "candidate_reference", "category", "decided_at", "decided_by_id", "description", "entered_at", "entered_by_id", "id", "in_priority_area", "municipality", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "reference", "region_id", "replaces_id", "reversed_at", "reverses_id", "source", "state", "training_cost_id", "year") VALUES (NEW."amount", NEW."candidate_id", NEW."candidate_reference", NEW."category", NEW."decided_at", NEW."decided_by_id", NEW."description", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."in_priority_area", NEW."municipality", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."reason", NEW."reference", NEW."region_id", NEW."replaces_id", NEW."reversed_at", NEW."reverses_id", NEW."source", NEW."state", NEW."training_cost_id", NEW."year"); RETURN NULL;',
                    hash="1ffa29504bb41184dd0918df884d772a23e6f35f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_42a46",
                    table="reporting_spendingline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(lay, take_back),
        Protect(
            "SpendingLine",
            select=READERS,
            insert=[
                f"({KEEPS} OR {TAKES_OVER}) AND entered_by_id = {USER}",
                IMPORT,
            ],
            update=[KEEPS, f"{TAKES_OVER} AND entered_by_id = {USER}", IMPORT],
        ),
        Protect("SpendingLineEvent", select=[of_parent("pgh_obj_id", "reporting_spendingline")], insert=["true"]),
        Protect("ContributionShare", select=PLAN_READERS, insert=[KEEPS, SETUP], update=[KEEPS, SETUP]),
        ProtectAnew("BudgetLine", select=PLAN_READERS, insert=[KEEPS, SETUP], update=[KEEPS, SETUP]),
        # A target that was set stays as it was set: what is agreed later is another row.
        ProtectAnew(
            "Target",
            select=[f"region_id = ANY ({REGIONS})", system(Purpose.REPORT, Purpose.SETUP)],
            insert=[f"{WRITING_MEMBER} AND {audience('programme_bureau')} AND entered_by_id = {USER}", SETUP],
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
